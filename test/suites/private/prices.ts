/** Prices and stock somebody saw: added, corrected, withdrawn, never changed. */
import { expect } from 'chai';
import type { PriceFact } from '../../../connector/private/model.ts';
import { PrivateMoved, PrivateRefused } from '../../../connector/private/private-store.ts';
import { ADMIN, ANNA, AT, AUDITOR, BORIS, failure, OPERATOR, places, price, stock, wrongs, type Bench } from './bench.ts';

const only = <T>(list: readonly T[]): T => {
  expect(list).to.have.lengthOf(1);
  return list[0] as T;
};

export function prices(bench: Bench): void {
  const latest = async (item: string) => (await bench.as(ANNA).latest([item])).get(item)?.prices ?? [];
  const history = async (item: string) => (await bench.as(ANNA).priceHistory(item, null)).rows;

  it('keeps every digit and every word of a price', async () => {
    const { item, rival } = await bench.pair();
    const fact = price({ item: item.id, competitor: rival.id }, {
      price: '123456789012.123456', currency: 'USD', vatIncluded: false, vatRate: 'none', unit: 'уп', packFactor: '200', minQuantity: '0.000001', terms: 'предоплата 100 %',
      region: 'Урал', observedAt: '2026-07-01T08:30:00.000Z', source: 'price-list', evidence: 'https://k.example/прайс.xlsx', confidence: 'rumour',
    }); // prettier-ignore
    const [id = ''] = await bench.as(ANNA).addPrices([fact], { import: 'file-1' });
    const kept = {
      ...fact,
      id,
      replaces: null,
      reason: null,
      withdrawn: false,
      import: 'file-1',
      file: null,
      by: 'anna',
      at: AT,
    };
    expect(await history(item.id)).to.deep.equal([kept]);
    expect(await latest(item.id)).to.deep.equal([{ ...kept, ageDays: 21, stale: false }]);
  });

  it('knows the last word of each rival and region', async () => {
    const { item, rival, fact } = await bench.pair();
    const other = await bench.competitor('МетизТорг');
    await bench.as(ANNA).addPrices([
      { ...fact, price: '3', observedAt: '2026-07-20T00:00:00Z' },
      { ...fact, price: '2', observedAt: '2026-07-21T00:00:00Z' },
      { ...fact, price: '1', observedAt: '2026-07-19T00:00:00Z' },
      { ...fact, price: '5', region: 'Урал', observedAt: '2026-07-10T00:00:00Z' },
      { ...fact, price: '7', competitor: other.id, observedAt: '2026-07-15T00:00:00Z' },
    ]);
    expect((await latest(item.id)).map((p) => [p.competitor, p.region, p.price])).to.deep.equal([[rival.id, null, '2'], [other.id, null, '7'], [rival.id, 'Урал', '5']]); // prettier-ignore
  });

  it('takes the one said last of two seen at the same moment', async () => {
    const { item, fact } = await bench.pair();
    await bench.as(ANNA).addPrices([{ ...fact, price: '1' }, { ...fact, price: '2' }]); // prettier-ignore
    expect(only(await latest(item.id)).price).to.equal('2');
  });

  it('corrects by a new row that names the old one, which stays', async () => {
    const { item, fact } = await bench.pair();
    const [old = ''] = await bench.as(ANNA).addPrices([{ ...fact, price: '119' }]);
    const right = await bench.as(BORIS).correctPrice(old, { ...fact, price: '11.9' });
    expect(only(await latest(item.id))).to.include({ id: right, price: '11.9', replaces: old, by: 'boris' });
    expect((await history(item.id)).map((p) => [p.id, p.price, p.replaces])).to.deep.equal([[right, '11.9', old], [old, '119', null]]); // prettier-ignore
    expect(await failure(bench.as(ANNA).correctPrice(old, fact))).to.be.instanceOf(PrivateMoved);
    expect(await failure(bench.as(ANNA).correctPrice('none', fact))).to.be.instanceOf(PrivateRefused);
  });

  it('keeps why a row was corrected or withdrawn, also from the wall’s other side', async () => {
    const { item, fact } = await bench.pair();
    const [first = '', second = ''] = await bench.as(ANNA).addPrices([{ ...fact, price: '119' }, fact]);
    const right = await bench.as(ANNA).correctPrice(first, { ...fact, price: '11.9' }, { reason: 'Запятая не там' });
    await bench.as(BORIS).withdraw('price', [second], { reason: 'Другой болт' });
    const reasons = new Map((await history(item.id)).map((p) => [p.replaces, p.reason]));
    expect([reasons.get(first), reasons.get(second), (await bench.as(ANNA).price(right))?.reason]).to.deep.equal(['Запятая не там', 'Другой болт', 'Запятая не там']); // prettier-ignore
    expect((await bench.store.privateTexts(0, 1000)).texts).to.include.members(['Запятая не там', 'Другой болт']);
    expect(places(await wrongs(bench.as(ANNA).withdraw('price', [right], { reason: 'x'.repeat(2001) })))).to.deep.equal(['reason too-long']); // prettier-ignore
    expect(only(await latest(item.id)).id).to.equal(right);
  });

  it('keeps the file a price was seen on, once for all, and with its correction; who reads no prices reads none of it', async () => {
    const { item, fact } = await bench.pair();
    const file = { name: 'Фото полки.jpg', base64: Buffer.from('picture').toString('base64') };
    const [id = ''] = await bench.as(ANNA).addPrices([fact], { file });
    const [bare = ''] = await bench.as(ANNA).addPrices([{ ...fact, price: '7' }]);
    expect([(await bench.as(OPERATOR).price(id))?.file, await bench.as(OPERATOR).evidence(id), await bench.as(ANNA).evidence(bare)]).to.deep.equal([file.name, file, null]); // prettier-ignore
    expect(await failure(bench.as(AUDITOR).evidence(id))).to.be.instanceOf(PrivateRefused);
    expect(await bench.as(AUDITOR).price(id)).to.equal(null);
    const right = await bench.as(ANNA).correctPrice(id, { ...fact, price: '8' });
    const other = await bench.as(ANNA).correctPrice(bare, fact, { file: { ...file, name: 'Она же.jpg' } });
    expect([await bench.as(ANNA).evidence(right), (await bench.as(ANNA).price(other))?.file]).to.deep.equal([file, 'Она же.jpg']);
    expect((await history(item.id)).map((p) => p.file)).to.have.members([file.name, file.name, null, 'Она же.jpg']);
    expect((await bench.store.privateTexts(0, 1000)).texts).to.include(file.name);
    expect(await failure(bench.as(OPERATOR).addPrices([fact], { file }))).to.be.instanceOf(PrivateRefused);
    expect(places(await wrongs(bench.as(ANNA).addPrices([fact], { file: { name: ' ', base64: '' } })))).to.deep.equal(['file.name empty', 'file empty']); // prettier-ignore
    expect(await bench.store.check()).to.deep.equal([]);
  });

  it('a corrected price may be an earlier one: then the one before it counts', async () => {
    const { item, fact } = await bench.pair();
    const [, wrong = ''] = await bench.as(ANNA).addPrices([{ ...fact, price: '1', observedAt: '2026-07-10T00:00:00Z' }, { ...fact, price: '2' }]); // prettier-ignore
    await bench.as(ANNA).correctPrice(wrong, { ...fact, price: '2', observedAt: '2026-07-01T00:00:00Z' });
    expect(only(await latest(item.id)).price).to.equal('1');
  });

  it('withdraws several at once; what was before counts again', async () => {
    const { item, fact } = await bench.pair();
    const ids = await bench.as(ANNA).addPrices([{ ...fact, price: '1', observedAt: '2026-07-10T00:00:00Z' }, { ...fact, price: '2' }, { ...fact, price: '3' }]); // prettier-ignore
    await bench.as(ADMIN).withdraw('price', ids.slice(1));
    expect(only(await latest(item.id)).price).to.equal('1');
    const rows = await history(item.id);
    expect(rows.filter((r) => r.withdrawn).map((r) => r.replaces)).to.have.members(ids.slice(1));
    expect(rows).to.have.lengthOf(5);
    expect(await failure(bench.as(ANNA).withdraw('price', [ids[1] ?? '']))).to.be.instanceOf(PrivateMoved);
    expect(await bench.store.check()).to.deep.equal([]);
  });

  it('what was withdrawn counts again as a new row, once, with what it was seen on; both stay in the history', async () => {
    const { item, fact, stock: seen } = await bench.pair();
    const file = { name: 'Полка.jpg', base64: Buffer.from('picture').toString('base64') };
    const [id = ''] = await bench.as(ANNA).addPrices([{ ...fact, price: '3' }], { file });
    expect(await failure(bench.as(ANNA).restore('price', id))).to.be.instanceOf(PrivateMoved);
    await bench.as(ANNA).withdraw('price', [id], { reason: 'Опечатка' });
    expect(await failure(bench.as(OPERATOR).restore('price', id))).to.be.instanceOf(PrivateRefused);
    const again = await bench.as(BORIS).restore('price', id);
    expect(only(await latest(item.id))).to.include({
      id: again,
      price: '3',
      by: 'boris',
      withdrawn: false,
      reason: null,
      file: file.name,
    });
    expect(await bench.as(ANNA).evidence(again)).to.deep.equal(file);
    expect(await failure(bench.as(ANNA).restore('price', id))).to.be.instanceOf(PrivateMoved);
    expect(await failure(bench.as(ANNA).restore('price', 'none'))).to.be.instanceOf(PrivateRefused);
    expect(await history(item.id)).to.have.lengthOf(3);
    await bench.as(ANNA).withdraw('price', [again]);
    expect(await latest(item.id)).to.deep.equal([]);
    const [held = ''] = await bench.as(ANNA).addStock([seen]);
    await bench.as(ANNA).withdraw('stock', [held]);
    expect((await bench.as(ANNA).latest([item.id])).get(item.id)?.stock).to.deep.equal([]);
    const back = await bench.as(ANNA).restore('stock', held);
    expect((await bench.as(ANNA).latest([item.id])).get(item.id)?.stock.map((s) => [s.id, s.least])).to.deep.equal([
      [back, seen.least],
    ]);
    expect(await bench.store.check()).to.deep.equal([]);
  });

  it('withdraws all or none', async () => {
    const { item, fact } = await bench.pair();
    const [id = ''] = await bench.as(ANNA).addPrices([fact]);
    expect(await failure(bench.as(ANNA).withdraw('price', [id, 'none']))).to.be.instanceOf(PrivateRefused);
    expect(only(await latest(item.id)).id).to.equal(id);
    expect(await history(item.id)).to.have.lengthOf(1);
  });

  it('is stale after its days, and says its age', async () => {
    const { item, fact, stock: seen } = await bench.pair();
    await bench.as(ANNA).addPrices([fact]);
    await bench.as(ANNA).addStock([seen]);
    const ages = async () => {
      const found = (await bench.as(ANNA).latest([item.id])).get(item.id);
      return [found?.prices[0], found?.stock[0]].map((f) => [f?.ageDays, f?.stale]);
    };
    bench.later(14);
    expect(await ages()).to.deep.equal([[14, false], [14, false]]); // prettier-ignore
    bench.later(16.9);
    expect(await ages()).to.deep.equal([[30, false], [30, true]]); // prettier-ignore
    bench.later(0.1);
    expect(await ages()).to.deep.equal([[31, true], [31, true]]); // prettier-ignore
  });

  it('pages a history newest first, of one rival if asked', async () => {
    const { item, rival, fact } = await bench.pair();
    const other = await bench.competitor('МетизТорг');
    const day = (n: number): string => `2026-06-${String(n).padStart(2, '0')}T00:00:00.000Z`;
    await bench.as(ANNA).addPrices(Array.from({ length: 25 }, (_, i) => ({ ...fact, price: String(i + 1), observedAt: day(i + 1), competitor: i % 5 === 0 ? other.id : rival.id }))); // prettier-ignore
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await bench.as(ANNA).priceHistory(item.id, rival.id, { limit: 7, after });
      seen.push(...page.rows.map((p) => p.price));
      after = page.next;
    } while (after !== null);
    expect(seen).to.deep.equal(Array.from({ length: 25 }, (_, i) => i).filter((i) => i % 5 !== 0).map((i) => String(i + 1)).reverse()); // prettier-ignore
  });

  it('keeps about how much they have, as a range', async () => {
    const { item, stock: seen } = await bench.pair();
    const [id = ''] = await bench
      .as(ANNA)
      .addStock([{ ...seen, least: '0.5', most: '1000', leadDays: 14, evidence: 'сказал кладовщик' }]);
    const found = (await bench.as(ANNA).latest([item.id])).get(item.id)?.stock ?? [];
    expect(only(found)).to.deep.include({
      id,
      least: '0.5',
      most: '1000',
      leadDays: 14,
      evidence: 'сказал кладовщик',
      stale: false,
    });
    await bench.as(ANNA).correctStock(id, { ...seen, least: '7' });
    expect(only((await bench.as(ANNA).latest([item.id])).get(item.id)?.stock ?? [])).to.include({
      least: '7',
      most: null,
      replaces: id,
    });
  });

  it('says what is wrong by row and field, and stores none of it', async () => {
    const { item, fact } = await bench.pair();
    const wrong: readonly [Partial<PriceFact>, string][] = [
      [{ price: '-0.01' }, 'price negative'], [{ price: 'NaN' }, 'price not-a-number'], [{ price: '1e5' }, 'price not-a-number'], [{ price: '' }, 'price not-a-number'],
      [{ price: '1,5' }, 'price not-a-number'], [{ price: '1.1234567' }, 'price places'], [{ price: '9'.repeat(13) }, 'price too-large'], [{ price: '٣' }, 'price not-a-number'],
      [{ packFactor: '0' }, 'packFactor not-positive'], [{ minQuantity: '-1' }, 'minQuantity negative'], [{ currency: 'rub' }, 'currency currency'], [{ currency: '₽' }, 'currency currency'],
      [{ vatRate: '20%' }, 'vatRate vat-rate'], [{ unit: ' ' }, 'unit empty'], [{ observedAt: '0001-01-01T00:00:00Z' }, 'observedAt too-old'],
      [{ observedAt: '2026-02-30T00:00:00Z' }, 'observedAt instant'], [{ observedAt: 'yesterday' }, 'observedAt instant'], [{ observedAt: '2026-07-24T10:00:00Z' }, 'observedAt in-the-future'],
      [{ source: 'spy' as 'site' }, 'source choice'], [{ confidence: '' as 'sure' }, 'confidence choice'], [{ item: 'none' }, 'item unknown'], [{ competitor: 'none' }, 'competitor unknown'],
      [{ terms: 'x'.repeat(2001) }, 'terms too-long'],
    ]; // prettier-ignore
    const said = await wrongs(bench.as(ANNA).addPrices([fact, ...wrong.map(([part]) => ({ ...fact, ...part }))]));
    expect(places(said)).to.deep.equal(wrong.map(([, problem], i) => `${String(i + 1)} ${problem}`));
    expect(await history(item.id)).to.deep.equal([]);
    expect(await bench.store.privateTexts(0, 100)).to.deep.equal({ texts: [], names: ['Болт М8×40', 'Крепёж+'], last: 2 });
  });

  it('says what is wrong with stock', async () => {
    const { item, rival } = await bench.pair();
    const of = { item: item.id, competitor: rival.id };
    const wrong = [
      stock(of, { least: '5', most: '4' }),
      stock(of, { leadDays: -1 }),
      stock(of, { leadDays: NaN }),
      stock(of, { least: '-5' }),
    ];
    expect(places(await wrongs(bench.as(ANNA).addStock(wrong)))).to.deep.equal(['0 most order', '1 leadDays negative', '2 leadDays not-a-number', '3 least negative']); // prettier-ignore
  });

  it('keeps emoji, right-to-left words and accents as they are', async () => {
    const { item, fact } = await bench.pair();
    await bench.as(ANNA).addPrices([{ ...fact, terms: '  📦🔩 שלום مرحبا Café\u0301\r\nвторая \u0000строка \ud800 ' }]);
    expect(only(await latest(item.id)).terms).to.equal(
      '📦🔩 שלום مرحبا Caf\u00e9\u0301'.normalize('NFC') + '\nвторая строка \ufffd',
    );
  });

  it('adds nothing of an empty list', async () => {
    expect(await bench.as(ANNA).addPrices([])).to.deep.equal([]);
    expect((await bench.as(ANNA).latest([])).size).to.equal(0);
  });
}

import { expect } from 'chai';
import { readDecisions, readMap, reviewTable } from '../../connector/import/index.ts';
import { draft, item, preview, prices, RIVAL, SAID, told } from './asking.ts';
import { encoded } from './encoded.ts';
import { MemoryImports } from './memory-imports.ts';

const GOODS = [item(1, 'Болт М8х40', 'B-8040'), item(2, 'Гайка М8', 'N-0008'), item(3, 'Саморез 4х40', 'S-0440', 'шт')];
const LIST = 'Артикул;Товар;Цена;Остаток\nB-8040;Болт М8х40;12,50;>100\nX-1;Гайка М8 оцинкованная;3,10;нет\nX-2;Клей;99;5\n';
const CERTAIN = { currency: 'RUB', vatIncluded: true } as const;

describe('what an import would bring', () => {
  it('are facts of certain lines only; the others wait', async () => {
    const made = await preview(LIST, CERTAIN, new MemoryImports(GOODS));
    expect(prices(made)).to.deep.equal(['Болт М8х40 12.5 RUB']);
    expect(made.placed.open.map((o) => [o.line.name, o.proposals.map((p) => p.item.name)])).to.deep.equal([['Гайка М8 оцинкованная', ['Гайка М8']], ['Клей', []]]); // prettier-ignore
    const d = draft(made, { date: '2026-03-01' });
    expect(d.prices).to.deep.equal([{
      item: GOODS[0]!.id, competitor: RIVAL, price: '12.5', currency: 'RUB', vatIncluded: true, vatRate: null, unit: 'шт', packFactor: '1', minQuantity: null,
      terms: null, region: null, observedAt: '2026-03-01T00:00:00.000Z', source: 'price-list', evidence: 'price.csv', confidence: 'sure',
    }]); // prettier-ignore
    expect([d.stock.map((s) => `${s.least}..${s.most ?? ''}`), d.items, d.leftOut]).to.deep.equal([['100..'], [], 2]);
  });

  it('takes decisions of a review table that went through Excel, and remembers them', async () => {
    const store = new MemoryImports(GOODS);
    const waiting = await preview(LIST, CERTAIN, store);
    const table = reviewTable(waiting.placed.open).replace(/(оцинкованная;X-1;3,1;RUB;);/, '$11;').replace(/(Клей;X-2;99;RUB;);/, '$1new;');
    const decisions = await readDecisions(encoded(table.replace('\ufeff', ''), 'windows-1251'));
    const made = await preview(LIST, { ...CERTAIN, decisions }, store);
    expect(made.placed.taken.map((t) => `${t.line.name}: ${t.how}`)).to.deep.equal(['Болт М8х40: sku', 'Гайка М8 оцинкованная: decided', 'Клей: new']);
    await store.apply(draft(made));
    const next = await preview(LIST.replace('99', '101'), CERTAIN, store);
    expect(next.placed.taken.map((t) => t.how)).to.deep.equal(['sku', 'known', 'known']);
  }); // prettier-ignore

  it('remembers that a line is none of ours', async () => {
    const store = new MemoryImports(GOODS);
    await store.apply(draft(await preview(LIST, { ...CERTAIN, decisions: new Map([['sku:x2', 'skip' as const]]) }, store)));
    const next = await preview(LIST.replace('99', '101'), CERTAIN, store);
    expect(next.placed.refused.map((l) => l.name)).to.deep.equal(['Клей']);
    expect(next.placed.open.map((o) => o.line.name)).to.deep.equal(['Гайка М8 оцинкованная']);
  });

  it('defuses formulas in the review table, and reads them back', async () => {
    const waiting = await preview('Товар;Цена\n=HYPERLINK("x");5\n', CERTAIN, new MemoryImports());
    const table = reviewTable(waiting.placed.open);
    expect(table).to.contain(`'=HYPERLINK`);
    const decisions = await readDecisions(Buffer.from(table.replace('RUB;;', 'RUB;new;')));
    expect([...decisions]).to.deep.equal([['name:hyperlink x', 'new']]);
  });

  it('refuses a decision that is none, with its place', async () => {
    const table = reviewTable((await preview(LIST, CERTAIN, new MemoryImports(GOODS))).placed.open);
    for (const [said, place] of [
      ['maybe', 'F2'],
      ['3', 'F2'],
    ] as const)
      await readDecisions(Buffer.from(table.replace('3,1;RUB;', `3,1;RUB;${said}`))).then(
        () => expect.fail('taken'),
        (e: unknown) => expect(e).to.deep.include({ code: 'import-review-unclear', detail: { place, came: said } }),
      );
  });

  it('remembers columns, currency, tax and mark of a source; a file of another shape is new', async () => {
    const store = new MemoryImports();
    const map = [readMap('B=-'), readMap('C=price')];
    const file = 'Товар;Цена;Прайс\nБолт;5;7\nГайка;1,099;1,099\n';
    await store.apply(draft(await preview(file, { ...SAID, map, mark: ',' }, store)));
    const again = await preview(file.replace('5', '6'), { newItems: true }, store);
    expect([prices(again), again.columns.by.price, told(again.found)]).to.deep.equal([
      ['Болт 7 RUB', 'Гайка 1.099 RUB'],
      'remembered',
      [],
    ]);
    const other = await preview('Товар;Цена;Прайс;Вес\nБолт;5;7;1\n', {}, store);
    expect(told(other.found)).to.deep.equal(['the file no-currency', 'the file no-vat', 'column C second-column price']);
  });

  it('notices the same file, until that import is undone', async () => {
    const store = new MemoryImports(GOODS);
    const first = await store.apply(draft(await preview(LIST, CERTAIN, store)));
    expect((await preview(LIST, CERTAIN, store)).before?.id).to.equal(first.id);
    expect((await preview(`${LIST}\n`, CERTAIN, store)).before).to.equal(null);
    await store.undo(first.id);
    expect((await preview(LIST, CERTAIN, store)).before).to.equal(null);
  });

  it('makes one new item of lines that say the same, and none of a stopped preview', async () => {
    const made = await preview('Товар;Цена;Мин. кол-во\nКлей;5;1\nКлей;4;100\nКлей;4;100\nклей;3;100\n');
    expect(told(made.found)).to.deep.equal(['row 4 line-twice 3', 'row 5 price-twice 3']);
    const d = draft(made);
    expect([d.items.length, d.prices.map((p) => [p.item === d.items[0]!.id, p.price, p.minQuantity])]).to.deep.equal([1, [[true, '5', '1'], [true, '4', '100']]]); // prettier-ignore
    const stopped = await preview('Товар;Цена\nКлей;5\n', {});
    expect(() => draft(stopped)).to.throw('import-stopped');
  });

  it('names units and packs that do not fit the item', async () => {
    const made = await preview('Товар;Цена;Ед;В упак\nСаморез 4х40;900;кг;\nБолт М8х40;500;упак;\nГайка М8;600;упак;200\nКлей;4;тюбик;\n', SAID, new MemoryImports(GOODS)); // prettier-ignore
    expect(told(made.found)).to.deep.equal(['row 2 unit-differs кг / шт', 'row 3 pack-unknown уп']);
    expect(made.placed.taken.map((t) => [t.unit, t.packFactor, t.item.unit])).to.deep.equal([
      ['уп', '200', 'шт'],
      ['тюбик', '1', 'тюбик'],
    ]);
  });
});

describe("a rival's offer as a file", () => {
  const OFFER = 'Товар;Кол-во;Ед.;Цена;Сумма\nБолт М8х40;100;шт;12,50;1250\nМонтаж;1;усл;5000;5000\n';

  it('brings all its lines, linked or not', async () => {
    const d = draft(await preview(OFFER, { ...CERTAIN, kind: 'offer' }, new MemoryImports(GOODS)), { number: '17', date: '2026-03-01', validUntil: '2026-03-31' });
    expect(d.offer?.lines).to.deep.equal([
      { item: GOODS[0]!.id, text: 'Болт М8х40', quantity: '100', unit: 'шт', price: '12.5' },
      { item: null, text: 'Монтаж', quantity: '1', unit: 'усл', price: '5000' },
    ]);
    expect([d.offer?.number, d.offer?.validUntil, d.offer?.outcome, d.prices, d.leftOut]).to.deep.equal(['17', '2026-03-31', 'open', [], 0]);
  }); // prettier-ignore

  it('without a quantity, or in two currencies, is refused with the row', async () => {
    expect(told((await preview(OFFER.replace(';1;', ';;'), { ...CERTAIN, kind: 'offer' })).found)).to.deep.equal([
      'B3 no-quantity',
    ]);
    const mixed = await preview('Товар;Кол-во;Цена\nБолт;1;5 EUR\nГайка;1;5 USD\n', { ...CERTAIN, kind: 'offer' });
    expect(() => draft(mixed)).to.throw('import-offer-mixed');
  });
});

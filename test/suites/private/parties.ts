/** Competitors and items: kept, found, changed on the revision they rest on. */
import { expect } from 'chai';
import { PrivateMoved, PrivateRefused, PrivateWrong } from '../../../connector/private/private-store.ts';
import { ADMIN, ANNA, AT, BORIS, competitor, failure, item, places, wrongs, type Bench } from './bench.ts';

const names = (page: { readonly rows: readonly { readonly name: string }[] }): string[] => page.rows.map((r) => r.name);

export function parties(bench: Bench): void {
  it('keeps everything about a competitor, and who said it when', async () => {
    const whole = competitor('ООО «Крепёж+»', {
      aliases: ['Krepezh', 'КП'], counterparty: 'rec-1', taxId: '7701234567', site: 'https://k.example', strengths: 'дёшево', weaknesses: 'долго',
      answer: 'спросить про срок', active: false,
    }); // prettier-ignore
    const made = await bench.as(ANNA).saveCompetitor(whole, null);
    expect(made).to.deep.include({ ...whole, rev: 1, by: 'anna', at: AT });
    expect(await bench.as(BORIS).competitor(made.id)).to.deep.equal(made);
  });

  it('finds a competitor by part of any name, whatever the case and ё', async () => {
    await bench.competitor('Ёлка и Ко', { aliases: ['Fir Tree'] });
    await bench.competitor('МетизТорг', { taxId: '7712345678' });
    for (const [search, found] of [
      ['елка', 'Ёлка и Ко'],
      ['ЁЛ', 'Ёлка и Ко'],
      ['tree ел', 'Ёлка и Ко'],
      ['метизт', 'МетизТорг'],
      ['77123', 'МетизТорг'],
    ] as const)
      // prettier-ignore
      expect(names(await bench.as(ANNA).competitors(search)), search).to.deep.equal([found]);
    expect(names(await bench.as(ANNA).competitors("%_' or 1=1 --"))).to.deep.equal([]);
  });

  it('lists by name, page after page, each once', async () => {
    for (const name of ['в', 'А', 'Ё', 'б', 'Еж', 'а']) await bench.competitor(name);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await bench.as(ANNA).competitors(null, { limit: 2, after });
      seen.push(...names(page));
      after = page.next;
    } while (after !== null);
    expect(seen).to.deep.equal(['А', 'а', 'б', 'в', 'Ё', 'Еж']);
  });

  it('refuses a place in the list nobody handed out', async () => {
    expect(await wrongs(bench.as(ANNA).competitors(null, { after: 'nonsense' }))).to.deep.include({
      row: null,
      field: 'after',
      problem: 'unknown',
      value: 'nonsense',
    });
  });

  it('changes a competitor on its revision only', async () => {
    const made = await bench.competitor('Один');
    bench.later(1);
    const next = await bench.as(BORIS).saveCompetitor({ ...made, answer: 'ответ' }, 1);
    expect(next).to.deep.include({ rev: 2, by: 'boris', answer: 'ответ', at: bench.now() });
    expect(await failure(bench.as(ANNA).saveCompetitor({ ...made, answer: 'другой' }, 1))).to.be.instanceOf(PrivateMoved);
    expect((await bench.as(ANNA).competitor(made.id))?.answer).to.equal('ответ');
    expect(await failure(bench.as(ANNA).saveCompetitor({ ...made, id: 'none' }, 1))).to.be.instanceOf(PrivateRefused);
  });

  it('makes one of an id that is sent twice', async () => {
    const draft = competitor('Дважды', { id: '11111111-0000-7000-8000-000000000001' });
    await bench.as(ANNA).saveCompetitor(draft, null);
    expect(await failure(bench.as(ANNA).saveCompetitor(draft, null))).to.be.instanceOf(PrivateMoved);
    expect(names(await bench.as(ANNA).competitors(null))).to.deep.equal(['Дважды']);
  });

  it('finds items by products of the books, all at once', async () => {
    const bolt = await bench.item('Болт', { product: 'p1', sku: 'B-8' });
    await bench.item('Болт, второй', { product: 'p1' });
    const found = await bench.as(ANNA).itemsOf(['p1', 'p2']);
    expect([...found]).to.deep.equal([['p1', bolt]]);
    expect(names(await bench.as(ANNA).items('b-8'))).to.deep.equal(['Болт']);
  });

  it('keeps analogues with their factor, and forgets them', async () => {
    const [a, b] = [await bench.item('Винт'), await bench.item('Шуруп')];
    await bench.as(ANNA).setAnalogue({ for: a.id, item: b.id, factor: '1.5' }, true);
    await bench.as(BORIS).setAnalogue({ for: a.id, item: b.id, factor: '2' }, true);
    expect(await bench.as(ANNA).analogues(a.id)).to.deep.equal([{ for: a.id, item: b.id, factor: '2', by: 'boris', at: AT }]);
    await bench.as(ANNA).setAnalogue({ for: a.id, item: b.id, factor: '2' }, false);
    expect(await bench.as(ANNA).analogues(a.id)).to.deep.equal([]);
    for (const wrong of [{ for: a.id, item: a.id, factor: '1' }, { for: a.id, item: 'none', factor: '1' }, { for: a.id, item: b.id, factor: '0' }])
      expect(await failure(bench.as(ADMIN).setAnalogue(wrong, true))).to.be.instanceOf(PrivateWrong);
  }); // prettier-ignore

  it('says everything wrong with an item at once', async () => {
    const wrong = item('  ', { unit: '', sku: 'x'.repeat(101) });
    expect(places(await wrongs(bench.as(ANNA).saveItem(wrong, null)))).to.deep.equal([
      'name empty',
      'sku too-long',
      'unit empty',
    ]);
  });
}

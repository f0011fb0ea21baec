/** A counterparty typed here is in no host until it is promoted or invoiced, and never becomes a second one there (A11, A20). */
import { expect } from 'chai';
import type { Fields } from '../../connector/model.ts';
import { customer, inStep, issue, live, party, prospect } from './making.ts';
import { bodyOf, parties, stage, type Setting } from './setting.ts';

const LYUTIK: Fields = { name: 'Лютик ООО', kind: 'company', taxId: '7707083893', branchCode: '770701001', country: 'RU' };
const TWIN = { Description: 'Лютик', ИНН: '7707083893', КПП: '770701001' };

describe('a counterparty typed here', () => {
  const { start } = stage();
  const firstLoad = async (): Promise<Setting> => {
    const s = await start();
    await s.cycle();
    return s;
  };
  const named = (s: Setting): unknown[] => s.fake.list(parties).map((r) => r['Description']);

  it('stays here while it is a prospect', async () => {
    const s = await firstLoad();
    const { id } = await prospect(s, LYUTIK);
    await s.everything();
    await s.edit(id, { comment: 'пока только здесь' });
    await s.everything();
    expect(named(s)).to.deep.equal([]);
    expect(s.writes).to.deep.equal([]);
  });

  it('is created there once it is promoted', async () => {
    const s = await firstLoad();
    const { id } = await live(s, LYUTIK);
    await s.cycle();
    const body = bodyOf(s.writes[0]);
    expect(body).to.include({ Description: 'Лютик ООО', ИНН: '7707083893', КПП: '770701001', IsFolder: false });
    expect([named(s), await inStep(s, id)]).to.deep.equal([['Лютик ООО'], true]);
  });

  it('is created there before its first invoice', async () => {
    const s = await firstLoad();
    const { id } = await prospect(s, LYUTIK);
    const invoice = await issue(s, { counterparty: id });
    await s.cycle();
    expect(s.writes.map((r) => r.path.split('/').at(-1))).to.deep.equal([parties, 'Document_СчетНаОплатуПокупателю']);
    expect((await s.record(id)).stage).to.equal('live');
    expect(await inStep(s, invoice.id)).to.equal(true);
  });

  it('is linked with the one that 1C has already', async () => {
    const s = await firstLoad();
    const { id } = await live(s, LYUTIK);
    const key = customer(s.fake, TWIN); // typed there since we last looked
    await s.cycle();
    expect(named(s)).to.deep.equal(['Лютик']);
    expect((await s.linkAt('counterparty', key))?.record).to.equal(id);
  });

  it('becomes live when 1C shows its numbers', async () => {
    const s = await firstLoad();
    const { id } = await prospect(s, LYUTIK);
    const key = party(s.fake, TWIN);
    s.tick(20);
    await s.cycle();
    expect((await s.linkAt('counterparty', key))?.record).to.equal(id);
    expect((await s.record(id)).stage).to.equal('live');
  });

  it('is asked about when its number stands unlinked elsewhere', async () => {
    const s = await firstLoad();
    const { id } = await live(s, LYUTIK);
    party(s.fake, { ...TWIN, КПП: '540501001' });
    await s.cycle();
    expect(named(s)).to.deep.equal(['Лютик']);
    expect((await s.problems('ambiguous')).map((p) => p.record)).to.deep.equal([id]);
  });

  it('is created beside a linked branch of its number', async () => {
    const s = await start();
    party(s.fake, { ...TWIN, КПП: '540501001' });
    await s.cycle();
    await live(s, LYUTIK);
    await s.cycle();
    expect(named(s)).to.have.members(['Лютик', 'Лютик ООО']);
  });

  it('is asked about when its twin there is marked', async () => {
    const s = await firstLoad();
    const { id } = await live(s, LYUTIK);
    const key = party(s.fake, TWIN);
    s.fake.edit(parties, key, { DeletionMark: true });
    await s.cycle();
    expect(named(s)).to.deep.equal(['Лютик']);
    expect((await s.problems('ambiguous')).map((p) => p.record)).to.deep.equal([id]);
  });

  for (const [typed, there] of [
    ['ООО «ЕЛКА»', 'Ёлка ООО'],
    ['Pомашка', 'ООО "Ромашка"'],
    ['Astra LLC', 'АСТРА'],
  ] as const)
    it(`of the name of another one there, ${typed} beside ${there}, is asked about first, and created when told to stand apart`, async () => {
      const s = await start();
      const key = party(s.fake, { Description: there, ИНН: '', КПП: '' });
      await s.cycle();
      const { id } = await s.recordAt('counterparty', key);
      const mine = await live(s, { name: typed, kind: 'company', country: 'RU' });
      await s.everything();
      s.tick(61);
      await s.everything();
      const asked = (await s.problems()).map((p) => [p.kind, p.record, p.detail]);
      expect(asked).to.deep.equal([['duplicate', mine.id, { code: 'name-there', id: key, record: id, name: there }]]);
      expect(s.fake.list(parties)).to.have.length(1);
      await s.answer((await s.problems())[0], { choose: 'apart' });
      await s.settle();
      expect([s.fake.list(parties).length, await s.problems()]).to.deep.equal([2, []]);
    });

  it('of the name of another one there is no question where both have their numbers', async () => {
    const s = await start();
    party(s.fake, { Description: 'Астра ООО' });
    await s.cycle();
    await live(s, { name: 'Астра', kind: 'company', country: 'RU', taxId: '7707083893', branchCode: '770701001' });
    await s.settle();
    expect([s.fake.list(parties).length, await s.problems()]).to.deep.equal([2, []]);
  });

  it('is created beside its twin when told to stand apart', async () => {
    const s = await firstLoad();
    const { id } = await live(s, LYUTIK);
    party(s.fake, { ...TWIN, КПП: '540501001' });
    await s.cycle();
    await s.answer((await s.problems('ambiguous'))[0], { choose: 'apart' });
    await s.settle();
    expect(named(s)).to.have.members(['Лютик', 'Лютик ООО']);
    expect([await inStep(s, id), await s.problems()]).to.deep.equal([true, []]);
  });
});

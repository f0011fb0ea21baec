/** Which record an object is, answered and taken back (D3): the question stands again, nothing was lost, nothing is made twice. */
import { expect } from 'chai';
import type { Problem } from '../../connector/model.ts';
import { flat } from '../../connector/narrow.ts';
import { promote } from '../../connector/sync/edit.ts';
import { ResolveRefused, undoAnswer } from '../../connector/sync/resolve.ts';
import { contract, invoice, issue, keyOf, live, party, prospect } from './making.ts';
import { invoices, parties, stage, type Setting, type Wishes } from './setting.ts';

const BRANCHES = ['540501001', '780501001'] as const;
const LILY = { name: 'Лютик ООО', kind: 'company', country: 'RU', taxId: '7736050003', branchCode: '773601001' };
const undo = (s: Setting, id: number): Promise<unknown> =>
  undoAnswer(s.sidebook.engine, id, 'test').then(() => 'undone', (e: unknown) => (e instanceof ResolveRefused ? e.code : e)); // prettier-ignore

describe('an answer which record an object is', () => {
  const { start } = stage();
  /** Two cards of one company in 1C; one question. */
  const twins = async (): Promise<{ s: Setting; first: string; second: string; id: number; record: string }> => {
    const s = await start();
    const first = party(s.fake);
    await s.cycle();
    const second = party(s.fake);
    s.tick(20);
    await s.cycle();
    const [problem] = await s.problems('duplicate');
    return { s, first, second, id: problem?.id ?? 0, record: problem?.detail['record'] ?? '' };
  };
  const asked = async (s: Setting): Promise<unknown[]> => (await s.problems()).map((p) => [p.kind, p.id]);

  it('"the same" inside one base is taken back, also after cycles', async () => {
    const { s, second, id, record } = await twins();
    await s.answer((await s.problems('duplicate'))[0], { choose: 'same', as: record });
    await s.settle();
    expect((await s.linkAt('counterparty', second))?.record).to.equal(record);
    expect(await undo(s, id)).to.equal('undone');
    expect((await s.linkAt('counterparty', second))?.record).to.equal(null);
    expect(await asked(s)).to.deep.equal([['duplicate', id]]);
    s.tick(20);
    await s.settle();
    expect(await asked(s)).to.deep.equal([['duplicate', id]]);
    expect([s.fake.list(parties).length, (await s.records('counterparty')).length]).to.deep.equal([2, 1]);
  });

  it('"another one" goes with the record it made', async () => {
    const { s, second, id } = await twins();
    await s.answer((await s.problems('duplicate'))[0], { choose: 'apart' });
    expect(await s.records('counterparty')).to.have.length(2);
    expect(await undo(s, id)).to.equal('undone');
    expect([(await s.records('counterparty')).length, (await s.linkAt('counterparty', second))?.record]).to.deep.equal([1, null]);
    s.tick(20);
    await s.settle();
    expect(await asked(s)).to.deep.equal([['duplicate', id]]);
    await s.answer((await s.problems('duplicate'))[0], { choose: 'apart' });
    await s.settle();
    expect([(await s.records('counterparty')).length, s.fake.list(parties).length]).to.deep.equal([2, 2]);
  });

  it('"another one" stays once the record was changed', async () => {
    const { s, second, id } = await twins();
    await s.answer((await s.problems('duplicate'))[0], { choose: 'apart' });
    const made = await s.recordAt('counterparty', second);
    await s.edit(made.id, { comment: 'наше' });
    expect(await undo(s, id)).to.equal('answer-exchanged');
    expect((await s.record(made.id)).fields['comment']).to.equal('наше');
  });

  it('"the same" about a record that waits is taken back before values are exchanged, not after', async () => {
    const s = await start();
    await s.cycle();
    const { id } = await live(s, LILY);
    const key = party(s.fake, { Description: 'Лютик', ИНН: '7736050003', КПП: '540501001' });
    await s.cycle();
    const [problem] = await s.problems('ambiguous');
    await s.answer(problem, { choose: 'same', as: problem?.record === null ? id : key });
    expect(await undo(s, problem?.id ?? 0)).to.equal('undone');
    s.tick(20);
    await s.settle();
    expect((await s.problems('ambiguous')).map((p) => p.id)).to.include(problem?.id);
    expect([s.fake.list(parties).length, (await s.linkAt('counterparty', key))?.record]).to.deep.equal([1, null]);
    await s.answer(problem, { choose: 'same', as: problem?.record === null ? id : key });
    await s.settle();
    expect(await undo(s, problem?.id ?? 0)).to.equal('answer-exchanged');
    expect(s.fake.list(parties)).to.have.length(1);
  });

  it('"another one" about a record that waits lets it wait again', async () => {
    const s = await start();
    party(s.fake);
    await s.cycle();
    await live(s, LILY);
    await s.cycle();
    const [problem] = await s.problems('duplicate');
    await s.answer(problem, { choose: 'apart' });
    expect(await undo(s, problem?.id ?? 0)).to.equal('undone');
    s.tick(20);
    await s.settle();
    expect([s.fake.list(parties).length, (await s.problems('duplicate')).length]).to.deep.equal([1, 1]);
  });

  /** Branches in 1C of a prospect of ours: one question each, whether it is the one. */
  const branches = async (wishes: Wishes = {}): Promise<{ s: Setting; id: string; keys: string[]; asked: Problem[] }> => {
    const s = await start(wishes);
    await s.cycle();
    const { id } = await prospect(s, LILY);
    const keys = BRANCHES.map((code) => party(s.fake, { Description: 'Лютик', ИНН: LILY.taxId, КПП: code }));
    s.tick(20);
    await s.cycle();
    const links = await Promise.all(keys.map((key) => s.linkAt('counterparty', key)));
    const problems = await s.problems('ambiguous');
    return { s, id, keys, asked: links.flatMap((l) => problems.find((p) => p.link === l?.id) ?? []) };
  };

  it('"the same" stays while another object was answered to be the same beside it', async () => {
    const { s, id, keys, asked: [first, second] } = await branches();
    await s.answer(first, { choose: 'same', as: id });
    await s.answer(second, { choose: 'same', as: id });
    expect(await undo(s, first?.id ?? 0)).to.equal('answer-exchanged');
    expect(await undo(s, second?.id ?? 0)).to.equal('undone');
    expect(await undo(s, first?.id ?? 0)).to.equal('undone');
    expect(await Promise.all(keys.map(async (key) => (await s.linkAt('counterparty', key))?.record))).to.deep.equal([null, null]);
  }); // prettier-ignore

  it('an alias left alone is no object of its own: the record is created', async () => {
    const s = await start();
    const key = party(s.fake);
    await s.cycle();
    const link = await s.linkAt('counterparty', key);
    if (!link) throw new Error('no link');
    await s.sidebook.store.write({ actor: 'test' }, (t) => { t.setLink({ ...link, aliasOf: 1_000_000 }, link.tick); });
    await s.edit(link.record ?? '', { comment: 'наше' });
    const waits = (await s.links('counterparty')).filter((l) => l.record === link.record && l.hostId === null);
    expect(waits).to.have.length(1);
  }); // prettier-ignore

  it('documents of an object follow it when "the same" becomes "another one"', async () => {
    const { s, second, id, record } = await twins();
    await s.answer((await s.problems('duplicate'))[0], { choose: 'same', as: record });
    const bill = keyOf(invoice(s.fake, { Контрагент_Key: second, ДоговорКонтрагента_Key: contract(s.fake, second) }));
    s.tick(20);
    await s.cycle();
    expect((await s.recordAt('invoice', bill)).fields['counterparty']).to.equal(record);
    expect(await undo(s, id)).to.equal('undone');
    await s.answer((await s.problems('duplicate'))[0], { choose: 'apart' });
    for (let n = 0; n < 2; n++) {
      s.tick(24 * 60);
      await s.cycle();
    }
    const other = (await s.recordAt('counterparty', second)).id;
    expect([other === record, (await s.recordAt('invoice', bill)).fields['counterparty']]).to.deep.equal([false, other]);
  });

  it('"the same" stays once an invoice was issued to the prospect it made a customer', async () => {
    const { s, id, asked: [first] } = await branches();
    await s.answer(first, { choose: 'same', as: id });
    const bill = await issue(s, { counterparty: id });
    expect(await undo(s, first?.id ?? 0)).to.equal('answer-exchanged');
    await s.settle();
    expect((await s.objectOf(invoices, bill.id))['Контрагент_Key']).to.equal((await s.objectOf(parties, id))['Ref_Key']);
  }); // prettier-ignore

  it('"the same" stays once an invoice of the record names the object', async () => {
    const { s, id, keys: [key = ''], asked: [first] } = await branches();
    await s.edit(id, first?.theirs ?? {}); // nothing to exchange
    invoice(s.fake, { Контрагент_Key: key, ДоговорКонтрагента_Key: contract(s.fake, key) });
    await s.answer(first, { choose: 'same', as: id });
    s.tick(20);
    await s.cycle();
    expect(await s.records('invoice')).to.have.length(1);
    expect(await undo(s, first?.id ?? 0)).to.equal('answer-exchanged');
    expect((await s.linkAt('counterparty', key))?.record).to.equal(id);
  }); // prettier-ignore

  it('an object that was "the same" beside another is read anew when it is taken back', async () => {
    const { s, second, id, record } = await twins();
    await s.answer((await s.problems('duplicate'))[0], { choose: 'same', as: record });
    s.fake.edit(parties, second, { Description: 'Новое имя' });
    s.tick(20);
    await s.cycle();
    expect(await undo(s, id)).to.equal('undone');
    s.tick(20);
    await s.cycle();
    expect(flat((await s.linkAt('counterparty', second))?.seen ?? null)['name']).to.equal('Новое имя');
    await s.answer((await s.problems('duplicate'))[0], { choose: 'apart' });
    expect((await s.recordAt('counterparty', second)).fields['name']).to.equal('Новое имя');
  });

  it('"the same" stays once a person chose between the values of the two', async () => {
    const { s, id, keys: [key = ''], asked: [first] } = await branches({ host: { books: false } });
    await s.edit(id, { ...first?.theirs, comment: 'наше' });
    s.fake.edit(parties, key, { Комментарий: 'их' });
    s.tick(20);
    await s.answer(first, { choose: 'same', as: id });
    await s.cycle();
    await s.answer((await s.problems('conflict'))[0], { choose: 'theirs' });
    expect(await undo(s, first?.id ?? 0)).to.equal('answer-exchanged');
  }); // prettier-ignore

  it('what a person said a waiting record is not is kept through an answer that is taken back', async () => {
    const { s, id, keys: [key = ''], asked: [, second] } = await branches({ writing: false });
    await promote(s.sidebook.engine, id, 'anna');
    await s.settle();
    const [waits] = (await s.links('counterparty')).filter((l) => l.record === id);
    if (!waits) throw new Error('no link');
    await s.sidebook.store.write({ actor: 'test' }, (t) => { t.setLink({ ...waits, token: `apart ${key}` }, waits.tick); });
    await s.answer(second, { choose: 'same', as: id });
    expect(await undo(s, second?.id ?? 0)).to.equal('undone');
    expect((await s.links('counterparty')).filter((l) => l.record === id).map((l) => [l.hostId, l.token])).to.deep.equal([[null, `apart ${key}`]]);
  }); // prettier-ignore
});

/** Which record an object is, answered and taken back (D3): the question stands again, nothing was lost, nothing is made twice. */
import { expect } from 'chai';
import { ResolveRefused, undoAnswer } from '../../connector/sync/resolve.ts';
import { live, party } from './making.ts';
import { parties, stage, type Setting } from './setting.ts';

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
});

/** Only answers that can be carried out are offered, and any other is refused aloud (C3). */
import { expect } from 'chai';
import type { Answer } from '../../connector/sync/resolve.ts';
import { ResolveRefused } from '../../connector/sync/resolve.ts';
import { answersFor } from '../../connector/words/problem-words.ts';
import { inStep, live, party } from './making.ts';
import { parties, stage, type Setting } from './setting.ts';

const LILY = { name: 'Лютик ООО', kind: 'company', country: 'RU', taxId: '7736050003', branchCode: '773601001' };

describe('an answer that is offered', () => {
  const { start } = stage();

  /** What became of a change is not known: its answer was lost, and the object cannot be read since. */
  async function unansweredChange(): Promise<{ s: Setting; id: string }> {
    const s = await start();
    const key = party(s.fake);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    await s.edit(id, { comment: 'наше' });
    s.fake.faults.dropBefore = [
      { method: 'PATCH', path: key },
      { method: 'GET', path: `(guid'${key}')`, after: 1 },
    ];
    for (let i = 0; i < 3; i++) {
      await s.sync();
      s.tick(20);
    }
    return { s, id };
  }

  const refusal = (s: Setting, kind: 'vanished' | 'unknown-outcome', answer: Answer): Promise<unknown> =>
    s.problems(kind).then(([p]) => s.answer(p, answer)).catch((e: unknown) => (e instanceof ResolveRefused ? e.code : e)); // prettier-ignore

  it('looks again at a change nobody answered, and names no object for it', async () => {
    const { s, id } = await unansweredChange();
    const [asked] = await s.problems('unknown-outcome');
    expect([asked?.detail['code'], asked && answersFor(asked)]).to.deep.equal(['change-unanswered', ['retry']]);
    expect(await refusal(s, 'unknown-outcome', { choose: 'apart' })).to.equal('answer-unfit');
    s.fake.forget();
    await s.answer(asked, { choose: 'retry' });
    await s.cycle();
    expect((await s.objectOf(parties, id))['Комментарий']).to.equal('наше');
    expect([await inStep(s, id), await s.problems()]).to.deep.equal([true, []]);
  });

  it('looks again for an object nobody confirmed, and makes no second one', async () => {
    const s = await start();
    await s.cycle();
    const { id } = await live(s, LILY);
    s.fake.faults.dropBefore = [{ method: 'POST', path: parties }];
    await s.sync();
    s.fake.forget();
    await s.switchWriting(false);
    s.tick(20);
    await s.sync();
    const [asked] = await s.problems('unknown-outcome');
    expect(asked && answersFor(asked)).to.deep.equal(['same ID', 'apart', 'retry']);
    await s.answer(asked, { choose: 'retry' });
    await s.switchWriting(true);
    await s.settle();
    expect(s.fake.list(parties)).to.have.length(1);
    expect([await inStep(s, id), await s.problems()]).to.deep.equal([true, []]);
  });

  it('creates a vanished one again where one may be created', async () => {
    const s = await start();
    const key = party(s.fake);
    await s.cycle();
    s.fake.remove(parties, key);
    await hours(s, 2);
    const [asked] = await s.problems('vanished');
    expect(asked && answersFor(asked)).to.deep.equal(['keep', 'deactivate', 'create-again']);
  });

  it('never creates again what its mapping does not create', async () => {
    const s = await start({ host: { mappings: { counterparty: { create: false } } } });
    const key = party(s.fake);
    await s.cycle();
    s.fake.remove(parties, key);
    await hours(s, 2);
    const [asked] = await s.problems('vanished');
    expect([asked?.detail['code'], asked && answersFor(asked)]).to.deep.equal(['vanished-for-good', ['keep', 'deactivate']]);
    expect(await refusal(s, 'vanished', { choose: 'create-again' })).to.equal('create-unfit');
    await s.answer(asked, { choose: 'keep' });
    await hours(s, 2);
    expect([s.fake.list(parties), await s.problems()]).to.deep.equal([[], []]);
  });

  it('never creates again what was marked for deletion before it went', async () => {
    const s = await start();
    const key = party(s.fake);
    await s.cycle();
    s.fake.edit(parties, key, { DeletionMark: true });
    await hours(s, 1);
    await s.answer((await s.problems('marked'))[0], { choose: 'keep' });
    s.fake.remove(parties, key);
    await hours(s, 2);
    expect(await refusal(s, 'vanished', { choose: 'create-again' })).to.equal('create-unfit');
    expect(s.fake.list(parties)).to.deep.equal([]);
  });

  async function hours(s: Setting, count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      s.tick(60);
      await s.everything();
    }
  }
});

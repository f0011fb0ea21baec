/** Every answer that is offered does what it says, whatever else moved meanwhile (A6, A9). */
import { expect } from 'chai';
import { undoAnswer } from '../../connector/sync/resolve.ts';
import { inStep, live, party } from './making.ts';
import { parties, stage, type Setting } from './setting.ts';

const LILY = { name: 'Лютик ООО', kind: 'company', country: 'RU', taxId: '7736050003', branchCode: '773601001' };
const code = (error: unknown): string => (error as { code: string }).code;

describe('an answer', () => {
  const { start } = stage();

  /** Both sides filled, never agreed, and the base keeps no books: a first conflict. */
  async function firstConflict(): Promise<{ s: Setting; key: string; id: string }> {
    const s = await start({ host: { books: false } });
    await s.cycle();
    const { id } = await live(s, { ...LILY, comment: 'наше' });
    const key = party(s.fake, { Description: 'Лютик ООО', Комментарий: 'их' });
    await s.cycle();
    expect((await s.problems('conflict')).map((p) => [p.unit, p.detail['code']])).to.deep.include(['comment', 'first-conflict']);
    return { s, key, id };
  }

  for (const choose of ['ours', 'theirs'] as const)
    it(`to a first conflict, ${choose}, stands as the same question when undone`, async () => {
      const { s, key, id } = await firstConflict();
      const problem = (await s.problems('conflict')).find((p) => p.unit === 'comment');
      await s.answer(problem, { choose });
      await undoAnswer(s.sidebook.engine, problem?.id ?? 0, 'anna');
      await s.cycle();
      expect([(await s.record(id)).fields['comment'], s.fake.get(parties, key)?.['Комментарий']]).to.deep.equal(['наше', 'их']);
      expect((await s.problems('conflict')).find((p) => p.unit === 'comment')?.id).to.equal(problem?.id);
    });

  it('that says a second record stands alone creates it, once, though its numbers are taken', async () => {
    const s = await start();
    party(s.fake);
    await s.cycle();
    const { id } = await live(s, LILY);
    await s.cycle();
    const [problem] = await s.problems('duplicate');
    expect(problem?.detail['code']).to.equal('taken-there');
    await s.answer(problem, { choose: 'apart' });
    s.fake.faults.dropAfter = { method: 'POST', path: parties, next: 1 };
    for (let i = 0; i < 8; i++) {
      s.tick(2);
      await s.sync();
    }
    expect(s.fake.list(parties)).to.have.length(2);
    expect([await inStep(s, id), await s.problems()]).to.deep.equal([true, []]);
  });

  it('of one question never moves the link of another', async () => {
    const s = await start();
    const key = party(s.fake, { Комментарий: 'старое' });
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    await s.edit(id, { comment: 'наше' });
    s.fake.edit(parties, key, { Комментарий: 'их' });
    s.tick(20);
    await s.cycle();
    const [conflict] = await s.problems('conflict');
    for (const answer of [{ choose: 'same', as: 'чужой' }, { choose: 'apart' }] as const)
      expect(await s.answer(conflict, answer).catch(code)).to.equal('answer-unfit');
    expect((await s.linkAt('counterparty', key))?.record).to.equal(id);
    expect(await s.problems('conflict')).to.have.length(1);
  });

  it('that names the object of an unanswered create keeps what was typed here since', async () => {
    const s = await start({ fake: { quirks: { clientKeys: 'ignored' } } });
    await s.cycle();
    const { id } = await live(s, { name: 'Иванов Иван Иванович', kind: 'person', country: 'RU', comment: 'первое' });
    s.fake.faults.dropAfter = { method: 'POST', path: parties, next: 1 };
    await s.sync();
    await s.edit(id, { comment: 'второе' });
    s.tick(20);
    await s.cycle();
    const key = String(s.fake.list(parties)[0]?.['Ref_Key']);
    const stranger = await s.linkAt('counterparty', key);
    const question = (await s.problems('ambiguous')).find((p) => p.link === stranger?.id);
    await s.answer(question, { choose: 'same', as: id });
    for (let i = 0; i < 3; i++) {
      s.tick(20);
      await s.cycle();
    }
    expect((await s.record(id)).fields['comment']).to.equal('второе');
    expect(s.fake.get(parties, key)?.['Комментарий']).to.equal('второе');
    expect(await s.problems()).to.deep.equal([]);
  });

  it('to a mark writes down all it changed', async () => {
    const s = await start();
    const key = party(s.fake);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    s.fake.edit(parties, key, { DeletionMark: true });
    s.tick(20);
    await s.cycle();
    await s.answer((await s.problems('marked'))[0], { choose: 'deactivate' });
    const rows = await s.sidebook.store.read((t) => t.journal(id));
    expect(rows.at(-1)?.after).to.deep.include({ deletionMark: true });
    expect(rows.some((r) => r.cause === 'person' && r.after?.['active'] === false)).to.equal(true);
  });
});

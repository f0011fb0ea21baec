/** Both sides change one counterparty: different fields merge, the same field is a question, and answers are edits. */
import { expect } from 'chai';
import { undoAnswer } from '../../connector/sync/resolve.ts';
import { inStep, party } from './making.ts';
import { parties, stage, type Setting } from './setting.ts';

describe('a counterparty changed on both sides', () => {
  const { start } = stage();

  async function linked(wishes: Parameters<typeof start>[0] = {}): Promise<{ s: Setting; key: string; id: string }> {
    const s = await start(wishes);
    const key = party(s.fake, { Комментарий: 'как было' });
    await s.cycle();
    return { s, key, id: (await s.recordAt('counterparty', key)).id };
  }

  /** The comment is changed on both sides and seen. */
  async function conflicting() {
    const at = await linked();
    at.s.fake.edit(parties, at.key, { Комментарий: 'их' });
    await at.s.edit(at.id, { comment: 'наше' });
    at.s.tick(20);
    await at.s.cycle();
    const [problem] = await at.s.problems('conflict');
    return { ...at, problem };
  }

  const both = async ({ s, id, key }: { s: Setting; id: string; key: string }): Promise<unknown[]> => [
    (await s.record(id)).fields['comment'],
    s.fake.get(parties, key)?.['Комментарий'],
  ];

  it('merges when the fields differ', async () => {
    const { s, key, id } = await linked();
    s.fake.edit(parties, key, { Description: 'Новое имя' });
    await s.edit(id, { comment: 'новый комментарий' });
    s.tick(20);
    await s.cycle();
    expect((await s.record(id)).fields).to.include({ name: 'Новое имя', comment: 'новый комментарий' });
    expect(s.fake.get(parties, key)).to.include({ Description: 'Новое имя', Комментарий: 'новый комментарий' });
    expect(await s.problems()).to.deep.equal([]);
  });

  it('asks nobody when both typed the same', async () => {
    const { s, key, id } = await linked();
    s.fake.edit(parties, key, { Комментарий: 'одно и то же' });
    await s.edit(id, { comment: 'одно и то же' });
    s.tick(20);
    s.quiet();
    await s.cycle();
    expect(await s.problems()).to.deep.equal([]);
    expect(s.writes).to.deep.equal([]);
  });

  it('asks once, with all three values, and moves nothing', async () => {
    const at = await conflicting();
    expect(at.problem).to.deep.include({ ours: { comment: 'наше' }, theirs: { comment: 'их' }, base: { comment: 'как было' } });
    await at.s.everything();
    expect((await at.s.problems()).map((p) => p.id)).to.deep.equal([at.problem?.id]);
    expect(await both(at)).to.deep.equal(['наше', 'их']);
  });

  const answers = [
    { word: 'ours', answer: { choose: 'ours' }, wins: 'наше' },
    { word: 'theirs', answer: { choose: 'theirs' }, wins: 'их' },
    { word: 'a third value', answer: { choose: 'value', value: { comment: 'третье' } }, wins: 'третье' },
  ] as const;
  for (const { word, answer, wins } of answers)
    it(`holds ${word} on both sides after that answer`, async () => {
      const at = await conflicting();
      await at.s.answer(at.problem, answer);
      await at.s.cycle();
      expect(await both(at)).to.deep.equal([wins, wins]);
      expect(await at.s.problems()).to.deep.equal([]);
      expect(await inStep(at.s, at.id)).to.equal(true);
    });

  it('asks again when the answer meets newer values', async () => {
    const at = await conflicting();
    await at.s.edit(at.id, { comment: 'ещё новее' });
    const refused = await at.s.answer(at.problem, { choose: 'theirs' }).catch((e: unknown) => (e as { code: string }).code);
    await at.s.cycle();
    expect(refused).to.equal('problem-moved');
    expect((await at.s.problems('conflict'))[0]?.ours).to.deep.equal({ comment: 'ещё новее' });
  });

  it('stands as the same question when an answer is undone', async () => {
    const at = await conflicting();
    await at.s.answer(at.problem, { choose: 'theirs' });
    await undoAnswer(at.s.sidebook.engine, at.problem?.id ?? 0, 'anna');
    await at.s.cycle();
    expect(await both(at)).to.deep.equal(['наше', 'их']);
    const [now] = await at.s.problems('conflict');
    expect(now).to.deep.include({ id: at.problem?.id, since: at.problem?.since, ours: { comment: 'наше' }, theirs: { comment: 'их' } });
    await at.s.answer(now, { choose: 'theirs' });
    await at.s.cycle();
    expect([await both(at), await at.s.problems()]).to.deep.equal([['их', 'их'], []]);
  }); // prettier-ignore

  it('goes back on both sides when undone after the push', async () => {
    const at = await conflicting();
    await at.s.answer(at.problem, { choose: 'value', value: { comment: 'третье' } });
    await at.s.cycle();
    await undoAnswer(at.s.sidebook.engine, at.problem?.id ?? 0, 'anna');
    await at.s.cycle();
    expect(await both(at)).to.deep.equal(['наше', 'наше']);
  });

  it('gets back what the base had when the answer ours is undone after the push, once', async () => {
    const at = await conflicting();
    await at.s.answer(at.problem, { choose: 'ours' });
    await at.s.cycle();
    expect(await both(at)).to.deep.equal(['наше', 'наше']);
    const undo = () => undoAnswer(at.s.sidebook.engine, at.problem?.id ?? 0, 'anna');
    at.s.tick(1);
    await undo();
    await at.s.cycle();
    expect([await both(at), await at.s.problems()]).to.deep.equal([['их', 'их'], []]);
    expect(await undo().catch((e: unknown) => (e as { code: string }).code)).to.equal('problem-moved');
    expect(await inStep(at.s, at.id)).to.equal(true);
  });

  it('keeps what is here when the answer ours is undone after they changed it once more, before it was sent', async () => {
    const at = await conflicting();
    await at.s.answer(at.problem, { choose: 'ours' });
    at.s.fake.edit(parties, at.key, { Комментарий: 'снова их' });
    await at.s.cycle();
    const asked = async () => (await at.s.problems()).map(({ kind }) => kind);
    expect([await both(at), await asked()]).to.deep.equal([['наше', 'снова их'], ['conflict']]);
    at.s.tick(1);
    await undoAnswer(at.s.sidebook.engine, at.problem?.id ?? 0, 'anna').catch(() => null);
    await at.s.cycle();
    expect([await both(at), await asked()]).to.deep.equal([['наше', 'снова их'], ['conflict']]);
  });

  for (const ifMatch of ['ignored', 'honoured'] as const)
    it(`keeps an edit made during the write, If-Match ${ifMatch}`, async () => {
      const { s, key, id } = await linked({ fake: { quirks: { ifMatch } } });
      s.fake.betweenReadAndWrite(parties, key, { Description: 'В последний миг' });
      await s.edit(id, { comment: 'наше' });
      await s.cycle();
      s.tick(20);
      await s.cycle();
      expect((await s.record(id)).fields).to.include({ name: 'В последний миг', comment: 'наше' });
      expect(s.fake.get(parties, key)).to.include({ Description: 'В последний миг', Комментарий: 'наше' });
    });

  it('asks where If-Match is honoured and one field is hit', async () => {
    const { s, key, id } = await linked({ fake: { quirks: { ifMatch: 'honoured' } } });
    s.fake.betweenReadAndWrite(parties, key, { Комментарий: 'в последний миг' });
    await s.edit(id, { comment: 'наше' });
    await s.cycle();
    expect(s.fake.get(parties, key)?.['Комментарий']).to.equal('в последний миг');
    expect((await s.problems('conflict')).map((p) => p.record)).to.deep.equal([id]);
  });
});

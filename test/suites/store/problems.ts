import { expect } from 'chai';
import type { NewProblem, ProblemFilter } from '../../../connector/store/store.ts';
import { AT, BY, type Bench } from './bench.ts';

const LATER = '2026-07-22T11:00:00.000Z';
const problem = (more: Partial<NewProblem> = {}): NewProblem => ({
  host: 'buh', link: 1, record: 'r', entity: 'counterparty', unit: 'phone', kind: 'conflict', detail: { code: 'conflict' },
  ours: { phone: '1' }, theirs: { phone: '2' }, base: null, since: AT, ...more,
}); // prettier-ignore

export function problems(bench: Bench): void {
  const list = (filter: ProblemFilter = {}) => bench.store.read((t) => t.problems(filter));
  const open = (...all: NewProblem[]) => bench.write((t) => all.forEach((p) => t.problem(p)));

  const only = async (): Promise<number> => {
    const [found, ...more] = await list();
    if (!found || more.length > 0) throw new Error('not one problem');
    return found.id;
  };

  it('open once for link, unit and kind', async () => {
    await open(
      problem(),
      problem(),
      problem({ unit: 'email' }),
      problem({ kind: 'altered' }),
      problem({ link: 2 }),
      problem({ host: 'ut' }),
    );
    expect(await list()).to.have.lengthOf(5);
    expect((await list())[0]).to.deep.include({ ...problem(), tries: 1, resolvedAt: null, resolvedBy: null, answer: null });
  });

  it('of a host itself open once as well', async () => {
    const host = { link: null, record: null, entity: null, unit: null, kind: 'unreachable' as const };
    await open(problem(host), problem({ ...host, detail: { code: 'host-slow' } }), problem({ ...host, kind: 'restored' }));
    expect((await list()).map((p) => [p.kind, p.tries, p.detail['code']])).to.deep.equal([['unreachable', 2, 'host-slow'], ['restored', 1, 'conflict']]); // prettier-ignore
  });

  it('take new values when met again and keep their age', async () => {
    await open(problem(), problem({ theirs: { phone: '3' }, since: LATER }), problem({ theirs: { phone: '3' }, since: LATER }));
    expect(await list()).to.have.lengthOf(1);
    expect((await list())[0]).to.deep.include({ theirs: { phone: '3' }, since: AT, tries: 2 });
  });

  it('are found by host, kind, record and number', async () => {
    await open(
      problem({ since: LATER }),
      problem({ host: 'ut', link: 2, record: 's' }),
      problem({ kind: 'marked', unit: 'deletionMark' }),
    );
    const ids = async (filter: ProblemFilter) => (await list(filter)).map((p) => p.id);
    const [second, third, first] = await ids({});
    expect([first, second, third].every((id) => typeof id === 'number')).to.equal(true);
    expect([await ids({ host: 'ut' }), await ids({ kind: 'marked' }), await ids({ record: 's' }), await ids({ id: first ?? 0 })]).to.deep.equal([[second], [third], [second], [first]]); // prettier-ignore
    expect(await ids({ limit: 1 })).to.deep.equal([second]);
  });

  it('are counted by host, kind and cause, each with one example of its own kind of record', async () => {
    const cut = { kind: 'refused' as const, detail: { code: 'altered', field: 'name' } };
    const host = {
      link: null,
      record: null,
      entity: null,
      unit: null,
      kind: 'unreachable' as const,
      detail: { code: 'host-down' },
    };
    await open(problem({ since: LATER }), problem({ link: 2 }), problem({ ...cut, entity: 'invoice' }), problem(host));
    const counts = (await bench.store.queries.problemCounts()).map(({ kind, code, count, oldest, entity, example }) => ({ kind, code, count, oldest, entity, example })); // prettier-ignore
    expect(counts).to.have.deep.members([
      { kind: 'conflict', code: 'conflict', count: 2, oldest: AT, entity: 'counterparty', example: { code: 'conflict' } },
      { kind: 'refused', code: 'altered', count: 1, oldest: AT, entity: 'invoice', example: cut.detail },
      { kind: 'unreachable', code: 'host-down', count: 1, oldest: AT, entity: null, example: { code: 'host-down' } },
    ]);
  });

  it('are closed by kind and unit, answered ones keep theirs', async () => {
    await open(problem(), problem({ unit: 'email' }), problem({ unit: null, kind: 'refused' }), problem({ link: 2 }));
    await bench.write((t) => t.closeProblems(1, ['conflict', 'refused'], ['phone'], 'engine', LATER));
    expect((await list()).map((p) => [p.link, p.unit])).to.deep.equal([[1, 'email'], [1, null], [2, 'phone']]); // prettier-ignore
    await bench.write((t) => t.closeProblems(1, ['conflict', 'refused'], null, 'engine', LATER));
    expect((await list()).map((p) => p.link)).to.deep.equal([2]);
    expect((await list({ open: false })).filter((p) => p.resolvedAt !== null).map((p) => [p.resolvedBy, p.answer])).to.deep.equal([['engine', 'gone'], ['engine', 'gone'], ['engine', 'gone']]); // prettier-ignore
  });

  it('of a host are closed without touching its links', async () => {
    await open(problem({ link: null, unit: null, kind: 'restored' }), problem({ kind: 'restored' }), problem({ host: 'ut', link: null, unit: null, kind: 'restored' })); // prettier-ignore
    await bench.write((t) => t.closeHostProblems('buh', ['restored'], LATER));
    expect((await list()).map((p) => [p.host, p.link])).to.deep.equal([['buh', 1], ['ut', null]]); // prettier-ignore
  });

  it('are answered once, the second answer had moved', async () => {
    await open(problem());
    const id = await only();
    await bench.write((t) => t.answerProblem(id, 'ours', 'anna', LATER));
    expect(await bench.store.write(BY, (t) => t.answerProblem(id, 'theirs', 'boris', LATER))).to.equal('moved');
    expect(await bench.store.write(BY, (t) => t.answerProblem(99, 'ours', 'anna', LATER))).to.equal('moved');
    expect((await list({ open: false }))[0]).to.deep.include({ resolvedAt: LATER, resolvedBy: 'anna', answer: 'ours' });
  });

  it('stand again as they were when the answer is taken back', async () => {
    await open(problem());
    const id = await only();
    await bench.write((t) => t.answerProblem(id, 'ours', 'anna', LATER));
    await bench.write((t) => t.reopenProblem(id));
    expect((await list()).map((p) => [p.id, p.answer, p.resolvedBy])).to.deep.equal([[id, null, null]]);
  });

  it('stand once when the same was asked anew meanwhile', async () => {
    await open(problem());
    const id = await only();
    await bench.write((t) => t.answerProblem(id, 'ours', 'anna', LATER));
    await open(problem({ since: LATER }));
    await bench.write((t) => t.reopenProblem(id));
    expect((await list()).map((p) => p.id)).to.deep.equal([id + 1]);
  });

  it('open anew after an answer, beside the old one', async () => {
    await open(problem());
    const id = await only();
    await bench.write((t) => t.answerProblem(id, 'ours', 'anna', LATER));
    await open(problem({ since: LATER }));
    expect([(await list()).length, (await list({ open: false })).length]).to.deep.equal([1, 2]);
  });

  it('wait until the time a person named, and for whom', async () => {
    await open(problem());
    const id = await only();
    const asked = async () => bench.store.views.problem(id).then((p) => [p?.due, p?.assignee]);
    await bench.write((t) => t.putOffProblem(id, LATER, 'lead'));
    await open(problem({ theirs: { phone: '3' } }));
    expect(await asked()).to.deep.equal([LATER, 'lead']);
    await bench.write((t) => t.putOffProblem(id, null, null));
    expect(await asked()).to.deep.equal([null, null]);
    await bench.write((t) => t.answerProblem(id, 'theirs', 'anna', LATER));
    expect(await bench.store.write(BY, (t) => t.putOffProblem(id, LATER, 'lead'))).to.equal('moved');
  });
}

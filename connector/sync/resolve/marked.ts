/** keep, deactivate: the object is marked for deletion, or frozen, and a person has seen it. */
import { pick } from '../../fields.ts';
import type { Problem } from '../../model.ts';
import { nowOf, type Engine } from '../engine.ts';
import { pack, unpack } from '../pictures.ts';
import { ResolveRefused, type Fate } from './answer.ts';
import { load, save, withUnit } from './stored.ts';

/** Seen by a person; what stands in the host stays. */
export async function acknowledge(engine: Engine, problem: Problem, by: string): Promise<void> {
  await engine.store.write({ actor: by }, (t) => {
    t.answerProblem(problem.id, 'keep', by, nowOf(engine));
  });
}

/** The mark is taken over; whether we still deal with them is another field. */
export async function answerMarked(engine: Engine, problem: Problem, choose: Fate, by: string): Promise<void> {
  if (problem.kind !== 'marked' || choose === 'create-again') throw new ResolveRefused('answer-unfit');
  const { link, record, mapping } = await load(engine, problem);
  const p = unpack(link, record, mapping);
  if (p.theirs['deletionMark'] !== true) throw new ResolveRefused('problem-moved'); // taken back there meanwhile
  const next = withUnit(engine, record, { deletionMark: true, ...(choose === 'deactivate' ? { active: false } : {}) }, by);
  const mark = pick(p.theirs, ['deletionMark']);
  const base = { ours: { ...p.base.ours, deletionMark: true }, theirs: { ...p.base.theirs, ...mark } };
  const packed = pack({ ours: next.fields, theirs: p.theirs, base, sent: p.sent }, next.rev, mapping);
  await save(engine, problem, by, choose, { record, next, link, to: { ...link, ...packed, dirty: true } }, 'deletionMark', [
    'active',
  ]);
}

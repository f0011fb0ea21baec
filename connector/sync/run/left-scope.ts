/**
 * The question about a bulk that left the scope (A12). Who left is stored with the page that showed it, so nobody is forgotten when the
 * process dies before it asks; once all are back - the scope was put back - the question is over by itself.
 */
import type { Problem } from '../../model.ts';
import { commit, type RunContext } from '../context.ts';
import { nowOf } from '../engine.ts';
import type { GuardCounts, GuardRule } from '../guard.ts';
import type { Plan } from '../plan.ts';
import { hostProblem } from '../problems.ts';
import { unfinished } from './feeds.ts';

const UNIT = 'scope';

/** True: a person is asked about those who left, in this run or before it. `rule` is what the guard says of this plan. */
export async function asksLeft(run: RunContext, rule: GuardRule | null, counts: GuardCounts, plan: Plan): Promise<boolean> {
  const open = await openQuestion(run);
  if (rule === 'too-many-leave-scope') await ask(run, open, counts, plan);
  else if (counts.leavers === 0 && open)
    await commit(run, (t) => t.closeHostProblems(run.id, ['out-of-scope'], nowOf(run.engine), UNIT));
  else if (counts.leavers > 0 && !open && rule === null && (await isAll(run))) await commit(run, (t) => t.agreeLeft(run.id));
  return rule === 'too-many-leave-scope' || (open !== undefined && counts.leavers > 0);
}

/** A few are no question, but the first few of many may be: a list that broke off is read to its end before they are forgotten. */
async function isAll(run: RunContext): Promise<boolean> {
  const left = await run.engine.store.read((t) => t.leavers(run.id));
  const open = await unfinished(run);
  return ![...left.keys()].some((entity) => open.has(entity));
}

/** The same question about as many stays as it is. */
async function ask(run: RunContext, open: Problem | undefined, { leavers }: GuardCounts, plan: Plan): Promise<void> {
  const count = String(leavers);
  if (open?.detail['count'] === count) return;
  await commit(run, hostProblem(run, 'out-of-scope', { code: 'too-many-leave-scope', count, plan: plan.id }, UNIT));
}

/** A person agrees, and whoever left has left; false when nobody is asked, or many more left than the question named. */
export async function agreedLeft(run: RunContext, { leavers }: GuardCounts, by: string): Promise<boolean> {
  const open = await openQuestion(run);
  if (!open || leavers - Number(open.detail['count'] ?? 0) > run.engine.limits.guardLosses.count) return false;
  await commit(run, (t) => {
    t.answerProblem(open.id, 'accepted', by, nowOf(run.engine));
    t.agreeLeft(run.id);
  });
  return true;
}

async function openQuestion({ engine, id }: RunContext): Promise<Problem | undefined> {
  const asked = await engine.store.read((t) => t.problems({ host: id, kind: 'out-of-scope' }));
  return asked.find((p) => p.link === null);
}

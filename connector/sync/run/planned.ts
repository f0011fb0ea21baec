/** plan, guard: what this run would do, whether that is too much at once, and which steps a person has accepted. */
import type { HostId } from '../../model.ts';
import { commit, type RunContext } from '../context.ts';
import { nowOf } from '../engine.ts';
import { COUNTED, guard, type GuardCounts, type GuardRule } from '../guard.ts';
import type { Plan, Step } from '../plan.ts';
import { PlanBuilder } from '../planning.ts';
import type { Cycle, Report } from './cycle.ts';
import { agreedLeft, asksLeft } from './left-scope.ts';

/** The plan is stored when it was asked for, or when the guard holds it for a person. */
export async function planned(cycle: Cycle): Promise<{ plan: Plan; guard: Report['guard'] }> {
  const { run } = cycle;
  const builder = new PlanBuilder(run);
  const plan = await builder.build();
  const counts = await builder.counts();
  const found = await ruleOf(cycle, counts, plan);
  await accept(cycle);
  const rule = found?.rule ?? null;
  if (rule === null && !run.planOnly) return { plan, guard: null };
  run.guard = rule;
  const rest = rule === 'too-many-writes' && run.accepted.size > 0 ? notAccepted(run, plan) : null;
  if (rest !== null && !run.planOnly && guard({ ...counts, writes: rest }, run.engine.limits) === null)
    return { plan, guard: null };
  await commit(run, (t) =>
    t.plan({
      id: plan.id,
      host: run.id,
      madeAt: plan.madeAt,
      steps: JSON.stringify(plan.steps),
      totals: JSON.stringify(plan.totals),
      refused: rule,
      state: 'proposed',
      acceptedBy: null,
      acceptedAt: null,
    }),
  );
  return { plan, guard: found && { ...found, ...(rest === null ? {} : { count: rest }), plan: plan.id } };
}

/** Writes of this plan nobody has said yes to: what was accepted a moment ago is not asked about again. */
const notAccepted = ({ id, accepted }: RunContext, { steps }: Plan): number =>
  steps.filter((s) => isWrite(s, id) && accepted.get(s.link) !== s.basis).length;

const isWrite = ({ host, does }: Step, id: HostId): boolean => host === id && ['create', 'change', 'act'].includes(does);

/** Who left the scope in bulk has left it by the next cycle, a plan's too: that question stands until a person answers it, or all are back (A12). */
async function ruleOf(cycle: Cycle, counts: GuardCounts, plan: Plan): Promise<{ rule: GuardRule; count: number } | null> {
  const { run, options } = cycle;
  const isOver = (await isAgreed(cycle)) && (await agreedLeft(run, counts, options.by ?? run.engine.holder));
  const now = isOver ? withoutLeavers(counts) : counts;
  const found = guard(now, run.engine.limits);
  const rule = (await asksLeft(run, found, now, plan)) ? 'too-many-leave-scope' : found;
  return rule && { rule, count: now[COUNTED[rule]] };
}

/** The answer is about them alone: another bulk is held as ever. */
const withoutLeavers = (counts: GuardCounts): GuardCounts => ({
  ...counts,
  leavers: 0,
  ...(counts.kinds ? { kinds: counts.kinds.map((kind) => ({ ...kind, leavers: 0 })) } : {}),
});

/** The plan a person accepts is one that this rule held. */
async function isAgreed({ run, options: { accept: id } }: Cycle): Promise<boolean> {
  if (id === undefined) return false;
  return (await run.engine.store.read((t) => t.plan(id)))?.refused === 'too-many-leave-scope';
}

/**
 * An accepted plan lets exactly its own steps through, and only while what they rest on has not moved; so accepting one
 * twice, or one that is old, does nothing more than what still stands of it.
 */
async function accept({ run, options }: Cycle): Promise<void> {
  const { accept: id } = options;
  if (id === undefined) return;
  const stored = await run.engine.store.read((t) => t.plan(id));
  if (!stored) return;
  const steps = JSON.parse(stored.steps) as Step[];
  for (const step of steps.filter((s) => isWrite(s, run.id))) run.accepted.set(step.link, step.basis);
  const acceptedBy = options.by ?? run.engine.holder;
  await commit(run, (t) => t.plan({ ...stored, state: 'accepted', acceptedBy, acceptedAt: nowOf(run.engine) }));
}

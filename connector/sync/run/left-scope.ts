/**
 * The question about a bulk that left the scope (A12). It is over by itself once exactly those are outside who were before it was
 * asked: the scope was put back. What stands in the store is compared, so a run that read nothing changes nothing about it.
 */
import { createHash } from 'node:crypto';
import { ENTITY_ORDER, type LinkId, type Problem } from '../../model.ts';
import { commit, type RunContext } from '../context.ts';
import { nowOf } from '../engine.ts';
import type { GuardCounts } from '../guard.ts';
import { redirectOf } from '../merged.ts';
import type { Plan } from '../plan.ts';
import { hostProblem } from '../problems.ts';

const UNIT = 'scope';

/** Asked once more while it stands, it still remembers who was outside at first. */
export async function askLeft(run: RunContext, open: Problem | undefined, counts: GuardCounts, plan: Plan): Promise<void> {
  const before = open ? (open.detail['before'] ?? '') : digest(await outside(run, new Set([...run.leavers.values()].flatMap((ids) => [...ids])))); // prettier-ignore
  const detail = { code: 'too-many-leave-scope', count: String(counts.leavers), plan: plan.id, before };
  await commit(run, hostProblem(run, 'out-of-scope', detail, UNIT));
}

/** True: nobody is outside any more who was not before, and the question is closed. */
export async function closedAsBack(run: RunContext, open: Problem): Promise<boolean> {
  const now = digest(await outside(run));
  if (now !== '' && now !== open.detail['before']) return false;
  await commit(run, (t) => t.closeHostProblems(run.id, ['out-of-scope'], nowOf(run.engine), UNIT));
  return true;
}

/** Objects with a record that stand outside the scope, in id order of each kind; merged ones are no leavers. */
async function outside(run: RunContext, except: ReadonlySet<LinkId> = new Set()): Promise<LinkId[]> {
  const { engine, id } = run;
  const out: LinkId[] = [];
  for (const entity of ENTITY_ORDER)
    for (let after = 0; ;) {
      const links = await engine.store.read((t) => t.linksPage(id, entity, after, engine.limits.batch));
      const last = links.at(-1);
      if (!last) break;
      after = last.id;
      for (const l of links) if (!l.inScope && l.record !== null && redirectOf(l) === null && !except.has(l.id)) out.push(l.id);
    }
  return out;
}

/** They may be very many, and only whether they are the same ones is asked. Nobody: empty. */
const digest = (ids: readonly LinkId[]): string =>
  ids.length === 0 ? '' : createHash('sha256').update([...ids].sort((a, b) => a - b).join(' ')).digest('base64url'); // prettier-ignore

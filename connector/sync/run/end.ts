/** After the last phase, or the error that ended it: the host's row, and whether it is reachable. */
import type { HostError } from '../../hosts/host.ts';
import { LeaseLost, type Lease, type Writer } from '../../store/store.ts';
import { commit, type RunContext } from '../context.ts';
import { nowOf, type Engine } from '../engine.ts';
import { hostProblem } from '../problems.ts';
import type { Report } from './cycle.ts';

/** `held`: the plan that waits for a person; whoever asks how things stand, or what is open, is told of it until a run goes through. */
export async function succeeded(run: RunContext, held: Report['guard']): Promise<void> {
  const at = nowOf(run.engine);
  const { counts, attached } = run;
  const moved = counts.adopted + counts.pulled + counts.linked > 0;
  const seenWhole = run.switches.row?.state === 'trusted' && run.failures.length === 0 && !run.engine.stopping() && !run.planOnly;
  const dropped = await droppedFeeds(run);
  const question = heldQuestion(run, held);
  await commit(run, (t) => {
    t.setHost(run.id, {
      lastSuccessAt: at,
      traits: { ...attached.host.traits },
      lastReport: held === null ? null : JSON.stringify(held),
      ...(moved ? { lastChangeAt: at } : {}),
      ...(seenWhole ? { state: 'ok' } : {}),
    });
    for (const unit of [null, ...dropped]) t.closeHostProblems(run.id, ['unreachable'], at, unit);
    if (question) question(t);
    else t.closeHostProblems(run.id, ['refused'], at, HELD);
  });
  await run.engine.store.checkpoint();
}

const HELD = 'plan';

/** The question about a bulk that left the scope is one of its own, and outlives the plan (left-scope.ts). */
function heldQuestion(run: RunContext, held: Report['guard']): ((t: Writer) => void) | null {
  if (held === null || held.rule === 'too-many-leave-scope') return null;
  return hostProblem(run, 'refused', { code: held.rule, count: String(held.count), plan: held.plan }, HELD);
}

/** Feeds that failed once and are not asked any more: the configuration changed. What does not fit this base is mended first. */
async function droppedFeeds(run: RunContext): Promise<string[]> {
  const open = await run.engine.store.read((t) => t.problems({ host: run.id, kind: 'unreachable' }));
  const feeds = new Set(run.attached.host.feeds.map((f) => f.id));
  const dropped = open.filter((p) => p.unit !== null && !feeds.has(p.unit));
  if (dropped.length === 0) return [];
  const unfit = await unfitKinds(run);
  return dropped.flatMap((p) => (p.unit !== null && !unfit.has(p.entity ?? '') ? [p.unit] : []));
}

/** Kinds whose mapping does not fit the metadata of this base. */
async function unfitKinds(run: RunContext): Promise<Set<string>> {
  const open = await run.engine.store.read((t) => t.problems({ host: run.id, kind: 'unmapped-value' }));
  return new Set(open.flatMap((p) => (p.detail['code'] === 'mapping-refused' ? (p.detail['entity'] ?? []) : [])));
}

/** False when the lease went to somebody else meanwhile: then it is theirs to tell. */
export async function failed(engine: Engine, lease: Lease, error: HostError): Promise<boolean> {
  const at = nowOf(engine);
  const { host } = lease;
  const common = { host, link: null, record: null, entity: null, unit: null, ours: null, theirs: null, base: null, since: at };
  try {
    await engine.store.write(lease, (t) => {
      t.setHost(host, { lastFailureAt: at, lastFailure: error.code });
      t.problem({ ...common, kind: 'unreachable', detail: { code: error.code, ...error.at } });
    });
    return true;
  } catch (lost) {
    if (lost instanceof LeaseLost) return false;
    throw lost;
  }
}

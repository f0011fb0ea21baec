/** apply: every link that is due is settled, kind by kind, dependencies first; one in trouble is parked, the next one goes on. */
import { flat } from '../../narrow.ts';
import { ENTITY_ORDER, type Entity } from '../../model.ts';
import type { StoredLink } from '../../store/store.ts';
import type { Settled } from '../answer.ts';
import { commit, type RunContext } from '../context.ts';
import { minutesAgo, nowOf } from '../engine.ts';
import { basisOf } from '../plan.ts';
import { openProblem } from '../problems.ts';
import { settle } from '../settle.ts';
import { closedPeriods } from '../situation.ts';
import { parkRecord } from '../trouble.ts';
import { renew, type Cycle } from './cycle.ts';

export async function apply(cycle: Cycle): Promise<void> {
  const { run } = cycle;
  for (const entity of ENTITY_ORDER) {
    if (!run.attached.mappings.has(entity)) continue;
    await renew(run);
    if (entity === 'invoice') await learnClosed(run);
    await applyEntity(cycle, entity);
  }
  await askUnanswered(run);
}

/** Periods closed or opened a moment ago count at once; what was refused for a closed one is tried again (C5). */
async function learnClosed(run: RunContext): Promise<void> {
  const closed = await run.engine.store.read(closedPeriods);
  const same = JSON.stringify([...closed].sort()) === JSON.stringify([...run.closed].sort());
  run.closed = closed;
  if (!same) await commit(run, (t) => t.wake(run.id, 'invoice'));
}

async function applyEntity(cycle: Cycle, entity: Entity): Promise<void> {
  const { run, options, strikes } = cycle;
  const { engine, id, counts } = run;
  strikes.next();
  for (let after = 0; !engine.stopping();) {
    const links = await engine.store.read((t) => t.due(id, entity, nowOf(engine), after, engine.limits.batch));
    const last = links.at(-1);
    if (!last) return;
    after = last.id;
    const wanted = links.filter((link) => !options.only || options.only.includes(link.record ?? ''));
    for (const group of groupsOf(wanted, run.attached.host.together ?? 1)) {
      if (engine.stopping()) return;
      for (const link of group) await release(run, link);
      for (const settled of await settleGroup(cycle, group)) {
        if (settled === 'held') counts.held += 1;
        if (settled === 'waiting') counts.waiting += 1;
      }
      if (strikes.allHeld) return;
    }
    engine.report({ type: 'phase', host: id, phase: 'apply', count: links.length });
    await renew(run);
  }
}

/** What stands there already may be changed side by side; what is to be made is looked for first, so one after another. */
function* groupsOf(links: readonly StoredLink[], most: number): Iterable<readonly StoredLink[]> {
  let group: StoredLink[] = [];
  for (const link of links) {
    const isBorn = link.hostId === null;
    if (group.length > 0 && (isBorn || group.length === most)) {
      yield group;
      group = [];
    }
    if (isBorn) yield [link];
    else group.push(link);
  }
  if (group.length > 0) yield group;
}

/** Each has its own references: what one of them misses is not looked up by another. What concerns the host is thrown once all have ended. */
async function settleGroup(cycle: Cycle, group: readonly StoredLink[]): Promise<Settled[]> {
  const { run } = cycle;
  const [only] = group;
  if (only && group.length === 1) return [await settleAlone(cycle, only)];
  const ends = await Promise.allSettled(
    group.map((link) => settleAlone({ ...cycle, run: { ...run, refs: run.refs.apart() } }, link)),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
}

/** A lock, an exception of 1C, a connection that breaks at this very object: it waits, the next one goes on. */
async function settleAlone({ run, strikes }: Cycle, link: StoredLink): Promise<Settled> {
  try {
    const settled = await settle(run, link.id);
    strikes.over();
    return settled;
  } catch (error) {
    const alone = strikes.count(error, link.id);
    run.failures.push(alone);
    await parkRecord(run, link, alone);
    return 'parked';
  }
}

/** The guard holds, but an accepted plan has this very step, resting on what still stands. */
async function release(run: RunContext, link: StoredLink): Promise<void> {
  const basis = run.accepted.get(link.id);
  const mapping = run.attached.mappings.get(link.entity);
  if (basis === undefined || run.guard === null || !mapping || link.record === null) return;
  const record = await run.engine.store.read((t) => t.record(link.record ?? ''));
  if (basisOf(link, record, mapping) === basis) run.released.add(link.id);
}

/** A write nobody answered for too long becomes a question with what was sent (A7); which object a change is of, is none. */
async function askUnanswered(run: RunContext): Promise<void> {
  const { engine, id } = run;
  const old = await engine.store.read((t) => t.sentBefore(id, minutesAgo(engine, engine.limits.sentMinutes)));
  for (const link of old) {
    const problem = openProblem(run, link, {
      kind: 'unknown-outcome',
      detail: { code: link.hostId === null ? 'unknown-outcome' : 'change-unanswered' },
      ours: flat(link.sent),
    });
    await commit(run, (t) => problem(t));
  }
}

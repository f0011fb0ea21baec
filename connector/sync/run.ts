/**
 * The main path: lease, observe, match, plan, guard, apply, report. One run of one host; run it again is always the cure.
 * Here: the order of the phases. Each phase is a file of the folder run/.
 */
import { HostError } from '../hosts/host.ts';
import { ENTITY_ORDER, type HostId } from '../model.ts';
import { LeaseLost } from '../store/store.ts';
import { commit, noCounts, type RunContext } from './context.ts';
import { inMinutes, switchesOf, type Engine } from './engine.ts';
import { joinLateInvoices } from './late-invoices.ts';
import { linksTowardAll } from './links-toward.ts';
import { matchEntity } from './matching.ts';
import { knowFigures, sayTold } from './figures.ts';
import { givePartners } from './partner.ts';
import { apply } from './run/apply.ts';
import { contextOf } from './run/begin.ts';
import { renew, type Report, type RunOptions, type RunState } from './run/cycle.ts';
import { failed, succeeded } from './run/end.ts';
import { observeFeeds } from './run/feeds.ts';
import { planned } from './run/planned.ts';
import { Strikes } from './trouble.ts';

export type { Report, RunOptions, RunState } from './run/cycle.ts';

/** One cycle of one host. What concerns the host as a whole ends it and is told in the report; nothing of it is thrown. */
export async function run(engine: Engine, host: HostId, options: RunOptions = {}): Promise<Report> {
  const started = engine.world.now().getTime();
  const counts = noCounts();
  const report = (state: RunState, more: Partial<Report> = {}): Report => ({
    host, state, counts, plan: null, guard: null, error: null, failures: [], seconds: (engine.world.now().getTime() - started) / 1000, ...more,
  }); // prettier-ignore
  const switches = await switchesOf(engine, host);
  if (switches.row?.pausedBy && !options.planOnly) return report('paused'); // whatever else is asked about it
  const lease = await engine.store.lease(host, engine.holder);
  if (!lease) return report('busy');
  try {
    const context = await contextOf(engine, host, lease, options.planOnly ?? false, counts);
    const told = sayTold(context);
    if (told) await commit(context, told);
    if (isClockBack(context)) await commit(context, (t) => t.wake(host, null));
    const result = await phases(context, options);
    await succeeded(context, result.guard ?? null);
    return report(engine.stopping() ? 'stopped' : 'ok', { ...result, failures: context.failures });
  } catch (error) {
    if (error instanceof LeaseLost) return report('busy');
    if (!(error instanceof HostError)) throw error;
    const isOurs = await failed(engine, lease, error);
    return isOurs ? report('failed', { error }) : report('busy');
  } finally {
    await engine.store.release(lease);
  }
}

/** The last run ended at a time that is still to come: what was put off until then would wait for the old time. */
const isClockBack = ({ engine, switches }: RunContext): boolean => (switches.row?.lastSuccessAt ?? '') > inMinutes(engine, 60);

async function phases(context: RunContext, options: RunOptions): Promise<Partial<Report>> {
  const cycle = { run: context, options, strikes: new Strikes() };
  await observeFeeds(cycle);
  context.engine.report({ type: 'phase', host: context.id, phase: 'observe', count: 0 });
  if (!context.planOnly) {
    await matchAll(context);
    await joinLateInvoices(context);
    await knowFigures(context);
  }
  const { plan, guard } = await planned(cycle);
  if (context.planOnly) return { plan, guard };
  await givePartners(context);
  await apply(cycle);
  return { plan, guard };
}

/** Objects seen but not matched, kind by kind; then a link toward this host for every record of ours that belongs there. */
async function matchAll(context: RunContext): Promise<void> {
  for (const entity of ENTITY_ORDER) {
    if (!context.walked.has(entity) || context.engine.stopping()) continue;
    await renew(context);
    await matchEntity(context, entity);
    await linksTowardAll(context, entity);
  }
}

/** What stands where, what waits, and one alarm per cause when a flow is silent (P3): read for the command line and the widgets. */
import type { Sidebook } from '../main.ts';
import type { EntityCount, ProblemCount } from '../store/queries.ts';
import type { HostRow } from '../store/store.ts';
import { switchesOf, type Switches } from '../sync/engine.ts';

/** Minutes of an alarm where there was no success at all. */
export const NEVER = 1_000_000;

export interface Alarm {
  readonly host: string;
  readonly code: string;
  readonly minutes: number;
  /** How often; where it is not simply silent. */
  readonly count?: number;
}

export interface Status {
  readonly hosts: readonly HostRow[];
  readonly counts: readonly EntityCount[];
  readonly problems: readonly ProblemCount[];
  readonly alarms: readonly Alarm[];
  /** By host: why nothing is written there now; null = writing is on. */
  readonly writing: Readonly<Record<string, Switches['why']>>;
}

export interface HeldPlan {
  readonly rule: string;
  readonly count: number;
  readonly plan: string;
}

/** The plan the guard held in the last run: nothing is written there before a person says yes. */
export const heldPlanOf = ({ lastReport }: HostRow): HeldPlan | null =>
  lastReport === null ? null : (JSON.parse(lastReport) as HeldPlan);

export async function readStatus(sidebook: Sidebook): Promise<Status> {
  const { store } = sidebook;
  const configured = new Set(sidebook.hostIds);
  const hosts = (await store.read((r) => r.hosts())).filter((h) => configured.has(h.id));
  const alarms: Alarm[] = [];
  for (const host of hosts) alarms.push(...(await alarmsOf(sidebook, host)));
  const writing: Record<string, Switches['why']> = {};
  for (const { id } of hosts) writing[id] = (await switchesOf(sidebook.engine, id)).why;
  return { hosts, counts: await store.queries.counts(), problems: await store.queries.problemCounts(), alarms, writing };
}

/** Silent: no success for N minutes although the host failed since, or something of ours has waited as long. */
export async function alarmsOf(sidebook: Sidebook, host: HostRow): Promise<Alarm[]> {
  if (host.pausedBy !== null) return [];
  const limit = sidebook.config.silentMinutes;
  const minutes = (since: string | null): number =>
    since === null ? Infinity : (sidebook.world.now().getTime() - Date.parse(since)) / 60_000;
  const quiet = minutes(host.lastSuccessAt);
  const waits = await sidebook.store.queries.oldestDirty(host.id);
  const stuck = quiet > limit && (host.lastFailureAt !== null || host.lastSuccessAt !== null);
  const late = host.write && waits !== null && minutes(waits) > limit;
  const alarms = [...(await leakAlarms(sidebook, host)), ...(await flowAlarms(sidebook, host, minutes, limit))];
  if (!stuck && !late) return alarms;
  const code = stuck && host.lastFailure !== null ? host.lastFailure : 'flow-silent';
  return [{ host: host.id, code, minutes: Math.round(Math.min(quiet, NEVER)) }, ...alarms.filter((a) => a.code !== code)];
}

/** Private words that were stopped on their way out: at once, and until they are gone. */
async function leakAlarms(sidebook: Sidebook, host: HostRow): Promise<Alarm[]> {
  const leaks = await sidebook.store.read((t) => t.problems({ host: host.id, kind: 'leak' }));
  const [first] = leaks.map((p) => p.since).sort();
  if (first === undefined) return [];
  const minutes = Math.round((sidebook.world.now().getTime() - Date.parse(first)) / 60_000);
  return [{ host: host.id, code: 'leak-alarm', minutes, count: leaks.length }];
}

/** A list that has failed for as long while the rest goes on: one alarm per cause. */
async function flowAlarms(
  sidebook: Sidebook,
  host: HostRow,
  minutes: (since: string) => number,
  limit: number,
): Promise<Alarm[]> {
  const failing = await sidebook.store.read((t) => t.problems({ host: host.id, kind: 'unreachable' }));
  const old = failing.filter((p) => p.unit !== null && minutes(p.since) > limit);
  const byCode = new Map(old.map((p) => [p.detail['code'] ?? 'flow-silent', Math.round(minutes(p.since))]));
  return [...byCode].map(([code, since]) => ({ host: host.id, code, minutes: since }));
}

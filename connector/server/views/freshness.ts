/** How old the shown data of a host is: its last complete reading of that kind, and why it is late if it is. */
import type { Entity, HostId } from '../../model.ts';
import type { HostRow } from '../../store/store.ts';
import type { Reading } from '../../store/view-queries.ts';
import type { Cause, Freshness } from '../contract/shared.ts';
import type { Shown } from './shown.ts';

/** Feeds that tell of every kind at once: the exchange plan of a base, the messages of EnterpriseData. */
const OF_ALL = new Set(['node', 'messages']);
/** And those of one kind, as the hosts name them; what the engine keeps beside them (toward:, shown:) is no reading. */
const OF_ONE = /^(walk|sweep|recent|track|list|versions):/;
/** Debts are worked out from registers, which no plan and no message tells of: they are as old as their own reading. */
const isTold = (entity: Entity): boolean => entity !== 'balance';
const tellsOf = (feed: string, entity: Entity): boolean =>
  OF_ALL.has(feed) ? isTold(entity) : OF_ONE.test(feed) && feed.endsWith(`:${entity}`);

/** A kind is known once it was read whole; from then on any of its feeds makes it newer. */
export function readAt(readings: readonly Reading[], entity: Entity): string | null {
  const own = readings.filter((r) => tellsOf(r.feed, entity) && r.lastCompleteAt !== null);
  if (own.every((r) => OF_ALL.has(r.feed) || r.feed.startsWith('versions:'))) return null;
  return own.map((r) => r.lastCompleteAt ?? '').sort().at(-1) ?? null; // prettier-ignore
}

export async function freshnessOf(shown: Shown, host: HostId, entity: Entity): Promise<Freshness> {
  const at = readAt(await shown.readings(host), entity);
  const isStale = at === null || isLate(shown, at);
  return { host, title: shown.title(host), at, stale: isStale, cause: isStale ? await whyLate(shown, host, at) : null };
}

/** The reading that falls due at the limit begins with the next cycle: until then it is not late. */
export function isLate(shown: Shown, at: string): boolean {
  const { server, cycleSeconds } = shown.behind.config;
  const limit = server.staleMinutes * 60 + cycleSeconds;
  return shown.now.getTime() - Date.parse(at) > limit * 1000;
}

async function whyLate(shown: Shown, host: HostId, at: string | null): Promise<Cause> {
  const row = await shown.host(host);
  const [first] = row ? hostCauses(shown, row) : [];
  return first ?? shown.cause(at === null ? 'never-read' : 'data-late', { host });
}

/** What stands in the way of the whole host; who is paused is not asked at all. */
export function hostCauses(shown: Shown, row: HostRow): Cause[] {
  const host = row.id;
  if (row.pausedBy !== null) return [shown.cause('paused', { host })];
  if (row.state === 'restored') return [shown.cause('restored', { host })];
  if (!isFailing(row)) return [];
  return [shown.cause(row.lastFailure ?? 'data-late', { host }, nextCycle(shown, row.lastFailureAt))];
}

export const isFailing = (row: HostRow): boolean => row.lastFailureAt !== null && row.lastFailureAt > (row.lastSuccessAt ?? '');

function nextCycle(shown: Shown, failedAt: string | null): string | null {
  if (failedAt === null) return null;
  return new Date(Date.parse(failedAt) + shown.behind.config.cycleSeconds * 1000).toISOString();
}

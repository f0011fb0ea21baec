/**
 * Which feeds an infobase offers, chosen per entity and said aloud (S5): the exchange plan where there is one, else versions.
 * Freshness by class (model.md 9): open documents every 2 minutes, counterparties every 15, the rest at night, content weekly.
 */
import type { Entity } from '../../model.ts';
import type { Feed } from '../host.ts';
import type { Join, Source } from '../../../mappings/mapping.ts';

export type Way = 'node' | 'recent' | 'sweep' | 'walk' | 'table' | 'computed';

export interface OnecFeed extends Feed {
  readonly way: Way;
  /** For a table: the joined set it reads. */
  readonly set?: string;
  /** For a table of documents: only those of the last weeks. */
  readonly recent?: boolean;
}

/** Entities the exchange plan of the pack registers; what it does not cover keeps its sweeps. */
const OFTEN: ReadonlySet<Entity> = new Set(['counterparty', 'partner']);
const COMPUTED_EVERY: Partial<Record<Entity, Feed['every']>> = { balance: 'often', closedPeriod: 'fresh', price: 'nightly' };

export function feedsOf(sources: readonly Source[], planned: ReadonlySet<Entity> | null): OnecFeed[] {
  const feeds: OnecFeed[] = [];
  if (planned && planned.size > 0)
    feeds.push({ id: 'node', way: 'node', kind: 'changes', entities: [...planned], every: 'cycle' });
  for (const source of sources)
    feeds.push(...(source.reader === 'set' ? setFeeds(source, planned?.has(source.entity) ?? false) : [computed(source)]));
  return feeds;
}

function setFeeds(source: Source, isPlanned: boolean): OnecFeed[] {
  const { entity } = source;
  // Tables before the walk that joins them: what changes in between is seen by the next digest.
  const feeds: OnecFeed[] = source.joins.flatMap((join) => joinFeeds(entity, join, isPlanned));
  feeds.push({ id: `walk:${entity}`, way: 'walk', kind: 'walk', entities: [entity], every: 'weekly' });
  feeds.push({
    id: `sweep:${entity}`,
    way: 'sweep',
    kind: 'sweep',
    entities: [entity],
    every: !isPlanned && OFTEN.has(entity) ? 'often' : 'nightly',
  });
  if (source.date !== null && !isPlanned)
    feeds.push({ id: `recent:${entity}`, way: 'recent', kind: 'changes', entities: [entity], every: 'fresh' });
  return feeds;
}

/** What stands beside an object changes without the object's version. What rows refer to is only looked up, never watched. */
function joinFeeds(entity: Entity, join: Join, isPlanned: boolean): OnecFeed[] {
  if (join.part !== null) return [];
  const feed = { way: 'table', kind: 'changes', entities: [entity], set: join.set } as const;
  const id = `table:${entity}:${join.set}`;
  if (join.via === null) return [{ ...feed, id, every: 'often' }];
  const whole = { ...feed, id, every: 'nightly' } as const;
  const isDocument = join.set.startsWith('Document_');
  return isPlanned || !isDocument ? [whole] : [whole, { ...feed, id: `${id}:recent`, every: 'fresh', recent: true }];
}

const computed = (source: Source): OnecFeed => ({
  id: `walk:${source.entity}`,
  way: 'computed',
  kind: 'walk',
  entities: [source.entity],
  every: COMPUTED_EVERY[source.entity] ?? 'nightly',
});

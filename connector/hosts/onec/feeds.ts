/**
 * Which feeds an infobase offers, chosen per entity and said aloud (S5): the exchange plan where there is one, else versions.
 * Freshness by class (model.md 9): open documents every 2 minutes, counterparties every 15, the rest at night, content weekly.
 */
import type { Entity } from '../../model.ts';
import type { Feed } from '../host.ts';
import type { Source } from '../../../mappings/mapping.ts';

export type Way = 'node' | 'recent' | 'sweep' | 'walk' | 'table' | 'computed';

export interface OnecFeed extends Feed {
  readonly way: Way;
  /** For a table: the joined register it reads. */
  readonly set?: string;
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
  const feeds: OnecFeed[] = [{ id: `walk:${entity}`, way: 'walk', kind: 'walk', entities: [entity], every: 'weekly' }];
  feeds.push({
    id: `sweep:${entity}`,
    way: 'sweep',
    kind: 'sweep',
    entities: [entity],
    every: !isPlanned && OFTEN.has(entity) ? 'often' : 'nightly',
  });
  if (source.date !== null && !isPlanned)
    feeds.push({ id: `recent:${entity}`, way: 'recent', kind: 'changes', entities: [entity], every: 'fresh' });
  for (const { set } of source.joins)
    feeds.push({ id: `table:${entity}:${set}`, way: 'table', kind: 'changes', entities: [entity], every: 'often', set });
  return feeds;
}

const computed = (source: Source): OnecFeed => ({
  id: `walk:${source.entity}`,
  way: 'computed',
  kind: 'walk',
  entities: [source.entity],
  every: COMPUTED_EVERY[source.entity] ?? 'nightly',
});

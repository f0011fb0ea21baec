/** Which feeds a service offers, kind by kind: keys and versions where it lists them, else content with its fingerprint (S5, A17). */
import { ENTITY_ORDER, type Entity } from '../../model.ts';
import type { Feed } from '../host.ts';
import type { Kind } from './objects.ts';

export interface SoapFeed extends Feed {
  readonly way: 'walk' | 'versions' | 'recent';
}

const OFTEN: ReadonlySet<Entity> = new Set(['counterparty', 'balance']);
/** Small tables that others refer to. */
const SELDOM: ReadonlySet<Entity> = new Set(['organisation', 'currency', 'product']);

/** `isSmall`: everything of the kind is one answer, so looking every two minutes costs nobody anything. */
export function feedsOf(kinds: ReadonlyMap<Entity, Kind>, isSmall: (entity: Entity) => boolean): SoapFeed[] {
  return [...kinds].sort(([a], [b]) => ENTITY_ORDER.indexOf(a) - ENTITY_ORDER.indexOf(b)).flatMap(([entity, { soap }]) => {
    const often = OFTEN.has(entity) ? 'often' : 'nightly';
    const walked = soap.versions ? 'weekly' : SELDOM.has(entity) ? 'nightly' : often;
    const feeds: SoapFeed[] = [{ id: `walk:${entity}`, way: 'walk', kind: 'walk', entities: [entity], every: walked }];
    if (soap.versions) feeds.push({ id: `sweep:${entity}`, way: 'versions', kind: 'sweep', entities: [entity], every: isSmall(entity) && OFTEN.has(entity) ? 'fresh' : often });
    if (soap.recent) feeds.push({ id: `recent:${entity}`, way: 'recent', kind: 'changes', entities: [entity], every: 'fresh' });
    return feeds;
  });
} // prettier-ignore

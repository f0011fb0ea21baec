/** How soon a change over there is seen, kind by kind, in words: the feeds of a host as a person reads them (S5). */
import type { Feed } from '../hosts/host.ts';
import { ENTITY_ORDER, type Entity } from '../model.ts';
import { entityName } from '../words/format.ts';
import { t, type Io } from './io.ts';

const SPEED: readonly Feed['every'][] = ['cycle', 'fresh', 'often', 'nightly', 'weekly'];

/** One line for each speed that occurs, the fastest first. Tables beside a document are no way of their own. */
export function freshness(io: Pick<Io, 'lang'>, feeds: readonly Feed[]): string[] {
  const fastest = new Map<Entity, Feed['every']>();
  for (const feed of feeds.filter((f) => !f.id.startsWith('table:')))
    for (const entity of feed.entities) fastest.set(entity, faster(fastest.get(entity), feed.every));
  return SPEED.flatMap((every) => {
    const entities = ENTITY_ORDER.filter((e) => fastest.get(e) === every).map((e) => entityName(io.lang, e));
    return entities.length === 0 ? [] : [`${words(io)[every]}: ${entities.join(', ')}`];
  });
}

const faster = (a: Feed['every'] | undefined, b: Feed['every']): Feed['every'] =>
  a === undefined || SPEED.indexOf(b) < SPEED.indexOf(a) ? b : a;

const words = (io: Pick<Io, 'lang'>): Readonly<Record<Feed['every'], string>> => ({
  cycle: t(io, 'Changes are seen with the next cycle', 'Изменения видны со следующим циклом'),
  fresh: t(io, 'Changes are seen within 2 minutes', 'Изменения видны в течение 2 минут'),
  often: t(io, 'Changes are seen within 15 minutes', 'Изменения видны в течение 15 минут'),
  nightly: t(io, 'Changes are seen once a day', 'Изменения видны раз в сутки'),
  weekly: t(io, 'Changes are seen once a week', 'Изменения видны раз в неделю'),
});

/**
 * Which feeds Business Central offers (hosts/dynamics.md 4.3). It has no change feed, so three things stand in for one: everything is
 * walked once and from then on asked for by its stamp, with an overlap for clocks that differ; keys and versions of everything are swept,
 * which finds what was deleted or carries a stamp of the past; and once a week everything is walked again, because a line may change
 * without its invoice. What is paid of an invoice moves no stamp, so open invoices are looked at by themselves.
 */
import type { Source } from '../../../mappings/mapping.ts';
import { ENTITY_ORDER, type Entity, type World } from '../../model.ts';
import type { Feed, Item, Page } from '../host.ts';
import { query } from '../odata-url.ts';
import type { JsonObject } from './client.ts';
import { MOST, type Objects } from './objects.ts';
import { later, placeOf, placeText, since, type Place } from './place.ts';
import { etagOf } from './rows.ts';
import { textOf } from '../dynamics-rows.ts';

export interface BcFeed extends Feed {
  readonly way: 'track' | 'keys' | 'open' | 'list';
}

const STAMP = 'lastModifiedDateTime';
const TRACKED: ReadonlySet<Entity> = new Set(['counterparty', 'invoice']);
const WEEK_MS = 7 * 24 * 3_600_000;

export function feedsOf(sources: readonly Source[]): BcFeed[] {
  const ordered = [...sources].sort((a, b) => ENTITY_ORDER.indexOf(a.entity) - ENTITY_ORDER.indexOf(b.entity));
  const paid = sources.some((s) => s.entity === 'payment');
  return ordered.flatMap(({ entity }): BcFeed[] => {
    if (entity === 'payment')
      return [{ id: 'open:payment', way: 'open', kind: 'changes', entities: ['payment'], every: 'often' }];
    if (!TRACKED.has(entity)) return [{ id: `list:${entity}`, way: 'list', kind: 'walk', entities: [entity], every: 'often' }];
    const entities: readonly Entity[] = entity === 'invoice' && paid ? ['invoice', 'payment'] : [entity];
    return [
      { id: `track:${entity}`, way: 'track', kind: 'walk', entities, every: 'cycle' },
      { id: `keys:${entity}`, way: 'keys', kind: 'sweep', entities: [entity], every: 'often' },
    ];
  });
}

export class Feeds {
  readonly #objects: Objects;
  readonly #world: Pick<World, 'now'>;
  readonly #size: number;

  constructor(objects: Objects, world: Pick<World, 'now'>, size: number) {
    this.#objects = objects;
    this.#world = world;
    this.#size = size;
  }

  /** `facts`: what is told by the same rows besides (payments by their invoices). */
  async *track(source: Source, facts: readonly Source[], cursor: string | null): AsyncIterable<Page> {
    const now = this.#world.now().toISOString();
    const known = placeOf(cursor);
    const isOld = known?.link === null && Date.parse(now) - Date.parse(known.walked) > WEEK_MS;
    const place = known === null || isOld ? null : known;
    yield* place === null || place.link !== null || place.way === 'walk' ? this.#walk(source, facts, place) : this.#moved(source, facts, place); // prettier-ignore
  }

  /** Taken up in the middle it proves no absence; the sweep behind it does. */
  async *#walk(source: Source, facts: readonly Source[], from: Place | null): AsyncIterable<Page> {
    const set = source.collections[0] ?? '';
    const first = from?.link ?? (await this.#objects.company.path(set)) + query(this.#options(source, facts));
    let begun = from;
    for await (const { rows, next, at } of this.#objects.pages(first, this.#size, set)) {
      // Whatever moves while it is walked is asked for afterwards.
      const start = at ?? this.#world.now().toISOString();
      begun = { way: 'walk', link: next, from: begun?.from ?? start, walked: begun?.walked ?? this.#world.now().toISOString() };
      const last = next === null;
      const place: Place = last ? { ...begun, way: 'since' } : begun;
      yield { items: await this.#items(source, facts, rows), next: placeText(place), last, complete: last && from === null };
    }
  }

  async *#moved(source: Source, facts: readonly Source[], place: Place): AsyncIterable<Page> {
    const set = source.collections[0] ?? '';
    const $filter = `${STAMP} gt ${since(place.from)}`;
    const first = (await this.#objects.company.path(set)) + query({ ...this.#options(source, facts), $filter });
    let from = place.from;
    for await (const { rows, next, at } of this.#objects.pages(first, this.#size, set)) {
      from = later(from, rows.map((row) => textOf(row[STAMP])), at ?? this.#world.now().toISOString()); // prettier-ignore
      const last = next === null;
      const items = await this.#items(source, facts, rows);
      yield { items, next: placeText(last ? { ...place, from } : place), last, complete: false };
    }
  }

  #options(source: Source, facts: readonly Source[]): Record<string, string | undefined> {
    const properties = [...source.properties, STAMP, ...facts.flatMap((f) => f.properties)];
    return this.#objects.options({ ...source, properties });
  }

  async #items(source: Source, facts: readonly Source[], rows: readonly JsonObject[]): Promise<Item[]> {
    const items: Item[] = [];
    for (const row of rows) for (const of of [source, ...facts]) items.push(await this.#objects.seen(of, row));
    return items;
  }

  /** Everything there is, by key and version alone. */
  async *keys(source: Source): AsyncIterable<Page> {
    const set = source.collections[0] ?? '';
    const first = (await this.#objects.company.path(set)) + query({ $select: 'id', $orderby: 'id' });
    for await (const { rows, next } of this.#objects.pages(first, MOST, set)) {
      const items = rows.map((row): Item => ({ entity: source.entity, hostId: textOf(row['id']), version: etagOf(row) }));
      yield { items, next: null, last: next === null, complete: next === null };
    }
  }

  /** Invoices that wait for money: what came of it is told, and what was taken back. */
  async *open(source: Source): AsyncIterable<Page> {
    const set = source.collections[0] ?? '';
    const options = { ...this.#objects.options(source), $filter: "status eq 'Open'" };
    for await (const { rows, next } of this.#objects.pages(
      (await this.#objects.company.path(set)) + query(options),
      this.#size,
      set,
    )) {
      yield { items: await this.#items(source, [], rows), next: null, last: next === null, complete: false };
    }
  }

  /** A short list, whole. */
  async *list(source: Source): AsyncIterable<Page> {
    const items = source.reader === 'set' ? await this.#objects.all(source) : await this.#worth(source);
    yield { items, next: null, last: true, complete: true };
  }

  /** Facts that are worth nothing are not there. */
  async #worth(source: Source): Promise<Item[]> {
    const rows = await this.#objects.list(source.collections[0] ?? '', this.#objects.options(source));
    const items = await this.#items(source, [], rows);
    return items.filter((i) => !('gone' in i));
  }
}

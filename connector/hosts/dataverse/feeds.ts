/**
 * Which feeds Dataverse offers (hosts/dynamics.md 1.8): change tracking for what changes daily - one walk over everything whose end is a
 * delta link, from which every next cycle goes on - and short lists read whole. When the link has expired the walk begins anew, and
 * because it shows everything, what is missing from it is gone.
 */
import { ENTITY_ORDER, type Entity } from '../../model.ts';
import type { RowSource, Source } from '../../../mappings/mapping.ts';
import type { Feed, Item, Page } from '../host.ts';
import type { DataverseClient, JsonObject } from './client.ts';
import { MOST, type Objects, type RowPage } from './objects.ts';
import { belongs, goneOf, seenOf, textOf } from './rows.ts';
import { query } from './url.ts';

export interface DataverseFeed extends Feed {
  readonly way: 'track' | 'rows' | 'list';
}

const TRACKED: ReadonlySet<Entity> = new Set(['counterparty', 'invoice']);

export function feedsOf(sources: readonly Source[]): DataverseFeed[] {
  const ordered = [...sources].sort((a, b) => ENTITY_ORDER.indexOf(a.entity) - ENTITY_ORDER.indexOf(b.entity));
  return ordered.flatMap((source): DataverseFeed[] => {
    const entities = [source.entity];
    if (!TRACKED.has(source.entity))
      return [{ id: `list:${source.entity}`, way: 'list', kind: 'walk', entities, every: 'often' }];
    // Lines before their heads: what changes in between is seen by the next delta.
    const rows = source.rows.map((of): DataverseFeed => ({ id: `rows:${of.set}`, way: 'rows', kind: 'changes', entities, every: 'cycle' })); // prettier-ignore
    return [...rows, { id: `track:${source.entity}`, way: 'track', kind: 'walk', entities, every: 'cycle' }];
  });
}

const isDeleted = (row: JsonObject): boolean => textOf(row['@odata.context']).includes('$deletedEntity');

export class Feeds {
  readonly #client: DataverseClient;
  readonly #objects: Objects;
  readonly #size: number;

  constructor(client: DataverseClient, objects: Objects, size: number) {
    this.#client = client;
    this.#objects = objects;
    this.#size = size;
  }

  /**
   * Cursor: "page LINK" in the middle of everything, "delta LINK" at its end. Everything that was taken up in the middle proves no
   * absence, so it ends without a link and is walked once more.
   */
  async *track(source: Source, since: string | null): AsyncIterable<Page> {
    const set = source.collections[0] ?? '';
    const [way, link] = cursorOf(since);
    const first = link === null ? set + query({ $select: this.#objects.select(source.properties) }) : this.#client.below(link, { set }); // prettier-ignore
    for await (const page of this.#objects.pages(first, this.#prefer(this.#size), set)) {
      const items = await this.#items(source, page.rows, way === 'delta');
      const last = page.next === null;
      const next = last ? this.#end(way, page) : `page ${page.next ?? ''}`;
      yield { items, next: way === 'delta' && !last ? since : next, last, complete: last && way === 'all' };
    }
  }

  #prefer = (size: number): string => `odata.track-changes,odata.maxpagesize=${String(size)}`;

  #end = (way: string, { delta }: RowPage): string | null => (way === 'page' || delta === null ? null : `delta ${delta}`);

  async #items(source: Source, rows: readonly JsonObject[], isDelta: boolean): Promise<Item[]> {
    const gone = rows.filter(isDeleted).map((row) => goneOf(source, textOf(row['id'])));
    const there = rows.filter((row) => !isDeleted(row));
    // Of another kind now, if it ever was one of ours.
    const others = isDelta
      ? there.filter((row) => !belongs(source, row)).map((row) => goneOf(source, textOf(row[source.id])))
      : [];
    return [...(await this.#withLines(source, there.filter((row) => belongs(source, row)))), ...others, ...gone]; // prettier-ignore
  }

  async #withLines(source: Source, rows: readonly JsonObject[]): Promise<Item[]> {
    const [of] = source.rows;
    if (!of) return rows.map((row) => seenOf(source, row, null));
    const lines = await this.#objects.linesOf(of, rows.map((row) => textOf(row[source.id]))); // prettier-ignore
    return rows.map((row) => seenOf(source, row, lines.get(textOf(row[source.id])) ?? []));
  }

  /** Lines are objects of their own: whose they are is read; of a deleted one only its id is told. */
  async *rows(source: Source, of: RowSource, since: string | null): AsyncIterable<Page> {
    const link = cursorOf(since)[1];
    const first = link === null ? of.set + query({ $select: of.head }) : this.#client.below(link, { set: of.set });
    let delta: string | null = null;
    for await (const page of this.#objects.pages(first, this.#prefer(MOST), of.set)) {
      delta = page.delta;
      const items = since === null ? [] : page.rows.map((row) => rowItem(source, of, row));
      if (page.next !== null) yield { items, next: since, last: false, complete: false };
      else yield { items, next: delta === null ? null : `delta ${delta}`, last: true, complete: false };
    }
  }

  /** A short list, whole. */
  async *list(source: Source): AsyncIterable<Page> {
    const set = source.collections[0] ?? '';
    const options = { ...this.#objects.options(source), $filter: this.#objects.filter(set, source.only) };
    for await (const { rows, next } of this.#objects.pages(
      set + query(options),
      `odata.maxpagesize=${String(this.#size)}`,
      set,
    )) {
      const items = await Promise.all(rows.map((row) => this.#objects.seen(source, row)));
      yield { items, next: null, last: next === null, complete: next === null };
    }
  }
}

function rowItem(source: Source, of: RowSource, row: JsonObject): Item {
  if (isDeleted(row)) return { part: { type: of.set, id: textOf(row['id']) } };
  return { entity: source.entity, hostId: textOf(row[of.head]), version: '' };
}

function cursorOf(since: string | null): ['all' | 'page' | 'delta', string | null] {
  if (since === null) return ['all', null];
  const space = since.indexOf(' ');
  return [since.startsWith('page ') ? 'page' : 'delta', since.slice(space + 1)];
}

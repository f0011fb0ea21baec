/**
 * Which feeds Dataverse offers (hosts/dynamics.md 1.8): change tracking for what changes daily - one walk over everything whose end is a
 * delta link, from which every next cycle goes on - and short lists read whole. When the link has expired the walk begins anew, and
 * because it shows everything, what is missing from it is gone.
 */
import { ENTITY_ORDER, type Entity, type World } from '../../model.ts';
import type { RowSource, Source } from '../../../mappings/mapping.ts';
import { HostError, type Feed, type Item, type Observed, type Page, type Seen } from '../host.ts';
import { query } from '../odata-url.ts';
import type { DataverseClient, JsonObject } from './client.ts';
import { MOST, type Objects, type RowPage } from './objects.ts';
import { markAfter, placeOf, placeText, type Mark, type Place } from './place.ts';
import { belongs, goneOf, isBefore, seenOf, textOf } from '../dynamics-rows.ts';

export interface DataverseFeed extends Feed {
  readonly way: 'track' | 'rows' | 'list';
}

const WEEK_MS = 7 * 24 * 3_600_000;
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
  readonly #world: Pick<World, 'now'>;

  constructor(client: DataverseClient, objects: Objects, size: number, world: Pick<World, 'now'>) {
    this.#client = client;
    this.#objects = objects;
    this.#size = size;
    this.#world = world;
  }

  /**
   * Everything that was taken up in the middle proves no absence, so it ends without a place and is walked once more; and so is what was
   * last walked a week ago: no feed is believed for ever. Fails 'cursor-lost' then, and when the environment went back in time.
   */
  async *track(source: Source, since: string | null): AsyncIterable<Page> {
    const set = source.collections[0] ?? '';
    const place = placeOf(since);
    if (place?.way === 'delta') await this.#mustGoOn(source, place);
    const first = place === null ? set + query({ $select: this.#objects.select(source.properties) }) : this.#client.below(place.link, { set }); // prettier-ignore
    const at = { way: place?.way ?? 'all', walked: place?.walked ?? this.#world.now().toISOString() } as const;
    let mark = place?.mark ?? null;
    for await (const page of this.#objects.pages(first, this.#prefer(this.#size), set)) {
      const items = await this.#items(source, page.rows, at.way === 'delta');
      mark = markAfter(mark, items);
      const last = page.next === null;
      const next = nextPlace(at, page, mark);
      yield { items, next: at.way === 'delta' && !last ? since : next, last, complete: last && at.way === 'all' };
    }
  }

  async #mustGoOn(source: Source, { walked, mark, link }: Place): Promise<void> {
    const lost = (code: string): HostError => new HostError('cursor-lost', this.#client.host, { code, at: { set: source.collections[0] ?? '' } }); // prettier-ignore
    if (this.#world.now().getTime() - Date.parse(walked) > WEEK_MS) throw lost('cursor-lost');
    if (mark === null) return;
    const version = await this.#objects.versionOf(source, mark.id);
    const wentBack = version === null ? !(await this.#tellsGone(source, link, mark.id)) : isBefore(version, mark.version);
    if (wentBack) throw lost('host-restored');
  }

  /** Does the delta say that it was deleted? */
  async #tellsGone(source: Source, link: string, id: string): Promise<boolean> {
    const set = source.collections[0] ?? '';
    for await (const { rows } of this.#objects.pages(this.#client.below(link, { set }), this.#prefer(this.#size), set))
      if (rows.some((row) => isDeleted(row) && textOf(row['id']) === id)) return true;
    return false;
  }

  #prefer = (size: number): string => `odata.track-changes,odata.maxpagesize=${String(size)}`;

  async #items(source: Source, rows: readonly JsonObject[], isDelta: boolean): Promise<Observed[]> {
    const gone = rows.filter(isDeleted).map((row) => goneOf(source, textOf(row['id'])));
    const there = rows.filter((row) => !isDeleted(row));
    // Of another kind now, if it ever was one of ours.
    const others = isDelta
      ? there.filter((row) => !belongs(source, row)).map((row) => goneOf(source, textOf(row[source.id])))
      : [];
    return [...(await this.#withLines(source, there.filter((row) => belongs(source, row)))), ...others, ...gone]; // prettier-ignore
  }

  async #withLines(source: Source, rows: readonly JsonObject[]): Promise<Seen[]> {
    const [of] = source.rows;
    if (!of) return rows.map((row) => seenOf(source, row, null));
    const lines = await this.#objects.linesOf(of, rows.map((row) => textOf(row[source.id]))); // prettier-ignore
    return rows.map((row) => seenOf(source, row, lines.get(textOf(row[source.id])) ?? []));
  }

  /** Lines are objects of their own: whose they are is read; of a deleted one only its id is told. */
  async *rows(source: Source, of: RowSource, since: string | null): AsyncIterable<Page> {
    const place = placeOf(since);
    const first = place === null ? of.set + query({ $select: of.head }) : this.#client.below(place.link, { set: of.set });
    let delta: string | null = null;
    for await (const page of this.#objects.pages(first, this.#prefer(MOST), of.set)) {
      delta = page.delta;
      const items = place === null ? [] : page.rows.map((row) => rowItem(source, of, row));
      if (page.next !== null) yield { items, next: since, last: false, complete: false };
      else
        yield {
          items,
          next: delta === null ? null : placeText({ way: 'delta', link: delta, walked: '', mark: null }),
          last: true,
          complete: false,
        };
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

/** Nothing to go on from where the host gave no link, or where everything was taken up in the middle. */
function nextPlace(
  { way, walked }: { way: 'all' | Place['way']; walked: string },
  { next, delta }: RowPage,
  mark: Mark | null,
): string | null {
  if (next !== null) return placeText({ way: 'page', link: next, walked, mark });
  return way === 'page' || delta === null ? null : placeText({ way: 'delta', link: delta, walked, mark });
}

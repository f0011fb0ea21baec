/**
 * Which feeds a server on the premises offers (hosts/dynamics.md 3): the version every row carries as a watermark for what changes daily,
 * a sweep over keys and versions for what was deleted, a walk over content once a week, short lists read whole.
 */
import { ENTITY_ORDER, type Entity, type World } from '../../model.ts';
import type { RowSource, Source } from '../../../mappings/mapping.ts';
import { belongs, goneOf, isBefore, seenOf, textOf } from '../dynamics-rows.ts';
import type { Feed, Item, Page } from '../host.ts';
import { conditionsOf } from './fetch.ts';
import { lowOf, markedAt, marksOf, marksText, type Mark } from './marks.ts';
import { columnsOf, MOST, type Columns, type Objects, type RowPage } from './objects.ts';
import type { Row } from './values.ts';

export interface OrganizationFeed extends Feed {
  readonly way: 'versions' | 'rows' | 'walk' | 'sweep' | 'list';
}

const WATCHED: ReadonlySet<Entity> = new Set(['counterparty', 'invoice']);

/** Versions given away when we first look, of changes that are not committed yet. */
const OPEN_VERSIONS = 1000n;

/** Versions before the walk: what changes while it is under way is told by the next cycle. */
export function feedsOf(sources: readonly Source[]): OrganizationFeed[] {
  const ordered = [...sources].sort((a, b) => ENTITY_ORDER.indexOf(a.entity) - ENTITY_ORDER.indexOf(b.entity));
  return ordered.flatMap((source): OrganizationFeed[] => {
    const { entity } = source;
    const entities = [entity];
    if (!WATCHED.has(entity)) return [{ id: `list:${entity}`, way: 'list', kind: 'walk', entities, every: 'often' }];
    return [
      ...source.rows.map((of): OrganizationFeed => ({ id: `rows:${of.set}`, way: 'rows', kind: 'changes', entities, every: 'cycle' })),
      { id: `versions:${entity}`, way: 'versions', kind: 'changes', entities, every: 'cycle' },
      { id: `walk:${entity}`, way: 'walk', kind: 'walk', entities, every: 'weekly' },
      { id: `sweep:${entity}`, way: 'sweep', kind: 'sweep', entities, every: entity === 'counterparty' ? 'often' : 'nightly' },
    ];
  }); // prettier-ignore
}

export interface FeedOptions {
  readonly size: number;
  readonly world: Pick<World, 'now'>;
}

/** A page of rows in the order of their versions, turned into what it shows. */
type Shown = (rows: readonly Row[]) => Promise<readonly Item[]>;

export class Feeds {
  readonly #objects: Objects;
  readonly #o: FeedOptions;

  constructor(objects: Objects, options: FeedOptions) {
    [this.#objects, this.#o] = [objects, options];
  }

  versions(source: Source, since: string | null): AsyncIterable<Page> {
    return this.#since({ ...columnsOf(source), version: source.version ?? '' }, since, (rows) => this.#items(source, rows));
  }

  /** Lines are objects of their own: whose they are is read. */
  rows(source: Source, of: RowSource, since: string | null): AsyncIterable<Page> {
    const columns = { set: of.set, id: of.id, properties: [of.id, of.head, of.version], version: of.version };
    return this.#since(columns, since, async (rows) => rows.map((row) => ({ entity: source.entity, hostId: textOf(row[of.head]), version: '' }))); // prettier-ignore
  }

  /** The first call only remembers where changes begin: the walk shows everything. */
  async *#since(columns: Columns & { version: string }, since: string | null, shown: Shown): AsyncIterable<Page> {
    if (since !== null) {
      yield* this.#after(columns, marksOf(since), since, shown);
      return;
    }
    const newest = await this.#newest(columns);
    yield { items: [], next: marksText(markedAt([], newest, this.#o.world.now())), last: true, complete: false };
  } // prettier-ignore

  async *#after(
    columns: Columns & { version: string },
    marks: readonly Mark[],
    since: string,
    shown: Shown,
  ): AsyncIterable<Page> {
    let low = lowOf(marks);
    let newest = marks.at(-1)?.version ?? low;
    for (;;) {
      const { rows, cookie } = await this.#behind(columns, low);
      low = textOf(rows.at(-1)?.[columns.version]) || low;
      if (isBefore(newest, low)) newest = low;
      const last = cookie === null;
      const next = last ? marksText(markedAt(marks, newest, this.#o.world.now())) : since;
      yield { items: await shown(rows), next, last, complete: false };
      if (last) return;
    }
  }

  /** The next rows after a version, oldest first. Versions are never equal, so the cookie only tells that there are more. */
  async #behind(columns: Columns & { version: string }, low: string): Promise<Pick<RowPage, 'rows' | 'cookie'>> {
    const after = { attribute: columns.version, operator: 'gt', values: [low] } as const;
    return this.#first({ ...this.#objects.question(columns, [after], this.#o.size), order: { by: columns.version } }, columns);
  }

  async #newest(columns: Columns & { version: string }): Promise<string> {
    const order = { by: columns.version, descending: true };
    const { rows: [row] } = await this.#first({ ...this.#objects.question({ ...columns, properties: [columns.version] }, [], 1), order }, columns);
    const newest = BigInt(textOf(row?.[columns.version]) || '0');
    return String(newest > OPEN_VERSIONS ? newest - OPEN_VERSIONS : 0n);
  } // prettier-ignore

  async #first(question: ReturnType<Objects['question']>, columns: Columns): Promise<Pick<RowPage, 'rows' | 'cookie'>> {
    for await (const page of this.#objects.pages(columns, question)) return page;
    return { rows: [], cookie: null };
  }

  /** Of another kind now, if it ever was one of ours. */
  async #items(source: Source, rows: readonly Row[]): Promise<readonly Item[]> {
    const others = rows.filter((row) => !belongs(source, row)).map((row) => goneOf(source, textOf(row[source.id])));
    return [...(await this.#objects.seenAll(source, rows.filter((row) => belongs(source, row)))), ...others]; // prettier-ignore
  }

  /** Everything with its content. Taken up in the middle it proves no absence. */
  async *walk(source: Source, since: string | null): AsyncIterable<Page> {
    const columns = columnsOf(source);
    const from = placeOf(since);
    for await (const page of this.#objects.pages(columns, this.#all(source, columns, this.#o.size), from)) {
      const items = await this.#objects.seenAll(source, page.rows.filter((row) => belongs(source, row))); // prettier-ignore
      const last = page.cookie === null;
      yield { items, next: last ? null : placeText(page), last, complete: last && since === null };
    }
  }

  /** Keys and versions of everything; the version of an invoice has those of its lines in it. */
  async *sweep(source: Source): AsyncIterable<Page> {
    const conditions = Object.keys(source.only).filter((name) => !name.startsWith('$'));
    const columns = { ...columnsOf(source), properties: [...new Set([source.id, source.version ?? '', ...conditions])] };
    for await (const page of this.#objects.pages(columns, this.#all(source, columns, MOST))) {
      const last = page.cookie === null;
      yield { items: await this.#versions(source, page.rows.filter((row) => belongs(source, row))), next: null, last, complete: last };
    }
  } // prettier-ignore

  async #versions(source: Source, rows: readonly Row[]): Promise<readonly Item[]> {
    const [of] = source.rows;
    const lines = of ? await this.#objects.linesOf(of, rows.map((row) => textOf(row[source.id])), []) : null; // prettier-ignore
    const versioned = rows.map((row) => seenOf(source, row, lines === null ? null : (lines.get(textOf(row[source.id])) ?? [])));
    return versioned.map(({ entity, hostId, version }) => ({ entity, hostId, version }));
  }

  /** A short list, whole. */
  async *list(source: Source): AsyncIterable<Page> {
    const columns = columnsOf(source);
    for await (const { rows, cookie } of this.#objects.pages(columns, this.#all(source, columns, this.#o.size))) {
      const items = await this.#objects.seenAll(source, rows.filter((row) => belongs(source, row))); // prettier-ignore
      yield { items, next: null, last: cookie === null, complete: cookie === null };
    }
  }

  #all = (source: Source, columns: Columns, size: number) => this.#objects.question(columns, conditionsOf(source.only), size);
}

const placeText = ({ number, cookie }: { number: number; cookie: string | null }): string => JSON.stringify({ number: number + 1, cookie }); // prettier-ignore
const placeOf = (since: string | null): { number: number; cookie: string } | undefined =>
  since === null ? undefined : (JSON.parse(since) as { number: number; cookie: string });

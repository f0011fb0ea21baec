/**
 * Lists of a set. walk: content in pages of $top/$skip. sweep: one streamed answer of keys and versions, proven whole by its
 * end and by a count (hosts/1c.md 2.7, S14): $orderby=Ref_Key sorts by presentation, so pages alone prove nothing.
 */
import type { Item, Page } from '../host.ts';
import type { Entity } from '../../model.ts';
import type { Source } from '../../../mappings/mapping.ts';
import { HostError } from '../host.ts';
import type { JsonObject, OnecClient } from './client.ts';
import { Joined, registers, registerSelect } from './joins.ts';
import { belongs, hostIdOf, type Objects } from './objects.ts';
import { jsonRows } from './stream.ts';
import { query, setPath } from './url.ts';

export interface ListOptions {
  readonly pageSize: number;
  /** Rows may be hidden from this user: absence is then no proof (hosts/1c.md 2.7). */
  readonly allowedOnly: boolean;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export class Lists {
  readonly #client: OnecClient;
  readonly #objects: Objects;
  readonly #o: ListOptions;
  #ready: { readonly entity: Entity; readonly joined: Joined; readonly sets: Set<string> } | null = null;

  constructor(client: OnecClient, objects: Objects, options: ListOptions) {
    this.#client = client;
    this.#objects = objects;
    this.#o = options;
  }

  /** Content, page by page; the cursor is "set number:rows before". The next page is asked for while this one is stored. */
  async *walk(source: Source, since: string | null): AsyncIterable<Page> {
    const [first, from] = since === null ? [0, 0] : (since.split(':').map(Number) as [number, number]);
    const joined = await this.#joinTables(source);
    for (let n = first; n < source.collections.length; n++) yield* this.#walkSet(source, n, n === first ? from : 0, joined);
    if (source.collections.length === 0) yield { items: [], next: null, last: true, complete: false };
  }

  async *#walkSet(source: Source, n: number, from: number, joined: Joined): AsyncIterable<Page> {
    const set = source.collections[n] ?? '';
    const lastSet = n === source.collections.length - 1;
    const total = await this.count(source, set);
    let ahead = this.#page(source, set, from);
    for (let skip = from; ; skip += this.#o.pageSize) {
      const rows = await ahead;
      const end = rows.length < this.#o.pageSize;
      if (!end) {
        ahead = this.#page(source, set, skip + this.#o.pageSize);
        ahead.catch(() => undefined); // said when it is awaited
      }
      const items = await this.#objects.compose(source, set, rows.filter((o) => belongs(source, o)), joined); // prettier-ignore
      const next = end ? (lastSet ? null : `${String(n + 1)}:0`) : `${String(n)}:${String(skip + this.#o.pageSize)}`;
      yield { items, next, last: end && lastSet, complete: false, ...(total === null ? {} : { total }) };
      if (end) return;
    }
  }

  #page = (source: Source, set: string, skip: number): Promise<JsonObject[]> =>
    this.#objects.list(set, {
      $filter: this.#only(source, set),
      $orderby: source.id,
      $top: String(this.#o.pageSize),
      $skip: String(skip),
      ...this.#allowed(),
    });

  #only = (source: Source, set: string): string | undefined => this.#objects.filter(set, source.only);
  #allowed = (): Record<string, string> => (this.#o.allowedOnly ? { allowedOnly: 'true' } : {});

  /** Registers without versions are read whole before a walk; only what is asked for is kept. */
  async #joinTables(source: Source): Promise<Joined> {
    const ready = this.#ready;
    this.#ready = null;
    if (ready?.entity === source.entity && registers(source).every((j) => ready.sets.has(j.set))) return ready.joined;
    const joined = new Joined();
    for (const join of registers(source))
      for await (const rows of this.rows(join.set, { $select: registerSelect(join) }))
        for (const row of rows) joined.add(source, join, row);
    return joined;
  }

  /** A register is read for its first digest right before the walk that joins it: the walk takes those facts over. */
  joinLater(source: Source): Joined {
    if (this.#ready?.entity !== source.entity) this.#ready = { entity: source.entity, joined: new Joined(), sets: new Set() };
    return this.#ready.joined;
  }

  /** That register was read to its end. */
  joinedWhole(set: string): void {
    this.#ready?.sets.add(set);
  }

  /** Nothing of another entity stays in memory. */
  forgetOthers(entity: Entity): void {
    if (this.#ready?.entity !== entity) this.#ready = null;
  }

  /** Rows of one unpaged answer as they stream in. */
  async *rows(set: string, options: Readonly<Record<string, string | undefined>>): AsyncIterable<JsonObject[]> {
    const path = setPath(set) + query({ $format: 'json', ...options });
    const { body, contentType, asked } = await this.#client.stream({ method: 'GET', path }, { set });
    yield* jsonRows(body, asked, contentType);
  }

  /** Keys and versions of everything, or of documents since a day. Complete only if the count says so as well. */
  async *sweep(source: Source, sinceDay: string | null): AsyncIterable<Page> {
    let whole = sinceDay === null && !this.#o.allowedOnly;
    for (const set of source.collections) {
      let listed = 0;
      for await (const rows of this.rows(set, this.#keys(source, set, sinceDay))) {
        listed += rows.length;
        for (let i = 0; i < rows.length; i += this.#o.pageSize)
          yield {
            items: this.#items(source, set, rows.slice(i, i + this.#o.pageSize)),
            next: null,
            last: false,
            complete: false,
          };
      }
      const count = whole ? await this.count(source, set) : null;
      whole &&= count === null || count === listed;
    }
    yield { items: [], next: null, last: true, complete: whole, partial: this.#o.allowedOnly };
  }

  #keys(source: Source, set: string, sinceDay: string | null): Record<string, string | undefined> {
    const only = this.#only(source, set);
    const since = sinceDay === null || source.date === null ? undefined : `${source.date} ge datetime'${sinceDay}T00:00:00'`;
    const filter = [only, since].filter((f) => f !== undefined).join(' and ');
    return { $select: `${source.id},${source.version ?? ''}`, $filter: filter === '' ? undefined : filter, ...this.#allowed() };
  }

  #items = (source: Source, set: string, rows: readonly JsonObject[]): Item[] =>
    rows.map((o) => ({
      entity: source.entity,
      hostId: hostIdOf(source, set, text(o[source.id])),
      version: text(o[source.version ?? '']),
    }));

  /** Null where the base does not offer $count. */
  async count(source: Source, set: string): Promise<number | null> {
    const only = this.#only(source, set);
    try {
      const { body } = await this.#client.stream(
        { method: 'GET', path: `${setPath(set)}/$count${query({ $filter: only, ...this.#allowed() })}` },
        { set },
      );
      const number = Number((await body.text()).replace(/^\uFEFF/, ''));
      return Number.isInteger(number) ? number : null;
    } catch (error) {
      if (error instanceof HostError && ['bad-response', 'refused', 'not-published'].includes(error.kind)) return null;
      throw error;
    }
  }
}

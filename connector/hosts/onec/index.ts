/** A 1C infobase as a host (sync-design B2, hosts/1c.md): the verbs of host.ts on the automatic OData interface. */
import { createHash } from 'node:crypto';
import { ENTITY_ORDER, type Entity, type HostId, type World } from '../../model.ts';
import {
  HostError,
  type Action,
  type CheckFinding,
  type Cursor,
  type FeedId,
  type LiveHost,
  type MetaProperty,
  type Observed,
  type Outcome,
  type Page,
  type Seen,
  type Traits,
  type Where,
} from '../host.ts';
import { NoAnswer } from '../http.ts';
import type { Gate } from '../gate.ts';
import type { HostSchema } from '../../../mappings/compile.ts';
import type { LookupSource, Payload, Source } from '../../../mappings/mapping.ts';
import { checkOnec } from './check.ts';
import { OnecClient, type JsonObject } from './client.ts';
import { ClosedPeriods } from './closed-periods.ts';
import { isHtml, notJson, unreachable } from './errors.ts';
import { feedsOf, type OnecFeed } from './feeds.ts';
import { Lists } from './lists.ts';
import { metaProperties } from '../metadata.ts';
import { NodeFeed } from './node.ts';
import { Objects } from './objects.ts';
import { nextDay, settlements } from './settlements.ts';
import { settlementsUt } from './settlements-ut.ts';
import { watchTable } from './tables.ts';
import { datetime } from './url.ts';
import { Writes } from './writes.ts';

export interface OnecOptions {
  readonly id: HostId;
  /** …/odata/standard.odata/ */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly world: World;
  readonly timeZone: string | null;
  readonly exchangePlan: { readonly plan: string; readonly node: string | null; readonly entities: readonly Entity[] } | null;
  readonly allowedOnly?: boolean;
  readonly pageSize?: number;
  readonly recentDays?: number;
  readonly timeoutMs?: number;
  readonly tries?: number;
  readonly traits?: Partial<Traits>;
  readonly gate?: Gate;
  readonly onRequest?: (seen: { method: string; status: number | null; ms: number; retry: number }) => void;
}

const PAGE = 200;
const RECENT_DAYS = 60;

export class OnecHost implements LiveHost {
  readonly id: HostId;
  readonly kind = 'onec';
  readonly traits: Traits;
  readonly client: OnecClient;
  readonly #o: OnecOptions;
  #sources = new Map<Entity, Source>();
  #feeds: readonly OnecFeed[] = [];
  #objects: Objects;
  #lists: Lists;
  #writes: Writes;
  #schema: HostSchema | null = null;
  #periods: ClosedPeriods;
  readonly #day: Intl.DateTimeFormat;

  constructor(options: OnecOptions) {
    this.id = options.id;
    this.#o = options;
    this.traits = { conditional: 'unknown', clientIds: 'unknown', seconds: 'unknown', ...options.traits };
    this.client = new OnecClient({ ...options, host: options.id });
    [this.#objects, this.#lists, this.#writes] = this.#readers(null);
    this.#periods = new ClosedPeriods(this.#objects, options.user);
    this.#day = new Intl.DateTimeFormat('sv-SE', {
      ...(options.timeZone === null ? {} : { timeZone: options.timeZone }),
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  }

  #readers(schema: HostSchema | null): [Objects, Lists, Writes] {
    const objects = new Objects(this.client, schema);
    const lists = new Lists(this.client, objects, {
      pageSize: this.#o.pageSize ?? PAGE,
      allowedOnly: this.#o.allowedOnly ?? false,
    });
    return [objects, lists, new Writes(this.client, objects, this.traits)];
  }

  /** Once the mappings are compiled against the live metadata: what to read, and from which feeds. */
  use(sources: readonly Source[], schema: HostSchema): void {
    this.#schema = schema;
    this.#sources = new Map(sources.map((s) => [s.entity, s]));
    const plan = this.#o.exchangePlan;
    const planned = plan ? new Set(plan.entities.filter((e) => this.#sources.get(e)?.reader === 'set')) : null;
    this.#feeds = feedsOf(
      [...sources].sort((a, b) => ENTITY_ORDER.indexOf(a.entity) - ENTITY_ORDER.indexOf(b.entity)),
      planned,
    );
    [this.#objects, this.#lists, this.#writes] = this.#readers(schema);
    this.#periods = new ClosedPeriods(this.#objects, this.#o.user);
  }

  get feeds(): readonly OnecFeed[] {
    return this.#feeds;
  }

  #source(entity: Entity): Source {
    const source = this.#sources.get(entity);
    if (!source) throw new HostError('not-published', this.id, { code: 'not-mapped', at: { entity } });
    return source;
  }

  /** The base's own day. */
  #today = (): string => this.#day.format(this.#o.world.now());

  #recent = (): string => nextDay(this.#today(), -(this.#o.recentDays ?? RECENT_DAYS));

  changes(feedId: FeedId, since: Cursor | null): AsyncIterable<Page> {
    const feed = this.#feeds.find((f) => f.id === feedId);
    const entity = feed?.entities[0];
    if (!feed || entity === undefined)
      throw new HostError('not-published', this.id, { code: 'not-mapped', at: { feed: feedId } });
    this.#lists.forgetOthers(entity);
    switch (feed.way) {
      case 'node':
        return this.#node().changes(since);
      case 'walk':
        return this.#lists.walk(this.#source(entity), since);
      case 'sweep':
        return this.#lists.sweep(this.#source(entity), null);
      case 'recent':
        return this.#lists.sweep(this.#source(entity), this.#recent());
      case 'table':
        return watchTable(this.#lists, this.#source(entity), feed.set ?? '', feed.recent ? this.#recent() : null, since);
      case 'computed':
        return this.#computed(this.#source(entity));
    }
  }

  #node(): NodeFeed {
    const plan = this.#o.exchangePlan;
    return new NodeFeed(this.client, this.#objects, this.#schema, this.#sources, {
      host: this.id,
      plan: plan?.plan ?? '',
      code: plan?.node ?? null,
    });
  }

  /** Facts without versions of their own: everything is shown, the content is the version. */
  async *#computed(source: Source): AsyncIterable<Page> {
    const rows = await this.#compute(source);
    const items: Seen[] = rows.map((object) => ({
      entity: source.entity,
      hostId: idOf(source, object),
      version: digestOf(object),
      object,
    }));
    for (let i = 0; i + PAGE < items.length; i += PAGE)
      yield { items: items.slice(i, i + PAGE), next: null, last: false, complete: false, total: items.length };
    yield {
      items: items.slice(Math.max(0, items.length - (items.length % PAGE || PAGE))),
      next: null,
      last: true,
      complete: true,
      total: items.length,
    };
  }

  async #compute(source: Source): Promise<readonly JsonObject[]> {
    if (source.reader === 'settlements') return settlements(this.#objects, this.#lists, this.#today());
    if (source.reader === 'settlements-ut') return settlementsUt(this.#objects, this.#lists, this.#today());
    if (source.reader === 'closed-periods') return this.#periods.read(this.#today());
    return this.#slice(source);
  }

  /** Conditions on what the register has, for the base to apply: a price list of twenty types is not read for the sake of one. */
  #wanted(source: Source, set: string): string | undefined {
    const known = Object.entries(source.only).filter(([name]) => (this.#schema?.type(set, name) ?? null) !== null);
    return this.#objects.filter(set, Object.fromEntries(known));
  }

  /**
   * As of the end of the base's day: a price of next week is none yet, and must not hide today's. Of several registers the first that
   * holds rows: a base on the new pricing keeps the old one empty.
   */
  async #slice(source: Source): Promise<JsonObject[]> {
    const kept: JsonObject[] = [];
    const call = `SliceLast(Period=${datetime(`${this.#today()}T23:59:59`)})`;
    for (const set of source.collections) {
      for await (const batch of this.#lists.rows(`${set}/${call}`, { $filter: this.#wanted(source, set) }))
        kept.push(...batch.filter((row) => isOf(source, row)));
      if (kept.length > 0) break;
    }
    return kept;
  }

  async read(entity: Entity, hostId: string): Promise<Observed> {
    const source = this.#source(entity);
    if (source.reader !== 'set') return (await this.#readComputed(source, [hostId]))[0] ?? { entity, hostId, gone: true };
    return this.#objects.read(source, hostId);
  }

  async readMany(entity: Entity, hostIds: readonly string[]): Promise<readonly Observed[]> {
    const source = this.#source(entity);
    return source.reader === 'set' ? this.#objects.readMany(source, hostIds) : this.#readComputed(source, hostIds);
  }

  async #readComputed(source: Source, hostIds: readonly string[]): Promise<Observed[]> {
    const rows = new Map((await this.#compute(source)).map((o) => [idOf(source, o), o]));
    return hostIds.map((hostId) => {
      const object = rows.get(hostId);
      return object
        ? { entity: source.entity, hostId, version: digestOf(object), object }
        : { entity: source.entity, hostId, gone: true };
    });
  }

  async find(entity: Entity, where: Where): Promise<readonly Seen[]> {
    return this.#objects.find(this.#source(entity), where);
  }

  async create(entity: Entity, id: string, payload: Payload): Promise<Outcome> {
    return this.#writes.create(this.#source(entity), id, payload);
  }

  async update(entity: Entity, seen: Seen, payload: Payload): Promise<Outcome> {
    return this.#writes.update(this.#source(entity), seen, payload);
  }

  async act(entity: Entity, seen: Seen, action: Action): Promise<Outcome> {
    return this.#writes.act(this.#source(entity), seen, action);
  }

  async *metadata(): AsyncIterable<MetaProperty> {
    const { body, contentType, asked } = await this.client.stream(
      { method: 'GET', path: '$metadata', headers: { accept: 'application/xml' } },
      { set: '$metadata' },
    );
    const page = { status: 200, contentType, text: '' };
    if (isHtml(page)) {
      await body.dump();
      throw notJson(page, asked);
    }
    try {
      yield* metaProperties(body);
    } catch (error) {
      throw unreachable(new NoAnswer('cut', true, error), asked);
    }
  }

  async lookup(source: LookupSource): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for await (const rows of this.#lists.rows(source.set, {
      $select: `${source.key},${source.value}`,
      $filter: source.filter ?? undefined,
    }))
      for (const row of rows) {
        const value = wordOf(row[source.value]);
        const word = source.values ? source.values[value] : value;
        if (word !== undefined && word !== '') found.set(String(row[source.key]), word);
      }
    return found;
  }

  serverDate(): Promise<string | null> {
    return this.client.date();
  }

  async check(): Promise<readonly CheckFinding[]> {
    return checkOnec(this.client, this.#objects, [...this.#sources.values()], this.#o.exchangePlan?.plan ?? null);
  }

  async close(): Promise<void> {
    await this.client.close();
  }
}

/** A flag as a word, so that a mapping can say what it means. */
const wordOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'boolean' ? String(value) : '';

/** Conditions on properties the register has: one with fewer dimensions passes. */
const isOf = (source: Source, row: JsonObject): boolean =>
  Object.entries(source.only).every(([name, value]) => !(name in row) || row[name] === value);

const idOf = (source: Source, object: Readonly<Record<string, unknown>>): string => source.id.split(',').map((p) => String(object[p])).join('|'); // prettier-ignore
const digestOf = (object: object): string => createHash('sha256').update(JSON.stringify(object)).digest('base64url').slice(0, 16);

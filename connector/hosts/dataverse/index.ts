/** An organisation of Dynamics 365 on Dataverse as a host (sync-design B2, hosts/dynamics.md 1): the verbs of host.ts on the Web API. */
import type { HostSchema, MappingFinding } from '../../../mappings/compile.ts';
import type { LookupSource, Payload, Source } from '../../../mappings/mapping.ts';
import type { Entity, HostId, World } from '../../model.ts';
import { HostError, type Action, type CheckFinding, type Cursor, type FeedId, type LiveHost, type MetaProperty, type Observed, type Outcome, type Page, type Seen, type Traits, type Where } from '../host.ts'; // prettier-ignore
import { Gather, type Gathered } from '../gather.ts';
import { oneAhead } from '../one-ahead.ts';
import { checkDataverse } from './check.ts';
import { DataverseClient, type ClientOptions } from './client.ts';
import { shiftingDates } from './dates.ts';
import { Feeds, feedsOf, type DataverseFeed } from './feeds.ts';
import { Objects } from './objects.ts';
import { goneOf, textOf, wordsIn } from '../dynamics-rows.ts';
import { TOGETHER, Writes } from './writes.ts';

export interface DataverseOptions extends ClientOptions {
  readonly pageSize?: number;
  readonly traits?: Partial<Traits>;
}

const PAGE = 1000;

export class DataverseHost implements LiveHost {
  readonly id: HostId;
  readonly kind = 'dataverse';
  readonly traits: Traits;
  readonly together = TOGETHER;
  readonly #client: DataverseClient;
  readonly #size: number;
  readonly #world: Pick<World, 'now'>;
  #sources = new Map<Entity, Source>();
  #objects: Objects;
  #writes: Writes;
  readonly #readings = new Map<Entity, Gather<string, Observed>>();
  #feeds: readonly DataverseFeed[] = [];

  constructor(options: DataverseOptions) {
    this.id = options.id;
    this.#size = options.pageSize ?? PAGE;
    this.#world = options.world;
    this.traits = { clientIds: 'unknown', ...options.traits, conditional: 'yes', seconds: 'yes' };
    this.#client = new DataverseClient(options);
    this.#objects = new Objects(this.#client, null);
    this.#writes = new Writes(this.#client, this.#objects, this.traits);
  }

  use(sources: readonly Source[], schema: HostSchema): void {
    this.#sources = new Map(sources.map((s) => [s.entity, s]));
    this.#objects = new Objects(this.#client, schema);
    this.#writes = new Writes(this.#client, this.#objects, this.traits);
    this.#readings.clear();
    this.#feeds = feedsOf(sources);
  }

  unfit(sources: readonly Source[], schema: HostSchema): Promise<readonly MappingFinding[]> {
    return shiftingDates(this.#client, sources, schema);
  }

  /** Of the organisation; a copied or restored environment may have another. */
  async identity(): Promise<string> {
    const me = await this.#client.json({ method: 'GET', path: 'WhoAmI' }, { set: 'WhoAmI' });
    return textOf(me['OrganizationId']);
  }

  get feeds(): readonly DataverseFeed[] {
    return this.#feeds;
  }

  #source(entity: Entity): Source {
    const source = this.#sources.get(entity);
    if (!source) throw this.#notMapped({ entity });
    return source;
  }

  #notMapped = (at: Readonly<Record<string, string>>): HostError =>
    new HostError('not-published', this.id, { code: 'not-mapped', at });

  changes(feedId: FeedId, since: Cursor | null): AsyncIterable<Page> {
    const feed = this.#feeds.find((f) => f.id === feedId);
    const entity = feed?.entities[0];
    if (!feed || entity === undefined) throw this.#notMapped({ feed: feedId });
    const [source, feeds] = [this.#source(entity), new Feeds(this.#client, this.#objects, this.#size, this.#world)];
    if (feed.way === 'list') return feeds.list(source);
    const of = feed.way === 'rows' ? source.rows.find((r) => feedId === `rows:${r.set}`) : undefined;
    return oneAhead(of ? feeds.rows(source, of, since) : feeds.track(source, since));
  }

  async read(entity: Entity, hostId: string): Promise<Observed> {
    return this.#reading(this.#source(entity)).ask(hostId);
  }

  /** Objects asked for one by one in the same turn are read together. */
  #reading(source: Source): Gather<string, Observed> {
    const known = this.#readings.get(source.entity);
    if (known) return known;
    const made = new Gather<string, Observed>(TOGETHER, (ids) => this.#readTogether(source, ids));
    this.#readings.set(source.entity, made);
    return made;
  }

  async #readTogether(source: Source, ids: readonly string[]): Promise<Gathered<Observed>[]> {
    const [first = ''] = ids;
    if (ids.length === 1) return [{ value: await this.#objects.read(source, first) }];
    const found = new Map((await this.#objects.readMany(source, [...new Set(ids)])).map((o) => [o.hostId, o]));
    return ids.map((id) => ({ value: found.get(id) ?? goneOf(source, id) }));
  }

  async readMany(entity: Entity, hostIds: readonly string[]): Promise<readonly Observed[]> {
    return this.#objects.readMany(this.#source(entity), hostIds);
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

  /** Every state of an invoice is a property here; nothing has to be done to it. */
  async act(entity: Entity, _seen: Seen, action: Action): Promise<Outcome> {
    throw new HostError('refused', this.id, {
      code: 'action-unknown',
      at: { set: this.#source(entity).collections[0] ?? '', action },
    });
  }

  metadata(): AsyncIterable<MetaProperty> {
    return this.#client.metadata();
  }

  async lookup(source: LookupSource): Promise<ReadonlyMap<string, string>> {
    const { set, key, value, filter } = source;
    const rows = await this.#objects.list(set, { $select: `${key},${value}`, $filter: filter ?? undefined });
    return wordsIn(rows, source);
  }

  serverDate(): Promise<string | null> {
    return this.#client.serverDate();
  }

  async check(): Promise<readonly CheckFinding[]> {
    return checkDataverse(this.#client, this.#objects, [...this.#sources.values()]);
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}

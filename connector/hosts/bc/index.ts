/** A company of Dynamics 365 Business Central as a host (sync-design B2, hosts/dynamics.md 4.3): the verbs of host.ts on its API v2.0. */
import type { HostSchema } from '../../../mappings/compile.ts';
import type { LookupSource, Payload, Source } from '../../../mappings/mapping.ts';
import type { Entity, HostId, World } from '../../model.ts';
import { HostError, type Action, type CheckFinding, type Cursor, type FeedId, type LiveHost, type MetaProperty, type Observed, type Outcome, type Page, type Seen, type Traits, type Where } from '../host.ts'; // prettier-ignore
import { checkCompany } from './check.ts';
import { BcClient, type ClientOptions } from './client.ts';
import { Company } from './company.ts';
import { oneAhead } from '../one-ahead.ts';
import { Feeds, feedsOf, type BcFeed } from './feeds.ts';
import { Objects } from './objects.ts';
import { wordsIn } from '../dynamics-rows.ts';
import type { InvoiceWays } from './wire.ts';
import { Writes } from './writes.ts';

export interface BcOptions extends ClientOptions {
  /** Name, display name or id of the company. */
  readonly company: string;
  readonly ways: InvoiceWays;
  readonly pageSize?: number;
  readonly traits?: Partial<Traits>;
}

const PAGE = 1000;

export class BcHost implements LiveHost {
  readonly id: HostId;
  readonly kind = 'business-central';
  readonly traits: Traits;
  readonly #client: BcClient;
  readonly #company: Company;
  readonly #ways: InvoiceWays;
  readonly #size: number;
  readonly #world: Pick<World, 'now'>;
  #sources = new Map<Entity, Source>();
  #objects: Objects;
  #schema: HostSchema | null = null;
  #feeds: readonly BcFeed[] = [];

  constructor(options: BcOptions) {
    this.id = options.id;
    this.#size = options.pageSize ?? PAGE;
    this.#ways = options.ways;
    this.#world = options.world;
    // Ids are its own. A day is all it keeps of a date: an invoice is known again by its marker or its number.
    this.traits = { seconds: 'unknown', ...options.traits, clientIds: 'no', conditional: 'yes' };
    this.#client = new BcClient(options);
    this.#company = new Company(this.#client, options.company);
    this.#objects = new Objects(this.#client, this.#company, null);
  }

  use(sources: readonly Source[], schema: HostSchema): void {
    this.#sources = new Map(sources.map((s) => [s.entity, s]));
    this.#schema = schema;
    this.#objects = new Objects(this.#client, this.#company, schema);
    this.#feeds = feedsOf(sources);
  }

  /** A company that was copied or made anew is another one. */
  identity(): Promise<string> {
    return this.#company.id;
  }

  get feeds(): readonly BcFeed[] {
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
    const [entity, ...more] = feed?.entities ?? [];
    if (!feed || entity === undefined) throw this.#notMapped({ feed: feedId });
    const [source, feeds] = [this.#source(entity), new Feeds(this.#objects, this.#world, this.#size)];
    switch (feed.way) {
      case 'track':
        return oneAhead(feeds.track(source, more.map((e) => this.#source(e)), since)); // prettier-ignore
      case 'keys':
        return feeds.keys(source);
      case 'open':
        return feeds.open(source);
      case 'list':
        return feeds.list(source);
    }
  }

  async read(entity: Entity, hostId: string): Promise<Observed> {
    return this.#objects.read(this.#source(entity), hostId);
  }

  async readMany(entity: Entity, hostIds: readonly string[]): Promise<readonly Observed[]> {
    return this.#objects.readMany(this.#source(entity), hostIds);
  }

  async find(entity: Entity, where: Where): Promise<readonly Seen[]> {
    return this.#objects.find(this.#source(entity), where);
  }

  async create(entity: Entity, id: string, payload: Payload): Promise<Outcome> {
    return this.#writes().create(this.#source(entity), id, payload);
  }

  async update(entity: Entity, seen: Seen, payload: Payload): Promise<Outcome> {
    return this.#writes().update(this.#source(entity), seen, payload);
  }

  async act(entity: Entity, seen: Seen, action: Action): Promise<Outcome> {
    return this.#writes().act(this.#source(entity), seen, action);
  }

  #writes = (): Writes => new Writes(this.#objects, this.#schema, this.#ways);

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
    return checkCompany(this.#objects, [...this.#sources.values()], this.#ways);
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}

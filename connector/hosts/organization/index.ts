/**
 * An organisation of Dynamics CRM on the premises as a host (sync-design B2, hosts/dynamics.md 3): the verbs of host.ts over its
 * Organization Service, for servers without a Web API and for those whose administrators insist.
 */
import type { HostSchema, MappingFinding } from '../../../mappings/compile.ts';
import type { LookupSource, Payload, Source } from '../../../mappings/mapping.ts';
import type { Entity, HostId, World } from '../../model.ts';
import { wordsIn } from '../dynamics-rows.ts';
import { HostError, type Action, type CheckFinding, type Cursor, type FeedId, type LiveHost, type MetaProperty, type Observed, type Outcome, type Page, type Seen, type Traits, type Where } from '../host.ts'; // prettier-ignore
import { checkOrganization } from './check.ts';
import { OrganizationClient, type ClientOptions } from './client.ts';
import { shiftingDates } from './dates.ts';
import { oneAhead } from '../one-ahead.ts';
import { Feeds, feedsOf, type OrganizationFeed } from './feeds.ts';
import { Objects } from './objects.ts';
import { Orders } from './orders.ts';
import { Tables } from './tables.ts';
import { Writes } from './writes.ts';
import { textAt } from './xml.ts';

export interface OrganizationOptions extends ClientOptions {
  readonly pageSize?: number;
  readonly traits?: Partial<Traits>;
  /** Of those who type dates there; null: not known. */
  readonly timeZone?: string | null;
}

const PAGE = 1000;

export class OrganizationHost implements LiveHost {
  readonly id: HostId;
  readonly kind = 'organization';
  readonly traits: Traits;
  readonly #client: OrganizationClient;
  readonly #tables: Tables;
  readonly #objects: Objects;
  readonly #writes: Writes;
  readonly #world: Pick<World, 'now'>;
  readonly #size: number;
  readonly #zone: string | null;
  #sources = new Map<Entity, Source>();
  #feeds: readonly OrganizationFeed[] = [];

  constructor(options: OrganizationOptions) {
    [this.id, this.#world, this.#size, this.#zone] = [options.id, options.world, options.pageSize ?? PAGE, options.timeZone ?? null];
    this.traits = { conditional: 'unknown', clientIds: 'unknown', ...options.traits, seconds: 'yes' };
    this.#client = new OrganizationClient(options);
    this.#tables = new Tables(this.#client);
    this.#objects = new Objects(this.#client, this.#tables, this.#zone);
    this.#writes = new Writes(this.#client, this.#objects, new Orders(this.id, this.#tables, this.#zone), this.traits);
  } // prettier-ignore

  use(sources: readonly Source[], _schema: HostSchema): void {
    this.#sources = new Map(sources.map((s) => [s.entity, s]));
    this.#feeds = feedsOf(sources);
  }

  unfit(sources: readonly Source[]): Promise<readonly MappingFinding[]> {
    return shiftingDates(this.#tables, sources, this.#zone);
  }

  /** Of the organisation; a copied or restored one may have another. */
  async identity(): Promise<string> {
    const me = await this.#client.execute({ name: 'WhoAmI', parameters: '', at: { set: 'WhoAmI' } });
    return textAt(me.get('OrganizationId') ?? null);
  }

  get feeds(): readonly OrganizationFeed[] {
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
    const [source, feeds] = [this.#source(entity), new Feeds(this.#objects, { size: this.#size, world: this.#world })];
    switch (feed.way) {
      case 'rows': {
        const of = source.rows.find((r) => feedId === `rows:${r.set}`);
        if (!of) throw this.#notMapped({ feed: feedId });
        return feeds.rows(source, of, since);
      }
      case 'versions':
        return feeds.versions(source, since);
      case 'walk':
        return oneAhead(feeds.walk(source, since));
      case 'sweep':
        return oneAhead(feeds.sweep(source));
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
    return this.#tables.properties();
  }

  async lookup(source: LookupSource): Promise<ReadonlyMap<string, string>> {
    const { set, key, value, filter } = source;
    if (filter !== null) throw this.#notMapped({ set, filter });
    const rows = await this.#objects.list({ set, id: key, properties: [key, value] }, []);
    return wordsIn(rows, source);
  }

  serverDate(): Promise<string | null> {
    return this.#client.serverDate();
  }

  async check(): Promise<readonly CheckFinding[]> {
    const sources = [...this.#sources.values()];
    return checkOrganization({ client: this.#client, objects: this.#objects, traits: this.traits, world: this.#world, sources });
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}

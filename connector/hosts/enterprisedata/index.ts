/**
 * A 1C base that exchanges EnterpriseData messages, as a host (hosts/1c.md 5.2, 5.3): the verbs of host.ts on what it has told so far. It
 * cannot be asked for one object; "read" is what its last message said, and every write takes a new message first.
 */
import type { HostSchema } from '../../../mappings/compile.ts';
import type { LookupSource, Payload, Source } from '../../../mappings/mapping.ts';
import type { Entity, HostId, World } from '../../model.ts';
import { READS_ONLY, type Gate } from '../gate.ts';
import { HostError, type Action, type CheckFinding, type Cursor, type Feed, type FeedId, type LiveHost, type MetaProperty, type Observed, type Outcome, type Page, type Seen, type Traits, type Where } from '../host.ts'; // prettier-ignore
import { checkExchange } from './check.ts';
import { CONTACT_KINDS } from './contacts.ts';
import { COUNTRIES } from './countries.ts';
import { Exchange, KINDS } from './exchange.ts';
import { entityOf, Feeds, feedsOf, MESSAGES } from './feeds.ts';
import { Finder } from './find.ts';
import { Mirror, type Kept, type MirrorDatabase } from './mirror.ts';
import { propertiesOf } from './objects.ts';
import { schemaOf } from './schema.ts';
import type { ExchangeService } from './service.ts';
import { Writes } from './writes.ts';

export { SoapExchange } from './soap.ts';
export type { MirrorDatabase } from './mirror.ts';
export { MessagesPersonalData } from './personal.ts';
export type { ExchangeService } from './service.ts';

export interface EnterpriseDataOptions {
  readonly id: HostId;
  /** Folder of the services: …/ws/ */
  readonly url: string;
  readonly plan: string;
  readonly peerCode: string;
  readonly prefix: string;
  readonly partKb: number;
  readonly operationMinutes: number;
  readonly timeZone: string | null;
  readonly world: World;
  readonly service: ExchangeService;
  /** Opened when it is first needed: what 1C told lasts in it. */
  readonly database: () => MirrorDatabase;
  readonly traits?: Partial<Traits>;
  readonly gate?: Gate;
}

export class EnterpriseDataHost implements LiveHost {
  readonly id: HostId;
  readonly kind = 'enterprisedata';
  readonly traits: Traits;
  readonly #o: EnterpriseDataOptions;
  #parts: Parts | null = null;
  #sources = new Map<Entity, Source>();
  #feeds: readonly Feed[] = [];

  constructor(options: EnterpriseDataOptions) {
    this.id = options.id;
    this.#o = options;
    this.traits = { ...options.traits, conditional: 'no', clientIds: 'yes', seconds: 'yes' };
  }

  get #at(): Parts {
    return (this.#parts ??= this.#open());
  }

  #open(): Parts {
    const { id, service, world, gate = READS_ONLY } = this.#o;
    const mirror = new Mirror(this.#o.database(), () => world.uuid());
    const exchange = new Exchange(service, mirror, { ...this.#o, host: id, wallClock: () => this.#wallClock() });
    const feeds = new Feeds(id, mirror, (kept) => this.#seenOf(kept));
    return { mirror, exchange, feeds, writes: new Writes({ ...this.#o, gate }, exchange, mirror), finder: new Finder(mirror) };
  }

  #wallClock(): string {
    const { timeZone, world } = this.#o;
    return new Intl.DateTimeFormat('sv-SE', {
      dateStyle: 'short',
      timeStyle: 'medium',
      ...(timeZone === null ? {} : { timeZone }),
    })
      .format(world.now())
      .replace(' ', 'T');
  }

  use(sources: readonly Source[], _schema: HostSchema): void {
    this.#sources = new Map(sources.map((s) => [s.entity, s]));
    this.#feeds = feedsOf(sources);
  }

  get feeds(): readonly Feed[] {
    return this.#feeds;
  }

  #source(entity: Entity): Source {
    const source = this.#sources.get(entity);
    if (!source) throw this.#notMapped({ entity });
    return source;
  }

  #notMapped = (at: Readonly<Record<string, string>>): HostError =>
    new HostError('not-published', this.id, { code: 'not-mapped', at });

  /** What of it is mapped. */
  #seenOf(kept: readonly Kept[]): Seen[] {
    const { format } = this.#at.exchange;
    return kept.flatMap((k) => {
      const source = entityOf(this.#sources, k.kind);
      return source ? this.#seen(source, k, format) : [];
    });
  }

  #seen = (source: Source, kept: Kept, format = this.#at.exchange.format): Seen => ({
    entity: source.entity,
    hostId: kept.id,
    version: kept.version,
    object: propertiesOf(format, kept, source.properties),
  });

  changes(feedId: FeedId, since: Cursor | null): AsyncIterable<Page> {
    const { feeds, exchange } = this.#at;
    if (feedId === MESSAGES) return feeds.messages(exchange, since);
    const entity = this.#feeds.find((f) => f.id === feedId)?.entities[0];
    if (entity === undefined) throw this.#notMapped({ feed: feedId });
    return feeds.walk(this.#source(entity), since);
  }

  /** What its last message said: it cannot be asked. */
  async read(entity: Entity, hostId: string): Promise<Observed> {
    const source = this.#source(entity);
    const kept = this.#at.mirror.get(source.collections[0] ?? '', hostId);
    return kept ? this.#seen(source, kept) : { entity, hostId, gone: true };
  }

  async readMany(entity: Entity, hostIds: readonly string[]): Promise<readonly Observed[]> {
    return Promise.all(hostIds.map((id) => this.read(entity, id)));
  }

  /** In what it has told, a moment ago at most: this is asked before a create. */
  async find(entity: Entity, where: Where): Promise<readonly Seen[]> {
    const source = this.#source(entity);
    await this.#at.writes.fresh();
    const found: Seen[] = [];
    for (const kept of this.#at.finder.candidates(source.collections[0] ?? '', where)) {
      const seen = this.#seen(source, kept);
      if (this.#at.finder.fits(seen.object ?? {}, where)) found.push(seen);
    }
    return found;
  }

  async create(entity: Entity, id: string, payload: Payload): Promise<Outcome> {
    const source = this.#source(entity);
    return { done: this.#seen(source, await this.#at.writes.create(source, id, payload)) };
  }

  async update(entity: Entity, seen: Seen, payload: Payload): Promise<Outcome> {
    const source = this.#source(entity);
    return { done: this.#seen(source, await this.#at.writes.update(source, seen, payload)) };
  }

  /** The format knows no posting: the rules of the base decide. */
  async act(entity: Entity, _seen: Seen, action: Action): Promise<Outcome> {
    throw new HostError('refused', this.id, {
      code: 'action-unknown',
      at: { set: this.#source(entity).collections[0] ?? '', action },
    });
  }

  async *metadata(): AsyncIterable<MetaProperty> {
    yield* schemaOf(this.#at.exchange.format, KINDS);
    for (const set of [COUNTRY_SET, CONTACT_SET])
      for (const name of ['', 'Код', 'Имя']) yield { set, part: null, name, type: name === '' ? '' : 'Edm.String' };
  }

  /** Classifiers of the format: the same in every base. */
  async lookup({ set }: LookupSource): Promise<ReadonlyMap<string, string>> {
    if (set === COUNTRY_SET) return COUNTRIES;
    return new Map(set === CONTACT_SET ? CONTACT_KINDS.map((kind): [string, string] => [kind, kind]) : []);
  }

  serverDate(): Promise<string | null> {
    return this.#o.service.serverDate();
  }

  async check(): Promise<readonly CheckFinding[]> {
    return checkExchange(this.id, this.#o.service, this.#at.mirror);
  }

  async close(): Promise<void> {
    await this.#o.service.close();
    this.#parts?.mirror.close();
    this.#parts = null;
  }
}

interface Parts {
  readonly mirror: Mirror;
  readonly exchange: Exchange;
  readonly feeds: Feeds;
  readonly writes: Writes;
  readonly finder: Finder;
}

const [COUNTRY_SET, CONTACT_SET] = ['Классификатор.СтраныМира', 'Перечисление.ВидыКИ'] as const;

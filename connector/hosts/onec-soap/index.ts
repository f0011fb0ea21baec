/** Any web service of 1C as a host, by its mapping (issue 8; hosts/1c.md 5): the verbs of host.ts as operations of its WSDL. */
import type { LookupSource, Payload, Source } from '../../../mappings/mapping.ts';
import { operationSet, operationsIn, type SoapFile } from '../../../mappings/soap.ts';
import type { Entity, HostId, World } from '../../model.ts';
import type { Gate } from '../gate.ts';
import { HostError, type Action, type CheckFinding, type Cursor, type FeedId, type LiveHost, type MetaProperty, type Observed, type OnRequest, type Outcome, type Page, type Seen, type Traits, type Where } from '../host.ts'; // prettier-ignore
import type { WsdlPlace } from '../soap/index.ts';
import { checkService } from './check.ts';
import { feedsOf, type SoapFeed } from './feeds.ts';
import { wsdlProperties } from './metadata.ts';
import { Objects, type Kind } from './objects.ts';
import { Service } from './service.ts';
import { Writes } from './writes.ts';

export interface OnecSoapOptions {
  readonly id: HostId;
  /** …/ws/NAME.1cws */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly wsdl: WsdlPlace;
  readonly version: '1.1' | '1.2';
  readonly world: World;
  readonly timeZone: string | null;
  /** What the pack says of the service: set -> operations. */
  readonly soap: ReadonlyMap<string, SoapFile>;
  readonly pageSize?: number;
  readonly recentDays?: number;
  readonly timeoutMs?: number;
  readonly tries?: number;
  readonly traits?: Partial<Traits>;
  readonly gate?: Gate;
  readonly onRequest?: OnRequest;
}

const PAGE = 500;
const RECENT_DAYS = 60;
const DAY_MS = 86_400_000;

export class OnecSoapHost implements LiveHost {
  readonly id: HostId;
  readonly kind = 'onec-soap';
  readonly traits: Traits;
  readonly #o: OnecSoapOptions;
  readonly #service: Service;
  readonly #objects: Objects;
  readonly #writes: Writes;
  #kinds = new Map<Entity, Kind>();

  constructor(options: OnecSoapOptions) {
    this.id = options.id;
    this.#o = options;
    this.traits = { conditional: 'unknown', clientIds: 'unknown', seconds: 'unknown', ...options.traits };
    const authorization = `Basic ${Buffer.from(`${options.user}:${options.password}`, 'utf8').toString('base64')}`;
    this.#service = new Service({ ...options, headers: async () => ({ authorization }) });
    this.#objects = new Objects(this.#service, options.id, options.pageSize ?? PAGE);
    this.#writes = new Writes(this.#service, this.#objects, options.id, options.world, this.traits);
  }

  use(sources: readonly Source[]): void {
    this.#kinds = new Map(sources.flatMap((source) => {
      const soap = this.#o.soap.get(source.collections[0] ?? '');
      return soap ? [[source.entity, { source, soap }]] : [];
    })); // prettier-ignore
  }

  get feeds(): readonly SoapFeed[] {
    return feedsOf(this.#kinds, this.#objects.isSmall);
  }

  #kind(entity: Entity): Kind {
    const kind = this.#kinds.get(entity);
    if (!kind) throw new HostError('not-published', this.id, { code: 'not-mapped', at: { entity } });
    return kind;
  }

  changes(feedId: FeedId, since: Cursor | null): AsyncIterable<Page> {
    const feed = this.feeds.find((f) => f.id === feedId);
    const entity = feed?.entities[0];
    if (!feed || entity === undefined)
      throw new HostError('not-published', this.id, { code: 'not-mapped', at: { feed: feedId } });
    const kind = this.#kind(entity);
    const { list, versions = list, recent = list } = kind.soap;
    if (feed.way === 'walk') return this.#objects.pages(kind, list, since, { content: true });
    if (feed.way === 'versions') return this.#objects.pages(kind, versions, since, { content: false });
    return this.#objects.pages(kind, recent, null, { content: false, since: this.#recent() });
  }

  /** Midnight, so many days ago by the clock of the base. */
  #recent(): string {
    const then = new Date(this.#o.world.now().getTime() - (this.#o.recentDays ?? RECENT_DAYS) * DAY_MS);
    const zone = this.#o.timeZone === null ? {} : { timeZone: this.#o.timeZone };
    const day = new Intl.DateTimeFormat('sv-SE', { ...zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(then);
    return `${day}T00:00:00`;
  }

  async read(entity: Entity, hostId: string): Promise<Observed> {
    return (await this.readMany(entity, [hostId]))[0] ?? { entity, hostId, gone: true };
  }

  readMany(entity: Entity, hostIds: readonly string[]): Promise<readonly Observed[]> {
    return this.#objects.readMany(this.#kind(entity), hostIds);
  }

  find(entity: Entity, where: Where): Promise<readonly Seen[]> {
    return this.#objects.find(this.#kind(entity), where);
  }

  create(entity: Entity, id: string, payload: Payload): Promise<Outcome> {
    return this.#writes.create(this.#kind(entity), id, payload);
  }

  update(entity: Entity, seen: Seen, payload: Payload): Promise<Outcome> {
    return this.#writes.update(this.#kind(entity), seen, payload);
  }

  act(entity: Entity, seen: Seen, action: Action): Promise<Outcome> {
    return this.#writes.act(this.#kind(entity), seen, action);
  }

  async *metadata(): AsyncIterable<MetaProperty> {
    yield* wsdlProperties(await this.#service.client(), this.#o.soap);
  }

  /** A service has no small tables but those it lists; names stand in its objects. */
  async lookup(_source: LookupSource): Promise<ReadonlyMap<string, string>> {
    return new Map();
  }

  async serverDate(): Promise<string | null> {
    return (await this.#service.client()).serverDate();
  }

  check(): Promise<readonly CheckFinding[]> {
    return checkService(this.#service, this.#objects, this.#writes, [...this.#kinds.values()], { url: this.#o.url, now: () => this.#o.world.now().getTime() }); // prettier-ignore
  }

  close(): Promise<void> {
    return this.#service.close();
  }
}

/** Everything a pack asks of a service is among the sets that are kept of its description. */
export const setsAsked = (soap: SoapFile): string[] => operationsIn(soap).map((o) => operationSet(o.operation));

/**
 * `{host}:{type}:{id}` <-> records. The type is what a form of the host calls it, the name of its set, or our word; `sidebook:…` is
 * one of ours. What a token covers is compared by every name an object has.
 */
import { packOf } from '../../pack-of.ts';
import type { Config } from '../../config.ts';
import type { Entity, HostId, RecordId, SharedRecord } from '../../model.ts';
import type { Store, StoredLink } from '../../store/store.ts';
import { ApiError } from '../api-error.ts';

export const OURS = 'sidebook';

/** What widgets can be opened for. */
const SHOWN: readonly Entity[] = ['counterparty', 'invoice'];

export interface Ref {
  readonly host: HostId;
  readonly entity: Entity;
  readonly id: string;
}

export interface Found {
  readonly ref: Ref;
  readonly record: SharedRecord | null;
  /** The host's object, whether or not it has a record. */
  readonly link: StoredLink | null;
  /** Every name a token may cover it by. */
  readonly names: readonly string[];
}

const GUID = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i;

export class Entities {
  readonly #store: Store;
  /** Host -> our word -> what its forms call it and the names of its sets, the main one first. */
  readonly #sets: ReadonlyMap<HostId, ReadonlyMap<Entity, readonly string[]>>;

  constructor(config: Pick<Config, 'hosts'>, store: Store) {
    this.#store = store;
    this.#sets = new Map(Object.entries(config.hosts).map(([id, host]) => [id, setsOf(packOf(host))]));
  }

  /** As a host names its object; null where the pack knows no such kind. */
  nameOf(host: HostId, entity: Entity, hostId: string): string {
    return `${host}:${this.#sets.get(host)?.get(entity)?.[0] ?? entity}:${hostId}`;
  }

  parse(text: string): Ref {
    const [host = '', type = '', ...rest] = text.split(':');
    const id = rest.join(':');
    const entity = SHOWN.find((e) => e === type || (host !== OURS && this.#sets.get(host)?.get(e)?.includes(type)));
    if (!entity || id === '' || (host !== OURS && !this.#sets.has(host)))
      throw new ApiError(400, 'entity-unknown', { entity: text.slice(0, 120) }, { entity: 'input-choice' });
    return { host, entity, id: GUID.exec(id)?.[1]?.toLowerCase() ?? id };
  }

  async find(text: string): Promise<Found> {
    const ref = this.parse(text);
    const link = ref.host === OURS ? null : await this.#link(ref);
    const id = ref.host === OURS ? ref.id : (link?.record ?? null);
    const record = id === null ? null : await this.#store.read((t) => t.record(id));
    const known = record?.entity === ref.entity ? record : null;
    return { ref, record: known, link, names: [text, ...this.#spellings(ref), ...(known ? await this.namesOf(known) : [])] };
  }

  async #link({ host, entity, id }: Ref): Promise<StoredLink | null> {
    return (await this.#store.read((t) => t.linksAt(host, entity, [id]))).get(id) ?? null;
  }

  #spellings({ host, entity, id }: Ref): string[] {
    const types = host === OURS ? [entity] : [entity, ...(this.#sets.get(host)?.get(entity) ?? [])];
    return types.map((type) => `${host}:${type}:${id}`);
  }

  /** A token for a counterparty covers its invoices. */
  async namesOf(record: SharedRecord): Promise<string[]> {
    const own = await this.#namesOf(record.id, record.entity);
    const party = record.entity === 'invoice' ? record.fields['counterparty'] : null;
    return typeof party === 'string' ? [...own, ...(await this.#namesOf(party, 'counterparty'))] : own;
  }

  async #namesOf(id: RecordId, entity: Entity): Promise<string[]> {
    const links = await this.#store.read((t) => t.linksOf(id));
    const there = links.flatMap((l) => (l.hostId === null ? [] : this.#spellings({ host: l.host, entity, id: l.hostId })));
    return [`${OURS}:${entity}:${id}`, ...there];
  }
}

function setsOf(pack: ReturnType<typeof packOf>): Map<Entity, string[]> {
  const names = (file: (typeof pack)[number]) => [...((file['forms'] ?? []) as string[]), ...(file['collections'] as string[])];
  return new Map(pack.map((file) => [file.entity, names(file).map((set) => set.replace(/\?$/, ''))]));
}

/** References between records and host ids, read from links in batches and kept for one run. */
import { textOf } from '../fields.ts';
import type { Entity, HostId, RecordId, SharedRecord } from '../model.ts';
import type { Refs } from '../../mappings/mapping.ts';
import type { Reader, Store } from '../store/store.ts';

const CAPACITY = 50_000;

const ENTITIES: Readonly<Record<string, Entity>> = { organisation: 'organisation', counterparty: 'counterparty', contract: 'contract', bankAccount: 'bankAccount', currency: 'currency', partner: 'partner' }; // prettier-ignore
/** The kind a field of a record refers to; null = it is no reference. */
export const refEntity = (field: string): Entity | null => ENTITIES[field] ?? null;

export class LinkRefs implements Refs {
  readonly #store: Store;
  readonly #host: HostId;
  readonly #records = new Map<string, RecordId>();
  readonly #hostIds = new Map<RecordId, string>();
  readonly #parts = new Map<string, RecordId>();
  readonly #names = new Map<RecordId, string | null>();
  #behind = new Map<Entity, ReadonlyMap<string, readonly RecordId[]>>();
  readonly #missedNames = new Set<RecordId>();
  readonly #missedParts = new Map<string, { entity: Entity; type: string; id: string }>();
  readonly #missedHostIds = new Map<Entity, Set<string>>();
  readonly #missedRecords = new Map<Entity, Set<RecordId>>();

  constructor(store: Store, host: HostId) {
    this.#store = store;
    this.#host = host;
  }

  toRecord(entity: Entity, hostId: string): RecordId | null {
    const known = this.#records.get(`${entity}:${hostId}`);
    if (known !== undefined) return known;
    add(this.#missedHostIds, entity, hostId);
    return null;
  }

  byPart(entity: Entity, type: string, id: string): RecordId | null {
    const key = `${entity}:${type}:${id}`;
    const known = this.#parts.get(key);
    if (known !== undefined) return known;
    this.#missedParts.set(key, { entity, type, id });
    return null;
  }

  toHost(entity: Entity, record: RecordId): string | null {
    const known = this.#hostIds.get(record);
    if (known !== undefined) return known;
    add(this.#missedRecords, entity, record);
    return null;
  }

  nameOf(_entity: Entity, record: RecordId): string | null {
    const known = this.#names.get(record);
    if (known === undefined) this.#missedNames.add(record);
    return known ?? null;
  }

  /** True while a look-up found nothing since the last load: convert again after load(). */
  get missed(): boolean {
    return (
      this.#missedHostIds.size > 0 || this.#missedRecords.size > 0 || this.#missedParts.size > 0 || this.#missedNames.size > 0
    );
  }

  /** Reads what was missed; false when nothing of it is known. What is unknown is asked for again next time. */
  async load(): Promise<boolean> {
    const before = this.#known();
    if (this.#records.size > CAPACITY) this.#records.clear();
    if (this.#hostIds.size > CAPACITY) this.#hostIds.clear();
    const [hostIds, records] = [[...this.#missedHostIds], [...this.#missedRecords]];
    this.#missedHostIds.clear();
    this.#missedRecords.clear();
    const parts = [...this.#missedParts];
    this.#missedParts.clear();
    const named = [...this.#missedNames];
    this.#missedNames.clear();
    await this.#store.read(async (t) => {
      for (const [entity, ids] of hostIds)
        for (const [hostId, record] of await t.recordsAt(this.#host, entity, [...ids]))
          this.#records.set(`${entity}:${hostId}`, record);
      for (const [entity, ids] of records)
        for (const [record, hostId] of await t.hostIdsOf(this.#host, entity, [...ids])) this.#hostIds.set(record, hostId);
      for (const [key, { entity, type, id }] of parts) {
        const links = (await t.linksByPart(this.#host, type, id)).filter(
          (l) => l.entity === entity && l.record !== null && l.aliasOf === null,
        );
        const [only] = links;
        if (only?.record && links.length === 1) this.#parts.set(key, only.record);
      }
      const called = named.length === 0 ? new Map<RecordId, SharedRecord>() : await t.records(named);
      for (const id of named) this.#names.set(id, textOf(called.get(id)?.fields ?? {}, 'name') || null);
    });
    return this.#known() !== before;
  }

  #known = (): number => this.#records.size + this.#hostIds.size + this.#parts.size + this.#names.size;

  /** References of its own; what was made one is read once for all of them. */
  apart(): LinkRefs {
    const other = new LinkRefs(this.#store, this.#host);
    other.#behind = this.#behind;
    return other;
  }

  /** Records whose objects were made one with this one there; few are, and all are read at once. */
  async behind(t: Reader, entity: Entity, hostId: string | null): Promise<readonly RecordId[]> {
    const known = this.#behind.get(entity) ?? new Map(await byObject(t, this.#host, entity));
    this.#behind.set(entity, known);
    return known.get(hostId ?? '') ?? [];
  }

  forget(): void {
    this.#behind.clear();
    this.#records.clear();
    this.#hostIds.clear();
    this.#parts.clear();
    this.#names.clear();
  }

  learn(entity: Entity, hostId: string, record: RecordId): void {
    this.#records.set(`${entity}:${hostId}`, record);
  }
}

async function byObject(t: Reader, host: HostId, entity: Entity): Promise<ReadonlyMap<string, RecordId[]>> {
  const records = new Map<string, RecordId[]>();
  for (const { record, into } of await t.mergedInto(host, entity)) records.set(into, [...(records.get(into) ?? []), record]);
  return records;
}

function add<T>(map: Map<Entity, Set<T>>, entity: Entity, value: T): void {
  const set = map.get(entity);
  if (set) set.add(value);
  else map.set(entity, new Set([value]));
}

/** Converts, reads the references that were missing, converts again - as often as that brings a new one to light. */
export async function withRefs<T>(refs: LinkRefs, convert: () => T): Promise<T> {
  for (;;) {
    const result = convert();
    if (!refs.missed || !(await refs.load())) return result;
  }
}

/** Names for ids: what a person recognises a record, or an object that is no record yet, by. */
import { flat } from '../narrow.ts';
import type { Lang } from '../errors.ts';
import { textOf } from '../fields.ts';
import { titleOf } from '../sync/plan.ts';
import type { Entity, Fields, HostId, RecordId } from '../model.ts';
import type { Store, StoredLink } from '../store/store.ts';
import { parseUnresolved } from '../../mappings/mapping.ts';
import { titleIn } from './format.ts';

/** The end of an id tells records apart; its beginning is the time they were made. */
export const shortId = (id: RecordId): string => id.slice(-12);

/** What the host showed last of an object. */
export const seenFields = (link: StoredLink | null): Fields => flat(link?.seen ?? null);

const nameOf = (entity: Entity, fields: Fields): string =>
  entity === 'currency' ? textOf(fields, 'code') || textOf(fields, 'name') : titleOf(entity, fields);

/** A balance is known by whose it is, a price by what it is of. */
const ownerOf = (fields: Fields): RecordId => textOf(fields, 'counterparty') || textOf(fields, 'product');

/** "?person:GUID": an object of the host that leads to no record; "~…": one outside the scope. */
const isOpen = (id: string): boolean => /^[?~]\w+:/.test(id);

/** Where names are looked up: a Sidebook, or the store as one person sees it. */
export interface Named {
  readonly store: Pick<Store, 'read'>;
}

export class Names {
  readonly #names = new Map<string, string>();
  readonly #in: Named;

  readonly #lang: Lang | null;

  /** @param lang dates in names are written as its readers do; null: as they are stored */
  constructor(where: Named, lang: Lang | null = null) {
    this.#in = where;
    this.#lang = lang;
  }

  /** `host`: whose objects the open references among them are. */
  async learn(ids: Iterable<string | null | undefined>, host: HostId | null = null): Promise<void> {
    const wanted = [...new Set([...ids].filter((id): id is string => typeof id === 'string' && !this.#names.has(id)))];
    const [open, records] = [wanted.filter(isOpen), wanted.filter((id) => !isOpen(id))];
    if (host !== null) for (const id of open) await this.#learnOpen(id, host);
    if (records.length === 0) return;
    const found = await this.#in.store.read((t) => t.records(records));
    for (const [id, r] of found) this.#names.set(id, this.#nameOf(r.entity, r.fields));
    const nameless = [...found].filter(([id]) => this.#names.get(id) === '').map(([id, r]) => [id, ownerOf(r.fields)] as const);
    await this.learn(nameless.map(([, owner]) => owner));
    for (const [id, owner] of nameless) this.#names.set(id, this.of(owner));
  }

  /** Objects of a host by their ids there; one that was never read has no name. */
  async learnObjects(host: HostId, entity: Entity, hostIds: readonly string[]): Promise<void> {
    for (const id of hostIds) {
      const name = await this.#objectName(host, entity, id);
      if (name !== '') this.#names.set(id, name);
    }
  }

  async #learnOpen(id: string, host: HostId): Promise<void> {
    const { entity, hostId } = parseUnresolved(id);
    this.#names.set(id, (await this.#objectName(host, entity, hostId)) || '…');
  }

  async #objectName(host: HostId, entity: Entity, hostId: string): Promise<string> {
    const { store } = this.#in;
    const link = (await store.read((t) => t.linksAt(host, entity, [hostId]))).get(hostId) ?? null;
    const record = link?.record ?? null;
    const fields = record === null ? seenFields(link) : ((await store.read((t) => t.record(record)))?.fields ?? {});
    return this.#nameOf(entity, fields);
  }

  #nameOf(entity: Entity, fields: Fields): string {
    const name = nameOf(entity, fields);
    return this.#lang === null ? name : titleIn(this.#lang, entity, name);
  }

  of = (id: string | null | undefined): string => (id ? (this.#names.get(id) ?? (isOpen(id) ? '…' : shortId(id))) : '');
}

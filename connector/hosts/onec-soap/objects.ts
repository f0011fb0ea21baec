/**
 * Reading: pages of a list, objects by key, objects by what they are told by. A service without versions has the fingerprint of its
 * content for one (sync-design A17); a service without an operation for it is searched through its list.
 */
import { createHash } from 'node:crypto';
import type { HostObject, Source } from '../../../mappings/mapping.ts';
import type { SoapFile, SoapListing } from '../../../mappings/soap.ts';
import type { Entity, HostId } from '../../model.ts';
import { HostError, type Cursor, type Observed, type Page, type Seen, type Where } from '../host.ts';
import { isRange, type Asked, type Service } from './service.ts';
import { textOf } from './values.ts';

/** A kind of record as the service is asked for it. */
export interface Kind {
  readonly source: Source;
  readonly soap: SoapFile;
}

export class Objects {
  readonly #service: Service;
  readonly #host: HostId;
  readonly #pageSize: number;
  /** How many there are of a kind, as last told. */
  readonly #totals = new Map<Entity, number>();

  constructor(service: Service, host: HostId, pageSize: number) {
    this.#service = service;
    this.#host = host;
    this.#pageSize = pageSize;
  }

  /** All of them are one answer. */
  isSmall = (entity: Entity): boolean => (this.#totals.get(entity) ?? Infinity) <= this.#pageSize;

  /** `content`: false = keys and versions alone. The cursor: how many came before, and the last key. */
  async *pages({ source, soap }: Kind, list: SoapListing, since: Cursor | null, more: { since?: string; content: boolean }): AsyncGenerator<Page> {
    let { count, after } = positionOf(since);
    const known = new Set<string>();
    const ask = () => this.#service.ask(list, { ...more, after, skip: count, count: this.#pageSize }, soap.faults);
    let coming = ask();
    for (;;) {
      const answer = await coming;
      const objects = this.#service.objects(answer, list);
      const seen = objects.map((o) => this.seen(source, o));
      const repeated = seen.filter((s) => known.has(s.hostId)).length;
      if (seen.length > 0 && repeated === seen.length) throw this.#unclear(list.operation); // the same page for ever
      for (const s of seen) known.add(s.hostId);
      count += seen.length;
      after = seen.at(-1)?.hostId ?? after;
      const last = this.#isLast(list, answer, objects.length);
      const total = Number(this.#service.text(answer, list.total) ?? NaN);
      if (Number.isFinite(total) && more.since === undefined) this.#totals.set(source.entity, total);
      const items = seen.filter((s) => belongs(source, s.object)).map((s) => (more.content ? s : keyOnly(s)));
      if (!last) (coming = ask()).catch(() => undefined); // made there while this one is worked on here; a failure is met when it is awaited
      const complete = last && more.since === undefined && count === total && known.size === total;
      yield { items, next: last || more.since !== undefined ? null : `${String(count)} ${after ?? ''}`, last, complete, ...(Number.isFinite(total) ? { total } : {}) };
      if (last) return;
    }
  } // prettier-ignore

  /** A list without pages is whole with its first answer. */
  #isLast(list: SoapListing, answer: Parameters<Service['text']>[0], rows: number): boolean {
    const words = Object.values(list.send);
    if (!words.includes('$after') && !words.includes('$skip')) return true;
    const end = this.#service.text(answer, list.end);
    return rows === 0 || (end === null ? rows < this.#pageSize : end === 'true' || end === '1');
  }

  seen(source: Source, object: HostObject | undefined): Seen & { readonly object: HostObject } {
    const id = object?.[source.id];
    const version = source.version === null ? digestOf(object ?? {}) : object?.[source.version];
    if (!object || typeof id !== 'string' || id === '' || typeof version !== 'string' || version === '')
      throw this.#unclear(source.collections[0] ?? '');
    return { entity: source.entity, hostId: id, version, object };
  }

  #unclear = (set: string): HostError => new HostError('bad-response', this.#host, { code: 'not-understood', at: { set } });

  async readMany(kind: Kind, hostIds: readonly string[]): Promise<Observed[]> {
    const found = new Map<string, Seen>();
    for (const ids of this.#groups(kind, hostIds)) for (const s of await this.#some(kind, ids)) found.set(s.hostId, s);
    return hostIds.map((hostId) => found.get(hostId) ?? { entity: kind.source.entity, hostId, gone: true });
  }

  #groups({ soap: { read } }: Kind, ids: readonly string[]): (readonly string[])[] {
    if (!read) return [ids];
    const most = Object.values(read.send).includes('$ids') ? this.#pageSize : 1;
    return Array.from({ length: Math.ceil(ids.length / most) }, (_, i) => ids.slice(i * most, (i + 1) * most));
  }

  async #some(kind: Kind, ids: readonly string[]): Promise<Seen[]> {
    const { source, soap } = kind;
    const wanted = new Set(ids);
    const objects = soap.read ? await this.#asked(kind, soap.read, { ids }) : await this.#searched(kind, (o) => wanted.has(String(o[source.id])));
    return objects.filter((o) => belongs(source, o)).map((o) => this.seen(source, o)).filter((s) => wanted.has(s.hostId));
  } // prettier-ignore

  /** An object that is not there is told by a fault, or by an answer without it. */
  async #asked({ soap }: Kind, o: NonNullable<SoapFile['read']>, asked: Asked): Promise<HostObject[]> {
    try {
      return this.#service.objects(await this.#service.ask(o, asked, soap.faults), o);
    } catch (error) {
      if (error instanceof HostError && error.code === 'object-gone') return [];
      throw error;
    }
  }

  async #searched(kind: Kind, fits: (object: HostObject) => boolean): Promise<HostObject[]> {
    const found: HostObject[] = [];
    for await (const page of this.pages(kind, kind.soap.list, null, { content: true }))
      for (const item of page.items) if ('object' in item && item.object && fits(item.object)) found.push(item.object);
    return found;
  }

  /** The service may look by less than is asked: what it shows is held against every condition here. */
  async find(kind: Kind, where: Where): Promise<Seen[]> {
    const { find } = kind.soap;
    const fits = (o: HostObject): boolean => Object.entries(where).every(([name, wanted]) => isLike(o[name], wanted));
    const words = Object.values(find?.send ?? {});
    const canAsk = Object.keys(where).some((name) => words.includes(`$where.${name}`) || words.includes(`$from.${name}`));
    const objects = find && canAsk ? (await this.#asked(kind, find, { where })).filter(fits) : await this.#searched(kind, fits);
    return objects.filter((o) => belongs(kind.source, o)).map((o) => this.seen(kind.source, o));
  } // prettier-ignore
}

function positionOf(cursor: Cursor | null): { count: number; after: string | null } {
  if (cursor === null) return { count: 0, after: null };
  const at = cursor.indexOf(' ');
  return { count: Number(cursor.slice(0, at)), after: cursor.slice(at + 1) };
}

const keyOnly = ({ entity, hostId, version }: Seen): Seen => ({ entity, hostId, version });

/** Conditions on what the object shows; keys and versions alone show nothing else. */
export const belongs = (source: Source, object: HostObject | undefined): boolean =>
  Object.entries(source.only).every(([name, value]) => object?.[name] === undefined || object[name] === value);

/** Empty is empty however it is written; case never tells two objects apart here. */
function isLike(value: unknown, wanted: unknown): boolean {
  const text = plainText(value);
  if (isRange(wanted)) return text >= wanted.from && text <= wanted.to;
  return text.toLowerCase() === plainText(wanted).toLowerCase();
}
const plainText = (value: unknown): string => (textOf(value) ?? '').trim();

export const digestOf = (object: HostObject): string =>
  createHash('sha256').update(JSON.stringify(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)))).digest('base64url').slice(0, 16); // prettier-ignore

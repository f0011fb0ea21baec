/**
 * The exchange plan as a feed (hosts/1c.md 3.1): one numbered package of everything changed, of all types of the node. It stays
 * registered until it is confirmed, and it is confirmed only when the cursor comes back: then it is stored here.
 */
import { isGone, type Item, type Page } from '../host.ts';
import { HostError } from '../host.ts';
import type { Entity, HostId } from '../../model.ts';
import type { Source } from '../../../mappings/mapping.ts';
import type { HostSchema } from '../../../mappings/compile.ts';
import { atomItems, type AtomItem } from './atom.ts';
import type { JsonObject, OnecClient } from './client.ts';
import { follows, NO_JOIN, registers, wholeAlready } from './joins.ts';
import { belongs, hostIdOf, type Objects } from './objects.ts';
import { jsonRows } from './stream.ts';
import { guid, query, setPath } from './url.ts';

const PACKAGE_TIMEOUT_MS = 900_000;
const PAGE = 200;

export interface NodeOptions {
  readonly host: HostId;
  readonly plan: string;
  /** Code of our node; without it the only one that is not the base itself. */
  readonly code: string | null;
}

/** "number:received": the last package we stored, and the highest number the base had confirmed by then. */
interface Place {
  readonly message: number;
  readonly received: number;
}

const parseCursor = (cursor: string | null): Place | null => {
  if (cursor === null) return null;
  const [message = 0, received = 0] = cursor.split(':').map(Number);
  return { message, received };
};

export class NodeFeed {
  readonly #client: OnecClient;
  readonly #objects: Objects;
  readonly #schema: HostSchema | null;
  readonly #sources: ReadonlyMap<Entity, Source>;
  readonly #o: NodeOptions;
  #point: string | null = null;

  constructor(
    client: OnecClient,
    objects: Objects,
    schema: HostSchema | null,
    sources: ReadonlyMap<Entity, Source>,
    options: NodeOptions,
  ) {
    this.#client = client;
    this.#objects = objects;
    this.#schema = schema;
    this.#sources = sources;
    this.#o = options;
  }

  async *changes(since: string | null): AsyncIterable<Page> {
    const before = parseCursor(since);
    const node = await this.#node();
    const received = Number(node['ReceivedNo'] ?? 0);
    if (before && received < before.received)
      throw new HostError('cursor-lost', this.#o.host, { code: 'host-restored', at: { set: this.#o.plan } });
    // Confirmed, but not by what we have stored: somebody else took those changes, or our store is an older one.
    if (before && received > before.message)
      throw new HostError('cursor-lost', this.#o.host, { code: 'cursor-lost', at: { set: this.#o.plan } });
    const stored = before && before.message > received ? await this.#confirm(before.message) : received;
    yield* this.#package(stored + 1, stored);
  }

  async #node(): Promise<JsonObject> {
    const nodes = await this.#objects.list(this.#o.plan, {});
    const ours = nodes.filter(
      (n) =>
        n['ThisNode'] !== true &&
        n['DeletionMark'] !== true &&
        (this.#o.code === null || String(n['Code']).trim() === this.#o.code),
    );
    const [node] = ours;
    if (!node || ours.length > 1)
      throw new HostError('bad-response', this.#o.host, {
        code: 'node-unclear',
        at: { set: this.#o.plan, count: String(ours.length) },
      });
    this.#point = `'${this.#client.url}${this.#o.plan}(${guid(String(node['Ref_Key']))})'`;
    return node;
  }

  async #confirm(message: number): Promise<number> {
    await this.#client.json(
      { method: 'POST', path: this.#call('NotifyChangesReceived', message), headers: { 'content-length': '0' } },
      { set: this.#o.plan },
    );
    return message;
  }

  #call = (name: string, message: number): string =>
    `${setPath(name)}${query({ DataExchangePoint: this.#point ?? '', MessageNo: String(message), ...(name === 'SelectChanges' ? { $format: 'application/json;odata=fullmetadata' } : { $format: 'json' }) })}`;

  async *#package(message: number, received: number): AsyncIterable<Page> {
    const answer = await this.#client.stream(
      {
        method: 'POST',
        path: this.#call('SelectChanges', message),
        timeoutMs: PACKAGE_TIMEOUT_MS,
        headers: { 'content-length': '0' },
      },
      { set: this.#o.plan },
    );
    const items = answer.contentType.includes('json')
      ? fromJson(jsonRows(answer.body, answer.asked, answer.contentType))
      : atomItems(answer.body, answer.asked, this.#schema);
    let batch: AtomItem[] = [];
    let any = false;
    for await (const more of items) {
      batch.push(...more);
      any ||= more.length > 0;
      while (batch.length >= PAGE) yield { items: this.#items(batch.splice(0, PAGE)), next: null, last: false, complete: false };
    }
    // An empty package is not worth a confirmation: the same number is asked for again.
    const place: Place = { message: any ? message : received, received };
    yield {
      items: this.#items(batch),
      next: `${String(place.message)}:${String(place.received)}`,
      last: true,
      complete: false,
    };
    batch = [];
  }

  #items(batch: readonly AtomItem[]): Item[] {
    const items: Item[] = [];
    for (const item of batch) {
      if ('deleted' in item) items.push(...this.#deleted(item.deleted));
      else items.push(...this.#changed(item.set, item.object));
    }
    return this.#withJoins(items);
  }

  #changed(set: string, object: JsonObject): Item[] {
    for (const source of this.#sources.values()) {
      if (source.collections.includes(set)) {
        if (belongs(source, object)) return [this.#objects.seen(source, set, withParts(source, object), NO_JOIN(source))];
        return [{ entity: source.entity, hostId: hostIdOf(source, set, text(object[source.id])), gone: true }]; // of another kind now, if it ever was one
      }
      // A register that belongs to documents: which documents have to be read again.
      const join = registers(source).find((j) => j.set === set || `${j.set}_RecordType` === set);
      if (join && typeof object[join.on] === 'string')
        return [{ entity: source.entity, hostId: object[join.on] as string, version: '' }];
    }
    return this.#follows(set) ? [{ part: { type: set, id: text(object['Ref_Key']) } }] : [];
  }

  /** Is it a set our objects lead to: their facts changed with it. */
  #follows = (set: string): boolean =>
    [...this.#sources.values()].some((s) => follows(s).some((j) => j.part === null && j.set === set));

  /** `…/Catalog_Контрагенты(guid'…')`, percent-encoded or not. */
  #deleted(address: string): Item[] {
    const found = /([^/(]+)\(guid'([0-9a-f-]{36})'\)/i.exec(decode(address));
    const [, set = '', key = ''] = found ?? [];
    for (const source of this.#sources.values())
      if (source.collections.includes(set)) return [{ entity: source.entity, hostId: hostIdOf(source, set, key), gone: true }];
    return this.#follows(set) ? [{ part: { type: set, id: key } }] : [];
  }

  /** Joined registers are no part of a package: the objects that have some are read as a whole. */
  #withJoins(items: readonly Item[]): Item[] {
    const out: Item[] = [];
    for (const item of items) {
      const source = 'entity' in item ? this.#sources.get(item.entity) : undefined;
      const whole = source && 'object' in item && item.object ? wholeAlready(source, item.object) : null;
      if (!source || source.joins.length === 0 || !('entity' in item) || isGone(item)) out.push(item);
      else if (whole) out.push({ ...item, object: whole });
      else out.push({ entity: item.entity, hostId: item.hostId, version: item.version === '' ? '' : `changed ${item.version}` });
    }
    return out;
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Empty parts arrive absent, null, as an empty array or an empty element (hosts/1c.md 3.1). */
const withParts = (source: Source, object: JsonObject): JsonObject => ({
  ...object,
  ...Object.fromEntries(source.parts.filter((p) => !Array.isArray(object[p])).map((p) => [p, []])),
});

async function* fromJson(rows: AsyncIterable<JsonObject[]>): AsyncIterable<AtomItem[]> {
  for await (const batch of rows)
    yield batch.map((row): AtomItem => {
      const type = text(row['odata.type']);
      if (type.includes('deleted-entry') || row['reason'] === 'deleted') return { deleted: text(row['id']) };
      return { set: type.replace(/^StandardODATA\./, ''), object: row };
    });
}

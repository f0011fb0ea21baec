/** Reading objects: by id, in groups of ids, by condition; pages by the links of the host, byte for byte (hosts/dynamics.md 1.6). */
import type { HostSchema } from '../../../mappings/compile.ts';
import type { RowSource, Source } from '../../../mappings/mapping.ts';
import { HostError, type Observed, type Seen, type Where } from '../host.ts';
import { elementPath, filterOf, isGuid, keyFilters, query } from '../odata-url.ts';
import type { DataverseClient, JsonObject } from './client.ts';
import { belongs, goneOf, isLeftBehind, seenOf, textOf } from '../dynamics-rows.ts';

export interface RowPage {
  readonly rows: readonly JsonObject[];
  readonly next: string | null;
  readonly delta: string | null;
}

/** The largest page the service gives. */
export const MOST = 5000;
/** Conditions of a look-up: the service takes 32,768 characters of address, proxies before it 8,000. Each request counts toward its limits (1.12). */
const KEYS = 100;

export class Objects {
  readonly #client: DataverseClient;
  readonly #schema: HostSchema | null;

  constructor(client: DataverseClient, schema: HostSchema | null) {
    this.#client = client;
    this.#schema = schema;
  }

  select = (properties: readonly string[]): string => properties.filter((p) => !p.startsWith('$')).join(',');

  /** What a read of one object asks for. */
  options(source: Source): Record<string, string | undefined> {
    const expand = source.rows.map((of) => `${of.part}($select=${this.select(of.properties)})`);
    return { $select: this.select(source.properties), $expand: expand.length === 0 ? undefined : expand.join(',') };
  }

  /** One page at an address below the base; `prefer` has to be the same for every page of a list. */
  async page(path: string, prefer: string, set: string): Promise<RowPage> {
    const body = await this.#client.json({ method: 'GET', path, headers: { prefer } }, { set });
    const { value, '@odata.nextLink': next, '@odata.deltaLink': delta } = body;
    if (!Array.isArray(value)) throw new HostError('bad-response', this.#client.host, { code: 'not-understood', at: { set } });
    return { rows: value as JsonObject[], next: typeof next === 'string' ? next : null, delta: typeof delta === 'string' ? delta : null }; // prettier-ignore
  }

  /** An empty page with a link is not the end. */
  async *pages(path: string, prefer: string, set: string): AsyncIterable<RowPage> {
    let page = await this.page(path, prefer, set);
    for (; page.next !== null; page = await this.page(this.#client.below(page.next, { set }), prefer, set)) yield page;
    yield page;
  }

  async list(set: string, options: Readonly<Record<string, string | undefined>>, size = MOST): Promise<JsonObject[]> {
    const all: JsonObject[] = [];
    for await (const { rows } of this.pages(set + query(options), `odata.maxpagesize=${String(size)}`, set)) all.push(...rows);
    return all;
  }

  async read(source: Source, hostId: string): Promise<Observed> {
    const set = source.collections[0] ?? '';
    if (!isGuid(hostId)) return goneOf(source, hostId);
    try {
      const row = await this.#client.json(
        { method: 'GET', path: elementPath(set, hostId) + query(this.options(source)) },
        { set },
      );
      return belongs(source, row) ? await this.seen(source, row) : goneOf(source, hostId);
    } catch (error) {
      if (error instanceof HostError && error.code === 'object-gone') return goneOf(source, hostId);
      throw error;
    }
  }

  /** Of one row, alone; null: it is not there. */
  async versionOf(source: Source, hostId: string): Promise<string | null> {
    const { id, version, collections } = source;
    const set = collections[0] ?? '';
    const options = { $select: version ?? id };
    try {
      const row = await this.#client.json({ method: 'GET', path: elementPath(set, hostId) + query(options) }, { set });
      return textOf(row[version ?? '']);
    } catch (error) {
      if (error instanceof HostError && error.code === 'object-gone') return null;
      throw error;
    }
  }

  /** A row as it came with its lines; a list of lines that stands for its beginning only is read to its end. */
  async seen(source: Source, row: JsonObject): Promise<Seen> {
    const [of] = source.rows;
    if (!of) return seenOf(source, row, null);
    const lines = row[of.part];
    const isWhole = Array.isArray(lines) && row[`${of.part}@odata.nextLink`] === undefined;
    const all = isWhole ? (lines as JsonObject[]) : ((await this.linesOf(of, [textOf(row[source.id])])).get(textOf(row[source.id])) ?? []); // prettier-ignore
    return seenOf(source, row, all);
  }

  /** Lines of several heads: head -> its lines. Groups are asked for side by side; the client sends as many at once as it may. */
  async linesOf(of: RowSource, heads: readonly string[]): Promise<ReadonlyMap<string, JsonObject[]>> {
    const found = new Map<string, JsonObject[]>();
    const options = { $select: this.select(of.properties) };
    const groups = keyFilters(of.head, heads, KEYS).map(({ filter }) => this.list(of.set, { ...options, $filter: filter }));
    for (const row of (await Promise.all(groups)).flat()) {
      const head = textOf(row[of.head]);
      const lines = found.get(head);
      if (lines) lines.push(row);
      else found.set(head, [row]);
    }
    return found;
  }

  /** A key that does not come back is asked for by itself, so that hidden and gone are told apart. */
  async readMany(source: Source, hostIds: readonly string[]): Promise<Observed[]> {
    const set = source.collections[0] ?? '';
    const found: Observed[] = hostIds.filter((id) => !isGuid(id)).map((id) => goneOf(source, id));
    for (const group of keyFilters(source.id, hostIds.filter(isGuid), KEYS)) {
      const rows = await this.list(set, { ...this.options(source), $filter: group.filter });
      const there = new Map(rows.map((row) => [textOf(row[source.id]), row]));
      for (const id of group.ids) {
        const row = there.get(id);
        if (!row) found.push(await this.read(source, id));
        else found.push(belongs(source, row) ? await this.seen(source, row) : goneOf(source, id));
      }
    }
    return found;
  }

  async find(source: Source, where: Where): Promise<Seen[]> {
    const set = source.collections[0] ?? '';
    const $filter = this.filter(set, { ...where, ...source.only });
    const rows = await this.list(set, { ...this.options(source), $filter });
    const isOne = (row: JsonObject): boolean => belongs(source, row) && !isLeftBehind(source, row);
    return Promise.all(rows.filter(isOne).map((row) => this.seen(source, row)));
  }

  filter(set: string, where: Where): string | undefined {
    const text = filterOf(where, (property) => this.#schema?.type(set, property) ?? null);
    return text === '' ? undefined : text;
  }
}

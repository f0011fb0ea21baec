/** Reading objects of a company: by id, in groups of ids, by condition; pages by the links of the host, byte for byte. */
import type { HostSchema } from '../../../mappings/compile.ts';
import type { Source } from '../../../mappings/mapping.ts';
import { HostError, type Gone, type Observed, type Seen, type Where } from '../host.ts';
import { elementPath, filterOf, isGuid, keyFilters, query } from '../odata-url.ts';
import { parsed, type BcClient, type JsonObject } from './client.ts';
import type { Company } from './company.ts';
import { asked, seenOf, type Around } from './rows.ts';
import { goneOf, textOf } from '../dynamics-rows.ts';
import { markOf } from './marker.ts';

export interface RowPage {
  readonly rows: readonly JsonObject[];
  readonly next: string | null;
  /** The clock of the server when it answered; null where it says nothing. */
  readonly at: string | null;
}

/** Rows of one answer where nothing but their keys is wanted. */
export const MOST = 5000;

export class Objects {
  readonly client: BcClient;
  readonly company: Company;
  readonly #schema: HostSchema | null;

  constructor(client: BcClient, company: Company, schema: HostSchema | null) {
    this.client = client;
    this.company = company;
    this.#schema = schema;
  }

  async around(): Promise<Around> {
    return { company: await this.company.id, currency: await this.company.currency, schema: this.#schema };
  }

  /** What a read of objects asks for; lines come whole. */
  options(source: Source): Record<string, string | undefined> {
    const expand = source.rows.map((of) => of.part).join(',');
    return {
      $select: asked([...source.properties, ...(source.marker === null ? [] : [source.marker])]).join(','),
      $expand: expand === '' ? undefined : expand,
    };
  }

  /** One page at an address below the base. */
  async page(path: string, size: number, set: string): Promise<RowPage> {
    const request = { method: 'GET', path, headers: { prefer: `odata.maxpagesize=${String(size)}` } } as const;
    const about = { host: this.client.host, write: false, at: { set } };
    const answer = await this.client.answer(request, about);
    if (answer.status >= 300) throw this.client.explain(answer, about);
    const { value, '@odata.nextLink': link } = parsed(answer, about);
    if (!Array.isArray(value)) throw new HostError('bad-response', this.client.host, { code: 'not-understood', at: { set } });
    const next = typeof link === 'string' ? this.client.below(link, { set }) : null;
    return { rows: value as JsonObject[], next, at: clockOf(answer.headers['date']) };
  }

  /** An empty page with a link is not the end. */
  async *pages(first: string, size: number, set: string): AsyncIterable<RowPage> {
    for (let path: string | null = first; path !== null;) {
      const page: RowPage = await this.page(path, size, set);
      yield page;
      path = page.next;
    }
  }

  async list(set: string, options: Readonly<Record<string, string | undefined>> = {}): Promise<JsonObject[]> {
    const all: JsonObject[] = [];
    for await (const { rows } of this.pages((await this.company.path(set)) + query(options), MOST, set)) all.push(...rows);
    return all;
  }

  async read(source: Source, hostId: string): Promise<Observed> {
    if (isWhole(source)) return (await this.all(source)).find((o) => o.hostId === hostId) ?? goneOf(source, hostId);
    if (!isGuid(hostId)) return goneOf(source, hostId);
    const set = source.collections[0] ?? '';
    try {
      const path = elementPath(await this.company.path(set), hostId) + query(this.options(source));
      return await this.seen(source, await this.client.json({ method: 'GET', path }, { set }));
    } catch (error) {
      if (error instanceof HostError && error.code === 'object-gone') return goneOf(source, hostId);
      throw error;
    }
  }

  /** A row as it came with its lines; a list of lines that stands for its beginning only is read to its end. */
  async seen(source: Source, row: JsonObject): Promise<Seen | Gone> {
    const [of] = source.rows;
    const lines = of ? row[of.part] : null;
    const isCut = of !== undefined && (!Array.isArray(lines) || row[`${of.part}@odata.nextLink`] !== undefined);
    const path = `${elementPath(source.collections[0] ?? '', textOf(row['id']))}/${of?.part ?? ''}`;
    const all = isCut ? await this.list(path) : (lines as JsonObject[] | null);
    return seenOf(source, row, all, await this.around());
  }

  /** A short list whole: currencies with the company's own, the company itself. */
  async all(source: Source): Promise<Seen[]> {
    const around = await this.around();
    const rows = await this.list(source.collections[0] ?? '', this.options(source));
    const own = source.entity === 'currency' && !rows.some((r) => r['id'] === around.currency.id) ? [ownCurrency(around)] : [];
    return [...rows, ...own].map((row) => seenOf(source, row, null, around)).filter(isThere);
  }

  /** A key that does not come back is asked for by itself, so that hidden and gone are told apart. */
  async readMany(source: Source, hostIds: readonly string[]): Promise<Observed[]> {
    if (isWhole(source)) {
      const all = new Map((await this.all(source)).map((o) => [o.hostId, o]));
      return hostIds.map((id) => all.get(id) ?? goneOf(source, id));
    }
    const found: Observed[] = hostIds.filter((id) => !isGuid(id)).map((id) => goneOf(source, id));
    for (const { filter, ids } of keyFilters('id', hostIds.filter(isGuid))) {
      const rows = await this.list(source.collections[0] ?? '', { ...this.options(source), $filter: filter });
      const there = new Map(rows.map((row) => [textOf(row['id']), row]));
      for (const id of ids) {
        const row = there.get(id);
        found.push(row ? await this.seen(source, row) : await this.read(source, id));
      }
    }
    return found;
  }

  async find(source: Source, where: Where): Promise<Seen[]> {
    if (isWhole(source)) return (await this.all(source)).filter((o) => fits(o, where));
    const { $company, ...rest } = where;
    if ($company !== undefined && $company !== (await this.company.id)) return [];
    const filter = await this.#filter(source, rest);
    const rows = await this.list(source.collections[0] ?? '', { ...this.options(source), $filter: filter === '' ? undefined : filter }); // prettier-ignore
    const found: Seen[] = [];
    for (const row of rows) {
      const seen = await this.seen(source, row);
      if (isThere(seen)) found.push(seen);
    }
    return found;
  }

  /** The company's own currency has no id there, our mark holds a second besides the id, an empty date is the year 1. */
  async #filter(source: Source, where: Where): Promise<string> {
    const set = source.collections[0] ?? '';
    const own = await this.company.currency;
    const said = Object.entries({ ...where, ...source.only }).map(([name, value]): [string, unknown] => {
      if (name === 'currencyId' && value === own.id) return [name, ZERO];
      if (name === source.marker && typeof value === 'string') return [name, { startsWith: markOf(value) }];
      return [name, value];
    });
    return filterOf(Object.fromEntries(said), (name) => this.#schema?.type(set, name) ?? null, EMPTY);
  }
}

const ZERO = '00000000-0000-0000-0000-000000000000';
/** How nothing is written in a condition: there is no null there. */
const EMPTY: Readonly<Record<string, string>> = { 'Edm.String': "''", 'Edm.Guid': ZERO, 'Edm.Date': '0001-01-01' };

/** Kinds whose rows are few, or have no address of their own. */
const isWhole = (source: Source): boolean => source.id.startsWith('$') || source.entity === 'currency';
const isThere = (o: Seen | Gone): o is Seen => !('gone' in o);
const fits = ({ object }: Seen, where: Where): boolean =>
  Object.entries(where).every(([name, value]) => object?.[name] === value);

const ownCurrency = ({ currency }: Around): JsonObject => ({ id: currency.id, code: currency.code, displayName: currency.code, '@odata.etag': `own ${currency.code}` }); // prettier-ignore

/** An HTTP date as a moment; what is none says nothing. */
function clockOf(header: string | string[] | undefined): string | null {
  const ms = Date.parse([header ?? ''].flat()[0] ?? '');
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

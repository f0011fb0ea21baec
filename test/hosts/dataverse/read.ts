/** Reading: one row, lists with pages, change tracking (hosts/dynamics.md 1.6, 1.8; check-list D10, D11). */
import { ApiError, bad, gone } from './errors.ts';
import { filterOf } from './filter.ts';
import { rowText, type Expand, type Shown } from './json.ts';
import type { Organisation, Row } from './organisation.ts';
import type { Table } from './schema.ts';

export interface Asked {
  readonly base: string;
  readonly options: URLSearchParams;
  readonly prefer: string;
}

export interface Quirks {
  /** Nested collections come as a link alone. */
  nestedLinks: boolean;
  /** The delta link stands before the rows. */
  deltaFirst: boolean;
  /** A next link that leads elsewhere. */
  foreignLink: string | null;
  /** How long a delta link lives, in days. */
  trackingDays: number;
  /** A row we choose the id of keeps it. */
  clientIds: boolean;
  /** Something on the way takes the wish for the row away: writes answer with nothing but the address. */
  bare: boolean;
}

/** A list that is being paged: what it holds was decided by its first page. */
interface Listing {
  readonly ids: readonly string[];
  readonly deletions: readonly string[];
  readonly token: string | null;
  readonly size: number;
}

const MOST = 5000;
const OPTIONS = new Set(['$select', '$filter', '$orderby', '$top', '$expand', '$count', '$skiptoken', '$deltatoken']);

export class Reading {
  readonly #org: Organisation;
  readonly #quirks: Quirks;
  readonly #listings = new Map<string, Listing>();
  #cookies = 0;

  constructor(org: Organisation, quirks: Quirks) {
    this.#org = org;
    this.#quirks = quirks;
  }

  one(table: Table, id: string, asked: Asked): string {
    const row = this.#org.get(table.name, id);
    if (!row) throw gone(table.name, id);
    const text = rowText(this.#org, table, row, this.#shown(table, asked));
    return `{"@odata.context":${JSON.stringify(`${asked.base}$metadata#${table.set}/$entity`)},${text.slice(1)}`;
  }

  list(table: Table, asked: Asked): string {
    for (const name of asked.options.keys()) if (name.startsWith('$') && !OPTIONS.has(name)) throw bad(`The query parameter ${name} is not supported.`); // prettier-ignore
    const cookie = asked.options.get('$skiptoken');
    const [listing, from] = cookie === null ? [this.#begin(table, asked), 0] : this.#resumed(cookie);
    return this.#page(table, asked, listing, from);
  }

  #begin(table: Table, asked: Asked): Listing {
    const isTracked = asked.prefer.includes('odata.track-changes');
    const token = asked.options.get('$deltatoken');
    if (isTracked || token !== null) return this.#tracked(table, asked, token);
    const test = this.#test(table, asked);
    const rows = [...this.#org.of(table.name).values()].filter(test);
    const ids = this.#ordered(rows, asked).map((row) => String(row[table.id]));
    const top = /maxpagesize/.test(asked.prefer) ? null : asked.options.get('$top');
    return { ids: top === null ? ids : ids.slice(0, Number(top)), deletions: [], token: null, size: sizeOf(asked.prefer) };
  }

  #test(table: Table, asked: Asked): (row: Row) => boolean {
    const text = asked.options.get('$filter');
    return text === null ? () => true : filterOf(text, (column) => table.columns.has(column));
  }

  #ordered(rows: Row[], asked: Asked): Row[] {
    const [by, direction] = (asked.options.get('$orderby') ?? '').split(' ');
    if (!by) return rows;
    const sign = direction === 'desc' ? -1 : 1;
    return rows.sort((a, b) => sign * String(a[by]).localeCompare(String(b[by])));
  }

  #tracked(table: Table, asked: Asked, token: string | null): Listing {
    for (const name of ['$filter', '$orderby', '$expand', '$top']) if (asked.options.has(name)) throw bad(`The "${name}" query parameter isn't supported when Change Tracking is enabled.`); // prettier-ignore
    if (!table.tracked) throw bad(`Entity ${table.name} isn't enabled for change tracking.`, '0x80072491');
    const since = token === null ? 0 : this.#sinceOf(token);
    const changed = [...this.#org.of(table.name).values()].filter((row) => Number(row['versionnumber']) > since);
    const ids = changed
      .sort((a, b) => Number(a['versionnumber']) - Number(b['versionnumber']))
      .map((row) => String(row[table.id]));
    const deleted = token === null ? [] : [...(this.#org.deleted.get(table.name) ?? [])].filter(([, at]) => at > since);
    return { ids, deletions: deleted.map(([id]) => id), token: this.#token(), size: sizeOf(asked.prefer) };
  }

  /** version!time, and in a corner of it which columns there were. */
  #token = (): string => `${String(this.#org.version)}!${this.#org.stamp()}!${String(this.#org.schemaVersion)}`;

  #sinceOf(token: string): number {
    const [version = '', at = '', schema = ''] = token.split('!');
    const age = (this.#org.o.now().getTime() - Date.parse(at)) / 86_400_000;
    if (!/^\d+$/.test(version) || Number.isNaN(age)) throw bad('The delta token is not valid.', '0x80040203');
    if (age > this.#quirks.trackingDays || Number(schema) !== this.#org.schemaVersion) throw new ApiError(400, '0x80044352', 'Version stamp associated with the client has expired. Please perform a full sync.'); // prettier-ignore
    return Number(version);
  }

  #resumed(cookie: string): [Listing, number] {
    const [, key = '', from = ''] = /^<cookie pagenumber="\d+" pagingcookie="([^"]+) (\d+)" istracking="(?:True|False)" \/>$/.exec(cookie) ?? []; // prettier-ignore
    const listing = this.#listings.get(key);
    if (!listing) throw bad('Malformed XML in the paging cookie.', '0x80040203');
    return [listing, Number(from)];
  }

  #page(table: Table, asked: Asked, listing: Listing, from: number): string {
    const to = from + listing.size;
    const shown = this.#shown(table, asked);
    const rows = listing.ids
      .slice(from, to)
      .map((id) => this.#org.get(table.name, id))
      .filter((row) => row !== undefined);
    const texts = rows.map((row) => rowText(this.#org, table, row, shown));
    const isLast = to >= listing.ids.length;
    if (isLast) texts.push(...listing.deletions.map((id) => deletion(asked.base, table, id)));
    const link = isLast ? this.#deltaLink(table, asked, listing) : this.#nextLink(table, asked, listing, to);
    const delta = isLast && asked.options.has('$deltatoken') ? '/$delta' : '';
    const head = `"@odata.context":${JSON.stringify(`${asked.base}$metadata#${table.set}${delta}`)}`;
    const value = `"value":[${texts.join(',')}]`;
    return `{${(this.#quirks.deltaFirst ? [head, link, value] : [head, value, link]).filter((part) => part !== '').join(',')}}`;
  }

  #deltaLink(table: Table, asked: Asked, { token }: Listing): string {
    if (token === null) return '';
    const select = asked.options.get('$select');
    const link = `${asked.base}${table.set}?${select === null ? '' : `$select=${select}&`}$deltatoken=${encodeURIComponent(token)}`;
    return `"@odata.deltaLink":${JSON.stringify(link)}`;
  }

  #nextLink(table: Table, asked: Asked, listing: Listing, from: number): string {
    const key = `p${String(++this.#cookies)}`;
    this.#listings.set(key, listing);
    const tracking = listing.token === null ? 'False' : 'True';
    const cookie = `<cookie pagenumber="${String(from / listing.size + 1)}" pagingcookie="${key} ${String(from)}" istracking="${tracking}" />`;
    const kept = [...asked.options]
      .filter(([name]) => name !== '$skiptoken')
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}&`);
    const link = `${this.#quirks.foreignLink ?? asked.base}${table.set}?${kept.join('')}$skiptoken=${encodeURIComponent(cookie)}`;
    return `"@odata.nextLink":${JSON.stringify(link)}`;
  }

  #shown(table: Table, asked: Asked): Shown {
    const select = asked.options.get('$select');
    const expand = asked.options.get('$expand');
    return {
      columns: select === null ? null : selected(table, select),
      expand: expand === null ? [] : expands(expand).map((e) => this.#expand(table, e, asked)),
      annotations: /include-annotations="(\*|[^"]*lookuplogicalname)/.test(asked.prefer),
    };
  }

  #expand(table: Table, { part, select }: { part: string; select: string | null }, asked: Asked): Expand {
    const of = table.collections.get(part);
    if (!of) throw bad(`Could not find a property named '${part}' on type 'Microsoft.Dynamics.CRM.${table.name}'.`, '0x80060888');
    const lines = this.#org.table(of.table);
    const link = this.#quirks.nestedLinks ? `${asked.base}${lines.set}?$skiptoken=nested` : null;
    return { part, columns: select === null ? null : selected(lines, select), link };
  }
}

/** The key is always there, and money drags its currency along (hosts/dynamics.md 1.5). */
function selected(table: Table, select: string): string[] {
  const names = select.split(',');
  for (const name of names) if (!table.columns.has(name)) throw bad(`Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${table.name}'.`, '0x80060888'); // prettier-ignore
  const hasMoney = names.some((name) => table.columns.get(name)?.base) && table.columns.has('_transactioncurrencyid_value');
  return [...new Set([...names, table.id, ...(hasMoney ? ['_transactioncurrencyid_value'] : [])])];
}

const expands = (text: string): { part: string; select: string | null }[] =>
  [...text.matchAll(/(\w+)(?:\(([^)]*)\))?,?/g)].map((m) => ({ part: m[1] ?? '', select: /\$select=([^;]*)/.exec(m[2] ?? '')?.[1] ?? null })); // prettier-ignore

const sizeOf = (prefer: string): number => Math.min(MOST, Number(/maxpagesize=(\d+)/.exec(prefer)?.[1] ?? MOST));

const deletion = (base: string, table: Table, id: string): string =>
  JSON.stringify({ '@odata.context': `${base}$metadata#${table.set}/$deletedEntity`, id, reason: 'deleted' });

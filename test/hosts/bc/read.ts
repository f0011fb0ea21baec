/** Reading: one row, lists with pages and the limits of their conditions (hosts/dynamics.md 4.3; check-list B2, B7). */
import { filterOf } from '../dataverse/filter.ts';
import type { Company, Row } from './company.ts';
import { ApiError, noSuch } from './errors.ts';
import { enumName, type Table } from './schema.ts';

export interface Asked {
  /** Of the company, with a slash. */
  readonly base: string;
  readonly options: URLSearchParams;
  readonly prefer: string;
}

export interface Quirks {
  /** Blank words of enums: as recorded, or as documented. */
  blank: '_x0020_' | ' ';
  /** A next link that leads elsewhere. */
  foreignLink: string | null;
  /** Nested lines come with their beginning and a link. */
  nestedLinks: boolean;
}

const OPTIONS = new Set(['$select', '$filter', '$orderby', '$top', '$skip', '$expand', '$count', '$skiptoken']);
const MOST = 20_000;

export function one(company: Company, table: Table, row: Row, asked: Asked, quirks: Quirks): string {
  const context = `${asked.base.replace(/companies\([^)]*\)\//, '')}$metadata#companies(${company.o.id})/${table.set}/$entity`;
  return `{"@odata.context":${JSON.stringify(context)},${rowText(company, table, row, asked, quirks).slice(1)}`;
}

export function list(company: Company, table: Table, rows: readonly Row[], asked: Asked, quirks: Quirks): string {
  for (const name of asked.options.keys()) if (name.startsWith('$') && !OPTIONS.has(name)) throw refusedOption(name);
  const found = ordered(rows.map((row) => company.shown(table.set, row)).filter(testOf(table, asked)), asked);
  const size = Math.min(MOST, Number(/maxpagesize=(\d+)/.exec(asked.prefer)?.[1] ?? MOST));
  const after = asked.options.get('$skiptoken');
  const from = after === null ? Number(asked.options.get('$skip') ?? 0) : 1 + found.findIndex((r) => r['id'] === after);
  const most = Math.min(size, Number(asked.options.get('$top') ?? size));
  const page = found.slice(from, from + most);
  const isMore = asked.options.get('$top') === null && from + most < found.length;
  const members = [`"@odata.context":${JSON.stringify(`${asked.base}$metadata#companies(${company.o.id})/${table.set}`)}`];
  members.push(`"value":[${page.map((row) => rowText(company, table, row, asked, quirks)).join(',')}]`);
  if (isMore) members.push(`"@odata.nextLink":${JSON.stringify(nextLink(table, asked, String(page.at(-1)?.['id']), quirks))}`);
  return `{${members.join(',')}}`;
}

const refusedOption = (name: string): ApiError =>
  name === '$deltatoken' ? new ApiError(410, 'BadRequest', 'The delta link is no longer valid.') : noSuch(name);

function testOf(table: Table, { options }: Asked): (row: Row) => boolean {
  const text = options.get('$filter');
  if (text === null) return () => true;
  const fields = new Set([...text.matchAll(/(\w+) (?:eq|ne|gt|ge|lt|le) /g)].map((m) => m[1]));
  if (/\bor\b/.test(text.replace(/'[^']*'/g, '')) && fields.size > 1) throw new ApiError(501, 'BadRequest_MethodNotImplemented', "An 'or' over different fields is not supported."); // prettier-ignore
  return filterOf(text, (column) => table.columns.has(column));
}

/** By id unless asked otherwise: what is inserted meanwhile moves what $skip counts. */
function ordered(rows: Row[], { options }: Asked): Row[] {
  const [by = 'id', direction] = (options.get('$orderby') ?? 'id').split(' ');
  const sign = direction === 'desc' ? -1 : 1;
  return rows.sort((a, b) => sign * String(a[by]).localeCompare(String(b[by])));
}

function nextLink(table: Table, asked: Asked, last: string, { foreignLink }: Quirks): string {
  const options = new URLSearchParams(asked.options);
  options.set('$skiptoken', last);
  return `${foreignLink ?? asked.base}${table.set}?${options.toString().replaceAll('%24', '$')}`;
}

function rowText(company: Company, table: Table, plain: Row, asked: Asked, quirks: Quirks): string {
  const row = company.shown(table.set, plain);
  const select = asked.options.get('$select')?.split(',') ?? [...table.columns.keys()];
  const members = [`"@odata.etag":${JSON.stringify(company.etag(row))}`];
  for (const name of select) {
    if (!table.columns.has(name)) throw noSuch(`Could not find a property named '${name}'`);
    members.push(`${JSON.stringify(name)}:${valueText(table, name, row[name], quirks)}`);
  }
  for (const part of asked.options.get('$expand')?.split(',') ?? []) members.push(...expanded(company, table, row, part, { asked, quirks })); // prettier-ignore
  return `{${members.join(',')}}`;
}

function valueText(table: Table, name: string, value: unknown, { blank }: Quirks): string {
  const type = table.columns.get(name)?.type ?? '';
  if (type === 'Decimal') return String(value);
  if (type.startsWith('.')) return JSON.stringify(value === '' ? blank : enumName(String(value)));
  return JSON.stringify(value);
}

interface At {
  readonly asked: Asked;
  readonly quirks: Quirks;
}

function expanded(company: Company, table: Table, row: Row, part: string, { asked, quirks }: At): string[] {
  const lines = company.tables.get(table.parts.get(part) ?? '');
  if (!lines) throw noSuch(`Could not find a property named '${part}'`);
  const options = new URLSearchParams();
  const texts = company.linesOf(String(row['id'])).map((l) => rowText(company, lines, l, { ...asked, options }, quirks));
  const shown = quirks.nestedLinks ? texts.slice(0, 1) : texts;
  const link = `${asked.base}${table.set}(${String(row['id'])})/${part}`;
  return [`"${part}":[${shown.join(',')}]`, ...(quirks.nestedLinks ? [`"${part}@odata.nextLink":${JSON.stringify(link)}`] : [])];
}

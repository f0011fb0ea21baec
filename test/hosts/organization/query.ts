/** QueryExpression and FetchXML as one thing, and its answer in pages with a cookie (O4). */
import type { Organisation, Row } from '../dataverse/organisation.ts';
import { bad } from '../dataverse/errors.ts';
import type { Table } from '../dataverse/schema.ts';
import { attributesOf } from './columns.ts';
import { zoned } from './days.ts';
import { NS, PAGE, QUERY } from './names.ts';
import { isReference, readValue, textOf } from './values.ts';
import { members, parseXml, typeOf, type Element } from './xml.ts';

export interface Query {
  readonly table: string;
  /** null: all. */
  readonly columns: ReadonlySet<string> | null;
  readonly filter: Filter;
  readonly orders: readonly { by: string; descending: boolean }[];
  readonly size: number | null;
  readonly page: number;
  readonly cookie: string;
  readonly top: number | null;
}
interface Filter {
  readonly any: boolean;
  readonly conditions: readonly { attribute: string; operator: string; values: readonly string[] }[];
  readonly filters: readonly Filter[];
}

export const MOST = 5000;
const NONE: Filter = { any: false, conditions: [], filters: [] };

export function readQuery(e: Element): Query {
  const { ns, name } = typeOf(e);
  if (ns !== NS.contracts) throw bad('Value cannot be null. Parameter name: query');
  if (name === 'FetchExpression') return fetchXml(members(e, NS.contracts, ['Query']).get('Query')?.text ?? '');
  return expression(members(e, NS.contracts, QUERY));
}

const inner = (e: Element | undefined, name: string): Element[] => (e?.children ?? []).filter((c) => c.name === name && c.ns === NS.contracts); // prettier-ignore

function expression(m: ReadonlyMap<string, Element>): Query {
  const set = members(m.get('ColumnSet') ?? EMPTY, NS.contracts, ['AllColumns', 'AttributeExpressions', 'Columns']);
  const page = members(m.get('PageInfo') ?? EMPTY, NS.contracts, PAGE);
  const orders = inner(m.get('Orders'), 'OrderExpression').map((o) => members(o, NS.contracts, ['AttributeName', 'OrderType']));
  return {
    table: m.get('EntityName')?.text ?? '',
    columns: set.get('AllColumns')?.text === 'true' ? null : new Set((set.get('Columns')?.children ?? []).filter((c) => c.ns === NS.arrays).map((c) => c.text)),
    filter: filterIn(m.get('Criteria')),
    orders: orders.map((o) => ({ by: o.get('AttributeName')?.text ?? '', descending: o.get('OrderType')?.text === 'Descending' })),
    size: Number(page.get('Count')?.text ?? '0') || null,
    page: Number(page.get('PageNumber')?.text ?? '1') || 1,
    cookie: page.get('PagingCookie')?.text ?? '',
    top: Number(m.get('TopCount')?.text ?? '') || null,
  };
} // prettier-ignore

const EMPTY: Element = { name: '', ns: '', attributes: new Map(), children: [], text: '', resolve: () => '' };

function filterIn(e: Element | undefined): Filter {
  if (!e) return NONE;
  const m = members(e, NS.contracts, ['Conditions', 'FilterHint', 'FilterOperator', 'Filters', 'IsQuickFindFilter']);
  const conditions = inner(m.get('Conditions'), 'ConditionExpression').map((c) => {
    const of = members(c, NS.contracts, ['AttributeName', 'CompareColumns', 'Operator', 'Values']);
    const values = (of.get('Values')?.children ?? []).filter((v) => v.ns === NS.arrays).map((v) => said(readValue(v)));
    return { attribute: of.get('AttributeName')?.text ?? '', operator: OPERATOR[of.get('Operator')?.text ?? ''] ?? '', values };
  });
  return { any: m.get('FilterOperator')?.text === 'Or', conditions, filters: inner(m.get('Filters'), 'FilterExpression').map(filterIn) };
} // prettier-ignore

const said = (value: ReturnType<typeof readValue>): string => (isReference(value) ? value.id : textOf(value));

const OPERATOR: Readonly<Record<string, string>> = { Equal: 'eq', NotEqual: 'ne', In: 'in', Null: 'null', NotNull: 'not-null', GreaterThan: 'gt', GreaterEqual: 'ge', LessEqual: 'le', LessThan: 'lt' }; // prettier-ignore

function fetchXml(text: string): Query {
  const fetch = parseXml(text);
  const entity = fetch.children.find((c) => c.name === 'entity');
  if (fetch.name !== 'fetch' || !entity) throw bad('The Fetch Xml Query is malformed.', '0x80041101');
  const named = (name: string): Element[] => entity.children.filter((c) => c.name === name);
  return {
    table: entity.attributes.get('name') ?? '',
    columns: named('all-attributes').length > 0 ? null : new Set(named('attribute').map((c) => c.attributes.get('name') ?? '')),
    filter: { any: false, conditions: [], filters: named('filter').map(fetchFilter) },
    orders: named('order').map((o) => ({ by: o.attributes.get('attribute') ?? '', descending: o.attributes.get('descending') === 'true' })),
    size: Number(fetch.attributes.get('count') ?? '0') || null,
    page: Number(fetch.attributes.get('page') ?? '1'),
    cookie: fetch.attributes.get('paging-cookie') ?? '',
    top: Number(fetch.attributes.get('top') ?? '0') || null,
  };
} // prettier-ignore

function fetchFilter(e: Element): Filter {
  const conditions = e.children.filter((c) => c.name === 'condition').map((c) => {
    const values = c.children.filter((v) => v.name === 'value').map((v) => v.text);
    return { attribute: c.attributes.get('attribute') ?? '', operator: c.attributes.get('operator') ?? '', values: values.length > 0 ? values : [c.attributes.get('value') ?? ''] };
  });
  return { any: e.attributes.get('type') === 'or', conditions, filters: e.children.filter((c) => c.name === 'filter').map(fetchFilter) };
} // prettier-ignore

export interface Answered {
  readonly table: Table;
  readonly rows: readonly Row[];
  readonly more: boolean;
  readonly cookie: string;
}

/** Rows of one page; what was typed is compared as the wire shows it. The next begins behind the last row of the cookie, wherever that row is by then. */
export function answered(org: Organisation, query: Query, zone: string | null): Answered {
  const table = org.tables.get(query.table);
  if (!table) throw bad(`The entity with a name = '${query.table}' was not found in the MetadataCache.`, '0x80041102');
  const columns = new Map(attributesOf(table).map((at) => [at.name, at.column]));
  for (const name of namesIn(query)) if (!columns.has(name)) throw bad(`'${table.name}' entity doesn't contain attribute with Name = '${name}'.`, '0x80041103'); // prettier-ignore
  const column = (name: string): string => columns.get(name) ?? name;
  const typed = new Set(attributesOf(table).flatMap((at) => (at.typed && zone !== null ? [at.name] : [])));
  const cell: Cell = (row, name) => { const value = row[column(name)]; return typed.has(name) && typeof value === 'string' ? zoned(value, zone) : value; }; // prettier-ignore
  const test = testOf(query.filter, cell);
  const all = candidates(org, table, query, column).filter(test);
  const size = Math.min(query.top ?? query.size ?? MOST, MOST);
  const from = startOf(all, table, query, size);
  const rows = all.slice(from, from + size);
  return { table, rows, more: query.top === null && from + size < all.length, cookie: cookieOf(rows, table, query.page) };
}

const namesIn = ({ columns, filter, orders }: Query): string[] => [...(columns ?? []), ...orders.map((o) => o.by), ...conditionNames(filter)]; // prettier-ignore
const conditionNames = (f: Filter): string[] => [...f.conditions.map((c) => c.attribute), ...f.filters.flatMap(conditionNames)];

/** Whole tables in an order, as long as nothing changes: a big organisation is asked for page after page. */
const SORTED = new WeakMap<Organisation, Map<string, { readonly version: number; readonly rows: readonly Row[] }>>();

/** Rows a question can find, in its order. Lines of some heads are looked for there. */
function candidates(org: Organisation, table: Table, query: Query, column: (name: string) => string): readonly Row[] {
  const heads = query.filter.filters.concat(query.filter).flatMap((f) => (f.any ? [] : f.conditions)).find((c) => c.attribute === 'invoiceid' && c.operator === 'in'); // prettier-ignore
  if (table.name === 'invoicedetail' && heads) return ordered(heads.values.flatMap((id) => org.linesOf(id)), table, query, column); // prettier-ignore
  const known = SORTED.get(org) ?? new Map<string, { version: number; rows: readonly Row[] }>();
  SORTED.set(org, known);
  const key = `${table.name} ${JSON.stringify(query.orders)}`;
  const before = known.get(key);
  if (before?.version === org.version) return before.rows;
  const rows = ordered([...org.of(table.name).values()], table, query, column);
  known.set(key, { version: org.version, rows });
  return rows;
}

function ordered(rows: Row[], table: Table, { orders }: Query, column: (name: string) => string): Row[] {
  const by = [...orders.map((o) => ({ column: column(o.by), sign: o.descending ? -1 : 1 })), { column: table.id, sign: 1 }];
  return rows.sort((a, b) => by.reduce((sum, o) => sum || o.sign * compare(a[o.column], b[o.column]), 0));
}

const compare = (a: unknown, b: unknown): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : textOf(a).localeCompare(textOf(b));

function startOf(all: readonly Row[], table: Table, { page, cookie, orders }: Query, size: number): number {
  if (page <= 1) return 0;
  if (cookie === '') return (page - 1) * size;
  const [, said = '', last = ''] = /^<cookie page="(\d+)"><\w+ last="\{([0-9A-F-]+)\}" first="\{[0-9A-F-]+\}" \/><\/cookie>$/.exec(cookie) ?? []; // prettier-ignore
  if (Number(said) !== page - 1) throw bad('Paging cookie is malformed or does not belong to the page.', '0x80041129');
  const at = all.findIndex((row) => textOf(row[table.id]).toUpperCase() === last);
  if (at >= 0) return at + 1;
  const behind = all.findIndex((row) => orders.length === 0 && textOf(row[table.id]).toUpperCase() > last);
  return behind >= 0 ? behind : all.length;
}

function cookieOf(rows: readonly Row[], table: Table, page: number): string {
  const id = (row: Row | undefined): string => textOf(row?.[table.id]).toUpperCase();
  return rows.length === 0
    ? ''
    : `<cookie page="${String(page)}"><${table.id} last="{${id(rows.at(-1))}}" first="{${id(rows[0])}}" /></cookie>`;
}

type Test = (row: Row) => boolean;
type Cell = (row: Row, name: string) => unknown;

function testOf(f: Filter, cell: Cell): Test {
  const tests = [...f.conditions.map((c) => conditionTest(c, cell)), ...f.filters.map((inside) => testOf(inside, cell))];
  if (tests.length === 0) return () => true;
  return f.any ? (row) => tests.some((t) => t(row)) : (row) => tests.every((t) => t(row));
}

function conditionTest({ attribute, operator, values }: Filter['conditions'][number], cell: Cell): Test {
  const of = (row: Row): unknown => cell(row, attribute);
  const among = new Set(values.map(plain));
  return operator === 'in' ? (row) => among.has(plain(of(row))) : (row) => holds(of(row), operator, values);
}

/** Texts are compared as the database does, without case; a guid with or without braces. */
const plain = (value: unknown): string => textOf(value).toLowerCase().replace(/^\{(.*)\}$/, '$1').replace(/^(true|false)$/, (b) => (b === 'true' ? '1' : '0')); // prettier-ignore
const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

function holds(value: unknown, operator: string, wanted: readonly string[]): boolean {
  const [a, b] = [plain(value), plain(wanted[0])];
  const order = isNumber(a) && isNumber(b) ? Number(a) - Number(b) : a.localeCompare(b);
  switch (operator) {
    case 'eq':
      return order === 0 && a !== '';
    case 'ne':
      return order !== 0;
    case 'null':
      return a === '';
    case 'not-null':
      return a !== '';
    case 'gt':
      return a !== '' && order > 0;
    case 'ge':
      return a !== '' && order >= 0;
    case 'le':
      return a !== '' && order <= 0;
    case 'lt':
      return a !== '' && order < 0;
    default:
      throw bad(`Invalid operator ${operator}.`, '0x80041101');
  }
}

/**
 * Lists in statements: IN (@ids) with a list of ids becomes IN (@ids_0, @ids_1, ...). Not OPENJSON: Babelfish reads texts out of it with
 * their JSON escapes still in them (docs/decisions/sql-server.md). A server takes 2100 parameters, so a longer list is asked in parts.
 */
import { TsqlError, type One, type Param, type Params } from './tsql.ts';

/** Of the 2100; what else a statement binds has room beside it. */
export const MOST_BOUND = 2000;
/** Values of one list that go with one statement. */
const MOST_LISTED = 1024;
/** Up to so many, every count is a statement of its own; beyond, powers of two are, so that a server keeps few plans. */
const EXACT = 8;

/** What says something of all rows together cannot be asked in parts. */
const WHOLE = /\b(?:FETCH NEXT|COUNT|SUM|MIN|MAX)\b/;

export interface Bound {
  readonly sql: string;
  readonly params: Readonly<Record<string, One>>;
}

/** One statement for each part of the longest list; answers are joined (rows) or summed (counts), so such a statement counts, limits and sums nothing. */
export function spread(sql: string, params: Params): readonly Bound[] {
  const lists = Object.entries(params).filter(isList);
  if (lists.length === 0) return [{ sql, params: params as Bound['params'] }];
  const [longest] = lists.reduce((a, b) => (b[1].length > a[1].length ? b : a));
  const all = Object.fromEntries(lists)[longest] ?? [];
  if (all.length > MOST_LISTED && WHOLE.test(sql)) throw new TsqlError('too-long', `a list of ${String(all.length)}`, null);
  return partsOf(all).map((part) => unfolded(sql, { ...params, [longest]: part }));
}

type List = readonly (string | number | bigint)[];
const isList = (entry: [string, Param]): entry is [string, List] => Array.isArray(entry[1]);

function partsOf(all: List): List[] {
  const parts: List[] = [];
  for (let from = 0; from < all.length; from += MOST_LISTED) parts.push(all.slice(from, from + MOST_LISTED));
  return parts.length === 0 ? [[]] : parts;
}

function unfolded(sql: string, params: Params): Bound {
  let text = sql;
  const bound: Record<string, One> = {};
  for (const [name, value] of Object.entries(params)) {
    if (!isList([name, value])) bound[name] = value as One;
    else text = inList(text, name, value as List, bound);
  }
  return { sql: text, params: bound };
}

/** An empty list is one nothing, which equals nothing; a padded one repeats its last value. */
function inList(sql: string, name: string, list: List, bound: Record<string, One>): string {
  const names = Array.from({ length: sizeOf(list.length) }, (_, i) => `${name}_${String(i)}`);
  for (const [i, one] of names.entries()) bound[one] = list[Math.min(i, list.length - 1)] ?? null;
  return sql.replaceAll(new RegExp(`@${name}\\b`, 'g'), names.map((one) => `@${one}`).join(', '));
}

function sizeOf(length: number): number {
  if (length <= EXACT) return Math.max(1, length);
  return 2 ** Math.ceil(Math.log2(length));
}

/** How many of the rows that are left go with the next statement: the same few shapes again and again. */
export function shapeOf(left: number, most: number): number {
  if (left <= EXACT && left <= most) return left;
  return 2 ** Math.floor(Math.log2(Math.min(left, most)));
}

/**
 * What SQLite and T-SQL say differently, as pieces of SQL with question marks; all else of the feed's SQL is the same for both: words in capitals, names
 * in brackets where they need it, conditions never taken for values.
 */

/** What is bound to one question mark. */
export type Bound = string | number | bigint | null;

/** A piece of SQL and what is bound to its question marks, in their order. */
export interface Sql {
  readonly sql: string;
  readonly params: readonly Bound[];
}

export type TextCall = 'tolower' | 'toupper' | 'trim' | 'length';

export interface Dialect {
  /** A table of ours, as FROM names it. */
  table(name: string): string;
  /** A text that is bound, compared by its code points. */
  readonly text: string;
  /** A text of ours, spelt out. */
  quoted(text: string): string;
  call(name: TextCall, of: string): string;
  /** Of a text: so many characters from one on, counted from 1. */
  cut(text: string, from: number, length: number): string;
  joined(text: string, end: string): string;
  /** Digits as a number. */
  number(digits: string): string;
  /** Conditions on two texts, not known where one of them is not. */
  contains(text: Sql, part: Sql): Sql;
  starts(text: Sql, part: Sql): Sql;
  ends(text: Sql, part: Sql): Sql;
  /** Texts compared by their code points, blanks at the end counting. */
  compared(left: Sql, sign: string, right: Sql): Sql;
  /** Equal, or both empty. */
  same(left: Sql, right: Sql): Sql;
  /** As the words of $search are folded. */
  folded(column: string): string;
  /** A field of JSON text. */
  field(json: string, name: string): string;
  /** An amount of the store as a whole number, so many places behind the point. */
  scaled(column: string, places: number): string;
  /** A GUID made of two whole numbers and a tag of four digits. */
  guid(tag: string, n: string, line: string): string;
  /** Milliseconds since 1970 as an instant. */
  instant(ms: string): string;
  /** A JSON list of texts as one text. */
  listed(json: string): string;
  /** One of these ids. */
  among(ids: readonly string[]): Sql;
  /** A whole number has this bit. */
  bit(bits: string, place: string): string;
  /** A posted invoice `i`, as 1 or 0. */
  readonly posted: string;
  /** In order, empty first. */
  order(by: string, isDown: boolean, isNullable: boolean): string;
  /** Behind ORDER BY. */
  page(limit: number, skip: number): Sql;
  /** Behind these values, all going up and none empty, where there is a short way to say so. */
  behind(by: readonly string[], values: readonly Bound[]): Sql | null;
}

/** Pieces in a row. */
export const join = (...parts: readonly (string | Sql)[]): Sql => ({
  sql: parts.map((p) => (typeof p === 'string' ? p : p.sql)).join(''),
  params: parts.flatMap((p) => (typeof p === 'string' ? [] : p.params)),
});
export const plainSql = (sql: string, ...params: readonly Bound[]): Sql => ({ sql, params });
export const wrapped = (part: Sql): Sql => join('(', part, ')');

export const ALL: Sql = plainSql('1 = 1');
export const NONE: Sql = plainSql('1 = 0');

export const allOf = (parts: readonly Sql[], by: 'AND' | 'OR' = 'AND'): Sql => ({
  sql: parts.map((p) => p.sql).join(` ${by} `),
  params: parts.flatMap((p) => p.params),
});

/**
 * Rows that go to the server many at a time: one statement that reads them from a table of parameters (VALUES), instead of a round trip
 * for each. They travel as texts and are cast in the statement, so that a column of nothings has a type on every server. A batch says of
 * its columns what they hold; a text too long for one is told, not cut - but for projections, whose record has it whole.
 */
import { BINARY, TsqlError, type Params } from './tsql.ts';

export interface Column {
  /** What the text is made into; texts stay as they are. */
  readonly cast?: string;
  readonly most?: number;
  readonly isHead?: boolean;
}

export const big: Column = { cast: 'BIGINT' };
export const int: Column = { cast: 'INT' };
export const long: Column = {};
export const text = (most: number): Column => ({ most });
/** The beginning of a text: a projection's column. */
export const head = (most: number): Column => ({ most, isHead: true });
/** Decimal text; no driver makes a float of it. */
export const amount: Column = { cast: 'DECIMAL(28,10)' };

export type Cell = string | number | bigint | null;
export type BatchRow = Readonly<Record<string, Cell>>;
export type Columns = Readonly<Record<string, Column>>;

export interface Batch {
  readonly name: string;
  readonly columns: Columns;
  /** Where the rows go it says @rows. */
  readonly sql: string;
  /** Every row must meet one of the table, or the write rests on what moved. */
  readonly isSure?: boolean;
  /** Two rows with the same one never go together: the second sees what the first did. */
  readonly once?: (row: BatchRow) => string;
  /** The same row twice goes once. */
  readonly isSet?: boolean;
  /** Batches of one table keep their order among each other. */
  readonly table: string;
}

/** `SELECT ... FROM` this: the rows as a table j. */
export function rowsOf(columns: Columns): string {
  const read = Object.entries(columns).map(([name, { cast }]) => (cast === undefined ? `v.[${name}]` : `CAST(v.[${name}] AS ${cast}) AS [${name}]`)); // prettier-ignore
  return `(SELECT ${read.join(', ')} FROM (VALUES @rows) AS v (${namesOf(columns)})) AS j`;
}

/** Columns of the rows in the order of the table's. */
export const valuesOf = (names: readonly string[]): string => names.map((name) => `j.[${name}]`).join(', ');

export const namesOf = (columns: Columns): string => Object.keys(columns).map((name) => `[${name}]`).join(', '); // prettier-ignore

/** A plain insert; `seq` keeps the order of rows the server numbers. */
export function inserted(table: string, columns: Columns, isNumbered = false): Batch {
  const from = isNumbered ? { ...columns, seq: int } : columns;
  const order = isNumbered ? ' ORDER BY j.[seq]' : '';
  const sql = `INSERT INTO sb.${table} (${namesOf(columns)}) SELECT ${valuesOf(Object.keys(columns))} FROM ${rowsOf(from)}${order}`;
  return { name: `add ${table}`, table, columns: from, sql };
}

/** The record a row belongs to, by its id. */
export const WITH_RECORD = `JOIN sb.records AS r ON r.id = j.[record_id] ${BINARY}`;

/** What is there already stays as it is. */
export function insertedOnce(table: string, columns: Columns): Batch {
  const same = Object.entries(columns).map(([name, { most }]) => `k.[${name}] = j.[${name}]${most === undefined ? '' : ` ${BINARY}`}`);
  const sql = `INSERT INTO sb.${table} (${namesOf(columns)}) SELECT ${valuesOf(Object.keys(columns))} FROM ${rowsOf(columns)} WHERE NOT EXISTS (SELECT 1 FROM sb.${table} AS k WHERE ${same.join(' AND ')})`;
  return { name: `add ${table}`, table, columns, sql, isSet: true };
} // prettier-ignore

/** One statement with these rows in it. */
export function filled(
  { name, columns, sql }: Batch,
  rows: readonly BatchRow[],
): { readonly sql: string; readonly params: Params } {
  const params: Record<string, string | null> = {};
  const of = Object.entries(columns);
  const tuple = (row: BatchRow, at: number): string => `(${of.map(([column, is], i) => bind(params, at * of.length + i, storedText(name, column, is, column === 'seq' ? at : (row[column] ?? null)))).join(', ')})`; // prettier-ignore
  return { sql: sql.replace('@rows', rows.map(tuple).join(', ')), params };
}

function bind(params: Record<string, string | null>, n: number, value: string | null): string {
  params[`v${String(n)}`] = value;
  return `@v${String(n)}`;
}

/** A cell as its column keeps it; fails with "too-long". */
export function storedText(batch: string, name: string, { most, isHead }: Column, value: Cell): string | null {
  if (value === null) return null;
  const shown = String(value);
  if (most === undefined || shown.length <= most) return shown;
  if (isHead) return beginning(shown, most);
  throw new TsqlError('too-long', `${batch}: ${name} holds ${String(most)} characters, not ${String(shown.length)}`, null);
}

/** Never half a character: a server that keeps UTF-8 refuses the half. */
const beginning = (text: string, most: number): string => (/[\uD800-\uDBFF]/.test(text.charAt(most - 1)) ? text.slice(0, most - 1) : text.slice(0, most)); // prettier-ignore

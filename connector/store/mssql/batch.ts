/**
 * Rows that go to the server many at a time: one statement that reads them from one JSON parameter (OPENJSON), instead of a round trip
 * for each. A batch says of its columns what they hold; a text too long for one is told, not cut - but for projections, whose record
 * has it whole.
 */
import { BINARY, TsqlError } from './tsql.ts';

export interface Column {
  /** As the server reads it out of the JSON. */
  readonly type: string;
  /** As it is stored, of `j.name`. */
  readonly as?: (name: string) => string;
  readonly most?: number;
  readonly isHead?: boolean;
}

export const big: Column = { type: 'BIGINT' };
export const int: Column = { type: 'INT' };
export const long: Column = { type: 'NVARCHAR(MAX)' };
export const text = (most: number): Column => ({ type: `NVARCHAR(${String(most)})`, most });
/** The beginning of a text: a projection's column. */
export const head = (most: number): Column => ({ ...text(most), isHead: true });
/** Decimal text; no driver and no JSON reader makes a float of it. */
export const amount: Column = { type: 'NVARCHAR(40)', as: (name) => `CAST(${name} AS DECIMAL(28,10))` };

export type Cell = string | number | bigint | null;
export type BatchRow = Readonly<Record<string, Cell>>;

export interface Batch {
  readonly name: string;
  readonly columns: Readonly<Record<string, Column>>;
  readonly sql: string;
  /** Every row must meet one of the table, or the write rests on what moved. */
  readonly isSure?: boolean;
  /** Two rows with the same one never go together: the second sees what the first did. */
  readonly once?: (row: BatchRow) => string;
  /** Batches of one table keep their order among each other. */
  readonly table: string;
}

/** `(SELECT ... FROM` this: the rows as a table j. */
export const rowsOf = (columns: Readonly<Record<string, Column>>): string =>
  `OPENJSON(@rows) WITH (${Object.entries(columns).map(([name, { type }]) => `[${name}] ${type} '$.${name}'`).join(', ')}) AS j`; // prettier-ignore

/** Columns of the rows in the order of the table's. */
export const valuesOf = (columns: Readonly<Record<string, Column>>, names = Object.keys(columns)): string =>
  names.map((name) => columns[name]?.as?.(`j.[${name}]`) ?? `j.[${name}]`).join(', ');

export const namesOf = (columns: Readonly<Record<string, Column>>): string =>
  Object.keys(columns).map((name) => `[${name}]`).join(', '); // prettier-ignore

/** A plain insert; `seq` keeps the order of rows the server numbers. */
export function inserted(table: string, columns: Readonly<Record<string, Column>>, isNumbered = false): Batch {
  const from = isNumbered ? { ...columns, seq: int } : columns;
  const order = isNumbered ? ' ORDER BY j.[seq]' : '';
  const sql = `INSERT INTO sb.${table} (${namesOf(columns)}) SELECT ${valuesOf(columns)} FROM ${rowsOf(from)}${order}`;
  return { name: `add ${table}`, table, columns: from, sql };
}

/** The record a row belongs to, by its id. */
export const WITH_RECORD = `JOIN sb.records AS r ON r.id = j.[record_id] ${BINARY}`;

/** What is there already stays as it is. */
export function insertedOnce(table: string, columns: Readonly<Record<string, Column>>): Batch {
  const same = Object.entries(columns).map(([name, { most }]) => `k.[${name}] = j.[${name}]${most === undefined ? '' : ` ${BINARY}`}`);
  const sql = `INSERT INTO sb.${table} (${namesOf(columns)}) SELECT DISTINCT ${valuesOf(columns)} FROM ${rowsOf(columns)} WHERE NOT EXISTS (SELECT 1 FROM sb.${table} AS k WHERE ${same.join(' AND ')})`;
  return { name: `add ${table}`, table, columns, sql };
} // prettier-ignore

/** One parameter for all rows. Whole numbers beyond 2^53 are written as text, which the server reads as numbers. */
export function jsonOf({ name, columns }: Batch, rows: readonly BatchRow[]): string {
  const all = Object.entries(columns);
  return JSON.stringify(rows.map((row, seq) => Object.fromEntries(all.map(([column, is]) => [column, column === 'seq' ? seq : cellOf(name, column, is, row[column] ?? null)])))); // prettier-ignore
}

function cellOf(batch: string, name: string, { most, isHead }: Column, value: Cell): string | number | null {
  if (value === null || typeof value === 'number') return value;
  const shown = String(value);
  if (most === undefined || shown.length <= most) return shown;
  if (isHead) return shown.slice(0, most);
  throw new TsqlError('too-long', `${batch}: ${name} holds ${String(most)} characters, not ${String(shown.length)}`, null);
}

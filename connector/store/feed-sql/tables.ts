/** Where the properties of a feed set lie: what tables say, for statement.ts to write statements of. */
import type { FeedKey } from '../feed.ts';
import type { Dialect, Sql } from './dialect.ts';

export interface Column {
  /** What is read and compared. Decimals: an integer. */
  readonly sql: string;
  /** What it is put in order by, unless by itself. Texts and integers only. */
  readonly order?: readonly string[];
  /** Rows where it equals this GUID, where an index knows a shorter way; null = none can. */
  readonly equals?: (guid: string) => Sql | null;
}

export interface Table {
  /** Tables and their joins; joins are left joins by a unique key, which a database leaves out where nothing of them is asked. */
  readonly from: string;
  readonly columns: Readonly<Record<string, Column>>;
  /** Rows one key may read; the only place that says so. */
  readonly scope: (key: FeedKey) => Sql;
  /** Rows that hold a folded word. */
  readonly search?: (word: string) => Sql;
}

export type Tables = Readonly<Record<string, Table>>;

const hex = (value: number, width: number): string => value.toString(16).padStart(width, '0');

/**
 * Rows without a UUID of their own get one made of their numbers (RFC 9562, version 8): the record's number, a tag of the set, the line.
 * It leads back to the numbers, so asking for it costs no search.
 */
export const madeGuid = (d: Dialect, tag: number, n: string, line: string): string => d.guid(`8${hex(tag, 3)}`, n, line);

export function partsOf(tag: number, guid: string): readonly [number, number] | null {
  const [high = '', low = '', mark, zero, line = ''] = guid.split('-');
  return mark === `8${hex(tag, 3)}` && zero === '8000' ? [parseInt(high + low, 16), parseInt(line, 16)] : null;
}

/** Columns that are read as they stand. */
export const plain = (alias: string, columns: Readonly<Record<string, string>>): Record<string, Column> =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, { sql: `${alias}.[${column}]` }]));

import type { Row } from './rows.ts';

/** One object or record with the three counters its `DataVersion` may be made of (1c.md 2.5). Rows are never changed in place. */
export interface Stored {
  readonly row: Row;
  /** Counter of its table. */
  readonly table: number;
  /** Counter of the whole base, as on MS SQL. */
  readonly base: number;
  /** Counter of the object itself. */
  readonly own: number;
}

export type VersionEncoding = 'upper' | 'row' | 'object';

/** Base64 of eight bytes: the counter in the upper half, a database-wide row version, or a counter of the object. */
export function encodeVersion(stored: Stored, encoding: VersionEncoding): string {
  const bytes = Buffer.alloc(8);
  if (encoding === 'upper') bytes.writeUInt32BE(stored.table, 0);
  else bytes.writeUInt32BE(encoding === 'row' ? stored.base : stored.own, 4);
  return bytes.toString('base64');
}

/** All rows of one object of the configuration, in the order of their keys: new objects appear anywhere, as in a clustered table. */
export interface Table {
  readonly name: string;
  readonly rows: Map<string, Stored>;
  /** Highest table counter given out. */
  counter: number;
  /** Keys in order; forgotten when a row comes or goes. */
  order: string[] | undefined;
}

export const createTable = (name: string): Table => ({ name, rows: new Map(), counter: 0, order: undefined });

export function allOf(table: Table): Stored[] {
  table.order ??= [...table.rows.keys()].sort();
  const all: Stored[] = [];
  for (const key of table.order) {
    const stored = table.rows.get(key);
    if (stored) all.push(stored);
  }
  return all;
}

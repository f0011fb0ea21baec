/** Do two tables hold the same rows? Counted, and hashed so that their order makes no difference: both sides have their own. */
import { createHash } from 'node:crypto';
import { decimal } from '../../../decimal.ts';
import { storedText, type BatchRow, type Columns } from '../batch.ts';
import type { SqlRow } from '../../rows.ts';

const ROOM = 1n << 128n;

export class Sum {
  count = 0;
  #sum = 0n;

  add(row: readonly (string | null)[]): void {
    this.count += 1;
    const hash = createHash('sha256').update(JSON.stringify(row)).digest('hex').slice(0, 32);
    this.#sum = (this.#sum + BigInt(`0x${hash}`)) % ROOM;
  }
  get hash(): string {
    return this.#sum.toString(16).padStart(32, '0');
  }
  same(other: Sum): boolean {
    return this.count === other.count && this.hash === other.hash;
  }
}

const isAmount = (columns: Columns, name: string): boolean => columns[name]?.cast?.startsWith('DECIMAL') === true;
const shown = (columns: Columns, name: string, text: string | null): string | null => (text === null || !isAmount(columns, name) ? text : decimal(text)); // prettier-ignore

/** What of a row is going to be stored. */
export const ours = (table: string, columns: Columns, row: BatchRow): (string | null)[] =>
  Object.entries(columns).map(([name, column]) => shown(columns, name, storedText(table, name, column, row[name] ?? null)));

/** What a server gives back, amounts as text. */
export const theirs = (columns: Columns, row: SqlRow): (string | null)[] =>
  Object.keys(columns).map((name) => shown(columns, name, textOf(row[name])));

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null;
}

/** What the checking of facts asks a database for: which rows ids stand for, and where short texts are kept. */
import type { Check } from '../check.ts';
import type { Id } from '../model.ts';

export type Cell = string | number | bigint | null;

export interface Naming {
  /** The number of the row; what is not there is told with the rest of what is wrong. */
  n(check: Check, table: 'competitors' | 'items', field: string, id: Id): number;
  optional(check: Check, table: 'competitors' | 'items', field: string, id: Id | null): number | null;
}

export interface Keeping {
  /** The number of a text somebody typed; null of none. */
  typed(check: Check, field: string, text: string | null, most: number): number | null;
}

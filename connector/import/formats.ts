/** How the columns of a list write their numbers and dates; what a column never says, the others of the file or a person say. */
import type { Columns } from './columns.ts';
import { orderOf, type Order } from './dates.ts';
import type { Field } from './heads.ts';
import { formatOf, type Mark, type NumberFormat } from './numbers.ts';
import { withoutCurrency } from './stated.ts';
import type { Row } from './table.ts';

/** A column of numbers, or of dates, and how it writes them. */
export interface Formats {
  readonly numbers: Partial<Readonly<Record<Field, NumberFormat>>>;
  readonly order: Order | null;
  /** Where a column never says: the other columns of the file, or a person. */
  readonly mark: Mark | null;
}
export const NUMBERS = ['price', 'quantity', 'minQuantity', 'pack'] as const;
export type NumberField = (typeof NUMBERS)[number];

export function formatsOf(rows: readonly Row[], { of, after }: Columns, asked: Mark | null): Formats {
  const numbers: Partial<Record<Field, NumberFormat>> = {};
  for (const field of NUMBERS) {
    const column = of[field];
    if (column !== undefined) numbers[field] = formatOf(texts(rows, after, column));
  }
  const said = new Set(Object.values(numbers).flatMap((f) => [...(f.comma ? [',' as const] : []), ...(f.point ? ['.' as const] : [])]));
  const [only] = said;
  const order = of.date === undefined ? null : orderOf([...texts(rows, after, of.date)].map((t) => t.text));
  return { numbers, order, mark: asked ?? (said.size === 1 ? (only ?? null) : null) };
} // prettier-ignore

function* texts(rows: readonly Row[], after: number, column: number): Generator<{ row: number; text: string }> {
  for (let i = after; i < rows.length; i++) {
    const row = rows[i];
    const cell = row?.cells[column];
    if (row && typeof cell === 'string') yield { row: row.n, text: withoutCurrency(cell).number };
  }
}

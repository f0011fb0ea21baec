/** What one row of the file says, read and checked; nothing here knows our items yet. */
import type { Amount } from './amounts.ts';
import type { UnitRead } from './units.ts';

export interface Line {
  readonly row: number;
  readonly name: string;
  readonly sku: string | null;
  readonly price: string;
  readonly currency: string;
  readonly vatIncluded: boolean;
  readonly vatRate: string | null;
  /** null = the file has none: the item's own unit. */
  readonly unit: UnitRead | null;
  /** What the pack column says. */
  readonly pack: string | null;
  readonly minQuantity: string | null;
  readonly quantity: string | null;
  readonly stock: Amount | null;
  readonly leadDays: number | null;
  /** A date; null = the day of the list. */
  readonly date: string | null;
  readonly terms: string | null;
  readonly region: string | null;
}

/** What holds for the whole list where a line does not say. */
export interface Stated {
  readonly currency: string | null;
  readonly vatIncluded: boolean | null;
}

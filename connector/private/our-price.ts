/** Which price of ours is compared (model.md 6): the line's own, else the price list's, else that of our last invoice, not older than 90 days. */
import type { Quoted } from './compare.ts';

export interface OurPrice extends Quoted {
  readonly from: 'line' | 'price-list' | 'invoice';
  /** The day it is of: of the list or of the invoice. */
  readonly on: string | null;
  /** What people know it by: the type of price, the number of the invoice. */
  readonly name: string | null;
}

export interface ListPrice extends Quoted {
  readonly since: string | null;
  readonly priceType?: string;
}
export interface SoldPrice extends Quoted {
  readonly date: string;
  readonly number?: string | null;
}

export interface Candidates {
  readonly line: Quoted | null;
  readonly list: ListPrice | null;
  /** Lines of issued invoices, not of cancelled ones. */
  readonly invoices: readonly SoldPrice[];
}

const INVOICE_DAYS = 90;
const DAY = 86_400_000;

/** The first day whose invoices still say what we take. */
export const soldSince = (today: string): string => new Date(Date.parse(today) - INVOICE_DAYS * DAY).toISOString().slice(0, 10);

export function ourPrice({ line, list, invoices }: Candidates, today: string): OurPrice | null {
  if (line) return { ...line, from: 'line', on: null, name: null };
  if (list) return { ...list, from: 'price-list', on: list.since, name: list.priceType ?? null };
  const first = soldSince(today);
  const last = invoices.filter((i) => i.date.slice(0, 10) >= first).reduce<SoldPrice | null>(newer, null);
  return last && { ...last, from: 'invoice', on: last.date.slice(0, 10), name: last.number ?? null };
}

const newer = <T extends { readonly date: string }>(a: T | null, b: T): T => (a === null || b.date > a.date ? b : a);

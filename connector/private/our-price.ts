/** Which price of ours is compared (model.md 6): the line's own, else the price list's, else that of our last invoice, not older than 90 days. */
import type { Quoted } from './compare.ts';

export interface OurPrice extends Quoted {
  readonly from: 'line' | 'price-list' | 'invoice';
  /** The day it is of: of the list or of the invoice. */
  readonly on: string | null;
}

export interface Candidates {
  readonly line: Quoted | null;
  readonly list: (Quoted & { readonly since: string }) | null;
  /** Lines of issued invoices, not of cancelled ones. */
  readonly invoices: readonly (Quoted & { readonly date: string })[];
}

const INVOICE_DAYS = 90;
const DAY = 86_400_000;

export function ourPrice({ line, list, invoices }: Candidates, today: string): OurPrice | null {
  if (line) return { ...line, from: 'line', on: null };
  if (list) return { ...list, from: 'price-list', on: list.since };
  const first = new Date(Date.parse(today) - INVOICE_DAYS * DAY).toISOString().slice(0, 10);
  const last = invoices.filter((i) => i.date.slice(0, 10) >= first).reduce<Candidates['invoices'][number] | null>(newer, null);
  return last && { ...last, from: 'invoice', on: last.date.slice(0, 10) };
}

const newer = <T extends { readonly date: string }>(a: T | null, b: T): T => (a === null || b.date > a.date ? b : a);

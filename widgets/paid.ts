/** Where an invoice stands for whoever waits for the money. Every panel ranks it by this, each says it in its own words. */
import type { InvoiceRow } from '../connector/server/contract/invoices.ts';

export interface PaidLook {
  readonly tone: 'ok' | 'danger' | 'muted' | 'accent';
  readonly icon: 'ok' | 'warn' | 'error' | 'waiting' | 'none' | 'close';
  /** Name of its text: `{widget}.{is}`. */
  readonly is: 'draft' | 'cancelled' | 'paid' | 'overdueBy' | 'reversed' | 'part' | 'unpaidOne' | 'untold';
}

/** Overdue stands above a payment that was taken back: it is what the count of overdue ones and their filter show. */
export function paidLook({ state, paidState, overdueDays }: Pick<InvoiceRow, 'state' | 'paidState' | 'overdueDays'>): PaidLook {
  if (state === 'draft') return { tone: 'muted', icon: 'none', is: 'draft' };
  if (state === 'cancelled') return { tone: 'muted', icon: 'close', is: 'cancelled' };
  if (paidState === 'paid') return { tone: 'ok', icon: 'ok', is: 'paid' };
  if (overdueDays !== null) return { tone: 'danger', icon: 'warn', is: 'overdueBy' };
  if (paidState === 'reversed') return { tone: 'danger', icon: 'error', is: 'reversed' };
  if (paidState === 'part') return { tone: 'accent', icon: 'waiting', is: 'part' };
  if (paidState === 'untold') return { tone: 'muted', icon: 'none', is: 'untold' };
  return { tone: 'muted', icon: 'waiting', is: 'unpaidOne' };
}

/** What is left of it is not known either: a dash, with the reason. */
export const isUntold = (row: Pick<InvoiceRow, 'state' | 'paidState' | 'overdueDays'>): boolean => paidLook(row).is === 'untold';

/** Whether an invoice of a list is paid, on a given day; nobody told, and it is neither. */
import { scaled } from '../decimal.ts';
import { MONEY_PLACES, paidState, type PaidState } from '../store/projections.ts';
import type { InvoiceListRow } from '../store/queries.ts';

export function paidOf(r: InvoiceListRow, today: string, isTold: boolean): PaidState | 'untold' {
  if (!isTold) return 'untold';
  return paidState(
    { total: scaled(r.total, MONEY_PLACES), paid: scaled(r.paid, MONEY_PLACES), dueDate: r.dueDate, everPaid: r.everPaid },
    today,
  );
}

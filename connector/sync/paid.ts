/** What the books have of an invoice's payments: one of the figures other hosts are told (figures.ts). */
import { compare, scaled, subtract } from '../decimal.ts';
import type { Fields, RecordId, SharedRecord } from '../model.ts';
import { MONEY_PLACES, paidState } from '../store/projections.ts';
import type { PaidSums, Reader, StoredLink } from '../store/store.ts';

export const ofInvoice = async (_t: Reader, links: readonly StoredLink[]): Promise<readonly RecordId[]> =>
  links.flatMap((l) => l.record ?? []);

const NOTHING: Fields = { paidState: null, paid: null, left: null, paidAt: null };

/**
 * The columns of one with a payment its sum does not count are emptied: in another currency, and the books do not say what it settles
 * in its own. What they showed before is true no more.
 */
export async function paidFacts(t: Reader, { id, fields }: SharedRecord): Promise<Fields> {
  const sums = await t.paidOf(id);
  return sums ? factsOf(sums, fields) : NOTHING;
}

function factsOf(sums: PaidSums, fields: Fields): Fields {
  const { total, paid, paidAt, everPaid } = sums;
  const amounts = { total: scaled(total, MONEY_PLACES), paid: scaled(paid, MONEY_PLACES) };
  const state = paidState({ ...amounts, dueDate: null, everPaid }, '');
  const isOver = fields['state'] === 'cancelled' || compare(paid, total) >= 0;
  return { paidState: state, paid, left: isOver ? '0' : subtract(total, paid), paidAt: paidAt?.slice(0, 10) ?? null };
}

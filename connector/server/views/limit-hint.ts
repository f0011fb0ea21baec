/** What payment history allows to say about credit: nothing with fewer than three paid invoices of one currency. */
import { add, compare, divide } from '../../decimal.ts';
import type { RecordId } from '../../model.ts';
import type { PaidInvoice } from '../../store/view-queries.ts';
import type { CounterpartyView } from '../contract/counterparty.ts';
import { daysBetween, type Shown } from './shown.ts';

type Hint = CounterpartyView['limitHint'];

const ENOUGH = 3;

export async function limitHintOf(shown: Shown, counterparty: RecordId): Promise<Hint> {
  const paid = await shown.store.views.paidSince(counterparty, yearBefore(shown.today));
  await shown.names.learn(paid.map((p) => p.currency));
  const groups = new Map<string, PaidInvoice[]>();
  for (const p of paid) groups.set(shown.names.of(p.currency), [...(groups.get(shown.names.of(p.currency)) ?? []), p]);
  const hints = [...groups].filter(([, invoices]) => invoices.length >= ENOUGH).map(([currency, invoices]) => hintOf(currency, invoices)); // prettier-ignore
  return hints.sort((a, b) => compare(b.paid, a.paid))[0] ?? null;
}

const yearBefore = (day: string): string => `${String(Number(day.slice(0, 4)) - 1)}${day.slice(4)}`;

function hintOf(currency: string, invoices: readonly PaidInvoice[]): NonNullable<Hint> {
  const paid = add(...invoices.map((i) => i.total));
  return {
    currency,
    paid,
    invoices: invoices.length,
    medianLateDays: median(invoices.map(lateDays)),
    limit: divide(paid, '12', 2),
    lastPaidAt: invoices.map((i) => i.paidAt.slice(0, 10)).sort().at(-1) ?? null, // prettier-ignore
  };
}

/** After the term; without one, after the invoice. Negative: early. */
const lateDays = (i: PaidInvoice): number => daysBetween((i.dueDate ?? i.date ?? i.paidAt).slice(0, 10), i.paidAt.slice(0, 10));

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : [sorted[middle - 1], sorted[middle]];
  return Math.round((low + high) / 2);
}

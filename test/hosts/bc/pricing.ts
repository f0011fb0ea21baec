/** What Business Central works out of a line and of an invoice, whatever was sent (hosts/dynamics.md 4.3). */
import { add, isZero, multiply, round, subtract, vatOf } from '../../../connector/decimal.ts';
import type { Row } from './company.ts';

const text = (value: unknown): string => (typeof value === 'string' && value !== '' ? value : '0');

/** Tax code -> percent. */
export const TAX: Readonly<Record<string, string>> = { VAT20: '20', VAT10: '10', VAT0: '0', NOVAT: '0', VAT23: '23' };

export function pricedLine(line: Row, included: boolean, allocation: string): Row {
  const base = subtract(round(multiply(text(line['quantity']), text(line['unitPrice'])), 2), text(line['discountAmount']));
  const percent = TAX[String(line['taxCode'])] ?? '0';
  const whole = sums(base, percent, included);
  const net = sums(subtract(base, allocation), percent, included);
  return {
    ...line,
    taxPercent: percent,
    amountExcludingTax: whole.without, totalTaxAmount: whole.tax, amountIncludingTax: whole.with,
    invoiceDiscountAllocation: allocation, netAmount: net.without, netTaxAmount: net.tax, netAmountIncludingTax: net.with,
  }; // prettier-ignore
}

function sums(amount: string, percent: string, included: boolean): { without: string; tax: string; with: string } {
  const tax = vatOf(amount, percent, included);
  return included ? { without: subtract(amount, tax), tax, with: amount } : { without: amount, tax, with: add(amount, tax) };
}

export function totalled(head: Row, lines: readonly Row[]): Row {
  const sum = (name: string): string => add('0', ...lines.map((l) => text(l[name])));
  const total = sum('netAmountIncludingTax');
  const rest = head['status'] === 'Draft' ? { remainingAmount: total } : {};
  return { ...head, totalAmountExcludingTax: sum('netAmount'), totalTaxAmount: sum('netTaxAmount'), totalAmountIncludingTax: total, ...rest }; // prettier-ignore
}

/** The discount of an invoice stands in its lines, here in the first that is worth anything. */
export function allocations(lines: readonly Row[], discount: unknown): readonly string[] {
  const at = lines.findIndex((l) => !isZero(multiply(text(l['quantity']), text(l['unitPrice']))));
  return lines.map((_l, i) => (i === at ? text(discount) : '0'));
}

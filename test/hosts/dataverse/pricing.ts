/** The price engine (hosts/dynamics.md 1.4): lines and totals are worked out there, whatever was sent, rounded as the currency is. */
import { add, multiply, round, subtract } from '../../../connector/decimal.ts';
import { fixed, type Row } from './organisation.ts';

const amount = (value: unknown): string => (typeof value === 'string' ? value : '0');

export function priced(table: string, row: Row, places: number): Row {
  if (table !== 'invoicedetail') return row;
  const shown = (value: string): string => fixed(round(value, places));
  const base = multiply(amount(row['quantity']), amount(row['priceperunit']));
  const whole = add(round(base, places), amount(row['tax']), `-${amount(row['manualdiscountamount'])}`.replace('--', ''));
  return { ...row, baseamount: shown(base), extendedamount: shown(whole) };
}

export function totalled(head: Row, lines: readonly Row[], places: number): Row {
  const shown = (value: string): string => fixed(round(value, places));
  const sum = (name: string): string => add('0', ...lines.map((l) => amount(l[name])));
  const total = add(subtract(sum('extendedamount'), amount(head['discountamount'])), amount(head['freightamount']));
  const totals = { totallineitemamount: shown(subtract(sum('extendedamount'), sum('tax'))), totaltax: shown(sum('tax')), totalamount: shown(total) }; // prettier-ignore
  return { ...head, ...totals, totalamount_base: totals.totalamount, totaltax_base: totals.totaltax };
}

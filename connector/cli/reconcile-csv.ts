/** What reconcile found, as a file that Russian Excel takes for a table: semicolons, a decimal comma, a byte order mark. */
import { stringify } from 'csv-stringify/sync';
import type { Difference, Group, Reconciliation } from '../report/reconcile.ts';
import { fieldValue } from '../words/format.ts';
import type { Names } from '../words/names.ts';
import { t, type Io } from './io.ts';

/** The groups, an empty line, every difference, an empty line, and every debt. Names that begin like a formula are defused; a sum below zero stays a sum. */
export function csvOf(io: Io, r: Reconciliation, names: Names): string {
  const named = (id: string | null): string => safe(names.of(id));
  const rows = [groupHead(io), ...r.groups.map((g) => groupRow(g, named)), [], differenceHead(io)];
  for (const d of r.differences)
    rows.push([kindLabel(io, d), safe(d.number ?? ''), d.date ?? '', named(d.counterparty), named(d.organisation), side(io, d, d.here), side(io, d, d.there)]); // prettier-ignore
  for (const d of r.debts)
    rows.push([t(io, 'debt', 'долг'), '', '', named(d.counterparty), named(d.organisation), comma(d.here), comma(d.there)]);
  if (r.owed.length > 0) rows.push([], debtHead(io));
  for (const d of r.owed)
    rows.push([named(d.organisation), named(d.counterparty), named(d.currency), comma(d.here), comma(d.there)]);
  return stringify(rows, { delimiter: ';', bom: true });
}

const safe = (text: string): string => (/^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text);
/** A state of payment as people call it. */
export const statusWord = (io: Io, state: string): string => fieldValue(io.lang, 'invoice', 'paidState', state);
const side = (io: Io, { kind }: Difference, v: string): string => (kind === 'status' ? statusWord(io, v) : comma(v));
const comma = (amount: string): string => amount.replace('.', ',');

const groupHead = (io: Io): string[] => [
  t(io, 'Organisation', 'Организация'),
  t(io, 'Month', 'Месяц'),
  t(io, 'Counterparty', 'Контрагент'),
  t(io, 'Currency', 'Валюта'),
  t(io, 'Invoices here', 'Счетов здесь'),
  t(io, 'Invoices there', 'Счетов там'),
  t(io, 'Sum here', 'Сумма здесь'),
  t(io, 'Sum there', 'Сумма там'),
  t(io, 'Paid here', 'Оплачено здесь'),
  t(io, 'Paid there', 'Оплачено там'),
];

const groupRow = (g: Group, named: (id: string | null) => string): string[] => [
  named(g.organisation),
  g.month,
  named(g.counterparty),
  named(g.currency),
  String(g.here.count),
  String(g.there.count),
  comma(g.here.total),
  comma(g.there.total),
  comma(g.here.paid ?? ''),
  comma(g.there.paid ?? ''),
];

const differenceHead = (io: Io): string[] => [
  t(io, 'Difference', 'Расхождение'),
  t(io, 'Number', 'Номер'),
  t(io, 'Date', 'Дата'),
  t(io, 'Counterparty', 'Контрагент'),
  t(io, 'Organisation', 'Организация'),
  t(io, 'here', 'здесь'),
  t(io, 'there', 'там'),
];

const debtHead = (io: Io): string[] => [
  t(io, 'Organisation', 'Организация'),
  t(io, 'Counterparty', 'Контрагент'),
  t(io, 'Currency', 'Валюта'),
  t(io, 'Debt here', 'Долг здесь'),
  t(io, 'Debt there', 'Долг там'),
];

export const kindLabel = (io: Io, d: Difference): string =>
  ({
    'only-here': t(io, 'only here', 'только здесь'), 'only-there': t(io, 'only there', 'только там'), total: t(io, 'sum', 'сумма'),
    paid: t(io, 'paid', 'оплата'), status: t(io, 'status register', 'регистр статусов'),
  })[d.kind]; // prettier-ignore

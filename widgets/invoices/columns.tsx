/** What stands in a row, by how much room there is: narrow panels show paid and books in a second line. */
import type { InvoiceRow } from '../../connector/server/contract/invoices.ts';
import type { Sidebook } from '../runtime/index.ts';
import type { Column } from '../runtime/parts.ts';
import { type Mark, paidMark, pushMark } from './status.tsx';

export interface ColumnsOf {
  readonly rows: readonly InvoiceRow[];
  readonly saving: string | null;
  /** Invoices of all: whose each is. */
  readonly everyone: boolean;
}

/** Room for the longest sum, so that none is cut. */
const widthFor = (rows: readonly InvoiceRow[], text: (row: InvoiceRow) => string): string => {
  const longest = rows.reduce((most, row) => Math.max(most, text(row).length), 7);
  return `${(longest * 0.56 + 0.8).toFixed(1)}em`;
};

export function columnsOf({ rows, saving, everyone }: ColumnsOf, sidebook: Sidebook): Column<InvoiceRow>[] {
  const { t, format, width } = sidebook;
  const single = rows.length > 0 && rows.every((row) => row.currency === rows[0]?.currency);
  const sign = single ? `, ${format.money('0', rows[0]?.currency).split('\u00a0').pop() ?? ''}` : '';
  const money = (amount: string, row: InvoiceRow): string => format.money(amount, single ? undefined : row.currency);
  const wide = width === 'wide';
  const nameOf = (row: InvoiceRow): string => row.counterparty?.name ?? '';
  const party = everyone && !wide;
  const number: Column<InvoiceRow> = {
    key: 'number', label: t('invoices.number'), opens: true, ...(wide ? { width: '9.5em' } : {}),
    cell: (row) => (party && nameOf(row) ? [row.number ?? t('invoices.noNumber'), <span key="party" class="sb-note"> {nameOf(row)}</span>] : (row.number ?? t('invoices.noNumber'))),
    look: (row) => ({ title: [row.number ?? t('invoices.noNumber'), party ? nameOf(row) : ''].filter(Boolean).join(' · '), ...(row.number === null ? { tone: 'muted' as const } : {}) }),
  }; // prettier-ignore
  const due: Column<InvoiceRow> = {
    key: 'due', label: t('invoices.due'), width: '4.2em',
    cell: ({ dueDate }) => (dueDate === null ? '—' : format.shortDate(dueDate)),
    look: ({ dueDate }) => (dueDate === null ? { tone: 'muted' } : { title: format.date(dueDate) }),
  }; // prettier-ignore
  const sum = (key: 'total' | 'left'): Column<InvoiceRow> => {
    const text = (row: InvoiceRow): string => money(row[key], row);
    return { key, label: t(`invoices.${key}`) + sign, align: 'end', width: widthFor(rows, text), cell: text, look: (row) => ({ title: text(row) }) };
  }; // prettier-ignore
  const paid = (row: InvoiceRow): Mark => paidMark(row, sidebook);
  const pushed = (row: InvoiceRow): Mark => pushMark(row, saving === row.id, sidebook);
  return [
    number,
    ...(everyone && wide ? [{ key: 'party', label: t('invoices.party'), cell: nameOf, look: (row: InvoiceRow) => ({ title: nameOf(row) }) }] : []),
    due,
    ...(width === 'middle' || (wide && !everyone) ? [sum('total')] : []),
    sum('left'),
    { key: 'status', label: t('invoices.status'), second: true, ...(wide ? { width: '11em' } : {}), cell: (row) => paid(row).text, look: paid },
    { key: 'books', label: t('invoices.books'), second: true, ...(wide ? {} : { width: '8.4em' }), cell: (row) => pushed(row).text, look: pushed },
  ]; // prettier-ignore
}

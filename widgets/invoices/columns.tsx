/** What stands in a row, by how much room there is: narrow panels show paid and books in a second line. */
import type { InvoiceRow } from '../../connector/server/contract/invoices.ts';
import type { Sidebook } from '../runtime/index.ts';
import type { Column } from '../runtime/parts.ts';
import { isUntold } from '../paid.ts';
import { type Mark, paidMark, paidText, pushLook, pushMark } from './status.tsx';

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
/** Of words, `icon` before them. */
const roomFor = (texts: readonly string[], icon = 0): number =>
  texts.reduce((so, text) => Math.max(so, text.length), 6) * 0.6 + 0.8 + icon;
const ICON = 1.6;
const em = (room: number): string => `${room.toFixed(1)}em`;
/** Of the narrowest wide panel, and what a customer needs of it. */
const WIDE = 48;
const PARTY = 9;

interface Wide {
  readonly number: string;
  readonly status: string;
  readonly books: string;
}
/** By what stands in them. Where that leaves too little for the customer, the number gives way, then the status: both say the rest on hover. */
function wideRooms(rows: readonly InvoiceRow[], left: string, due: number, sidebook: Sidebook): Wide {
  const books = Math.min(9, roomFor(rows.map((row) => pushLook(row, sidebook).text), ICON)); // prettier-ignore
  const number = Math.min(10, roomFor(rows.map((row) => row.number ?? sidebook.t('invoices.noNumber')))); // prettier-ignore
  const status = Math.min(12, roomFor(rows.map((row) => paidText(row, sidebook)), ICON)); // prettier-ignore
  const missing = Math.max(0, PARTY - (WIDE - due - parseFloat(left) - books - number - status));
  const given = Math.min(missing, Math.max(0, number - 6));
  return { number: em(number - given), status: em(Math.max(8, status - (missing - given))), books: em(books) };
}
const DUE = 4.2;
/** A day of another year has its year. */
const dueText = ({ dueDate }: InvoiceRow, { format }: Sidebook): string => (dueDate === null ? '—' : format.shortDate(dueDate));
const dueRoom = (rows: readonly InvoiceRow[], sidebook: Sidebook): number =>
  rows.reduce((most, row) => Math.max(most, dueText(row, sidebook).length * 0.52 + 0.8), DUE);
/** Of a second line the status has what the books leave: as much as the longest name of a base wants, within reason. */
const secondRoom = (rows: readonly InvoiceRow[], sidebook: Sidebook): string =>
  em(
    Math.max(
      8.4,
      Math.min(
        sidebook.width === 'narrow' ? 11 : 16,
        roomFor([...rows.map((row) => pushLook(row, sidebook).text), sidebook.t('runtime.row.saving')], ICON),
      ),
    ),
  );

export function columnsOf({ rows, saving, everyone }: ColumnsOf, sidebook: Sidebook): Column<InvoiceRow>[] {
  const { t, format, width } = sidebook;
  const single = rows.length > 0 && rows.every((row) => row.currency === rows[0]?.currency);
  const sign = single ? `, ${format.money('0', rows[0]?.currency).split('\u00a0').pop() ?? ''}` : '';
  const money = (amount: string, row: InvoiceRow): string => format.money(amount, single ? undefined : row.currency);
  const wide = width === 'wide';
  const dueWide = dueRoom(rows, sidebook);
  const rooms = wide
    ? wideRooms(
        rows,
        widthFor(rows, (row) => (isUntold(row) ? '—' : money(row.left, row))),
        dueWide,
        sidebook,
      )
    : null;
  const nameOf = (row: InvoiceRow): string => row.counterparty?.name ?? '';
  const party = everyone && !wide;
  const number: Column<InvoiceRow> = {
    key: 'number', label: t('invoices.number'), opens: true, ...(rooms && everyone ? { width: rooms.number } : {}),
    cell: (row) => (party && nameOf(row) ? [row.number ?? t('invoices.noNumber'), <span key="party" class="sb-note"> {nameOf(row)}</span>] : (row.number ?? t('invoices.noNumber'))),
    look: (row) => ({ title: [row.number ?? t('invoices.noNumber'), party ? nameOf(row) : ''].filter(Boolean).join(' · '), ...(row.number === null ? { tone: 'muted' as const } : {}) }),
  }; // prettier-ignore
  const due: Column<InvoiceRow> = {
    key: 'due', label: t('invoices.due'), width: em(dueWide),
    cell: (row) => dueText(row, sidebook),
    look: ({ dueDate }) => (dueDate === null ? { tone: 'muted' } : { title: format.date(dueDate) }),
  }; // prettier-ignore
  const sum = (key: 'total' | 'left'): Column<InvoiceRow> => {
    const isUnknown = (row: InvoiceRow): boolean => key === 'left' && isUntold(row);
    const text = (row: InvoiceRow): string => (isUnknown(row) ? '—' : money(row[key], row));
    const title = (row: InvoiceRow): string => (isUnknown(row) ? t('invoices.untoldWhy') : text(row));
    return { key, label: t(`invoices.${key}`) + sign, align: 'end', width: widthFor(rows, text), cell: text, look: (row) => ({ title: title(row) }) };
  }; // prettier-ignore
  const paid = (row: InvoiceRow): Mark => paidMark(row, sidebook);
  const pushed = (row: InvoiceRow): Mark => pushMark(row, saving === row.id, sidebook);
  return [
    number,
    ...(everyone && wide ? [{ key: 'party', label: t('invoices.party'), cell: nameOf, look: (row: InvoiceRow) => ({ title: nameOf(row) }) }] : []),
    // Whose it is needs the room; the term is in the title of the status.
    ...(everyone && width === 'narrow' ? [] : [due]),
    ...(width === 'middle' || (wide && !everyone) ? [sum('total')] : []),
    sum('left'),
    { key: 'status', label: t('invoices.status'), second: true, ...(rooms ? { width: rooms.status } : {}), cell: (row) => paid(row).text, look: paid },
    { key: 'books', label: t('invoices.books'), second: true, width: rooms ? rooms.books : secondRoom(rows, sidebook), cell: (row) => pushed(row).text, look: pushed },
  ]; // prettier-ignore
}

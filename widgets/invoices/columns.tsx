/** What stands in a row, by how much room there is: narrow panels show paid and books in a second line. */
import type { InvoiceRow } from '../../connector/server/contract/invoices.ts';
import { Cut, type Sidebook, useSidebook } from '../runtime/index.ts';
import type { Column } from '../runtime/parts.ts';
import { Paid, paidLook, Pushed, pushLook } from './status.tsx';

export interface ColumnsOf {
  readonly rows: readonly InvoiceRow[];
  readonly saving: string | null;
  /** Invoices of all: whose each is. */
  readonly everyone: boolean;
  readonly onOpen: (row: InvoiceRow) => void;
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
function wideRooms(rows: readonly InvoiceRow[], left: string, sidebook: Sidebook): Wide {
  const books = Math.min(9, roomFor(rows.map((row) => pushLook(row, sidebook).text), ICON)); // prettier-ignore
  const number = Math.min(10, roomFor(rows.map((row) => row.number ?? sidebook.t('invoices.noNumber')))); // prettier-ignore
  const status = Math.min(12, roomFor(rows.map((row) => paidLook(row, sidebook).text), ICON)); // prettier-ignore
  const missing = Math.max(0, PARTY - (WIDE - DUE - parseFloat(left) - books - number - status));
  const given = Math.min(missing, Math.max(0, number - 6));
  return { number: em(number - given), status: em(Math.max(8, status - (missing - given))), books: em(books) };
}
const DUE = 4.2;

export function columnsOf({ rows, saving, everyone, onOpen }: ColumnsOf, sidebook: Sidebook): Column<InvoiceRow>[] {
  const { t, format, width } = sidebook;
  const single = rows.length > 0 && rows.every((row) => row.currency === rows[0]?.currency);
  const sign = single ? `, ${format.money('0', rows[0]?.currency).split('\u00a0').pop() ?? ''}` : '';
  const money = (amount: string, row: InvoiceRow): string => format.money(amount, single ? undefined : row.currency);
  const wide = width === 'wide';
  const left = (row: InvoiceRow): string => money(row.left, row);
  const leftWidth = widthFor(rows, left);
  const rooms = wide ? wideRooms(rows, leftWidth, sidebook) : null;
  const number: Column<InvoiceRow> = {
    key: 'number', label: t('invoices.number'), ...(rooms && everyone ? { width: rooms.number } : {}),
    cell: (row) => <Opener row={row} party={everyone && !wide} onOpen={onOpen} />,
  }; // prettier-ignore
  const party: Column<InvoiceRow> = { key: 'party', label: t('invoices.party'), cell: (row) => <Cut text={row.counterparty ? row.counterparty.name : ''} /> }; // prettier-ignore
  const date = (text: string | null) => (text === null ? <span class="sb-note">—</span> : <span title={format.date(text)}>{format.shortDate(text)}</span>); // prettier-ignore
  return [
    number,
    ...(everyone && wide ? [party] : []),
    // Whose it is needs the room; the term is in the title of the status.
    ...(everyone && width === 'narrow' ? [] : [{ key: 'due', label: t('invoices.due'), width: em(DUE), cell: (row: InvoiceRow) => date(row.dueDate) }]),
    ...(width === 'middle' || (wide && !everyone) ? [{ key: 'total', label: t('invoices.total') + sign, align: 'end' as const, width: widthFor(rows, (row) => money(row.total, row)), cell: (row: InvoiceRow) => <Cut text={money(row.total, row)} /> }] : []),
    { key: 'left', label: t('invoices.left') + sign, align: 'end', width: leftWidth, cell: (row) => <Cut text={left(row)} /> },
    { key: 'status', label: t('invoices.status'), second: true, ...(rooms ? { width: rooms.status } : {}), cell: (row) => <Paid row={row} /> },
    { key: 'books', label: t('invoices.books'), second: true, width: rooms ? rooms.books : '8.4em', cell: (row) => <Pushed row={row} saving={saving === row.id} /> },
  ]; // prettier-ignore
}

/** Opens by a click too; not a tab stop of its own, the keys of the table do the same. */
function Opener({
  row,
  party,
  onOpen,
}: {
  readonly row: InvoiceRow;
  readonly party: boolean;
  readonly onOpen: (row: InvoiceRow) => void;
}) {
  const { t } = useSidebook();
  const number = row.number ?? t('invoices.noNumber');
  const name = party && row.counterparty ? row.counterparty.name : '';
  return (
    <button type="button" class="sb-inv-open" tabIndex={-1} title={[number, name].filter(Boolean).join(' · ')} onClick={() => onOpen(row)}>
      <span class={row.number === null ? 'sb-note' : ''}>{number}</span>
      {name && <span class="sb-note"> {name}</span>}
    </button>
  ); // prettier-ignore
}

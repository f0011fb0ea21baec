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
/** Room for the longest text there is, `icon` before it; what is longer than `most` is cut, its whole on hover. */
function upTo(most: number, texts: readonly string[], icon = 0): string {
  const longest = texts.reduce((so, text) => Math.max(so, text.length), 6);
  return `${Math.min(most, longest * 0.56 + 0.8 + icon).toFixed(1)}em`;
}
const ICON = 1.6;

export function columnsOf({ rows, saving, everyone, onOpen }: ColumnsOf, sidebook: Sidebook): Column<InvoiceRow>[] {
  const { t, format, width } = sidebook;
  const single = rows.length > 0 && rows.every((row) => row.currency === rows[0]?.currency);
  const sign = single ? `, ${format.money('0', rows[0]?.currency).split('\u00a0').pop() ?? ''}` : '';
  const money = (amount: string, row: InvoiceRow): string => format.money(amount, single ? undefined : row.currency);
  const wide = width === 'wide';
  const number: Column<InvoiceRow> = {
    key: 'number', label: t('invoices.number'), ...(wide && everyone ? { width: upTo(10, rows.map((row) => row.number ?? t('invoices.noNumber'))) } : {}),
    cell: (row) => <Opener row={row} party={everyone && !wide} onOpen={onOpen} />,
  }; // prettier-ignore
  const party: Column<InvoiceRow> = { key: 'party', label: t('invoices.party'), cell: (row) => <Cut text={row.counterparty ? row.counterparty.name : ''} /> }; // prettier-ignore
  const date = (text: string | null) => (text === null ? <span class="sb-note">—</span> : <span title={format.date(text)}>{format.shortDate(text)}</span>); // prettier-ignore
  const left = (row: InvoiceRow): string => money(row.left, row);
  return [
    number,
    ...(everyone && wide ? [party] : []),
    { key: 'due', label: t('invoices.due'), width: '4.2em', cell: (row) => date(row.dueDate) },
    ...(width === 'middle' || (wide && !everyone) ? [{ key: 'total', label: t('invoices.total') + sign, align: 'end' as const, width: widthFor(rows, (row) => money(row.total, row)), cell: (row: InvoiceRow) => <Cut text={money(row.total, row)} /> }] : []),
    { key: 'left', label: t('invoices.left') + sign, align: 'end', width: widthFor(rows, left), cell: (row) => <Cut text={left(row)} /> },
    { key: 'status', label: t('invoices.status'), second: true, ...(wide ? { width: upTo(12, rows.map((row) => paidLook(row, sidebook).text), ICON) } : {}), cell: (row) => <Paid row={row} /> },
    { key: 'books', label: t('invoices.books'), second: true, width: wide ? upTo(9, rows.map((row) => pushLook(row, sidebook).text), ICON) : '8.4em', cell: (row) => <Pushed row={row} saving={saving === row.id} /> },
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

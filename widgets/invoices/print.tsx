/** On paper: a real table, so that its head stands on every page and no row is cut, with all columns however narrow the panel is. */
import { options } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { InvoiceRow } from '../../connector/server/contract/invoices.ts';
import { Money, useSidebook } from '../runtime/index.ts';
import { Paid, Pushed } from './status.tsx';

/** More would be hundreds of pages: for those there is the file. */
export const PRINTED = 2_000;

/** True between beforeprint and afterprint; drawn at once, because the browser does not wait. */
function usePrinting(): boolean {
  const [printing, set] = useState(false);
  useEffect(() => {
    const now = (on: boolean) => (): void => {
      // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was
      const later = options.debounceRendering;
      options.debounceRendering = (draw) => draw();
      set(on);
      if (later) options.debounceRendering = later;
      else delete options.debounceRendering;
    };
    const [before, after] = [now(true), now(false)];
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, []);
  return printing;
}

interface PrintedProps {
  readonly rows: readonly InvoiceRow[];
  readonly rest: boolean;
  readonly of: string | null;
}
export function PrintedList({ rows, rest, of }: PrintedProps) {
  const { t, now, format } = useSidebook();
  if (!usePrinting()) return null;
  const head = ['number', 'date', 'due', ...(of === null ? ['party'] : []), 'total', 'left', 'status', 'books'];
  return (
    <div class="sb-inv-print">
      <h2>
        {t('invoices.title')} {of} · {format.exact(new Date(now()).toISOString())}
      </h2>
      {(rest || rows.length > PRINTED) && <p>{t('invoices.printedPart', { n: Math.min(rows.length, PRINTED) })}</p>}
      <table>
        <thead>
          <tr>{head.map((key) => <th key={key} scope="col">{t(`invoices.${key}`)}</th>)}</tr>
        </thead>
        <tbody>{rows.slice(0, PRINTED).map((row) => <PrintedRow key={row.id} row={row} party={of === null} />)}</tbody>
      </table>
    </div>
  ); // prettier-ignore
}

function PrintedRow({ row, party }: { readonly row: InvoiceRow; readonly party: boolean }) {
  const { format } = useSidebook();
  return (
    <tr>
      <td>{row.number}</td>
      <td>{row.date !== null && format.date(row.date)}</td>
      <td>{row.dueDate !== null && format.date(row.dueDate)}</td>
      {party && <td>{row.counterparty && row.counterparty.name}</td>}
      <td class="sb-end"><Money amount={row.total} currency={row.currency} /></td>
      <td class="sb-end"><Money amount={row.left} currency={row.currency} /></td>
      <td><Paid row={row} /></td>
      <td><Pushed row={row} saving={false} /></td>
    </tr>
  ); // prettier-ignore
}

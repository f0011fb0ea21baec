/** On paper: a real table, so that its head stands on every page and no row is cut, with all columns however narrow the panel is. */
import { useState } from 'preact/hooks';
import type { InvoiceRow } from '../../connector/server/contract/invoices.ts';
import { useSidebook } from '../runtime/index.ts';
import { PRINTED_ROWS, usePrinting } from '../runtime/parts.ts';
import { cellsOf, headOf } from './table.ts';

export function PrintedList({ rows, rest }: { readonly rows: readonly InvoiceRow[]; readonly rest: boolean }) {
  const sidebook = useSidebook();
  const { t, now, format } = sidebook;
  const [printing, setPrinting] = useState(false);
  usePrinting(setPrinting);
  if (!printing) return null;
  const shown = rows.slice(0, PRINTED_ROWS);
  return (
    <div class="sb-inv-print">
      <h2>
        {t('invoices.title')} · {format.exact(new Date(now()).toISOString())}
      </h2>
      {(rest || rows.length > shown.length) && <p>{t('invoices.printedPart', { n: shown.length })}</p>}
      <table>
        <thead>
          <tr>{headOf(sidebook).map((name) => <th key={name}>{name}</th>)}</tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.id}>{cellsOf(row, sidebook, (sum) => format.money(sum)).map((text, i) => <td key={i}>{text}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  ); // prettier-ignore
}

/** The shown list as a file for Excel. Texts come from people: none may become a formula there. */
import type { InvoiceRow } from '../../connector/server/contract/invoices.ts';
import type { Sidebook } from '../runtime/index.ts';
import { paidLook, pushLook } from './status.tsx';

const DECIMAL = /^-?\d+(\.\d+)?$/;
/** What makes a spreadsheet compute, also behind blanks and in full width. */
const FORMULA = /^[\s\u00a0]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** Quoted always; what could be a formula gets an apostrophe before it. Our own sums are numbers, with the comma of the language. */
export function csvCell(text: string, decimal = '.'): string {
  const safe = DECIMAL.test(text) ? text.replace('.', decimal) : FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replace(/"/g, '""')}"`;
}

type Words = Pick<Sidebook, 't' | 'format' | 'i18n'>;

export function csvOf(rows: readonly InvoiceRow[], words: Words): string {
  const { t, format, i18n } = words;
  const decimal = t('runtime.format.decimal');
  const separator = decimal === ',' || i18n.lang.slice(0, 2) === 'ru' ? ';' : ',';
  const head = ['number', 'date', 'due', 'party', 'currency', 'total', 'paidSum', 'left', 'status', 'books'].map((key) => t(`invoices.${key}`)); // prettier-ignore
  const line = (row: InvoiceRow): string[] => [
    row.number ?? '', row.date === null ? '' : format.date(row.date), row.dueDate === null ? '' : format.date(row.dueDate),
    row.counterparty ? row.counterparty.name : '', row.currency, row.total, row.paid, row.left, paidLook(row, words).text, pushLook(row, words).text,
  ]; // prettier-ignore
  const lines = [head, ...rows.map(line)];
  return '\ufeff' + lines.map((cells) => cells.map((cell) => csvCell(cell, decimal)).join(separator) + '\r\n').join('');
}

/** Offers a text as a file; engines without object URLs get it inside the link. */
export function download(name: string, text: string): void {
  const link = document.createElement('a');
  const object = typeof URL === 'function' && 'createObjectURL' in URL;
  const href = object
    ? URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
    : `data:text/csv;charset=utf-8,${encodeURIComponent(text)}`;
  link.href = href;
  link.download = name;
  document.body.appendChild(link);
  link.click();
  document.body.removeChild(link);
  if (object) setTimeout(() => URL.revokeObjectURL(href), 1_000);
}

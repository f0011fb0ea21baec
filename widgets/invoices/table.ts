/** The shown list as a plain table of texts: for the file and for paper. */
import type { InvoiceRow } from '../../connector/server/contract/invoices.ts';
import type { Sidebook } from '../runtime/index.ts';
import { isUntold } from '../paid.ts';
import { csvText } from '../runtime/parts.ts';
import { paidText, pushLook } from './status.tsx';

const HEAD = ['number', 'date', 'due', 'party', 'currency', 'total', 'paidSum', 'left', 'status', 'books'];
type Words = Pick<Sidebook, 't' | 'format'>;

export function cellsOf(row: InvoiceRow, words: Words, sum: (amount: string) => string): string[] {
  const day = (text: string | null): string => (text === null ? '' : words.format.date(text));
  const told = (amount: string): string => (isUntold(row) ? '' : sum(amount));
  return [
    row.number ?? '', day(row.date), day(row.dueDate), row.counterparty ? row.counterparty.name : '', row.currency, sum(row.total), told(row.paid), told(row.left),
    paidText(row, words), pushLook(row, words).text,
  ]; // prettier-ignore
}
export const headOf = ({ t }: Words): string[] => HEAD.map((key) => t(`invoices.${key}`));

/** Sums as decimal text: there they are numbers. */
export const csvOf = (rows: readonly InvoiceRow[], words: Words): string =>
  csvText([headOf(words), ...rows.map((row) => cellsOf(row, words, String))], words.t('runtime.format.decimal'));

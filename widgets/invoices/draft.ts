/** A new invoice while it is typed. '': nothing yet; null: typed, but not understood. No sum is computed here. */
import type { InvoicesView, NewInvoice } from '../../connector/server/contract/invoices.ts';

export interface DraftLine {
  /** Stays when lines before it go. */
  readonly key: number;
  readonly product: string | null;
  readonly text: string;
  readonly quantity: string | null;
  readonly price: string | null;
  readonly vatRate: string;
}
export interface Draft {
  readonly organisation: string | null;
  readonly dueDate: string | null;
  readonly comment: string;
  readonly lines: readonly DraftLine[];
}
/** By the path the server uses: "lines.0.price". */
export type Wrong = Readonly<Record<string, string>>;

const blank = (key: number, vatRate: string): DraftLine => ({ key, product: null, text: '', quantity: '1', price: '', vatRate });
const nextKey = (lines: readonly DraftLine[]): number => lines.reduce((most, { key }) => Math.max(most, key), -1) + 1;

export const emptyDraft = ({ organisations, vatRate }: InvoicesView['form']): Draft => ({
  organisation: organisations.length === 1 ? (organisations[0]?.id ?? null) : null,
  dueDate: '',
  comment: '',
  lines: [blank(0, vatRate)],
});

/** The next line usually has the VAT rate of the one before. */
export function withLine(draft: Draft): Draft {
  const last = draft.lines[draft.lines.length - 1];
  return { ...draft, lines: [...draft.lines, blank(nextKey(draft.lines), last ? last.vatRate : 'none')] };
}

export const isEmptyLine = ({ text, price }: DraftLine): boolean => text.trim() === '' && price === '';
/** The first line stays: a form without one would be a dead end. */
export function withoutLine(draft: Draft, index: number): Draft {
  if (draft.lines.length === 1) return draft;
  return { ...draft, lines: draft.lines.filter((_, i) => i !== index) };
}
export const withoutEmpty = (draft: Draft): Draft => {
  const lines = draft.lines.filter((line) => !isEmptyLine(line));
  return { ...draft, lines: lines.length > 0 ? lines : draft.lines.slice(0, 1) };
};
export const changedLine = (draft: Draft, index: number, change: Partial<DraftLine>): Draft => ({
  ...draft,
  lines: draft.lines.map((line, i) => (i === index ? { ...line, ...change } : line)),
});
/** Rows of a spreadsheet fill the line they were pasted into and those after it. */
export function filled(draft: Draft, index: number, rows: readonly Partial<DraftLine>[]): Draft {
  let made = draft;
  rows.forEach((row, i) => {
    if (index + i >= made.lines.length) made = withLine(made);
    made = changedLine(made, index + i, { product: null, ...row });
  });
  return made;
}

export const isTouched = (draft: Draft): boolean =>
  draft.comment !== '' || draft.dueDate !== '' || draft.lines.some((line) => !isEmptyLine(line));

const isAboveZero = (text: string): boolean => /[1-9]/.test(text) && text[0] !== '-';

/** Keys of texts; what the fields say themselves ("not a number") is said there with the same words. */
export function wrongIn(draft: Draft, severalOrganisations: boolean): Wrong {
  const wrong: Record<string, string> = {};
  if (severalOrganisations && draft.organisation === null) wrong['organisation'] = 'invoices.need.organisation';
  draft.lines.forEach((line, i) => {
    const at = `lines.${String(i)}`;
    if (line.text.trim() === '') wrong[`${at}.text`] = 'invoices.need.item';
    if (line.quantity === null) wrong[`${at}.quantity`] = 'runtime.notNumber';
    else if (!isAboveZero(line.quantity)) wrong[`${at}.quantity`] = 'invoices.need.quantity';
    if (line.price === null) wrong[`${at}.price`] = 'runtime.notNumber';
    else if (line.price === '' || line.price[0] === '-') wrong[`${at}.price`] = 'invoices.need.price';
  });
  if (draft.dueDate === null) wrong['dueDate'] = 'runtime.notDay';
  return wrong;
}

export const bodyOf = (draft: Draft, counterparty: string, issue: boolean): NewInvoice => ({
  counterparty,
  organisation: draft.organisation,
  dueDate: draft.dueDate || null,
  comment: draft.comment.trim() || null,
  issue,
  lines: draft.lines.map(({ product, text, quantity, price, vatRate }) => ({
    product,
    text: text.trim(),
    quantity: quantity ?? '',
    price: price ?? '',
    vatRate,
  })),
});

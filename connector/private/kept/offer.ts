/** An offer as it comes in, checked, and as rows give it back: the same on every database. */
import { unscaled } from '../../decimal.ts';
import type { SqlRow } from '../../store/rows.ts';
import type { Check } from '../check.ts';
import type { Offer, OfferLine, Outcome } from '../model.ts';
import type { OfferDraft } from '../private-store.ts';
import type { Cell, Naming } from './names.ts';
import { flag, maybe, number, PLACES, text, word } from './values.ts';

const OUTCOMES = ['open', 'won', 'lost', 'withdrawn'] as const satisfies readonly Outcome[];
const LINES_AT_MOST = 5000;

/** In the order: competitor, counterparty, invoice, number, date, valid_until, currency, vat_included, terms, evidence, outcome, won_by, why, import. */
export function offerColumns(draft: OfferDraft, check: Check, named: Naming): readonly Cell[] {
  const [date, until] = [check.date('date', draft.date), check.optionalDate('validUntil', draft.validUntil)];
  if (until !== null && until < date) check.wrong('validUntil', 'order', until);
  check.currency('currency', draft.currency);
  check.choice('outcome', draft.outcome, OUTCOMES);
  const competitor = named.n(check, 'competitors', 'competitor', draft.competitor);
  const wonBy = named.optional(check, 'competitors', 'wonBy', draft.wonBy);
  return [
    competitor, check.optional('counterparty', draft.counterparty, 100), check.optional('invoice', draft.invoice, 100), check.optional('number', draft.number, 100),
    date, until, draft.currency, check.flag('vatIncluded', draft.vatIncluded), check.optional('terms', draft.terms, 10_000),
    check.optional('evidence', draft.evidence, 2000), draft.outcome, wonBy, check.optional('why', draft.why, 10_000), draft.import,
  ]; // prettier-ignore
}

/** In the order: line, item, text, quantity, unit, price. */
export function offerLines(draft: OfferDraft, check: Check, named: Naming): (readonly Cell[])[] {
  const lines = draft.lines.map((line, i) => lineColumns(line, i, check, named));
  if (lines.length > LINES_AT_MOST) check.wrong('lines', 'too-long', String(lines.length));
  return lines;
}

function lineColumns(line: OfferLine, i: number, check: Check, named: Naming): readonly Cell[] {
  check.row = i;
  const item = named.optional(check, 'items', 'lines.item', line.item);
  const made = [
    i, item, check.text('lines.text', line.text, 1000), check.micros('lines.quantity', line.quantity), check.text('lines.unit', line.unit, 50),
    check.micros('lines.price', line.price),
  ]; // prettier-ignore
  check.row = null;
  return made;
}

const lineOf = (row: SqlRow): OfferLine => ({
  item: maybe(row, 'item_id'), text: text(row, 'text'), quantity: unscaled(row['quantity'] as bigint, PLACES), unit: text(row, 'unit'),
  price: unscaled(row['price'] as bigint, PLACES),
}); // prettier-ignore

/** What the wall has to know of it. */
export const textsOf = ({ number: no, terms, evidence, why, lines }: Offer): (string | null)[] => [no, terms, evidence, why, ...lines.map((l) => l.text)]; // prettier-ignore

export const offerOf = (row: SqlRow, lines: readonly SqlRow[]): Offer => ({
  id: text(row, 'id'), rev: number(row, 'rev'), competitor: text(row, 'competitor_id'), counterparty: maybe(row, 'counterparty'), invoice: maybe(row, 'invoice'),
  number: maybe(row, 'number'), date: text(row, 'date'), validUntil: maybe(row, 'valid_until'), currency: text(row, 'currency'),
  vatIncluded: flag(row, 'vat_included'), lines: lines.map(lineOf), terms: maybe(row, 'terms'), evidence: maybe(row, 'evidence'),
  outcome: word(row, 'outcome', OUTCOMES), wonBy: maybe(row, 'won_by_id'), why: maybe(row, 'why'), import: maybe(row, 'import'), by: text(row, 'by'), at: text(row, 'at'),
}); // prettier-ignore

/** records -> typed rows: what widgets, search, reconcile and the feed query (model.md 8). Pure; the stores write them. */
import { add, scaled } from '../decimal.ts';
import { nameKey } from '../names.ts';
import { percentOf } from '../fields.ts';
import type { Fields, Line, Row, Scalar, SharedRecord, Value } from '../model.ts';

export const MONEY_PLACES = 4;
export const QUANTITY_PLACES = 6;

/** Stands among the mapping hashes of a host that keeps what is paid, or owed, in columns of its own (sync/figures.ts). */
export const TOLD = { paid: 'told:paid', owed: 'told:owed' } as const;
export type Told = keyof typeof TOLD;

const text = (v: Value | undefined): string | null => (typeof v === 'string' ? v : null);
const flag = (v: Value | undefined): number | null => (typeof v === 'boolean' ? Number(v) : null);
const money = (v: Scalar | Value | undefined): bigint | null => column(v, MONEY_PLACES);
const quantity = (v: Scalar | undefined): bigint | null => column(v, QUANTITY_PLACES);

const LARGEST = 2n ** 63n - 1n;
/** What no column can hold is unknown to the tables; the record keeps it, digit by digit. */
function column(v: Scalar | Value | undefined, places: number): bigint | null {
  if (typeof v !== 'string') return null;
  const value = scaled(v, places);
  return value <= LARGEST && value >= -LARGEST ? value : null;
}

export function counterpartyRow({ id, fields: f, stage }: SharedRecord) {
  return {
    id,
    name: text(f['name']),
    legalName: text(f['legalName']),
    kind: text(f['kind']),
    taxId: text(f['taxId']),
    branchCode: text(f['branchCode']),
    country: text(f['country']),
    owner: text(f['owner']),
    active: flag(f['active']),
    deletionMark: flag(f['deletionMark']),
    stage,
    nameKey: nameKey(text(f['name']) ?? ''),
  };
}

export interface InvoiceRow {
  readonly id: string;
  readonly organisation: string | null;
  readonly counterparty: string | null;
  readonly number: string | null;
  readonly date: string | null;
  readonly dueDate: string | null;
  readonly state: string | null;
  readonly posted: number | null;
  readonly currency: string | null;
  readonly total: bigint | null;
  readonly vatTotal: bigint | null;
  readonly totalsDiffer: number;
  readonly lines: readonly LineRow[];
}

export interface LineRow {
  readonly product: string | null;
  readonly text: string | null;
  readonly quantity: bigint | null;
  readonly unit: string | null;
  readonly price: bigint | null;
  readonly amount: bigint | null;
  readonly vatRate: string | null;
  readonly vatAmount: bigint | null;
}

export function invoiceRow({ id, fields: f }: SharedRecord): InvoiceRow {
  const lines = linesOf(f);
  return {
    id,
    organisation: text(f['organisation']),
    counterparty: text(f['counterparty']),
    number: text(f['number']),
    date: text(f['date']),
    dueDate: text(f['dueDate']),
    state: text(f['state']),
    posted: flag(f['posted']),
    currency: text(f['currency']),
    total: money(f['total']),
    vatTotal: money(f['vatTotal']),
    totalsDiffer: Number(!totalsAgree(f)),
    lines: lines.map((l) => ({
      product: l.product,
      text: l.text,
      quantity: quantity(l.quantity),
      unit: l.unit,
      price: quantity(l.price),
      amount: money(l.amount),
      vatRate: l.vatRate,
      vatAmount: money(l.vatAmount),
    })),
  };
}

export const linesOf = (f: Fields): readonly Line[] => (Array.isArray(f['lines']) ? (f['lines'] as readonly Line[]) : []);

/** 0.01 scaled by 10^4, the tolerance of one line (model.md 3, M6). */
const KOPECK = 100n;
/** An incoming line may lack anything; only a missing discount is none. */
const isFilled = ({ quantity, price, amount, vatRate, vatAmount }: Partial<Line>): boolean =>
  typeof quantity === 'string' && typeof price === 'string' && typeof amount === 'string' && typeof vatRate === 'string' && typeof vatAmount === 'string'; // prettier-ignore
const near = (a: bigint, b: bigint): boolean => a - b <= KOPECK && b - a <= KOPECK;

/**
 * Header = sum of the stored lines exactly; per line quantity × price - discount and the VAT of its rate within 0.01.
 * An invoice without lines (УТ, read-only) has nothing to compare.
 */
export function totalsAgree(f: Fields): boolean {
  const lines = linesOf(f);
  if (lines.length === 0) return true;
  const included = f['vatIncluded'] === true;
  let [total, vat] = [0n, 0n];
  for (const line of lines) {
    if (!isFilled(line) || !lineAgrees(line, included)) return false;
    total += scaled(line.amount, MONEY_PLACES);
    vat += scaled(line.vatAmount, MONEY_PLACES);
  }
  const head = text(f['total']);
  return head !== null && scaled(head, MONEY_PLACES) === (included ? total : total + vat);
}

/** What would leave: our lines with every column as the host will hold it. */
export function asShown(ours: Fields, view: Fields): Fields {
  const shown = linesOf(view);
  const lines = linesOf(ours).map((line, i) => ({ ...line, ...shown[i] }));
  return { ...ours, ...view, ...(lines.length > 0 ? { lines } : {}) };
}

function lineAgrees(line: Line, included: boolean): boolean {
  const amount = scaled(line.amount, MONEY_PLACES);
  // quantity ×10^6 · price ×10^6 = ×10^12; down to ×10^4
  const gross = (scaled(line.quantity, 6) * scaled(line.price, 6)) / 100_000_000n;
  if (!near(amount, gross - (money(line.discount) ?? 0n))) return false;
  const percent = percentOf(line.vatRate);
  if (percent === null) return line.vatAmount === '0';
  const p = scaled(percent, 0);
  const vat = line.vatRate.includes('/') || included ? (amount * p) / (100n + p) : (amount * p) / 100n;
  return near(scaled(line.vatAmount, MONEY_PLACES), vat);
}

export interface PaymentRow {
  readonly invoice: string | null;
  readonly counterparty: string | null;
  readonly organisation: string | null;
  readonly currency: string | null;
  readonly amount: bigint;
  /** What it settles, in which currency: both, or neither. */
  readonly settled: bigint | null;
  readonly settledIn: string | null;
  readonly date: string | null;
  readonly kind: string | null;
  readonly number: string | null;
  readonly reversed: number;
}

/** One row per line of the payment document; a return counts against the invoice. */
export function paymentRows({ fields: f }: Pick<SharedRecord, 'fields'>): PaymentRow[] {
  const allocations = Array.isArray(f['allocations']) ? (f['allocations'] as readonly Row[]) : [];
  const sign = f['kind'] === 'return' ? -1n : 1n;
  return allocations.map((a) => ({
    invoice: text(a['invoice']),
    counterparty: text(f['counterparty']),
    organisation: text(f['organisation']),
    currency: text(f['currency']),
    amount: sign * (money(a['amount']) ?? 0n),
    ...settledOf(a, sign),
    date: text(f['date']),
    kind: text(f['kind']),
    number: text(f['number']),
    reversed: Number(f['reversed'] === true),
  }));
}

/** A settlement of nothing is one nobody filled in. */
function settledOf(a: Row, sign: bigint): Pick<PaymentRow, 'settled' | 'settledIn'> {
  const [settled, settledIn] = [money(a['settled']), text(a['settledIn'])];
  if (settled === null || settled === 0n || settledIn === null) return { settled: null, settledIn: null };
  return { settled: sign * settled, settledIn };
}

export function balanceRow({ id, fields: f }: SharedRecord) {
  return {
    id,
    counterparty: text(f['counterparty']),
    organisation: text(f['organisation']),
    currency: text(f['currency']),
    debt: money(f['debt']),
    advance: money(f['advance']),
    overdue: money(f['overdue']),
    asOf: text(f['asOf']),
  };
}

/** Amounts of two currencies are never added; one that is not known counts, and one in another where the books say what it settles in the invoice's. */
const fits = (p: 'p' | 'q'): string =>
  `${p}.reversed = 0 AND (${p}.currency = i.currency OR ${p}.currency IS NULL OR i.currency IS NULL OR ${p}.settled_in = i.currency)`;

/** Two bases whose own exchange copies payments show one document each: the same number at the same second. */
const copyIn = (payments: string): string =>
  `EXISTS (SELECT 1 FROM ${payments} AS q WHERE q.invoice = p.invoice AND q.number = p.number AND q.date = p.date AND q.kind = p.kind AND q.organisation = p.organisation`;

/** SQL of both stores: does payment p count in what invoice i is paid? `payments`: the table, as the store calls it. */
export const countsIn = (payments: string): string =>
  `${fits('p')} AND NOT ${copyIn(payments)} AND q.payment < p.payment AND ${fits('q')})`;
/** With how much it counts. */
export const COUNTED = `CASE WHEN p.currency <> i.currency THEN p.settled ELSE p.amount END`;
/** The rest of what was paid: said beside, in its own currency, unless the copy of another base counts. */
export const uncountedIn = (payments: string): string =>
  `p.reversed = 0 AND p.currency <> i.currency AND (p.settled_in IS NULL OR p.settled_in <> i.currency)
    AND NOT ${copyIn(payments)} AND q.payment <> p.payment AND q.reversed = 0 AND (q.payment < p.payment OR ${fits('q')}))`;
/** One row for each document, as it is counted: of copies the one that counts, of reversed ones one. */
export const listedIn = (payments: string): string =>
  `((${countsIn(payments)}) OR (${uncountedIn(payments)})
    OR (p.reversed = 1 AND NOT ${copyIn(payments)} AND q.payment <> p.payment AND (q.reversed = 0 OR q.payment < p.payment))))`;

/** What one row counts, of one base: null = it does not count in an invoice of this currency. */
export function countedIn(p: PaymentRow, currency: string | null): bigint | null {
  if (p.reversed === 1) return null;
  if (p.currency === null || currency === null || p.currency === currency) return p.amount;
  return p.settledIn === currency ? p.settled : null;
}

export type PaidState = 'unpaid' | 'part' | 'paid' | 'overdue' | 'reversed';

/** model.md 4: derived, never stored by hosts. `today` is the organisation's date. */
export function paidState(
  row: { total: bigint; paid: bigint; dueDate: string | null; everPaid: boolean },
  today: string,
): PaidState {
  if (row.paid >= row.total && row.total > 0n) return 'paid';
  if (row.everPaid) return 'reversed';
  if (row.dueDate !== null && row.dueDate < today) return 'overdue';
  return row.paid > 0n ? 'part' : 'unpaid';
}

export const sumOf = (values: readonly string[]): string => add(...values);

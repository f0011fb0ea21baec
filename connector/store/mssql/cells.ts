/** What a record or link is as cells of its tables. Amounts leave as decimal text. */
import { unscaled } from '../../decimal.ts';
import type { JournalRow, Link, NarrowUnits, SharedRecord } from '../../model.ts';
import { fold } from '../fold.ts';
import {
  balanceRow,
  counterpartyRow,
  invoiceRow,
  MONEY_PLACES,
  paymentRows,
  QUANTITY_PLACES,
  type LineRow,
} from '../projections.ts';
import type { BatchRow, Cell } from './batch.ts';

const money = (v: bigint | null): string | null => (v === null ? null : unscaled(v, MONEY_PLACES));
const quantity = (v: bigint | null): string | null => (v === null ? null : unscaled(v, QUANTITY_PLACES));
const folded = (v: string | null): string | null => (v === null ? null : fold(v));
const flag = (v: boolean): number => (v ? 1 : 0);
export const json = (v: unknown): string | null => (v === null || v === undefined ? null : JSON.stringify(v));
const narrow = (units: NarrowUnits | null): string | null =>
  units === null || Object.keys(units).length === 0 ? null : JSON.stringify(units);

export const recordCells = (r: SharedRecord): BatchRow => ({
  id: r.id, entity: r.entity, rev: r.rev, stage: r.stage, fields: JSON.stringify(r.fields), changed_at: r.changedAt, changed_by: r.changedBy,
}); // prettier-ignore

/**
 * What is not there still has a name of its own, so that two of it may stand side by side (schema/001-start.sql). A server takes 'a' and
 * 'a ' for equal, we do not. What is looked for by a host's id is looked for by this: the index rests on it.
 */
export const keyOf = (id: string | null, link: number): string =>
  id === null ? `n${String(link)}` : id.endsWith(' ') ? `s${id}|` : `h${id}`;

export const linkCells = (l: Link): BatchRow => ({
  id: l.id, host: l.host, entity: l.entity, host_id: l.hostId, host_key: keyOf(l.hostId, l.id), record_id: l.record, record_key: keyOf(l.record, l.id), alias_of: l.aliasOf,
  slot: l.aliasOf === null ? 0 : l.id, confirmed: flag(l.confirmed), in_scope: flag(l.inScope), rev: l.rev, version: l.version, gone_at: l.goneAt, dirty: flag(l.dirty), retry_at: l.retryAt,
  base_ours: narrow(l.baseOurs), base_theirs: narrow(l.baseTheirs), seen: narrow(l.seen), sent: narrow(l.sent), sent_at: l.sentAt, token: l.token,
}); // prettier-ignore

export function counterpartyCells(record: SharedRecord): BatchRow {
  const r = counterpartyRow(record);
  return {
    record_id: r.id, name: r.name, legal_name: r.legalName, kind: r.kind, tax_id: r.taxId, branch_code: r.branchCode, country: r.country, owner: r.owner, active: r.active,
    deletion_mark: r.deletionMark, stage: r.stage, name_key: r.nameKey, folded: foldedName(r),
  }; // prettier-ignore
}

/** Both names as one text to look in; a line between them, so that no search runs over both. */
const foldedName = ({ name, legalName }: { name: string | null; legalName: string | null }): string =>
  fold([name, legalName].filter((n) => n !== null).join('\n'));

/** What has no date comes after every date. */
const LAST = '9999';

export function invoiceCells(record: SharedRecord): { readonly invoice: BatchRow; readonly lines: readonly BatchRow[] } {
  const r = invoiceRow(record);
  const invoice = {
    record_id: r.id, organisation: r.organisation, counterparty: r.counterparty, number: r.number, date: r.date, due_date: r.dueDate, state: r.state, posted: r.posted, currency: r.currency,
    total: money(r.total), vat_total: money(r.vatTotal), totals_differ: r.totalsDiffer, by_date: r.date ?? LAST, by_due: r.dueDate ?? LAST, folded: folded(r.number),
  }; // prettier-ignore
  return { invoice, lines: r.lines.map((l, i) => lineCells(r.id, i + 1, l)) };
}

const lineCells = (record: string, line: number, l: LineRow): BatchRow => ({
  record_id: record, line, product: l.product, text: l.text, quantity: quantity(l.quantity), unit: l.unit, price: quantity(l.price), amount: money(l.amount), vat_rate: l.vatRate,
  vat_amount: money(l.vatAmount), folded: folded(l.text),
}); // prettier-ignore

export const paymentCells = (record: SharedRecord): BatchRow[] =>
  paymentRows(record).map((r, i) => ({
    payment: record.id, line: i + 1, invoice: r.invoice, counterparty: r.counterparty, organisation: r.organisation, currency: r.currency, amount: unscaled(r.amount, MONEY_PLACES),
    settled: money(r.settled), settled_in: r.settledIn, date: r.date, kind: r.kind, number: r.number, reversed: r.reversed,
  })); // prettier-ignore

export function balanceCells(record: SharedRecord): BatchRow {
  const r = balanceRow(record);
  return { record_id: r.id, counterparty: r.counterparty, organisation: r.organisation, currency: r.currency, debt: money(r.debt), advance: money(r.advance), overdue: money(r.overdue), as_of: r.asOf }; // prettier-ignore
}

const textIn = (v: unknown): string | null => (typeof v === 'string' ? v : null);
export const goodsCells = ({ id, fields }: SharedRecord): BatchRow => ({
  record_id: id, sku: folded(textIn(fields['sku'])), code: folded(textIn(fields['code'])), name: folded(textIn(fields['name'])), deletion_mark: flag(fields['deletionMark'] === true),
}); // prettier-ignore
export const priceCells = ({ id, fields }: SharedRecord): BatchRow => ({ record_id: id, product: textIn(fields['product']) });

export const journalCells = (r: JournalRow): BatchRow => ({
  at: r.at, host: r.host, link: r.link, record_id: r.record, unit: r.unit, before: json(r.before), after: json(r.after), cause: r.cause, plan_id: r.plan, by: r.by,
}); // prettier-ignore

/** The only cells that may be texts or nothing. */
export const textOf = (cell: Cell | undefined): string | null => (typeof cell === 'string' ? cell : null);

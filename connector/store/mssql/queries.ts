/** Queries over the projections of a SQL Server. Amounts are read as text and leave as decimal text. */
import { decimal } from '../../decimal.ts';
import type { Entity, HostId, RecordId } from '../../model.ts';
import { fold } from '../fold.ts';
import { exampleOf, type InvoiceListRow, type PartyRow, type Queries } from '../queries.ts';
import { journalOf, type SqlRow } from '../rows.ts';
import { BINARY, FIRST, type Tsql } from './tsql.ts';

/** A column of an amount as text, under its own name or another. */
export const asText = (column: string, name = column.split('.').at(-1) ?? column): string =>
  `CAST(${column} AS NVARCHAR(40)) AS [${name}]`;

/**
 * Posted is what a host shows; until it does, the record only holds the wish. As pictures.ts unpacks it: what was seen, what was
 * agreed there, what we held when it was agreed, and only then the record; never agreed and never seen is not posted.
 */
const AGREED = `CASE WHEN l.rev IS NOT NULL AND COALESCE(CHARINDEX(N'"posted":', l.base_ours ${BINARY}), 0) = 0 THEN N'true' ELSE N'false' END`;
export const POSTED = `CASE WHEN i.posted = 1 AND EXISTS (SELECT 1 FROM sb.links AS l WHERE l.record_id = i.record_id AND l.host_id IS NOT NULL AND l.alias_of IS NULL
  AND COALESCE(JSON_VALUE(l.seen, '$.posted.posted'), JSON_VALUE(l.seen, '$.all.posted'), JSON_VALUE(l.base_theirs, '$.posted.posted'), JSON_VALUE(l.base_ours, '$.posted.posted'), ${AGREED}) = N'true') THEN 1 ELSE 0 END`;

/** Where not all hosts tell of payments: what was paid, and what stands in one that does or is on its way there. */
export const TOLD = `(i.paid <> 0 OR i.ever_paid = 1 OR EXISTS (SELECT 1 FROM sb.links AS k WHERE k.record_id = i.record_id AND (k.host_id IS NOT NULL OR k.dirty = 1) AND k.host IN (@tellers)))`;

/** Rows of a list; `invoiceOf` reads them. */
export const INVOICE = `SELECT i.n, i.record_id, i.number, i.date, i.due_date, i.state, ${POSTED} AS posted, i.organisation, i.counterparty, c.name AS counterparty_name, i.currency,
  ${asText('i.total')}, ${asText('i.paid')}, i.paid_at, i.ever_paid, i.totals_differ`;
export const FROM_INVOICES = `FROM sb.invoices AS i LEFT JOIN sb.counterparties AS c ON c.record_id = i.counterparty`;

const SQL = {
  parties: `SELECT * FROM sb.counterparties ORDER BY name ${FIRST}`,
  partiesWith: `SELECT * FROM sb.counterparties WHERE tax_id = @search OR CHARINDEX(@folded, folded) > 0 ORDER BY name ${FIRST}`,
  invoice: `${INVOICE} ${FROM_INVOICES} WHERE i.n = (SELECT n FROM sb.records WHERE id = @id)`,
  invoicesAfter: `${INVOICE} ${FROM_INVOICES} WHERE i.n > @after AND i.state <> N'draft' ORDER BY i.n ${FIRST}`,
  balancesOf: `SELECT b.organisation, b.currency, ${asText('b.debt')}, ${asText('b.advance')}, ${asText('b.overdue')}, l.host FROM sb.balances AS b JOIN sb.links AS l ON l.record_id = b.record_id
    WHERE b.counterparty = @counterparty`,
  counts: `SELECT entity, host, SUM(CASE WHEN record_id IS NOT NULL AND gone_at IS NULL THEN 1 ELSE 0 END) AS linked, SUM(CASE WHEN record_id IS NULL AND in_scope = 1 AND gone_at IS NULL THEN 1 ELSE 0 END) AS unlinked,
    SUM(CASE WHEN in_scope = 0 THEN 1 ELSE 0 END) AS outside, SUM(CASE WHEN gone_at IS NOT NULL THEN 1 ELSE 0 END) AS gone, SUM(dirty) AS waiting FROM sb.links WHERE host_id IS NOT NULL GROUP BY entity, host`,
  invoiceSums: `SELECT currency, COUNT(*) AS [count], ${asText('SUM(total)', 'total')}, ${asText('SUM(paid)', 'paid')} FROM sb.invoices WHERE state = N'issued' GROUP BY currency ORDER BY COUNT(*) DESC`,
  problemCounts: `SELECT host, kind, code, COUNT(*) AS [count], MIN(since) AS oldest, MAX(CONCAT(entity, N' ', detail)) AS example FROM (SELECT host, kind, since, entity, detail, JSON_VALUE(detail, '$.code') AS code FROM sb.problems WHERE slot = 0) AS p
    GROUP BY host, kind, code ORDER BY COUNT(*) DESC`,
  oldestDirty: `SELECT MIN(r.changed_at) AS at FROM sb.links AS l JOIN sb.records AS r ON r.id = l.record_id WHERE l.host = @host AND l.dirty = 1 AND l.retry_at IS NULL`,
  paymentsSince: `SELECT i.number, ${asText('i.paid')}, ${asText('i.total')}, i.currency, ${asText('p.amount')}, p.currency AS paid_in, p.reversed FROM sb.records AS r JOIN sb.payments AS p ON p.payment = r.id JOIN sb.invoices AS i ON i.record_id = p.invoice
    WHERE r.entity = N'payment' AND r.changed_at > @at`,
  journalAfter: `SELECT * FROM sb.journal WHERE id > @after ORDER BY id ${FIRST}`,
  hostIdsOf: `SELECT id, record_id, host_id FROM sb.links WHERE host = @host AND entity = @entity AND record_id IS NOT NULL AND host_id IS NOT NULL AND alias_of IS NULL AND gone_at IS NULL AND id > @after
    ORDER BY id ${FIRST}`,
} as const;

export const text = (v: unknown): string | null => (typeof v === 'string' ? v : null);
/** "900.0000000000" -> "900". */
export const money = (v: unknown): string => (typeof v === 'string' ? decimal(v) : '0');
export const num = (v: unknown): number => Number(v ?? 0);

export class MssqlQueries implements Queries {
  readonly #t: Pick<Tsql, 'rows'>;

  constructor(t: Pick<Tsql, 'rows'>) {
    this.#t = t;
  }

  async parties(search: string | null, limit: number): Promise<PartyRow[]> {
    const rows =
      search === null
        ? this.#t.rows(SQL.parties, { limit })
        : this.#t.rows(SQL.partiesWith, { search, folded: fold(search), limit });
    return (await rows).map(partyOf);
  }

  async invoices(filter: Parameters<Queries['invoices']>[0], limit: number): Promise<InvoiceListRow[]> {
    const search = filter.search ?? null;
    const where = ['1 = 1'];
    if (search !== null) where.push('(i.number = @search OR CHARINDEX(@folded, c.folded) > 0 OR i.record_id = @search)');
    if (filter.counterparty) where.push('i.counterparty = @counterparty');
    if (filter.unpaidOnly) where.push(`i.paid < i.total AND i.state = N'issued'`);
    const tellers = filter.unpaidOnly ? (filter.tellers ?? null) : null;
    if (tellers !== null) where.push(TOLD);
    const sql = `${INVOICE} ${FROM_INVOICES} WHERE ${where.join(' AND ')} ORDER BY i.date DESC ${FIRST}`;
    const words = search === null ? {} : { search, folded: fold(search) };
    const rows = await this.#t.rows(sql, { ...words, ...(filter.counterparty ? { counterparty: filter.counterparty } : {}), ...(tellers === null ? {} : { tellers }), limit }); // prettier-ignore
    return rows.map(invoiceOf);
  }

  async invoice(id: RecordId): Promise<InvoiceListRow | null> {
    const [row] = await this.#t.rows(SQL.invoice, { id });
    return row ? invoiceOf(row) : null;
  }
  async invoicesAfter(after: number, limit: number) {
    return (await this.#t.rows(SQL.invoicesAfter, { after, limit })).map((r) => ({ ...invoiceOf(r), n: num(r['n']) }));
  }
  async balancesOf(counterparty: RecordId) {
    return (await this.#t.rows(SQL.balancesOf, { counterparty })).map((r) => ({
      counterparty, organisation: text(r['organisation']), currency: text(r['currency']), host: String(r['host']),
      debt: money(r['debt']), advance: money(r['advance']), overdue: money(r['overdue']),
    })); // prettier-ignore
  }
  async counts() {
    return (await this.#t.rows(SQL.counts)).map((r) => ({
      entity: String(r['entity']) as Entity, host: String(r['host']), linked: num(r['linked']), unlinked: num(r['unlinked']),
      outOfScope: num(r['outside']), gone: num(r['gone']), waiting: num(r['waiting']),
    })); // prettier-ignore
  }
  async invoiceSums() {
    const rows = await this.#t.rows(SQL.invoiceSums);
    return rows.map((r) => ({ currency: text(r['currency']), count: num(r['count']), total: money(r['total']), paid: money(r['paid']) })); // prettier-ignore
  }
  async problemCounts() {
    return (await this.#t.rows(SQL.problemCounts)).map((r) => ({
      host: String(r['host']), kind: String(r['kind']), code: text(r['code']) ?? '', count: num(r['count']), oldest: String(r['oldest']),
      ...exampleOf(String(r['example'])),
    })); // prettier-ignore
  }
  async journalAfter(after: number, limit: number) {
    return (await this.#t.rows(SQL.journalAfter, { after, limit })).map((r) => ({ ...journalOf(r), id: num(r['id']) }));
  }
  async paymentsSince(at: string) {
    return (await this.#t.rows(SQL.paymentsSince, { at })).map((r) => ({
      number: text(r['number']), paid: money(r['paid']), total: money(r['total']), currency: text(r['currency']), amount: money(r['amount']), paidIn: text(r['paid_in']), reversed: num(r['reversed']) === 1,
    })); // prettier-ignore
  }
  async oldestDirty(host: HostId): Promise<string | null> {
    return text((await this.#t.rows(SQL.oldestDirty, { host }))[0]?.['at']);
  }
  async hostIdsOf(host: HostId, entity: Entity, after: number, limit: number) {
    const rows = await this.#t.rows(SQL.hostIdsOf, { host, entity, after, limit });
    return rows.map((r) => ({ n: num(r['id']), record: String(r['record_id']), hostId: String(r['host_id']) }));
  }
}

const partyOf = (r: SqlRow): PartyRow => ({
  id: String(r['record_id']), name: text(r['name']), kind: text(r['kind']), taxId: text(r['tax_id']), branchCode: text(r['branch_code']), country: text(r['country']), stage: String(r['stage']),
  deletionMark: num(r['deletion_mark']) === 1,
}); // prettier-ignore

export const invoiceOf = (r: SqlRow): InvoiceListRow => ({
  id: String(r['record_id']), number: text(r['number']), date: text(r['date']), dueDate: text(r['due_date']), state: text(r['state']), posted: num(r['posted']) === 1, organisation: text(r['organisation']),
  counterparty: text(r['counterparty']), counterpartyName: text(r['counterparty_name']), currency: text(r['currency']), total: money(r['total']), paid: money(r['paid']), paidAt: text(r['paid_at']),
  everPaid: num(r['ever_paid']) === 1, totalsDiffer: num(r['totals_differ']) === 1,
}); // prettier-ignore

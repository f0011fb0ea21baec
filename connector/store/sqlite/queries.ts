/** Queries over the SQLite projections. Scaled integers are read as bigint and leave as decimal text. */
import { unscaled } from '../../decimal.ts';
import type { Entity, HostId, RecordId } from '../../model.ts';
import { MONEY_PLACES } from '../projections.ts';
import { exampleOf, type InvoiceListRow, type PartyRow, type Queries } from '../queries.ts';
import { prepared, type Database, type SqlRow, type Statement } from './driver.ts';
import { journalOf } from '../rows.ts';
import { fold } from '../fold.ts';

/**
 * Posted is what a host shows; until it does, the record only holds the wish. As pictures.ts unpacks it: what was seen, what was
 * agreed there, what we held when it was agreed, and only then the record; never agreed and never seen is not posted.
 */
export const POSTED = `(i.posted = 1 and exists (select 1 from links l where l.record_id = i.record_id and l.host_id is not null and l.alias_of is null
  and coalesce(json_extract(l.seen, '$.posted.posted'), json_extract(l.seen, '$.all.posted'), json_extract(l.base_theirs, '$.posted.posted'), json_extract(l.base_ours, '$.posted.posted'),
    l.rev is not null and json_type(l.base_ours, '$.posted') is null) = 1))`;
/** Rows of a list; `invoiceOf` reads them. */
export const INVOICE = `select i.n, i.record_id, i.number, i.date, i.due_date, i.state, ${POSTED} as posted, i.organisation, i.counterparty, c.name as counterparty_name, i.currency,
  i.total, i.paid, i.paid_at, i.ever_paid, i.totals_differ from invoices i left join counterparties c on c.record_id = i.counterparty`;

const SQL = {
  parties: `select * from counterparties where ? is null or tax_id = ? or fold(name) like ? or fold(legal_name) like ? order by name limit ?`,
  invoices: `${INVOICE} where (? is null or i.number = ? or fold(c.name) like ? or i.record_id = ?) and (? is null or i.counterparty = ?)
    and (? = 0 or (i.paid < i.total and i.state = 'issued' and (? is null or i.paid <> 0 or i.ever_paid = 1
      or exists (select 1 from links k where k.record_id = i.record_id and (k.host_id is not null or k.dirty = 1) and k.host in (select value from json_each(?)))))) order by i.date desc limit ?`,
  invoice: `${INVOICE} where i.n = (select n from records where id = ?)`,
  invoicesAfter: `${INVOICE} where i.n > ? and i.state <> 'draft' order by i.n limit ?`,
  balancesOf: `select b.*, l.host from balances b join links l on l.record_id = b.record_id where b.counterparty = ?`,
  counts: `select entity, host, sum(record_id is not null and gone_at is null) as linked, sum(record_id is null and in_scope = 1 and gone_at is null) as unlinked,
    sum(in_scope = 0) as outside, sum(gone_at is not null) as gone, sum(dirty) as waiting from links where host_id is not null group by entity, host`,
  invoiceSums: `select currency, count(*) as count, sum(total) as total, sum(paid) as paid from invoices where state = 'issued' group by currency order by count(*) desc`,
  problemCounts: `select host, kind, json_extract(detail, '$.code') as code, count(*) as count, min(since) as oldest, max(ifnull(entity, '') || ' ' || detail) as example from problems where resolved_at is null
    group by host, kind, json_extract(detail, '$.code') order by count(*) desc`,
  oldestDirty: `select min(r.changed_at) as at from links l join records r on r.id = l.record_id where l.host = ? and l.dirty = 1 and l.retry_at is null`,
  paymentsSince: `select i.number, i.paid, i.total, i.currency, p.amount, p.currency as paid_in, p.reversed from records r join payments p on p.payment = r.id join records ri on ri.id = p.invoice join invoices i on i.n = ri.n
    where r.entity = 'payment' and r.changed_at > ?`,
  journalAfter: `select * from journal where id > ? order by id limit ?`,
  hostIdsOf: `select id, record_id, host_id from links where host = ? and entity = ? and record_id is not null and host_id is not null and alias_of is null
    and gone_at is null and id > ? order by id limit ?`,
} as const;

const text = (v: unknown): string | null => (typeof v === 'string' ? v : null);
const money = (v: unknown): string => (typeof v === 'bigint' ? unscaled(v, MONEY_PLACES) : '0');
const num = (v: unknown): number => Number(v ?? 0);

export class SqliteQueries implements Queries {
  readonly #s: Readonly<Record<keyof typeof SQL, Statement>>;

  constructor(db: Database) {
    db.define('fold', (value) => (typeof value === 'string' ? fold(value) : null));
    this.#s = prepared(SQL, (sql) => db.prepare(sql, { bigint: true }));
  }

  async parties(search: string | null, limit: number): Promise<PartyRow[]> {
    const like = search === null ? null : `%${fold(search)}%`;
    return this.#s.parties.all(search, search, like, like, limit).map(partyOf);
  }
  async invoices(filter: Parameters<Queries['invoices']>[0], limit: number): Promise<InvoiceListRow[]> {
    const search = filter.search ?? null;
    const party = filter.counterparty ?? null;
    const like = search === null ? null : `%${fold(search)}%`;
    const tellers = filter.tellers ? JSON.stringify(filter.tellers) : null;
    return this.#s.invoices.all(search, search, like, search, party, party, filter.unpaidOnly ? 1 : 0, tellers, tellers, limit).map(invoiceOf); // prettier-ignore
  }
  async invoice(id: RecordId): Promise<InvoiceListRow | null> {
    const row = this.#s.invoice.get(id);
    return row ? invoiceOf(row) : null;
  }
  async invoicesAfter(after: number, limit: number) {
    return this.#s.invoicesAfter.all(after, limit).map((r) => ({ ...invoiceOf(r), n: num(r['n']) }));
  }
  async balancesOf(counterparty: RecordId) {
    return this.#s.balancesOf.all(counterparty).map((r) => ({
      counterparty, organisation: text(r['organisation']), currency: text(r['currency']), host: String(r['host']),
      debt: money(r['debt']), advance: money(r['advance']), overdue: money(r['overdue']),
    })); // prettier-ignore
  }
  async counts() {
    return this.#s.counts.all().map((r) => ({
      entity: String(r['entity']) as Entity, host: String(r['host']), linked: num(r['linked']), unlinked: num(r['unlinked']),
      outOfScope: num(r['outside']), gone: num(r['gone']), waiting: num(r['waiting']),
    })); // prettier-ignore
  }
  async invoiceSums() {
    return this.#s.invoiceSums
      .all()
      .map((r) => ({ currency: text(r['currency']), count: num(r['count']), total: money(r['total']), paid: money(r['paid']) }));
  }
  async problemCounts() {
    return this.#s.problemCounts.all().map((r) => ({
      host: String(r['host']),
      kind: String(r['kind']),
      code: text(r['code']) ?? '',
      count: num(r['count']),
      oldest: String(r['oldest']),
      ...exampleOf(String(r['example'])),
    }));
  }
  async journalAfter(after: number, limit: number) {
    return this.#s.journalAfter
      .all(after, limit)
      .map((r) => ({ ...journalOf({ ...r, link: r['link'] === null ? null : num(r['link']) }), id: num(r['id']) }));
  }
  async paymentsSince(at: string) {
    return this.#s.paymentsSince.all(at).map((r) => ({
      number: text(r['number']),
      paid: money(r['paid']),
      total: money(r['total']),
      currency: text(r['currency']),
      amount: money(r['amount']),
      paidIn: text(r['paid_in']),
      reversed: num(r['reversed']) === 1,
    }));
  }
  async oldestDirty(host: HostId): Promise<string | null> {
    return text(this.#s.oldestDirty.get(host)?.['at']);
  }
  async hostIdsOf(host: HostId, entity: Entity, after: number, limit: number) {
    return this.#s.hostIdsOf
      .all(host, entity, after, limit)
      .map((r) => ({ n: num(r['id']), record: String(r['record_id']), hostId: String(r['host_id']) }));
  }
}

const partyOf = (r: SqlRow): PartyRow => ({
  id: String(r['record_id']),
  name: text(r['name']),
  kind: text(r['kind']),
  taxId: text(r['tax_id']),
  branchCode: text(r['branch_code']),
  country: text(r['country']),
  stage: String(r['stage']),
  deletionMark: num(r['deletion_mark']) === 1,
});

export const invoiceOf = (r: SqlRow): InvoiceListRow => ({
  id: String(r['record_id']),
  number: text(r['number']),
  date: text(r['date']),
  dueDate: text(r['due_date']),
  state: text(r['state']),
  posted: num(r['posted']) === 1,
  organisation: text(r['organisation']),
  counterparty: text(r['counterparty']),
  counterpartyName: text(r['counterparty_name']),
  currency: text(r['currency']),
  total: money(r['total']),
  paid: money(r['paid']),
  paidAt: text(r['paid_at']),
  everPaid: num(r['ever_paid']) === 1,
  totalsDiffer: num(r['totals_differ']) === 1,
});

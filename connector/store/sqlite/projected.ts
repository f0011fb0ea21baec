/**
 * Typed tables beside the records, written with them (model.md 8): counterparties, invoices with their lines, payments, balances; what an
 * invoice is paid follows its payments, and hosts that keep such figures are due with them.
 */
import type { RecordId, SharedRecord } from '../../model.ts';
import { balanceRow, counterpartyRow, COUNTED, countsIn, invoiceRow, paymentRows, type Told } from '../projections.ts';
import { markOf } from '../told.ts';
import { prepared, rowsInto, type Database, type Param, type Statement } from './driver.ts';

const SQL = {
  // Hosts that keep what is paid, or owed, in columns of their own say so in their row (sync/figures.ts).
  touchTold: `update links set dirty = 1, retry_at = null, tick = tick + 1 where record_id = ? and alias_of is null and gone_at is null and in_scope = 1
    and host in (select id from hosts where instr(mapping_hashes, ?) > 0)`,
  // The object this one was made one with there.
  touchMerged: `update links set dirty = 1, retry_at = null, tick = tick + 1 where alias_of is null and gone_at is null and in_scope = 1
    and id in (select w.id from links b cross join links w on w.host = b.host and w.entity = b.entity and w.host_id = substr(b.token, 2)
      where b.record_id = ? and b.token like '>%' and b.host in (select id from hosts where instr(mapping_hashes, ?) > 0))`,
  someTold: `select 1 from hosts where instr(mapping_hashes, ?) > 0 limit 1`,
  dropCounterparty: `delete from counterparties where record_id = ?`,
  addCounterparty: `insert into counterparties (record_id, name, legal_name, kind, tax_id, branch_code, country, owner, active, deletion_mark, stage, name_key)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  addInvoice: `insert into invoices (n, record_id, organisation, counterparty, number, date, due_date, state, posted, currency, total, vat_total, totals_differ)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  invoiceRow: `select total, paid, currency from invoices where n = ?`,
  updateInvoice: `update invoices set organisation = ?, counterparty = ?, number = ?, date = ?, due_date = ?, state = ?, posted = ?, currency = ?, total = ?,
    vat_total = ?, totals_differ = ? where n = ?`,
  dropLines: `delete from invoice_lines where invoice = ?`,
  paidInvoices: `select distinct invoice from payments where payment = ? and invoice is not null`,
  dropPayment: `delete from payments where payment = ?`,
  addPayment: `insert into payments (payment, line, invoice, counterparty, organisation, currency, amount, settled, settled_in, date, kind, number, reversed)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  hasPayments: `select 1 from payments where invoice = ? limit 1`,
  setPaid: `update invoices as i set paid = ifnull((select sum(${COUNTED}) from payments p where p.invoice = i.record_id and ${countsIn('payments')}), 0), paid_at = null where n = (select n from records where id = ?)`,
  // The payment that completed it: the last one that took the sum over the total.
  setPaidWhole: `update invoices as i set ever_paid = 1, paid_at = (select max(date) from (select p.date, ${COUNTED} as counted, sum(${COUNTED}) over (order by p.date, p.payment, p.line) as sum
    from payments p where p.invoice = i.record_id and ${countsIn('payments')}) where sum >= total and sum - counted < total)
    where n = (select n from records where id = ?) and paid > 0 and paid >= ifnull(total, 0)`,
  owing: `select counterparty from balances where record_id = ?`,
  dropBalance: `delete from balances where record_id = ?`,
  addBalance: `insert into balances (record_id, counterparty, organisation, currency, debt, advance, overdue, as_of) values (?, ?, ?, ?, ?, ?, ?, ?)`,
} as const;

const LINES = [
  'insert into invoice_lines (invoice, line, product, text, quantity, unit, price, amount, vat_rate, vat_amount)',
  10,
] as const;

/** Inside one open transaction. */
export class Projected {
  readonly #s: Readonly<Record<keyof typeof SQL, Statement>>;
  readonly #lines: ReturnType<typeof rowsInto>;
  readonly #isSomeTold = new Map<Told, boolean>();

  constructor(db: Database) {
    this.#s = prepared(SQL, (sql, name) => db.prepare(sql, { bigint: name === 'invoiceRow' }));
    this.#lines = rowsInto(db, ...LINES);
  }

  /** A new transaction, or another word of a host: who is told figures is looked up anew. */
  begin(): void {
    this.#isSomeTold.clear();
  }

  dropCounterparty(id: RecordId): void {
    this.#s.dropCounterparty.run(id);
  }

  store(record: SharedRecord, n: number, isNew: boolean): void {
    switch (record.entity) {
      case 'counterparty':
        return this.#projectCounterparty(record, isNew);
      case 'invoice':
        return this.#projectInvoice(record, n, isNew);
      case 'payment':
        return this.#projectPayment(record, isNew);
      case 'balance':
        return this.#projectBalance(record, isNew);
      default:
    }
  }

  #projectCounterparty(record: SharedRecord, isNew: boolean): void {
    const r = counterpartyRow(record);
    if (!isNew) this.#s.dropCounterparty.run(r.id);
    this.#s.addCounterparty.run(
      r.id,
      r.name,
      r.legalName,
      r.kind,
      r.taxId,
      r.branchCode,
      r.country,
      r.owner,
      r.active,
      r.deletionMark,
      r.stage,
      r.nameKey,
    );
  }

  #projectInvoice(record: SharedRecord, n: number, isNew: boolean): void {
    const r = invoiceRow(record);
    const head: Param[] = [
      r.organisation,
      r.counterparty,
      r.number,
      r.date,
      r.dueDate,
      r.state,
      r.posted,
      r.currency,
      r.total,
      r.vatTotal,
      r.totalsDiffer,
    ];
    const known = isNew ? undefined : this.#s.invoiceRow.get(n);
    if (!known) this.#s.addInvoice.run(n, r.id, ...head);
    else {
      this.#s.updateInvoice.run(...head, n);
      this.#s.dropLines.run(n);
    }
    this.#lines(r.lines.map((l, i) => [n, i + 1, l.product, l.text, l.quantity, l.unit, l.price, l.amount, l.vatRate, l.vatAmount])); // prettier-ignore
    const isOther = !known || known['currency'] !== r.currency;
    const isPaidOtherwise = isOther ? this.#s.hasPayments.get(r.id) : known['paid'] !== 0n && known['total'] !== r.total;
    if (isPaidOtherwise) this.#setPaid(r.id);
  }

  /** Paid follows its payments at once, and is taken back with them (S4). */
  #projectPayment(record: SharedRecord, isNew: boolean): void {
    const touched = new Set(isNew ? [] : this.#s.paidInvoices.all(record.id).map((r) => String(r['invoice'])));
    if (!isNew) this.#s.dropPayment.run(record.id);
    paymentRows(record).forEach((r, i) => {
      this.#s.addPayment.run(
        record.id,
        i + 1,
        r.invoice,
        r.counterparty,
        r.organisation,
        r.currency,
        r.amount,
        r.settled,
        r.settledIn,
        r.date,
        r.kind,
        r.number,
        r.reversed,
      );
      if (r.invoice !== null) touched.add(r.invoice);
    });
    for (const invoice of touched) {
      this.#setPaid(invoice);
      if (this.#tellsSome('paid')) this.#s.touchTold.run(invoice, markOf('paid'));
    }
  }

  /** Looked up once a transaction: a first load stores payments by the hundred thousand. */
  #tellsSome(what: Told): boolean {
    const known = this.#isSomeTold.get(what) ?? this.#s.someTold.get(markOf(what)) !== undefined;
    this.#isSomeTold.set(what, known);
    return known;
  }

  #setPaid(invoice: RecordId): void {
    this.#s.setPaid.run(invoice);
    this.#s.setPaidWhole.run(invoice);
  }

  #projectBalance(record: SharedRecord, isNew: boolean): void {
    const r = balanceRow(record);
    const owing = new Set([
      r.counterparty,
      ...(isNew ? [] : this.#s.owing.all(r.id).map((b) => b['counterparty'] as string | null)),
    ]);
    if (!isNew) this.#s.dropBalance.run(r.id);
    this.#s.addBalance.run(r.id, r.counterparty, r.organisation, r.currency, r.debt, r.advance, r.overdue, r.asOf);
    if (this.#tellsSome('owed'))
      for (const party of owing)
        if (party !== null) for (const touch of [this.#s.touchTold, this.#s.touchMerged]) touch.run(party, markOf('owed'));
  }
}

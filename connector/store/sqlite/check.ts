/**
 * Is the store whole, and does every table say what the records say (model.md 8)? Reads everything once; writes nothing. Places are
 * ids and names of tables, never names of people.
 */
import { keyHash, keysOf } from '../../identity.ts';
import type { Entity, Fields, SharedRecord } from '../../model.ts';
import { balanceRow, counterpartyRow, COUNTED, countsIn, invoiceRow, paymentRows } from '../projections.ts';
import { found, type StoreFinding } from '../upkeep.ts';
import { prepared, type Database, type SqlRow, type Statement } from './driver.ts';

/** Of any SQLite file: its pages, its indexes, its references. */
export function checkFile(db: Database, name: string): StoreFinding[] {
  const said = db.prepare('pragma integrity_check').all().map((r) => String(r['integrity_check'])); // prettier-ignore
  const broken = db.prepare('pragma foreign_key_check').all().map((r) => `${String(r['table'])} ${String(r['rowid'])}`); // prettier-ignore
  return [
    ...(said.length === 1 && said[0] === 'ok' ? [] : [found('damaged', name, said)]),
    ...(broken.length > 0 ? [found('reference', name, broken)] : []),
  ];
}

/** Rows that name what is not there: what it is, and where. */
const ORPHANS: Readonly<Record<string, string>> = {
  counterparties: `select record_id as id from counterparties where record_id not in (select id from records where entity = 'counterparty')`,
  invoices: `select record_id as id from invoices where n not in (select n from records where entity = 'invoice')`,
  invoice_lines: `select invoice || '/' || line as id from invoice_lines where invoice not in (select n from invoices)`,
  payments: `select payment || '/' || line as id from payments where payment not in (select id from records where entity = 'payment')`,
  balances: `select record_id as id from balances where record_id not in (select id from records where entity = 'balance')`,
  links: `select id from links where record_id is not null and record_id not in (select id from records)`,
  aliases: `select id from links where alias_of is not null and alias_of not in (select id from links)`,
  record_keys: `select record as id from record_keys where record not in (select n from records)`,
  link_keys: `select link as id from link_keys where link not in (select id from links)`,
  parts: `select link as id from parts where link not in (select id from links)`,
  client_keys: `select kid as id from client_keys where client not in (select id from clients)`,
};

const PAID = `select record_id as id from invoices i
  where paid <> ifnull((select sum(${COUNTED}) from payments p where p.invoice = i.record_id and ${countsIn('payments')}), 0)`;

export function checkStore(db: Database): StoreFinding[] {
  const ids = (sql: string): string[] => db.prepare(sql).all().map((r) => String(r['id'])); // prettier-ignore
  const orphans = Object.entries(ORPHANS).map(([table, sql]) => found('orphan', table, ids(sql)));
  const walk = new Walk(db);
  for (const row of db.prepare('select n, id, entity, stage, fields from records order by n').iterate()) walk.record(row);
  return [...orphans, found('paid', 'invoices', ids(PAID)), ...walk.end()].filter((f) => f.count > 0);
}

const SQL = {
  counterparty: `select record_id, name, legal_name, kind, tax_id, branch_code, country, owner, active, deletion_mark, stage, name_key from counterparties where record_id = ?`,
  invoice: `select record_id, organisation, counterparty, number, date, due_date, state, posted, currency, total, vat_total, totals_differ from invoices where n = ?`,
  lines: `select product, text, quantity, unit, price, amount, vat_rate, vat_amount from invoice_lines where invoice = ? order by line`,
  payment: `select invoice, counterparty, organisation, currency, amount, settled, settled_in, date, kind, number, reversed from payments where payment = ? order by line`,
  balance: `select record_id, counterparty, organisation, currency, debt, advance, overdue, as_of from balances where record_id = ?`,
  key: `select 1 from record_keys where key = ? and record = ?`,
  keys: `select count(*) as n from record_keys`,
} as const;

class Walk {
  readonly #s: Readonly<Record<keyof typeof SQL, Statement>>;
  readonly #differ = new Map<Entity, string[]>();
  readonly #without: string[] = [];
  #keys = 0;

  constructor(db: Database) {
    this.#s = prepared(SQL, (sql) => db.prepare(sql, { bigint: true }));
  }

  record(row: SqlRow): void {
    const n = Number(row['n']);
    const record = { id: String(row['id']), entity: String(row['entity']) as Entity, stage: String(row['stage']), fields: JSON.parse(String(row['fields'])) as Fields } as SharedRecord; // prettier-ignore
    if (!this.#agrees(record, n)) this.#differs(record);
    const keys = new Set(keysOf(record.entity, record.fields).map((k) => keyHash(record.entity, k.text)));
    this.#keys += keys.size;
    if ([...keys].some((key) => !this.#s.key.get(key, n))) this.#without.push(record.id);
  }

  #differs({ entity, id }: SharedRecord): void {
    const known = this.#differ.get(entity);
    if (known) known.push(id);
    else this.#differ.set(entity, [id]);
  }

  #agrees(record: SharedRecord, n: number): boolean {
    switch (record.entity) {
      case 'counterparty':
        return same([values(counterpartyRow(record))], this.#s.counterparty.all(record.id));
      case 'invoice':
        return this.#invoice(record, n);
      case 'payment':
        return same(paymentRows(record).map(values), this.#s.payment.all(record.id));
      case 'balance':
        return same([values(balanceRow(record))], this.#s.balance.all(record.id));
      default:
        return true;
    }
  }

  #invoice(record: SharedRecord, n: number): boolean {
    const { lines, ...head } = invoiceRow(record);
    return same([values(head)], this.#s.invoice.all(n)) && same(lines.map(values), this.#s.lines.all(n));
  }

  /** As many keys as the records have, and each of them there: then no other is. */
  end(): StoreFinding[] {
    const extra = Number(this.#s.keys.get()?.['n']) - this.#keys;
    const differ = [...this.#differ].map(([entity, ids]) => found('differs', entity, ids));
    const keys = this.#without.length > 0 ? [found('keys', 'record_keys', this.#without)] : extra === 0 ? [] : [found('keys', 'record_keys', [], Math.abs(extra))]; // prettier-ignore
    return [...differ, ...keys];
  }
}

/** In the order of the columns, which is that of the projection. */
const values = (row: object): unknown[] => Object.values(row);
/** A number of a record and the whole number of its column. */
const text = (v: unknown): unknown => (typeof v === 'bigint' || typeof v === 'number' ? String(v) : v);

const same = (wanted: readonly (readonly unknown[])[], rows: readonly SqlRow[]): boolean =>
  wanted.length === rows.length && rows.every((row, i) => Object.values(row).every((v, j) => text(v) === text(wanted[i]?.[j])));

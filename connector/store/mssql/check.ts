/**
 * Does every table of the server say what the records say (model.md 8)? Reads everything once, in pages; writes nothing. Places are ids and
 * names of tables, never names of people. Whether its pages are sound the server itself says (DBCC CHECKDB).
 */
import { decimal } from '../../decimal.ts';
import { keyHash, keysOf } from '../../identity.ts';
import type { SharedRecord } from '../../model.ts';
import { RECORD_COLUMNS, recordOf, type SqlRow } from '../rows.ts';
import { found, type StoreFinding } from '../upkeep.ts';
import type { BatchRow, Cell } from './batch.ts';
import { balanceCells, counterpartyCells, goodsCells, invoiceCells, paymentCells, priceCells } from './cells.ts';
import { asText } from './queries.ts';
import { COUNTED_OF } from './tables.ts';
import { FIRST, type Tsql } from './tsql.ts';

/** Rows that name what is not there: what it is, and where. */
const ORPHANS: Readonly<Record<string, string>> = {
  counterparties: `SELECT record_id AS id FROM sb.counterparties AS x WHERE NOT EXISTS (SELECT 1 FROM sb.records AS r WHERE r.id = x.record_id AND r.entity = N'counterparty')`,
  invoices: `SELECT record_id AS id FROM sb.invoices AS x WHERE NOT EXISTS (SELECT 1 FROM sb.records AS r WHERE r.n = x.n AND r.entity = N'invoice')`,
  invoice_lines: `SELECT CONCAT(invoice, N'/', line) AS id FROM sb.invoice_lines AS x WHERE NOT EXISTS (SELECT 1 FROM sb.invoices AS i WHERE i.n = x.invoice)`,
  payments: `SELECT CONCAT(payment, N'/', line) AS id FROM sb.payments AS x WHERE NOT EXISTS (SELECT 1 FROM sb.records AS r WHERE r.id = x.payment AND r.entity = N'payment')`,
  balances: `SELECT record_id AS id FROM sb.balances AS x WHERE NOT EXISTS (SELECT 1 FROM sb.records AS r WHERE r.id = x.record_id AND r.entity = N'balance')`,
  goods: `SELECT record_id AS id FROM sb.goods AS x WHERE NOT EXISTS (SELECT 1 FROM sb.records AS r WHERE r.id = x.record_id AND r.entity = N'product')`,
  prices: `SELECT record_id AS id FROM sb.prices AS x WHERE NOT EXISTS (SELECT 1 FROM sb.records AS r WHERE r.id = x.record_id AND r.entity = N'price')`,
  links: `SELECT id FROM sb.links AS x WHERE record_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sb.records AS r WHERE r.id = x.record_id)`,
  aliases: `SELECT id FROM sb.links AS x WHERE alias_of IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sb.links AS l WHERE l.id = x.alias_of)`,
  record_keys: `SELECT record AS id FROM sb.record_keys AS x WHERE NOT EXISTS (SELECT 1 FROM sb.records AS r WHERE r.n = x.record)`,
  link_keys: `SELECT link AS id FROM sb.link_keys AS x WHERE NOT EXISTS (SELECT 1 FROM sb.links AS l WHERE l.id = x.link)`,
  parts: `SELECT link AS id FROM sb.parts AS x WHERE NOT EXISTS (SELECT 1 FROM sb.links AS l WHERE l.id = x.link)`,
};

const SQL = {
  paid: `SELECT i.record_id AS id FROM sb.invoices AS i WHERE i.paid <> COALESCE((SELECT SUM(c.counted) FROM ${COUNTED_OF}), 0)`,
  records: `SELECT n, ${RECORD_COLUMNS} FROM sb.records WHERE n > @after ORDER BY n ${FIRST}`,
  keys: `SELECT [key], record FROM sb.record_keys WHERE record IN (@ids)`,
} as const;

interface Table {
  readonly entity: SharedRecord['entity'];
  readonly cells: (record: SharedRecord) => readonly BatchRow[];
  readonly sql: string;
}
const columnsOf = (row: BatchRow, amounts: ReadonlySet<string>, alias: string): string =>
  Object.keys(row).filter((name) => name !== 'record_id' && name !== 'payment').map((name) => (amounts.has(name) ? asText(`${alias}.[${name}]`, name) : `${alias}.[${name}]`)).join(', '); // prettier-ignore
const AMOUNTS = new Set([
  'total',
  'vat_total',
  'quantity',
  'price',
  'amount',
  'vat_amount',
  'settled',
  'debt',
  'advance',
  'overdue',
]);
const EMPTY = (entity: SharedRecord['entity'], fields: SharedRecord['fields'] = {}): SharedRecord => ({ id: '', entity, rev: 1, stage: 'live', fields, changedAt: '', changedBy: '' }); // prettier-ignore
const LINE = invoiceCells(EMPTY('invoice', { lines: [{ product: null, text: '', quantity: '0', unit: null, price: '0', discount: '0', amount: '0', vatRate: '', vatAmount: '0' }] })).lines[0] ?? {}; // prettier-ignore
const PAYMENT = paymentCells(EMPTY('payment', { allocations: [{ invoice: null, amount: '0' }] }))[0] ?? {};
const OF = '(@ids)';

const TABLES: Readonly<Record<string, Table>> = {
  counterparties: { entity: 'counterparty', cells: (r) => [counterpartyCells(r)], sql: `SELECT x.record_id AS id, ${columnsOf(counterpartyCells(EMPTY('counterparty')), AMOUNTS, 'x')} FROM sb.counterparties AS x WHERE x.record_id IN ${OF}` },
  invoices: { entity: 'invoice', cells: (r) => [invoiceCells(r).invoice], sql: `SELECT x.record_id AS id, ${columnsOf(invoiceCells(EMPTY('invoice')).invoice, AMOUNTS, 'x')} FROM sb.invoices AS x WHERE x.record_id IN ${OF}` },
  invoice_lines: { entity: 'invoice', cells: (r) => invoiceCells(r).lines, sql: `SELECT i.record_id AS id, ${columnsOf(LINE, AMOUNTS, 'x')} FROM sb.invoice_lines AS x JOIN sb.invoices AS i ON i.n = x.invoice WHERE i.record_id IN ${OF} ORDER BY x.invoice, x.line` },
  payments: { entity: 'payment', cells: paymentCells, sql: `SELECT x.payment AS id, ${columnsOf(PAYMENT, AMOUNTS, 'x')} FROM sb.payments AS x WHERE x.payment IN ${OF} ORDER BY x.payment, x.line` },
  balances: { entity: 'balance', cells: (r) => [balanceCells(r)], sql: `SELECT x.record_id AS id, ${columnsOf(balanceCells(EMPTY('balance')), AMOUNTS, 'x')} FROM sb.balances AS x WHERE x.record_id IN ${OF}` },
  goods: { entity: 'product', cells: (r) => [goodsCells(r)], sql: `SELECT x.record_id AS id, ${columnsOf(goodsCells(EMPTY('product')), AMOUNTS, 'x')} FROM sb.goods AS x WHERE x.record_id IN ${OF}` },
  prices: { entity: 'price', cells: (r) => [priceCells(r)], sql: `SELECT x.record_id AS id, ${columnsOf(priceCells(EMPTY('price')), AMOUNTS, 'x')} FROM sb.prices AS x WHERE x.record_id IN ${OF}` },
}; // prettier-ignore
const PAGE = 500;

export async function checkServer(t: Tsql): Promise<StoreFinding[]> {
  const ids = async (sql: string): Promise<string[]> => (await t.rows(sql)).map((r) => String(r['id']));
  const orphans: StoreFinding[] = [];
  for (const [table, sql] of Object.entries(ORPHANS)) orphans.push(found('orphan', table, await ids(sql)));
  const walk = new Walk(t);
  for (let after = 0, next: number | null = 0; next !== null; after = next ?? 0) next = await walk.page(after);
  return [...orphans, found('paid', 'invoices', await ids(SQL.paid)), ...walk.end()].filter((f) => f.count > 0);
}

class Walk {
  readonly #t: Tsql;
  readonly #differ = new Map<string, string[]>();
  readonly #keys: string[] = [];

  constructor(t: Tsql) {
    this.#t = t;
  }

  /** Where the next page begins; null: this was the last one. */
  async page(after: number): Promise<number | null> {
    const rows = await this.#t.rows(SQL.records, { after, limit: PAGE });
    const records = new Map(rows.map((row) => [Number(row['n']), recordOf(RECORD_COLUMNS.split(', ').map((name) => row[name]))]));
    await this.#tables([...records.values()]);
    await this.#match(records);
    return rows.length < PAGE ? null : Number(rows.at(-1)?.['n']);
  }

  async #tables(records: readonly SharedRecord[]): Promise<void> {
    for (const [name, { entity, cells, sql }] of Object.entries(TABLES)) {
      const ours = records.filter((r) => r.entity === entity);
      if (ours.length === 0) continue;
      const rows = grouped(await this.#t.rows(sql, { ids: ours.map((r) => r.id) }));
      for (const record of ours) if (!same(cells(record), rows.get(record.id) ?? [])) this.#differs(name, record.id);
    }
  }

  #differs(table: string, id: string): void {
    const known = this.#differ.get(table);
    if (known) known.push(id);
    else this.#differ.set(table, [id]);
  }

  async #match(records: ReadonlyMap<number, SharedRecord>): Promise<void> {
    if (records.size === 0) return;
    const there = new Map<number, Set<unknown>>();
    for (const row of await this.#t.rows(SQL.keys, { ids: [...records.keys()] }))
      there.set(Number(row['record']), (there.get(Number(row['record'])) ?? new Set()).add(row['key']));
    for (const [n, { id, entity, fields }] of records) {
      const wanted = new Set<unknown>(keysOf(entity, fields).map((k) => keyHash(entity, k.text)));
      const known = there.get(n) ?? new Set();
      if (wanted.size !== known.size || [...wanted].some((key) => !known.has(key))) this.#keys.push(id);
    }
  }

  end(): StoreFinding[] {
    const differ = [...this.#differ].map(([table, ids]) => found('differs', table, ids));
    return [...differ, found('keys', 'record_keys', this.#keys)];
  }
}

function grouped(rows: readonly SqlRow[]): Map<string, SqlRow[]> {
  const all = new Map<string, SqlRow[]>();
  for (const row of rows) all.set(String(row['id']), [...(all.get(String(row['id'])) ?? []), row]);
  return all;
}

const same = (wanted: readonly BatchRow[], rows: readonly SqlRow[]): boolean =>
  wanted.length === rows.length &&
  wanted.every((cells, i) =>
    Object.entries(rows[i] ?? {}).every(([name, value]) => name === 'id' || agrees(name, value, cells[name] ?? null)),
  );

/** The shortest column that holds only the beginning of a text. */
const HEAD = 32;

function agrees(name: string, stored: unknown, wanted: Cell): boolean {
  if (stored === null || wanted === null) return stored === wanted;
  if (typeof stored !== 'string' && typeof stored !== 'number' && typeof stored !== 'bigint') return false;
  const [there, ours] = [String(stored), String(wanted)];
  if (AMOUNTS.has(name)) return decimal(there) === decimal(ours);
  return there === ours || (there.length >= HEAD && ours.startsWith(there));
}

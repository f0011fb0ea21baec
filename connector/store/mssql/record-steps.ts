/** Steps of a write that store records: the record, its match keys, its projections, and the old values its links rest on (B4). */
import { pick, unitsOf } from '../../fields.ts';
import { keyHash, keysOf } from '../../identity.ts';
import type { Fields, LinkId, SharedRecord, Unit } from '../../model.ts';
import { Moved } from '../moved.ts';
import type { SqlRow } from '../rows.ts';
import {
  balanceCells,
  counterpartyCells,
  goodsCells,
  invoiceCells,
  paymentCells,
  priceCells,
  recordCells,
  textOf,
} from './cells.ts';
import type { Cell } from './batch.ts';
import * as to from './tables.ts';
import { BINARY } from './tsql.ts';
import type { Work } from './work.ts';

const SQL = {
  record: `SELECT n, rev, fields FROM sb.records WHERE id = @id`,
  change: `UPDATE sb.records SET rev = @rev, stage = @stage, fields = @fields, changed_at = @at, changed_by = @by WHERE id = @id AND rev = @basis`,
  whole: `SELECT n, entity, fields FROM sb.records WHERE id = @id`,
  // What names a counterparty: its links, documents and balances by their columns; then texts, only of kinds that hold such a reference.
  referredByColumn: `SELECT (SELECT COUNT(*) FROM sb.links WHERE record_id = @id) + (SELECT COUNT(*) FROM sb.invoices WHERE counterparty = @id)
    + (SELECT COUNT(*) FROM sb.payments WHERE counterparty = @id) + (SELECT COUNT(*) FROM sb.balances WHERE counterparty = @id) AS n`,
  referred: `SELECT COUNT(*) AS n FROM sb.records WHERE entity IN (N'counterparty', N'contract', N'payment') AND id <> @id AND CHARINDEX(@id, fields ${BINARY}) > 0`,
  referredByLink: `SELECT COUNT(*) AS n FROM sb.links WHERE entity IN (N'counterparty', N'contract', N'invoice', N'payment', N'balance')
    AND COALESCE(seen, base_ours, base_theirs, sent) IS NOT NULL AND CHARINDEX(@id, CONCAT(seen, base_ours, base_theirs, sent) ${BINARY}) > 0`,
  remove: `DELETE FROM sb.records WHERE id = @id AND rev = @basis`,
  resting: `SELECT id, base_ours FROM sb.links WHERE record_id = @record AND rev IS NOT NULL AND id <> @own`,
  keepOld: `UPDATE sb.links SET base_ours = @base, tick = tick + 1 WHERE id = @id`,
  dropKeys: `DELETE FROM sb.record_keys WHERE record = @n AND [key] IN (@keys)`,
  dropCounterparty: `DELETE FROM sb.counterparties WHERE record_id = @id`,
  dropLines: `DELETE FROM sb.invoice_lines WHERE invoice = @n`,
  paidInvoices: `SELECT DISTINCT invoice FROM sb.payments WHERE payment = @id AND invoice IS NOT NULL`,
  dropPayment: `DELETE FROM sb.payments WHERE payment = @id`,
  owing: `SELECT counterparty FROM sb.balances WHERE record_id = @id`,
  dropBalance: `DELETE FROM sb.balances WHERE record_id = @id`,
  dropGoods: `DELETE FROM sb.goods WHERE record_id = @id`,
  dropPrice: `DELETE FROM sb.prices WHERE record_id = @id`,
} as const;

/** Rows written anew when their record changes. */
const DROPPED: Readonly<Partial<Record<SharedRecord['entity'], string>>> = { counterparty: SQL.dropCounterparty, product: SQL.dropGoods, price: SQL.dropPrice }; // prettier-ignore

export async function addRecord(work: Work, record: SharedRecord): Promise<void> {
  await work.add(to.RECORDS, recordCells(record));
  await addKeys(work, record);
  await project(work, record);
}

export async function changeRecord(work: Work, record: SharedRecord, basis: number, own: LinkId | null): Promise<void> {
  const [before] = await work.rows(SQL.record, { id: record.id });
  if (!before || Number(before['rev']) !== basis) throw new Moved();
  const old = JSON.parse(String(before['fields'])) as Fields;
  await keepOld(work, record, old, own);
  await change(work, record, basis);
  await dropKeys(work, record, old, before);
  await addKeys(work, record);
  await unproject(work, record, Number(before['n']));
}

/** Of other kinds nobody says that one stands alone and takes it back. */
const PARTY = 'counterparty';

/** What an answer made and that is taken back; moved: it changed, or something refers to it. */
export async function removeRecord(work: Work, id: string, basis: number): Promise<void> {
  const [row] = await work.rows(SQL.whole, { id });
  const isReferred = async (sql: string): Promise<boolean> => Number((await work.rows(sql, { id }))[0]?.['n']) > 0;
  if (row?.['entity'] !== PARTY) throw new Moved();
  for (const sql of [SQL.referredByColumn, SQL.referred, SQL.referredByLink]) if (await isReferred(sql)) throw new Moved();
  const hashes = keysOf(PARTY, JSON.parse(String(row['fields'])) as Fields).map((key) => keyHash(PARTY, key.text));
  if (hashes.length > 0) await work.run(SQL.dropKeys, { n: Number(row['n']), keys: hashes });
  await work.run(SQL.dropCounterparty, { id });
  if ((await work.run(SQL.remove, { id, basis })) !== 1) throw new Moved();
}

async function change(work: Work, r: SharedRecord, basis: number): Promise<void> {
  const values = { id: r.id, basis, rev: r.rev, stage: r.stage, fields: JSON.stringify(r.fields), at: r.changedAt, by: r.changedBy }; // prettier-ignore
  if ((await work.run(SQL.change, values)) !== 1) throw new Moved();
}

async function dropKeys(work: Work, { entity }: SharedRecord, old: Fields, { n }: SqlRow): Promise<void> {
  const hashes = keysOf(entity, old).map((key) => keyHash(entity, key.text));
  if (hashes.length > 0) await work.run(SQL.dropKeys, { n: Number(n), keys: hashes });
}

async function addKeys(work: Work, { id, entity, fields }: SharedRecord): Promise<void> {
  for (const key of keysOf(entity, fields)) await work.add(to.RECORD_KEYS, { record_id: id, key: keyHash(entity, key.text) });
}

/** Links in step with the record rest on its values; before a unit changes, its old value moves into them. */
async function keepOld(work: Work, record: SharedRecord, old: Fields, own: LinkId | null): Promise<void> {
  const changed = changedUnits(record, old);
  if (changed.length === 0) return;
  for (const link of await work.rows(SQL.resting, { record: record.id, own: own ?? 0 })) {
    const base = typeof link['base_ours'] === 'string' ? (JSON.parse(link['base_ours']) as Record<Unit, Fields | null>) : {};
    const missing = changed.filter(([unit]) => !(unit in base));
    const kept = JSON.stringify({ ...base, ...Object.fromEntries(missing) });
    if (missing.length > 0) await work.run(SQL.keepOld, { id: Number(link['id']), base: kept });
  }
}

function changedUnits(record: SharedRecord, old: Fields): [Unit, Fields][] {
  return [...unitsOf(record.entity)].flatMap(([unit, names]): [Unit, Fields][] => {
    const before = pick(old, names);
    return JSON.stringify(before) === JSON.stringify(pick(record.fields, names)) ? [] : [[unit, before]];
  });
}

async function project(work: Work, record: SharedRecord): Promise<void> {
  switch (record.entity) {
    case 'counterparty':
      return work.add(to.COUNTERPARTIES, counterpartyCells(record));
    case 'invoice':
      return addInvoice(work, record, to.INVOICES);
    case 'payment':
      return addPayment(work, record, []);
    case 'balance':
      return addBalance(work, record, []);
    case 'product':
      return work.add(to.GOODS, goodsCells(record));
    case 'price':
      return work.add(to.PRICES, priceCells(record));
    default:
  }
}

async function unproject(work: Work, record: SharedRecord, n: number): Promise<void> {
  switch (record.entity) {
    case 'invoice':
      await work.run(SQL.dropLines, { n });
      return addInvoice(work, record, to.CHANGED_INVOICES);
    case 'payment':
      return changePayment(work, record);
    case 'balance':
      return changeBalance(work, record);
    default:
      return written(work, record, DROPPED[record.entity] ?? null);
  }
}

async function written(work: Work, record: SharedRecord, drop: string | null): Promise<void> {
  if (drop === null) return;
  await work.run(drop, { id: record.id });
  await project(work, record);
}

/** Payments may have come before it. */
async function addInvoice(work: Work, record: SharedRecord, batch: typeof to.INVOICES): Promise<void> {
  const { invoice, lines } = invoiceCells(record);
  await work.add(batch, invoice);
  for (const line of lines) await work.add(to.INVOICE_LINES, line);
  await sum(work, [record.id]);
}

async function addPayment(work: Work, record: SharedRecord, before: readonly string[]): Promise<void> {
  const rows = paymentCells(record);
  for (const row of rows) await work.add(to.PAYMENTS, row);
  const invoices = [...before, ...rows.flatMap((row) => textOf(row['invoice']) ?? [])];
  await sum(work, invoices);
  for (const invoice of new Set(invoices)) await work.add(to.TELL_PAID, { invoice });
}

async function addBalance(work: Work, record: SharedRecord, before: readonly (string | null)[]): Promise<void> {
  const cells = balanceCells(record);
  await work.add(to.BALANCES, cells);
  for (const counterparty of new Set([...before, textOf(cells['counterparty'])])) {
    if (counterparty === null) continue;
    await work.add(to.TELL_OWED, { counterparty });
    await work.add(to.TELL_OWED_MERGED, { counterparty });
  }
}

async function changeBalance(work: Work, record: SharedRecord): Promise<void> {
  const before = await work.rows(SQL.owing, { id: record.id });
  await work.run(SQL.dropBalance, { id: record.id });
  await addBalance(work, record, before.map((row) => textOf(row['counterparty'] as Cell))); // prettier-ignore
}

async function changePayment(work: Work, record: SharedRecord): Promise<void> {
  const before = await work.rows(SQL.paidInvoices, { id: record.id });
  await work.run(SQL.dropPayment, { id: record.id });
  await addPayment(work, record, before.map((row) => String(row['invoice']))); // prettier-ignore
}

async function sum(work: Work, invoices: readonly string[]): Promise<void> {
  for (const invoice of new Set(invoices))
    for (const batch of [to.PAID, to.PAID_WHOLE, to.EVER_PAID]) await work.add(batch, { invoice });
}

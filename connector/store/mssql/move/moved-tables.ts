/** What moves from the SQLite file to a server, table by table: how it is read there, and what it is as cells here. Who may embed and ask stays. */
import { unscaled } from '../../../decimal.ts';
import { MONEY_PLACES } from '../../projections.ts';
import { LINK_COLUMNS, linkOf, RECORD_COLUMNS, recordOf, type SqlRow } from '../../rows.ts';
import type { SharedRecord } from '../../../model.ts';
import { amount, big, int, text, type BatchRow, type Cell, type Columns } from '../batch.ts';
import {
  balanceCells,
  counterpartyCells,
  goodsCells,
  invoiceCells,
  linkCells,
  paymentCells,
  priceCells,
  recordCells,
} from '../cells.ts';
import * as to from '../tables.ts';

export interface MovedTable {
  readonly name: string;
  /** SQLite, in any order. */
  readonly from: string;
  /** Numbers beyond 2^53 are in it. */
  readonly isBig?: boolean;
  readonly columns: Columns;
  readonly cells: (row: SqlRow) => readonly BatchRow[];
  /** What names a row on the server; pages go by it. */
  readonly keys: readonly string[];
  /** The server numbers its rows itself, unless told. */
  readonly numbered?: string;
  /** Rows of the server that are not meant. */
  readonly but?: string;
  /** Rows held together, where one may be megabytes. */
  readonly atOnce?: number;
}

/** Marks a server whose move is not over. */
export const MOVING = 'moving';

const list = (columns: string, row: SqlRow): unknown[] => columns.split(', ').map((name) => row[name]);
const recordIn = (row: SqlRow): SharedRecord => recordOf(list(RECORD_COLUMNS, row));
const cell = (value: unknown): Cell =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? value : null;
const plain = (columns: Columns) => (row: SqlRow) => [
  Object.fromEntries(Object.keys(columns).map((name) => [name, cell(row[name])])),
];
const named = (columns: Columns): string => Object.keys(columns).map((name) => `"${name}"`).join(', '); // prettier-ignore

/** The same columns there and here. */
export function same(name: string, columns: Columns, keys: readonly string[], more: Partial<MovedTable> = {}): MovedTable {
  return { name, columns, keys, from: `select ${named(columns)} from ${name}`, cells: plain(columns), ...more };
}

/** Tables made of the records of one kind. */
function of(name: string, entity: string, columns: Columns, keys: readonly string[], cells: (record: SharedRecord) => readonly BatchRow[]): MovedTable {
  return { name, columns, keys, from: `select ${RECORD_COLUMNS} from records where entity = '${entity}'`, cells: (row) => cells(recordIn(row)) };
} // prettier-ignore

const long = {};
const without = ({ record_id: _, seq: __, ...columns }: Columns): Columns => columns;
const unnumbered = ({ seq: _, ...columns }: Columns): Columns => columns;
const n = { n: big };

const LINE = { invoice: big, ...without(to.INVOICE_LINES.columns) };
const INVOICE = { ...n, paid: amount, paid_at: text(40), ever_paid: int, ...to.INVOICES.columns };
const PROBLEM = {
  id: big, host: text(64), link: big, link_key: big, record_id: text(64), entity: text(32), unit: text(400), unit_key: text(400), kind: text(32), detail: long, ours: long, theirs: long, base: long,
  since: text(40), tries: big, assignee: text(200), due: text(40), resolved_at: text(40), resolved_by: text(200), answer: long, slot: big, undo_of: big,
}; // prettier-ignore
const HOST = {
  id: text(64), kind: text(64), profile: text(64), books: int, write: int, write_by: text(200), write_at: text(40), paused_by: text(200), state: text(32), traits: long, mapping_hashes: long,
  last_success_at: text(40), last_failure_at: text(40), last_failure: long, last_change_at: text(40), last_report: long,
}; // prettier-ignore
const LEASE = { host: text(64), holder: text(200), epoch: big, expires_at: text(40) };

const withN = `select n, ${RECORD_COLUMNS} from records`;
const invoiceFrom = `select ${RECORD_COLUMNS.split(', ').map((c) => `r.${c}`).join(', ')}, r.n, cast(i.paid as text) as paid, i.paid_at, i.ever_paid from records r join invoices i on i.n = r.n`; // prettier-ignore
const paidOf = (row: SqlRow): BatchRow => ({ n: cell(row['n']), paid: unscaled(BigInt(String(row['paid'])), MONEY_PLACES), paid_at: cell(row['paid_at']), ever_paid: cell(row['ever_paid']) }); // prettier-ignore
const problem = (row: SqlRow): BatchRow => ({
  ...plain(PROBLEM)(row)[0], link_key: cell(row['link']) ?? 0, unit_key: cell(row['unit']) ?? '', slot: row['resolved_at'] === null ? 0 : cell(row['id']),
}); // prettier-ignore

export const MOVED: readonly MovedTable[] = [
  { name: 'records', columns: { ...n, ...unnumbered(to.RECORDS.columns) }, keys: ['n'], numbered: 'n', from: withN, cells: (row) => [{ n: cell(row['n']), ...recordCells(recordIn(row)) }] },
  same('record_keys', { key: big, record: big }, ['key', 'record'], { isBig: true }),
  { name: 'links', columns: to.LINKS.columns, keys: ['id'], from: `select ${LINK_COLUMNS} from links`, cells: (row) => { const link = linkOf(list(LINK_COLUMNS, row)); return [{ ...linkCells(link), tick: link.tick }]; } },
  same('link_keys', { key: big, link: big }, ['key', 'link'], { isBig: true }),
  same('parts', to.PARTS.columns, ['host', 'type', 'part_id', 'link']),
  same('leavers', to.LEAVERS.columns, ['host', 'link']),
  same('hosts', HOST, ['id']),
  same('cursors', { host: text(64), feed: text(200), cursor: long, started_at: text(40), last_complete_at: text(40), seen_count: big }, ['host', 'feed']),
  { ...same('leases', LEASE, ['host']), cells: (row) => plain(LEASE)({ ...row, expires_at: '' }) },
  same('sequences', { name: text(64), next: big }, ['name']),
  same('settings', { name: text(200), value: long }, ['name'], { but: `name <> N'${MOVING}'` }),
  same('journal', { id: big, ...unnumbered(to.JOURNAL.columns) }, ['id'], { numbered: 'id' }),
  { name: 'problems', columns: PROBLEM, keys: ['id'], numbered: 'id', from: 'select * from problems', cells: (row) => [problem(row)] },
  same('revisions', { invoice: text(64), n: big, at: text(40), host: text(64), units_before: long, units_after: long }, ['invoice', 'n']),
  same('proposals', { id: big, record_id: text(64), unit: text(200), value: long, on_rev: big, by: text(200), at: text(40), state: text(32), seen_equal_at: text(40) }, ['id'], { numbered: 'id' }),
  same('plans', { id: text(64), host: text(64), made_at: text(40), steps: long, totals: long, refused: long, state: text(32), accepted_by: text(200), accepted_at: text(40) }, ['id']),
  of('counterparties', 'counterparty', to.COUNTERPARTIES.columns, ['record_id'], (r) => [counterpartyCells(r)]),
  { name: 'invoices', columns: INVOICE, keys: ['n'], from: invoiceFrom, cells: (row) => [{ ...invoiceCells(recordIn(row)).invoice, ...paidOf(row) }] },
  { name: 'invoice_lines', columns: LINE, keys: ['invoice', 'line'], from: `${withN} where entity = 'invoice'`, cells: (row) => invoiceCells(recordIn(row)).lines.map((line) => ({ ...line, invoice: cell(row['n']) })) },
  of('payments', 'payment', to.PAYMENTS.columns, ['payment', 'line'], paymentCells),
  of('balances', 'balance', to.BALANCES.columns, ['record_id'], (r) => [balanceCells(r)]),
  of('goods', 'product', to.GOODS.columns, ['record_id'], (r) => [goodsCells(r)]),
  of('prices', 'price', to.PRICES.columns, ['record_id'], (r) => [priceCells(r)]),
  same('fingerprints', { ...n, hash: big, mark: big, span: big, kind: text(32) }, ['n'], { isBig: true, numbered: 'n' }),
  same('egress', unnumbered(to.EGRESS.columns), ['n']),
]; // prettier-ignore

/** What the writer stores many at a time, and in which order (schema/*.sql). */
import { amount, big, head, insertedOnce, inserted, int, long, namesOf, rowsOf, text, valuesOf, WITH_RECORD, type Batch, type Columns } from './batch.ts'; // prettier-ignore
import { BINARY } from './tsql.ts';
import { COUNTED, countsIn, type Told } from '../projections.ts';
import { markOf } from '../told.ts';

const instant = text(40);

export const RECORDS = inserted('records', { id: text(64), entity: text(32), rev: big, stage: text(32), fields: long, changed_at: instant, changed_by: text(200) }, true); // prettier-ignore

const recordKey: Columns = { record_id: text(64), key: big };
export const RECORD_KEYS: Batch = {
  name: 'add record_keys', table: 'record_keys', columns: recordKey,
  sql: `INSERT INTO sb.record_keys ([key], record) SELECT DISTINCT j.[key], r.n FROM ${rowsOf(recordKey)} ${WITH_RECORD}
    WHERE NOT EXISTS (SELECT 1 FROM sb.record_keys AS k WHERE k.[key] = j.[key] AND k.record = r.n)`,
}; // prettier-ignore

const linkKey: Columns = { key: big, link: big };
export const LINK_KEYS = insertedOnce('link_keys', linkKey);
const ofLink: Columns = { link: big };
/** What is dropped before it is written anew; a link met twice waits for the first. */
const dropped = (table: string): Batch => ({
  name: `drop ${table}`, table: `${table} of links`, columns: ofLink, once: (row) => String(row['link']),
  sql: `DELETE FROM sb.${table} WHERE link IN (SELECT j.[link] FROM ${rowsOf(ofLink)})`,
}); // prettier-ignore
export const DROP_LINK_KEYS = dropped('link_keys');
export const DROP_PARTS = dropped('parts');
export const PARTS = insertedOnce('parts', { host: text(64), type: text(64), part_id: text(200), link: big });
export const LEAVERS = insertedOnce('leavers', { host: text(64), link: big });

const state: Columns = {
  host_id: text(400), host_key: text(402), record_id: text(64), record_key: text(66), alias_of: big, slot: big, confirmed: int, in_scope: int, rev: big, version: long, gone_at: instant,
  dirty: int, retry_at: instant, base_ours: long, base_theirs: long, seen: long, sent: long, sent_at: instant, token: long,
}; // prettier-ignore
export const LINKS = inserted('links', { id: big, tick: big, host: text(64), entity: text(32), ...state });

const changed: Columns = { id: big, basis: big, ...state };
const sets = Object.keys(state).map((name) => `[${name}] = j.[${name}]`).join(', '); // prettier-ignore
/** Only links that are as they were loaded. */
export const CHANGED_LINKS: Batch = {
  name: 'change links', table: 'links', columns: changed, isSure: true, once: (row) => String(row['id']),
  sql: `UPDATE l SET tick = l.tick + 1, ${sets} FROM sb.links AS l JOIN ${rowsOf(changed)} ON l.id = j.[id] AND l.tick = j.[basis]`,
}; // prettier-ignore

const match: Columns = { link: big, record: text(64), basis: big };
/** Only links that still wait for a record and are as they were loaded. */
export const MATCHED_LINKS: Batch = {
  name: 'match links', table: 'links', columns: match, isSure: true, once: (row) => String(row['link']),
  sql: `UPDATE l SET tick = l.tick + 1, record_id = j.[record], record_key = CONCAT(N'h', j.[record]), confirmed = 1, retry_at = NULL FROM sb.links AS l JOIN ${rowsOf(match)} ON l.id = j.[link] AND l.tick = j.[basis]
    WHERE l.record_id IS NULL AND l.dirty = 1`,
}; // prettier-ignore

export const COUNTERPARTIES = inserted('counterparties', {
  record_id: text(64), name: long, legal_name: long, kind: head(64), tax_id: head(200), branch_code: head(200), country: head(200), owner: head(200), active: int, deletion_mark: int,
  stage: text(32), name_key: head(200), folded: long,
}); // prettier-ignore

const invoice: Columns = {
  record_id: text(64), organisation: head(200), counterparty: head(200), number: head(200), date: head(40), due_date: head(40), state: head(32), posted: int, currency: head(200), total: amount,
  vat_total: amount, totals_differ: int, by_date: head(40), by_due: head(40), folded: head(200),
}; // prettier-ignore
export const INVOICES: Batch = {
  name: 'add invoices', table: 'invoices', columns: invoice,
  sql: `INSERT INTO sb.invoices (n, paid, ever_paid, ${namesOf(invoice)}) SELECT r.n, 0, 0, ${valuesOf(Object.keys(invoice))} FROM ${rowsOf(invoice)} ${WITH_RECORD}`,
}; // prettier-ignore
const invoiceHead = Object.keys(invoice).filter((name) => name !== 'record_id');
export const CHANGED_INVOICES: Batch = {
  name: 'change invoices', table: 'invoices', columns: invoice, once: (row) => String(row['record_id']),
  sql: `UPDATE i SET ${invoiceHead.map((name) => `[${name}] = j.[${name}]`).join(', ')} FROM sb.invoices AS i JOIN ${rowsOf(invoice)} ON i.record_id = j.[record_id] ${BINARY}`,
}; // prettier-ignore

const line: Columns = { record_id: text(64), line: int, product: head(200), text: long, quantity: amount, unit: head(200), price: amount, amount, vat_rate: head(200), vat_amount: amount, folded: long }; // prettier-ignore
const lineNames = Object.keys(line).filter((name) => name !== 'record_id');
export const INVOICE_LINES: Batch = {
  name: 'add invoice_lines', table: 'invoice_lines', columns: line,
  sql: `INSERT INTO sb.invoice_lines (invoice, ${lineNames.map((name) => `[${name}]`).join(', ')}) SELECT r.n, ${valuesOf(lineNames)} FROM ${rowsOf(line)} ${WITH_RECORD}`,
}; // prettier-ignore

export const PAYMENTS = inserted('payments', {
  payment: text(64), line: int, invoice: head(420), counterparty: head(200), organisation: head(200), currency: head(200), amount, settled: amount, settled_in: head(200), date: head(40), kind: head(64), number: head(200), reversed: int,
}); // prettier-ignore
/** What products are looked for by, folded. */
export const GOODS = inserted('goods', { record_id: text(64), sku: head(200), code: head(200), name: long, deletion_mark: int });
export const PRICES = inserted('prices', { record_id: text(64), product: head(200) });
export const BALANCES = inserted('balances', { record_id: text(64), counterparty: head(200), organisation: head(200), currency: head(200), debt: amount, advance: amount, overdue: amount, as_of: head(40) }); // prettier-ignore

const paid: Columns = { invoice: text(420) };
const PAID_ONES = `record_id IN (SELECT j.[invoice] ${BINARY} FROM ${rowsOf(paid)})`;
/** What counts of invoice i. A server sums nothing that names both the summed table and one outside of it (its error 8124): so it is a table first. */
export const COUNTED_OF = `(SELECT p.date, p.payment, p.line, ${COUNTED} AS counted FROM sb.payments AS p WHERE p.invoice = i.record_id AND ${countsIn('sb.payments')}) AS c`;
/** Paid follows its payments at once, and is taken back with them (S4). */
export const PAID: Batch = {
  name: 'sum payments', table: 'invoices paid', columns: paid,
  sql: `UPDATE i SET paid = COALESCE((SELECT SUM(c.counted) FROM ${COUNTED_OF}), 0), paid_at = NULL FROM sb.invoices AS i WHERE ${PAID_ONES}`,
}; // prettier-ignore
const REACHED = `(SELECT c.date, c.counted, SUM(c.counted) OVER (ORDER BY c.date, c.payment, c.line ROWS UNBOUNDED PRECEDING) AS reached FROM ${COUNTED_OF}) AS s`;
/** The payment that completed it: the last one that took the sum over the total. */
export const PAID_WHOLE: Batch = {
  name: 'date of payment', table: 'invoices paid whole', columns: paid,
  sql: `UPDATE i SET paid_at = (SELECT MAX(s.date) FROM ${REACHED} WHERE s.reached >= i.total AND s.reached - s.counted < i.total)
    FROM sb.invoices AS i WHERE ${PAID_ONES} AND paid > 0 AND paid >= COALESCE(total, 0)`,
}; // prettier-ignore
/** Payments of one write go together: what was paid whole in between counts as well. */
export const EVER_PAID: Batch = {
  name: 'ever paid', table: 'invoices ever paid', columns: paid,
  sql: `UPDATE i SET ever_paid = 1 FROM sb.invoices AS i WHERE ${PAID_ONES} AND ever_paid = 0 AND EXISTS (SELECT 1 FROM ${REACHED} WHERE s.reached > 0 AND s.reached >= COALESCE(i.total, 0))`,
}; // prettier-ignore

/** Hosts that keep what is paid, or owed, in columns of their own say so in their row (sync/figures.ts). */
const toldOf = (what: Told): string => `(SELECT id FROM sb.hosts WHERE CHARINDEX(N'${markOf(what)}', mapping_hashes) > 0)`;
const DUE = `UPDATE sb.links SET dirty = 1, retry_at = NULL, tick = tick + 1 WHERE alias_of IS NULL AND gone_at IS NULL AND in_scope = 1`;
export const TELL_PAID: Batch = {
  name: 'tell payments', table: 'links told', columns: paid, sql: `${DUE} AND ${PAID_ONES} AND host IN ${toldOf('paid')}`,
}; // prettier-ignore
const owing: Columns = { counterparty: text(200) };
const OWING_ONES = `record_id IN (SELECT j.[counterparty] ${BINARY} FROM ${rowsOf(owing)})`;
export const TELL_OWED: Batch = {
  name: 'tell debts', table: 'links told of debts', columns: owing, sql: `${DUE} AND ${OWING_ONES} AND host IN ${toldOf('owed')}`,
}; // prettier-ignore
/** The object such a one was made one with there. */
export const TELL_OWED_MERGED: Batch = {
  name: 'tell debts of merged', table: 'links told of debts of merged', columns: owing,
  sql: `${DUE} AND id IN (SELECT w.id FROM sb.links AS w JOIN (SELECT host, entity, SUBSTRING(token, 2, 400) AS merged_into FROM sb.links WHERE ${OWING_ONES} AND SUBSTRING(token, 1, 1) = N'>'
    AND host IN ${toldOf('owed')}) AS b ON w.host = b.host AND w.entity = b.entity AND w.host_key = CONCAT(N'h', b.merged_into) ${BINARY})`,
}; // prettier-ignore

export const JOURNAL = inserted('journal', { at: instant, host: text(64), link: big, record_id: text(64), unit: text(400), before: long, after: long, cause: text(32), plan_id: text(64), by: text(200) }, true); // prettier-ignore
export const EGRESS = inserted('egress', { at: instant, host: text(64), entity: text(32), record_id: text(64), field: text(200), count: big, sample_hash: text(200) }, true); // prettier-ignore

const print: Columns = { hash: big, mark: big, span: big, kind: text(32) };
export const DROP_WEAKER: Batch = {
  name: 'drop weaker fingerprints', table: 'fingerprints', columns: { hash: big },
  sql: `DELETE FROM sb.fingerprints WHERE kind = N'text' AND hash IN (SELECT j.[hash] FROM ${rowsOf({ hash: big })})`,
}; // prettier-ignore
export const FINGERPRINTS: Batch = {
  name: 'add fingerprints', table: 'fingerprints', columns: { ...print, seq: int }, once: (row) => String(row['hash']),
  sql: `INSERT INTO sb.fingerprints (${namesOf(print)}) SELECT ${valuesOf(Object.keys(print))} FROM ${rowsOf({ ...print, seq: int })} WHERE NOT EXISTS (SELECT 1 FROM sb.fingerprints AS k WHERE k.hash = j.[hash]) ORDER BY j.[seq]`,
}; // prettier-ignore

/** What others refer to comes first; sums come last. */
export const ORDER: readonly Batch[] = [
  RECORDS, RECORD_KEYS, COUNTERPARTIES, INVOICES, CHANGED_INVOICES, INVOICE_LINES, PAYMENTS, BALANCES, GOODS, PRICES, PAID, PAID_WHOLE, EVER_PAID, LINKS, CHANGED_LINKS, MATCHED_LINKS, TELL_PAID, TELL_OWED, TELL_OWED_MERGED, DROP_LINK_KEYS, LINK_KEYS, DROP_PARTS, PARTS, LEAVERS,
  JOURNAL, EGRESS, DROP_WEAKER, FINGERPRINTS,
]; // prettier-ignore

/** What the widgets ask, over the tables of a SQL Server. Lists of ids travel as one JSON parameter; a page is one statement. */
import { decimal } from '../../decimal.ts';
import type { Entity, ProblemKind, RecordId } from '../../model.ts';
import { fold } from '../fold.ts';
import { journalOf, problemOf, proposalOf, type SqlRow } from '../rows.ts';
import { IN_TIME, nextProblem } from '../problem-pages.ts';
import type { AskedProblem, InvoiceCounts, InvoicePage, InvoicePageRow, InvoicesOf, LinkState, ProblemPage, ViewQueries } from '../view-queries.ts'; // prettier-ignore
import { pageSql, UNPAID } from './invoice-page.ts';
import { asText, invoiceOf, money, num, text } from './queries.ts';
import { FIRST, listOf, texts, type Params, type Tsql } from './tsql.ts';

const TIME = `(N'waiting', N'unreachable')`;
/** A record, and the invoices of a counterparty. */
const ABOUT = `p.record_id IN (SELECT @record UNION SELECT a.record_id FROM sb.invoices AS a WHERE a.counterparty = @record)`;
const LATE = `${UNPAID} AND i.by_due < @today`;
const COUNTS = `SELECT COUNT(*) AS n, SUM(CASE WHEN ${UNPAID} THEN 1 ELSE 0 END) AS unpaid, SUM(CASE WHEN ${LATE} THEN 1 ELSE 0 END) AS overdue, SUM(CASE WHEN i.state = N'draft' THEN 1 ELSE 0 END) AS drafts,
  MIN(CASE WHEN ${LATE} THEN i.due_date END) AS oldest FROM sb.invoices AS i`;
const SUMS = `SELECT i.currency, COUNT(*) AS [count], ${asText('SUM(i.total - i.paid)', 'amount')}, ${asText('SUM(CASE WHEN i.by_due < @today THEN i.total - i.paid ELSE 0 END)', 'overdue')} FROM sb.invoices AS i WHERE ${UNPAID}`;
const OPEN = `SELECT p.* FROM sb.problems AS p WHERE p.slot = 0`;
const NEXT = `AND p.id > @after ORDER BY p.id ${FIRST}`;
const ANSWERED = `SELECT p.* FROM sb.problems AS p WHERE p.slot <> 0 AND p.answer <> N'gone'`;
const PROPOSALS = `SELECT p.* FROM sb.proposals AS p WHERE p.state = N'open'`;
const ISSUED_WITH = `FROM sb.invoice_lines AS l JOIN sb.invoices AS i ON i.n = l.invoice WHERE l.product = @product AND i.state = N'issued' AND i.date >= @since ORDER BY i.date DESC, i.n DESC ${FIRST}`;
/** Small letters and ё = е, as fold makes them. */
const foldedField = (name: string): string => `REPLACE(LOWER(JSON_VALUE(r.fields, '$.${name}')), N'ё', N'е')`;

const SQL = {
  paidSince: `SELECT currency, ${asText('total')}, date, due_date, paid_at FROM sb.invoices WHERE counterparty = @counterparty AND state = N'issued' AND total > 0 AND paid >= total AND paid_at >= @day`,
  linkStates: `SELECT id, host, entity, record_id, host_id, alias_of, gone_at, dirty, CASE WHEN sent IS NULL THEN 0 ELSE 1 END AS sending, retry_at FROM sb.links WHERE record_id IN ${texts('@ids', 64)} ORDER BY id`,
  problemsOf: `${OPEN} AND p.record_id IN ${texts('@ids', 64)} ORDER BY p.id`,
  problem: `SELECT * FROM sb.problems WHERE id = @id`,
  asked: `${OPEN} AND p.kind NOT IN ${TIME} ${NEXT}`,
  inTime: `${OPEN} AND p.kind IN ${TIME} ${NEXT}`,
  askedOf: `${OPEN} AND ${ABOUT} AND p.kind NOT IN ${TIME} ${NEXT}`,
  inTimeOf: `${OPEN} AND ${ABOUT} AND p.kind IN ${TIME} ${NEXT}`,
  ofKind: `${OPEN} AND p.kind = @kind ${NEXT}`,
  ofKindOf: `${OPEN} AND ${ABOUT} AND p.kind = @kind ${NEXT}`,
  kinds: `SELECT p.kind, p.host, COUNT(*) AS [count] FROM sb.problems AS p WHERE p.slot = 0 GROUP BY p.kind, p.host`,
  kindsOf: `SELECT p.kind, p.host, COUNT(*) AS [count] FROM sb.problems AS p WHERE p.slot = 0 AND ${ABOUT} GROUP BY p.kind, p.host`,
  conflictCounts: `SELECT host, unit, COUNT(*) AS [count] FROM sb.problems WHERE slot = 0 AND kind = N'conflict' AND unit IS NOT NULL GROUP BY host, unit`,
  conflicts: `SELECT * FROM sb.problems WHERE slot = 0 AND kind = N'conflict' AND host = @host AND unit = @unit ORDER BY id ${FIRST}`,
  openProposals: `${PROPOSALS} ORDER BY p.id ${FIRST}`,
  openProposalsOf: `${PROPOSALS} AND ${ABOUT} ORDER BY p.id ${FIRST}`,
  proposal: `SELECT * FROM sb.proposals WHERE id = @id`,
  payments: `SELECT number, date, ${asText('amount')}, kind, reversed FROM sb.payments WHERE invoice = @invoice ORDER BY date, payment, line`,
  products: `SELECT r.id FROM sb.records AS r WHERE r.entity = N'product' AND COALESCE(JSON_VALUE(r.fields, '$.deletionMark'), N'false') = N'false'
    AND (CHARINDEX(@word, ${foldedField('sku')}) = 1 OR CHARINDEX(@word, ${foldedField('code')}) = 1 OR CHARINDEX(@word, ${foldedField('name')}) > 0) ORDER BY r.n ${FIRST}`,
  lastPrice: `SELECT ${asText('l.price')}, l.vat_rate ${ISSUED_WITH}`,
  lastInvoiceWith: `SELECT i.record_id ${ISSUED_WITH}`,
  pricesOf: `SELECT r.id FROM sb.records AS r WHERE r.entity = N'price' AND JSON_VALUE(r.fields, '$.product') = @product
    AND NOT EXISTS (SELECT 1 FROM sb.links AS l WHERE l.record_id = r.id AND l.gone_at IS NOT NULL) ORDER BY r.n`,
  readings: `SELECT feed, started_at, last_complete_at FROM sb.cursors WHERE host = @host`,
  queue: `SELECT COUNT(*) AS n FROM (SELECT id FROM sb.links WHERE host = @host AND dirty = 1 ORDER BY id ${FIRST}) AS q`,
  lastJournal: `SELECT * FROM sb.journal ORDER BY id DESC ${FIRST}`,
  personName: `SELECT name FROM sb.users WHERE client = @client AND host_user = @person`,
  journalMark: `SELECT MAX(id) AS id FROM sb.journal`,
} as const;

const askedOf = (r: SqlRow): AskedProblem => ({ ...problemOf(r), assignee: text(r['assignee']), due: text(r['due']) });

const countsOf = (r: SqlRow | undefined): InvoiceCounts => ({
  all: num(r?.['n']), overdue: num(r?.['overdue']), unpaid: num(r?.['unpaid']), drafts: num(r?.['drafts']), oldestDue: text(r?.['oldest']),
}); // prettier-ignore

/** Of one invoice, of one counterparty, or of all. */
function ofWhom({ counterparty, invoice }: InvoicesOf): { readonly where: string | null; readonly params: Params } {
  if (invoice !== null) return { where: 'i.n = (SELECT n FROM sb.records WHERE id = @of)', params: { of: invoice } };
  return counterparty === null ? { where: null, params: {} } : { where: 'i.counterparty = @of', params: { of: counterparty } };
}

export class MssqlViewQueries implements ViewQueries {
  readonly #t: Tsql;

  constructor(t: Tsql) {
    this.#t = t;
  }

  async #problems(sql: string, params: Params): Promise<AskedProblem[]> {
    return (await this.#t.rows(sql, params)).map(askedOf);
  }

  async invoicePage(page: InvoicePage): Promise<InvoicePageRow[]> {
    const { sql, params } = pageSql(page);
    return (await this.#t.rows(sql, params)).map((r) => ({ ...invoiceOf(r), n: num(r['n']), rev: num(r['rev']) }));
  }

  async invoiceCounts(of: InvoicesOf, today: string): Promise<InvoiceCounts> {
    const { where, params } = ofWhom(of);
    const [row] = await this.#t.rows(where === null ? COUNTS : `${COUNTS} WHERE ${where}`, { ...params, today });
    return countsOf(row);
  }

  async unpaidSums(of: InvoicesOf, today: string) {
    const { where, params } = ofWhom(of);
    const rows = await this.#t.rows(`${SUMS}${where === null ? '' : ` AND ${where}`} GROUP BY i.currency`, { ...params, today });
    return rows.map((r) => ({ currency: text(r['currency']), amount: money(r['amount']), count: num(r['count']), overdue: money(r['overdue']) })); // prettier-ignore
  }

  async paidSince(counterparty: RecordId, day: string) {
    return (await this.#t.rows(SQL.paidSince, { counterparty, day })).map((r) => ({
      currency: text(r['currency']), total: money(r['total']), date: text(r['date']), dueDate: text(r['due_date']), paidAt: String(r['paid_at']),
    })); // prettier-ignore
  }

  async linkStates(records: readonly RecordId[]): Promise<LinkState[]> {
    return (await this.#t.rows(SQL.linkStates, { ids: listOf(records) })).map((r) => ({
      id: num(r['id']), host: String(r['host']), entity: String(r['entity']) as Entity, record: String(r['record_id']), hostId: text(r['host_id']), isAlias: r['alias_of'] !== null,
      goneAt: text(r['gone_at']), dirty: num(r['dirty']) === 1, sending: num(r['sending']) === 1, retryAt: text(r['retry_at']),
    })); // prettier-ignore
  }

  problemsOf(records: readonly RecordId[]) {
    return this.#problems(SQL.problemsOf, { ids: listOf(records) });
  }
  async problem(id: number) {
    return (await this.#problems(SQL.problem, { id }))[0] ?? null;
  }

  async problemPage(page: ProblemPage) {
    const rows = page.state === 'answered' ? await this.#answered(page) : page.kind !== null ? await this.#ofKind(page) : await this.#open(page); // prettier-ignore
    return { rows: rows.slice(0, page.limit), next: nextProblem(page, rows) };
  }

  async #open({ record, after, limit }: ProblemPage): Promise<AskedProblem[]> {
    const about = record === null ? {} : { record };
    const isLate = after >= IN_TIME;
    const first = isLate ? [] : await this.#problems(record === null ? SQL.asked : SQL.askedOf, { ...about, after, limit: limit + 1 }); // prettier-ignore
    const rest = limit + 1 - first.length;
    if (rest === 0) return first;
    const from = isLate ? after - IN_TIME : 0;
    return [...first, ...(await this.#problems(record === null ? SQL.inTime : SQL.inTimeOf, { ...about, after: from, limit: rest }))]; // prettier-ignore
  }
  #ofKind({ record, kind, after, limit }: ProblemPage): Promise<AskedProblem[]> {
    const params = { kind, after, limit: limit + 1 };
    return record === null ? this.#problems(SQL.ofKind, params) : this.#problems(SQL.ofKindOf, { ...params, record });
  }
  #answered({ record, kind, after, limit }: ProblemPage): Promise<AskedProblem[]> {
    const asked = [...(record === null ? [] : [ABOUT]), ...(kind === null ? [] : ['p.kind = @kind']), ...(after === 0 ? [] : ['p.id < @after'])];
    const values = { ...(record === null ? {} : { record }), ...(kind === null ? {} : { kind }), ...(after === 0 ? {} : { after }) };
    const sql = `${[ANSWERED, ...asked].join(' AND ')} ORDER BY p.id DESC ${FIRST}`;
    return this.#problems(sql, { ...values, limit: limit + 1 });
  } // prettier-ignore

  async problemKinds(record: RecordId | null) {
    const rows = await (record === null ? this.#t.rows(SQL.kinds) : this.#t.rows(SQL.kindsOf, { record }));
    return rows.map((r) => ({ kind: String(r['kind']) as ProblemKind, host: String(r['host']), count: num(r['count']) }));
  }
  async conflictCounts() {
    const rows = await this.#t.rows(SQL.conflictCounts);
    return rows.map((r) => ({ host: String(r['host']), unit: String(r['unit']), count: num(r['count']) }));
  }
  conflictsOf(host: string, unit: string, limit: number) {
    return this.#problems(SQL.conflicts, { host, unit, limit });
  }
  async openProposals(record: RecordId | null, limit: number) {
    const rows = await (record === null ? this.#t.rows(SQL.openProposals, { limit }) : this.#t.rows(SQL.openProposalsOf, { record, limit })); // prettier-ignore
    return rows.map(proposalOf);
  }
  async proposal(id: number) {
    const [row] = await this.#t.rows(SQL.proposal, { id });
    return row ? proposalOf(row) : null;
  }
  async paymentsOf(invoice: RecordId) {
    return (await this.#t.rows(SQL.payments, { invoice })).map((r) => ({
      number: text(r['number']), date: text(r['date']), amount: money(r['amount']), kind: text(r['kind']), reversed: num(r['reversed']) === 1,
    })); // prettier-ignore
  }
  async products(search: string, limit: number) {
    return (await this.#t.rows(SQL.products, { word: fold(search.trim()), limit })).map((r) => String(r['id']));
  }

  async lastPrices(products: readonly RecordId[], since: string) {
    const found = new Map<RecordId, { price: string; vatRate: string | null }>();
    for (const product of products) {
      const [row] = await this.#t.rows(SQL.lastPrice, { product, since, limit: 1 });
      if (typeof row?.['price'] === 'string') found.set(product, { price: decimal(row['price']), vatRate: text(row['vat_rate']) });
    }
    return found;
  }
  async lastInvoiceWith(product: RecordId, since: string) {
    return text((await this.#t.rows(SQL.lastInvoiceWith, { product, since, limit: 1 }))[0]?.['record_id']);
  }
  async pricesOf(product: RecordId) {
    return (await this.#t.rows(SQL.pricesOf, { product })).map((r) => String(r['id']));
  }
  async readings(host: string) {
    const rows = await this.#t.rows(SQL.readings, { host });
    return rows.map((r) => ({ feed: String(r['feed']), startedAt: text(r['started_at']), lastCompleteAt: text(r['last_complete_at']) })); // prettier-ignore
  }
  async queue(host: string, most: number) {
    return num((await this.#t.rows(SQL.queue, { host, limit: most }))[0]?.['n']);
  }
  async lastJournal(limit: number) {
    return (await this.#t.rows(SQL.lastJournal, { limit })).map((r) => ({ ...journalOf(r), id: num(r['id']) }));
  }
  async personName(actor: string) {
    const at = actor.indexOf(':');
    const [row] = await this.#t.rows(SQL.personName, { client: actor.slice(0, at), person: actor.slice(at + 1) });
    return text(row?.['name']);
  }
  async journalMark() {
    return num((await this.#t.rows(SQL.journalMark))[0]?.['id']);
  }
}

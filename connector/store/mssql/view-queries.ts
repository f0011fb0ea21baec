/** What the widgets ask, over the tables of a SQL Server. Lists of ids travel as one JSON parameter; a page is one statement. */
import { decimal } from '../../decimal.ts';
import type { Entity, HostId, ProblemKind, RecordId } from '../../model.ts';
import type { Registry } from '../../server/auth/registry.ts';
import { fold } from '../fold.ts';
import { listedIn, uncountedIn } from '../projections.ts';
import { journalOf, problemOf, proposalOf, type SqlRow } from '../rows.ts';
import { IN_TIME, nextProblem } from '../problem-pages.ts';
import type { AskedProblem, InvoiceCounts, InvoicePage, InvoicePageRow, InvoicesOf, LinkState, OfOwners, ProblemPage, ViewQueries } from '../view-queries.ts'; // prettier-ignore
import { pageSql, THEIRS, UNPAID } from './invoice-page.ts';
import { asText, invoiceOf, money, num, text, TOLD } from './queries.ts';
import { FIRST, type Params, type Tsql } from './tsql.ts';

const TIME = `(N'waiting', N'unreachable')`;
/** A record, and the invoices of a counterparty. */
const ABOUT = `(p.record_id = @record OR p.record_id IN (SELECT a.record_id FROM sb.invoices AS a WHERE a.counterparty = @record))`;
/** About a counterparty of the owners, or an invoice of one. */
const ABOUT_THEIRS = `(p.record_id IN ${THEIRS} OR p.record_id IN (SELECT a.record_id FROM sb.invoices AS a WHERE a.counterparty IN ${THEIRS}))`;
const OWED = `${UNPAID} AND i.told = 1`;
const LATE = `${OWED} AND i.by_due < @today`;
/** A sum may not look into another table: what is told stands beside the rows. */
const countsSql = (
  told: string,
): string => `SELECT COUNT(*) AS n, SUM(CASE WHEN ${OWED} THEN 1 ELSE 0 END) AS unpaid, SUM(CASE WHEN ${LATE} THEN 1 ELSE 0 END) AS overdue, SUM(CASE WHEN i.state = N'draft' THEN 1 ELSE 0 END) AS drafts,
  MIN(CASE WHEN ${LATE} THEN i.due_date END) AS oldest, SUM(CASE WHEN ${UNPAID} AND i.told = 0 THEN 1 ELSE 0 END) AS untold
  FROM (SELECT i.n, i.counterparty, i.state, i.paid, i.total, i.due_date, i.by_due, ${told} AS told FROM sb.invoices AS i) AS i`;
const SUMS = `SELECT i.currency, COUNT(*) AS [count], ${asText('SUM(i.total - i.paid)', 'amount')}, ${asText('SUM(CASE WHEN i.by_due < @today THEN i.total - i.paid ELSE 0 END)', 'overdue')} FROM sb.invoices AS i WHERE ${UNPAID}`;
const OPEN = `SELECT p.* FROM sb.problems AS p WHERE p.slot = 0`;
const NEXT = `AND p.id > @after ORDER BY p.id ${FIRST}`;
const ANSWERED = `SELECT p.* FROM sb.problems AS p WHERE p.slot <> 0 AND p.answer <> N'gone'`;
const KINDS = `SELECT p.kind, p.host, COUNT(*) AS [count] FROM sb.problems AS p WHERE p.slot = 0`;
const CONFLICT_COUNTS = `SELECT p.host, p.unit, COUNT(*) AS [count] FROM sb.problems AS p WHERE p.slot = 0 AND p.kind = N'conflict' AND p.unit IS NOT NULL`;
const CONFLICTS = `${OPEN} AND p.kind = N'conflict' AND p.host = @host AND p.unit = @unit`;
const PROPOSALS = `SELECT p.* FROM sb.proposals AS p WHERE p.state = N'open'`;
const ISSUED_WITH = `FROM sb.invoice_lines AS l JOIN sb.invoices AS i ON i.n = l.invoice WHERE l.product = @product AND i.state = N'issued' AND i.date >= @since ORDER BY i.date DESC, i.n DESC ${FIRST}`;

const PRODUCTS = `SELECT r.id FROM sb.goods AS g JOIN sb.records AS r ON r.id = g.record_id WHERE g.deletion_mark = 0
    AND (CHARINDEX(@word, g.sku) = 1 OR CHARINDEX(@word, g.code) = 1 OR CHARINDEX(@word, g.name) > 0)`;

const SQL = {
  paidSince: `SELECT currency, ${asText('total')}, date, due_date, paid_at FROM sb.invoices WHERE counterparty = @counterparty AND state = N'issued' AND total > 0 AND paid >= total AND paid_at >= @day`,
  linkStates: `SELECT id, host, entity, record_id, host_id, alias_of, in_scope, gone_at, dirty, CASE WHEN sent IS NULL THEN 0 ELSE 1 END AS sending, retry_at FROM sb.links WHERE record_id IN (@ids) ORDER BY id`,
  problemsOf: `${OPEN} AND p.record_id IN (@ids) ORDER BY p.id`,
  problem: `SELECT * FROM sb.problems WHERE id = @id`,
  proposal: `SELECT * FROM sb.proposals WHERE id = @id`,
  paidOtherwise: `SELECT p.invoice, p.currency, ${asText('SUM(p.amount)', 'amount')} FROM sb.payments AS p JOIN sb.invoices AS i ON i.record_id = p.invoice
    WHERE p.invoice IN (@ids) AND ${uncountedIn('sb.payments')} GROUP BY p.invoice, p.currency ORDER BY p.invoice, p.currency`,
  payments: `SELECT p.number, p.date, ${asText('p.amount', 'amount')}, p.currency, p.kind, p.reversed FROM sb.payments AS p JOIN sb.invoices AS i ON i.record_id = p.invoice
    WHERE p.invoice = @invoice AND ${listedIn('sb.payments')} ORDER BY p.date, p.payment, p.line`,
  products: `${PRODUCTS} ORDER BY r.n ${FIRST}`,
  productsAt: `${PRODUCTS} AND EXISTS (SELECT 1 FROM sb.links AS l WHERE l.record_id = r.id AND l.host = @host AND l.host_id IS NOT NULL AND l.alias_of IS NULL AND l.gone_at IS NULL)
    ORDER BY r.n ${FIRST}`,
  lastPrice: `SELECT ${asText('l.price')}, l.vat_rate ${ISSUED_WITH}`,
  lastInvoiceWith: `SELECT i.record_id ${ISSUED_WITH}`,
  pricesOf: `SELECT r.id FROM sb.prices AS p JOIN sb.records AS r ON r.id = p.record_id WHERE p.product = @product
    AND NOT EXISTS (SELECT 1 FROM sb.links AS l WHERE l.record_id = r.id AND l.gone_at IS NOT NULL) ORDER BY r.n`,
  readings: `SELECT feed, started_at, last_complete_at FROM sb.cursors WHERE host = @host`,
  queue: `SELECT COUNT(*) AS n, COALESCE(SUM(q.asked), 0) AS waiting, COALESCE(SUM(CASE WHEN q.asked = 0 THEN q.behind ELSE 0 END), 0) AS behind FROM (SELECT
    CASE WHEN EXISTS (SELECT 1 FROM sb.problems p WHERE p.link = l.id AND p.resolved_at IS NULL AND p.kind NOT IN ${TIME}) THEN 1 ELSE 0 END AS asked,
    CASE WHEN l.record_id IS NULL OR EXISTS (SELECT 1 FROM sb.problems p WHERE p.link = l.id AND p.resolved_at IS NULL AND p.kind = N'waiting') THEN 1 ELSE 0 END AS behind,
    l.id FROM sb.links l WHERE l.host = @host AND l.dirty = 1 ORDER BY l.id ${FIRST}) AS q`,
  lastJournal: `SELECT * FROM sb.journal ORDER BY id DESC ${FIRST}`,
  journalMark: `SELECT MAX(id) AS id FROM sb.journal`,
} as const;

const askedOf = (r: SqlRow): AskedProblem => ({ ...problemOf(r), assignee: text(r['assignee']), due: text(r['due']) });

const countsOf = (r: SqlRow | undefined): InvoiceCounts => ({
  all: num(r?.['n']), overdue: num(r?.['overdue']), unpaid: num(r?.['unpaid']), drafts: num(r?.['drafts']), untold: num(r?.['untold']), oldestDue: text(r?.['oldest']),
}); // prettier-ignore

interface Where {
  /** Conditions, joined by AND. */
  readonly where: readonly string[];
  readonly params: Params;
}
const NOTHING: Where = { where: [], params: {} };

/** Of one invoice, of one counterparty, of the counterparties of some owners, or of all. */
function ofWhom({ counterparty, invoice, owners = null }: InvoicesOf): Where {
  if (invoice !== null) return { where: ['i.n = (SELECT n FROM sb.records WHERE id = @of)'], params: { of: invoice } };
  if (counterparty !== null) return { where: ['i.counterparty = @of'], params: { of: counterparty } };
  return owners === null ? NOTHING : { where: [`i.counterparty IN ${THEIRS}`], params: { owners: owners } };
}

const toldIn = ({ tellers = null }: InvoicesOf): Where => (tellers === null ? NOTHING : { where: [TOLD], params: { tellers } });

/** About a record and its invoices, about what some owners have, or about everything. */
function about(record: RecordId | null, owners: OfOwners = null): Where {
  if (record !== null) return { where: [ABOUT], params: { record } };
  return owners === null ? NOTHING : { where: [ABOUT_THEIRS], params: { owners: owners } };
}

const and = (sql: string, { where }: Where, ...more: readonly string[]): string => [sql, ...where, ...more].join(' AND ');

/** Who may embed and ask is known to the installation, not to the database; null: to nobody here. */
export type People = () => Pick<Registry, 'user' | 'users'> | null;

const byName = (
  a: { readonly name: string; readonly actor: string },
  b: { readonly name: string; readonly actor: string },
): number => (a.name === b.name ? Number(a.actor > b.actor) - Number(a.actor < b.actor) : a.name < b.name ? -1 : 1);

export class MssqlViewQueries implements ViewQueries {
  readonly #t: Pick<Tsql, 'rows'>;
  readonly #people: People;

  constructor(t: Pick<Tsql, 'rows'>, people: People) {
    this.#t = t;
    this.#people = people;
  }

  async #problems(sql: string, params: Params): Promise<AskedProblem[]> {
    return (await this.#t.rows(sql, params)).map(askedOf);
  }

  async invoicePage(page: InvoicePage): Promise<InvoicePageRow[]> {
    const { sql, params } = pageSql(page);
    return (await this.#t.rows(sql, params)).map((r) => ({ ...invoiceOf(r), n: num(r['n']), rev: num(r['rev']) }));
  }

  async invoiceCounts(of: InvoicesOf, today: string): Promise<InvoiceCounts> {
    const [whose, told] = [ofWhom(of), toldIn(of)];
    const beside = countsSql(told.where.length === 0 ? '1' : `CASE WHEN ${told.where.join('')} THEN 1 ELSE 0 END`);
    const [row] = await this.#t.rows(and(`${beside} WHERE 1 = 1`, whose), { ...whose.params, ...told.params, today });
    return countsOf(row);
  }

  async unpaidSums(of: InvoicesOf, today: string) {
    const [whose, told] = [ofWhom(of), toldIn(of)];
    const rows = await this.#t.rows(`${and(SUMS, whose, ...told.where)} GROUP BY i.currency`, { ...whose.params, ...told.params, today }); // prettier-ignore
    return rows.map((r) => ({ currency: text(r['currency']), amount: money(r['amount']), count: num(r['count']), overdue: money(r['overdue']) })); // prettier-ignore
  }

  async paidSince(counterparty: RecordId, day: string) {
    return (await this.#t.rows(SQL.paidSince, { counterparty, day })).map((r) => ({
      currency: text(r['currency']), total: money(r['total']), date: text(r['date']), dueDate: text(r['due_date']), paidAt: String(r['paid_at']),
    })); // prettier-ignore
  }

  async linkStates(records: readonly RecordId[]): Promise<LinkState[]> {
    return (await this.#t.rows(SQL.linkStates, { ids: (records) })).map((r) => ({
      id: num(r['id']), host: String(r['host']), entity: String(r['entity']) as Entity, record: String(r['record_id']), hostId: text(r['host_id']), isAlias: r['alias_of'] !== null, inScope: num(r['in_scope']) === 1,
      goneAt: text(r['gone_at']), dirty: num(r['dirty']) === 1, sending: num(r['sending']) === 1, retryAt: text(r['retry_at']),
    })); // prettier-ignore
  }

  problemsOf(records: readonly RecordId[]) {
    return this.#problems(SQL.problemsOf, { ids: records });
  }
  async problem(id: number) {
    return (await this.#problems(SQL.problem, { id }))[0] ?? null;
  }

  async problemPage(page: ProblemPage) {
    const rows = page.state === 'answered' ? await this.#answered(page) : page.kind !== null ? await this.#ofKind(page) : await this.#open(page); // prettier-ignore
    return { rows: rows.slice(0, page.limit), next: nextProblem(page, rows) };
  }

  async #open(page: ProblemPage): Promise<AskedProblem[]> {
    const { after, limit } = page;
    const isLate = after >= IN_TIME;
    const first = isLate ? [] : await this.#listed(page, `p.kind NOT IN ${TIME}`, { after, limit: limit + 1 });
    const rest = limit + 1 - first.length;
    if (rest === 0) return first;
    return [...first, ...(await this.#listed(page, `p.kind IN ${TIME}`, { after: isLate ? after - IN_TIME : 0, limit: rest }))];
  }
  #ofKind(page: ProblemPage): Promise<AskedProblem[]> {
    return this.#listed(page, 'p.kind = @kind', { kind: page.kind, after: page.after, limit: page.limit + 1 });
  }
  #listed({ record, owners }: ProblemPage, kinds: string, params: Params): Promise<AskedProblem[]> {
    const whose = about(record, owners);
    return this.#problems(`${and(OPEN, whose, kinds)} ${NEXT}`, { ...whose.params, ...params });
  }
  #answered({ record, owners, kind, after, limit }: ProblemPage): Promise<AskedProblem[]> {
    const whose = about(record, owners);
    const asked = [...(kind === null ? [] : ['p.kind = @kind']), ...(after === 0 ? [] : ['p.id < @after'])];
    const values = { ...(kind === null ? {} : { kind }), ...(after === 0 ? {} : { after }) };
    return this.#problems(`${and(ANSWERED, whose, ...asked)} ORDER BY p.id DESC ${FIRST}`, { ...whose.params, ...values, limit: limit + 1 }); // prettier-ignore
  }

  async problemKinds(record: RecordId | null, owners: OfOwners = null) {
    const whose = about(record, owners);
    const rows = await this.#t.rows(`${and(KINDS, whose)} GROUP BY p.kind, p.host`, whose.params);
    return rows.map((r) => ({ kind: String(r['kind']) as ProblemKind, host: String(r['host']), count: num(r['count']) }));
  }
  async conflictCounts(owners: OfOwners = null) {
    const whose = about(null, owners);
    const rows = await this.#t.rows(`${and(CONFLICT_COUNTS, whose)} GROUP BY p.host, p.unit`, whose.params);
    return rows.map((r) => ({ host: String(r['host']), unit: String(r['unit']), count: num(r['count']) }));
  }
  conflictsOf(host: string, unit: string, limit: number, owners: OfOwners = null) {
    const whose = about(null, owners);
    return this.#problems(`${and(CONFLICTS, whose)} ORDER BY p.id ${FIRST}`, { ...whose.params, host, unit, limit });
  }
  async openProposals(record: RecordId | null, limit: number, owners: OfOwners = null) {
    const whose = about(record, owners);
    const rows = await this.#t.rows(`${and(PROPOSALS, whose)} ORDER BY p.id ${FIRST}`, { ...whose.params, limit });
    return rows.map(proposalOf);
  }
  async proposal(id: number) {
    const [row] = await this.#t.rows(SQL.proposal, { id });
    return row ? proposalOf(row) : null;
  }
  async paidOtherwise(invoices: readonly RecordId[]) {
    if (invoices.length === 0) return [];
    const rows = await this.#t.rows(SQL.paidOtherwise, { ids: invoices });
    return rows.map((r) => ({ invoice: String(r['invoice']), currency: String(r['currency']), amount: money(r['amount']) }));
  }
  async paymentsOf(invoice: RecordId) {
    return (await this.#t.rows(SQL.payments, { invoice })).map((r) => ({
      number: text(r['number']), date: text(r['date']), amount: money(r['amount']), currency: text(r['currency']), kind: text(r['kind']), reversed: num(r['reversed']) === 1,
    })); // prettier-ignore
  }
  async products(search: string, limit: number) {
    return (await this.#t.rows(SQL.products, { word: fold(search.trim()), limit })).map((r) => String(r['id']));
  }
  async productsAt(host: HostId, search: string, limit: number) {
    return (await this.#t.rows(SQL.productsAt, { word: fold(search.trim()), host, limit })).map((r) => String(r['id']));
  }

  async lastPrices(products: readonly RecordId[], since: string) {
    const found = new Map<RecordId, { price: string; vatRate: string | null }>();
    for (const product of products) {
      const [row] = await this.#t.rows(SQL.lastPrice, { product, since, limit: 1 });
      if (typeof row?.['price'] === 'string')
        found.set(product, { price: decimal(row['price']), vatRate: text(row['vat_rate']) });
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
    const [r] = await this.#t.rows(SQL.queue, { host, limit: most });
    return { all: num(r?.['n']), waiting: num(r?.['waiting']), behind: num(r?.['behind']) };
  }
  async lastJournal(limit: number) {
    return (await this.#t.rows(SQL.lastJournal, { limit })).map((r) => ({ ...journalOf(r), id: num(r['id']) }));
  }
  async personName(actor: string) {
    const at = actor.indexOf(':');
    return this.#people()?.user(actor.slice(0, at), actor.slice(at + 1))?.name ?? null;
  }
  async people(client: string) {
    const known = (this.#people()?.users(client) ?? []).filter((user) => user.revokedAt === null);
    return known.map(({ hostUser, name }) => ({ actor: `${client}:${hostUser}`, name })).sort(byName);
  }
  async journalMark() {
    return num((await this.#t.rows(SQL.journalMark))[0]?.['id']);
  }
}

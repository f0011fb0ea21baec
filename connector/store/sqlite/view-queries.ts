/** What the widgets ask, over the SQLite tables. Lists of ids travel as one JSON parameter; a page is one statement. */
import { unscaled } from '../../decimal.ts';
import type { Entity, HostId, ProblemKind, RecordId } from '../../model.ts';
import { nameKey } from '../../names.ts';
import { MONEY_PLACES, QUANTITY_PLACES, listedIn, uncountedIn } from '../projections.ts';
import type {
  AskedProblem, InvoiceCounts, InvoiceFilter, InvoicePage, InvoicePageRow, InvoicesOf, LinkState, OfOwners, ProblemPage, ViewQueries,
} from '../view-queries.ts'; // prettier-ignore
import { prepared, type Database, type Param, type SqlRow, type Statement } from './driver.ts';
import { fold } from '../fold.ts';
import { IN_TIME, nextProblem } from '../problem-pages.ts';
import { journalOf, problemOf, proposalOf } from '../rows.ts';
import type { Tellers } from '../queries.ts';
import { INVOICE, invoiceOf } from './queries.ts';
import { ASIDE, THEIRS, unpaidBy, unpaidSql } from './unpaid.ts';

const TIME = `('waiting', 'unreachable')`;
/** A record, and the invoices of a counterparty. */
const ABOUT = `with about (id) as (select ? union select record_id from invoices where counterparty = ?)`;

/** About such a counterparty, or an invoice of one. */
const ABOUT_THEIRS = `(record_id in ${THEIRS} or record_id in (select record_id from invoices where counterparty in ${THEIRS}))`;

/** The same question, asked only of what is of some owners; their list comes before all other parameters, as often as `ofOwners` says. */
const theirs = (sql: string): string => sql.replace(/ where (?=resolved_at|kind|state)/, ` where ${ABOUT_THEIRS} and `);
const ofOwners = (owners: readonly RecordId[]): string[] => [JSON.stringify(owners), JSON.stringify(owners)];

const PRODUCTS = `select id from records where entity = 'product' and coalesce(json_extract(fields, '$.deletionMark'), 0) = 0
    and (fold(json_extract(fields, '$.sku')) like ? or fold(json_extract(fields, '$.code')) like ? or fold(json_extract(fields, '$.name')) like ?)`;

const SQL = {
  paidSince: `select currency, total, date, due_date, paid_at from invoices where counterparty = ? and state = 'issued' and total > 0 and paid >= total and paid_at >= ?`,
  linkStates: `select id, host, entity, record_id, host_id, alias_of, in_scope, gone_at, dirty, sent is not null as sending, retry_at
    from links where record_id in (select value from json_each(?)) order by id`,
  problemsOf: `select * from problems where record_id in (select value from json_each(?)) and resolved_at is null order by id`,
  problem: `select * from problems where id = ?`,
  asked: `select * from problems indexed by problems_asked where resolved_at is null and kind not in ${TIME} and id > ? order by id limit ?`,
  inTime: `select * from problems indexed by problems_in_time where resolved_at is null and kind in ${TIME} and id > ? order by id limit ?`,
  askedOf: `${ABOUT} select p.* from about cross join problems p on p.record_id = about.id where p.resolved_at is null and p.kind not in ${TIME} and p.id > ? order by p.id limit ?`,
  inTimeOf: `${ABOUT} select p.* from about cross join problems p on p.record_id = about.id where p.resolved_at is null and p.kind in ${TIME} and p.id > ? order by p.id limit ?`,
  ofKind: `select * from problems indexed by problems_by_kind where resolved_at is null and kind = ? and id > ? order by id limit ?`,
  ofKindOf: `${ABOUT} select p.* from about cross join problems p on p.record_id = about.id where p.resolved_at is null and p.kind = ? and p.id > ? order by p.id limit ?`,
  answered: `select * from problems where resolved_at is not null and answer <> 'gone' and (? is null or kind = ?) and (? = 0 or id < ?) order by id desc limit ?`,
  answeredOf: `${ABOUT} select p.* from about cross join problems p on p.record_id = about.id where p.resolved_at is not null and p.answer <> 'gone'
    and (? is null or p.kind = ?) and (? = 0 or p.id < ?) order by p.id desc limit ?`,
  kinds: `select kind, host, count(*) as count from problems indexed by problems_by_kind where resolved_at is null group by kind, host`,
  kindsOf: `${ABOUT} select p.kind, p.host, count(*) as count from about cross join problems p on p.record_id = about.id where p.resolved_at is null group by p.kind, p.host`,
  conflictCounts: `select host, unit, count(*) as count from problems indexed by problems_by_kind where kind = 'conflict' and resolved_at is null and unit is not null group by host, unit`,
  conflicts: `select * from problems indexed by problems_by_kind where kind = 'conflict' and host = ? and resolved_at is null and unit = ? order by id limit ?`,
  openProposals: `select * from proposals indexed by proposals_open where state = 'open' order by id limit ?`,
  openProposalsOf: `${ABOUT} select p.* from about cross join proposals p on p.record_id = about.id where p.state = 'open' order by p.id limit ?`,
  proposal: `select * from proposals where id = ?`,
  paidOtherwise: `select p.invoice, p.currency, sum(p.amount) as amount from json_each(?) j cross join payments p on p.invoice = j.value cross join records r on r.id = p.invoice cross join invoices i on i.n = r.n
    where ${uncountedIn('payments')} group by p.invoice, p.currency order by p.invoice, p.currency`,
  payments: `select p.number, p.date, p.amount, p.currency, p.kind, p.reversed from payments p join invoices i on i.record_id = p.invoice
    where p.invoice = ? and ${listedIn('payments')} order by p.date, p.payment, p.line`,
  products: `${PRODUCTS} order by n limit ?`,
  productsAt: `${PRODUCTS} and exists (select 1 from links l where l.record_id = records.id and l.host = ? and l.host_id is not null and l.alias_of is null and l.gone_at is null)
    order by n limit ?`,
  lastPrice: `select l.price, l.vat_rate from invoice_lines l join invoices i on i.n = l.invoice where l.product = ? and i.state = 'issued' and i.date >= ? order by i.date desc limit 1`,
  lastInvoiceWith: `select i.record_id as id from invoice_lines l join invoices i on i.n = l.invoice where l.product = ? and i.state = 'issued' and i.date >= ? order by i.date desc, i.n desc limit 1`,
  pricesOf: `select r.id from records r where r.entity = 'price' and json_extract(r.fields, '$.product') = ?
    and not exists (select 1 from links l where l.record_id = r.id and l.gone_at is not null) order by r.n`,
  readings: `select feed, started_at, last_complete_at from cursors where host = ?`,
  queue: `select count(*) as n, ifnull(sum(asked), 0) as waiting, ifnull(sum(behind and not asked), 0) as behind from (select
    exists (select 1 from problems p where p.link = l.id and p.resolved_at is null and p.kind not in ${TIME}) as asked,
    l.record_id is null or exists (select 1 from problems p where p.link = l.id and p.resolved_at is null and p.kind = 'waiting') as behind
    from links l where l.host = ? and l.dirty = 1 limit ?)`,
  lastJournal: `select * from journal order by id desc limit ?`,
  personName: `select name from users where client = ? and host_user = ?`,
  people: `select client || ':' || host_user as actor, name from users where client = ? and revoked_at is null order by name, host_user`,
  journalMark: `select max(id) as id from journal`,
} as const;

const ALL = {
  ...SQL,
  askedTheirs: theirs(SQL.asked),
  inTimeTheirs: theirs(SQL.inTime),
  ofKindTheirs: theirs(SQL.ofKind),
  answeredTheirs: theirs(SQL.answered),
  kindsTheirs: theirs(SQL.kinds),
  openProposalsTheirs: theirs(SQL.openProposals),
  conflictCountsTheirs: theirs(SQL.conflictCounts),
  conflictsTheirs: theirs(SQL.conflicts),
} as const;

/** Questions that are asked of a record, of some owners, or of everything. */
type About = 'asked' | 'inTime' | 'ofKind' | 'answered' | 'kinds' | 'openProposals';

const text = (v: unknown): string | null => (typeof v === 'string' ? v : null);
const num = (v: unknown): number => Number(v ?? 0);
const money = (v: unknown): string => (typeof v === 'bigint' ? unscaled(v, MONEY_PLACES) : '0');

/** Ids come as bigint from these statements; shapes of model.ts have numbers. */
const plain = (r: SqlRow): SqlRow =>
  Object.fromEntries(Object.entries(r).map(([k, v]) => [k, typeof v === 'bigint' ? Number(v) : v]));
const askedOf = (row: SqlRow): AskedProblem => {
  const r = plain(row);
  return { ...problemOf(r), assignee: text(r['assignee']), due: text(r['due']) };
};

const countsOf = (r: SqlRow | undefined): InvoiceCounts => ({
  all: num(r?.['n']),
  overdue: num(r?.['overdue']),
  unpaid: num(r?.['unpaid']),
  drafts: num(r?.['drafts']),
  untold: num(r?.['untold']),
  oldestDue: text(r?.['oldest']),
});

export class SqliteViewQueries implements ViewQueries {
  readonly #s: Readonly<Record<keyof typeof ALL, Statement>>;
  readonly #pages = new Map<string, Statement>();
  readonly #unpaid = new Map<string, Readonly<Record<keyof ReturnType<typeof unpaidSql>, Statement>>>();
  readonly #db: Database;

  /** `fold` is defined by queries.ts on the same connection. */
  constructor(db: Database) {
    this.#db = db;
    this.#s = prepared(ALL, (sql) => db.prepare(sql, { bigint: true }));
  }

  async invoicePage(page: InvoicePage): Promise<InvoicePageRow[]> {
    const { sql, params } = pageSql(page);
    const statement = this.#pages.get(sql) ?? this.#db.prepare(sql, { bigint: true });
    this.#pages.set(sql, statement);
    return statement.all(...params).map((r) => ({ ...invoiceOf(r), n: num(r['n']), rev: num(r['rev']) }));
  }

  async invoiceCounts(
    { counterparty, invoice, owners = null, tellers = null }: InvoicesOf,
    today: string,
  ): Promise<InvoiceCounts> {
    const s = this.#unpaidBy(tellers);
    if (invoice !== null) return countsOf(s.countsOne.get(today, today, invoice));
    if (counterparty !== null) return countsOf(s.countsOf.get(today, today, counterparty));
    if (owners !== null) return countsOf(s.countsTheirs.get(today, today, JSON.stringify(owners)));
    return countsOf(s.countsAll.get(today, today));
  }

  /** Hosts that tell of payments change once in months. */
  #unpaidBy(tellers: Tellers) {
    const key = JSON.stringify(tellers);
    const known = this.#unpaid.get(key) ?? prepared(unpaidSql(tellers), (sql) => this.#db.prepare(sql, { bigint: true }));
    this.#unpaid.set(key, known);
    return known;
  }

  async unpaidSums(of: InvoicesOf, today: string) {
    return this.#sums(of, today).map((r) => ({ currency: text(r['currency']), amount: money(r['amount']), count: num(r['count']), overdue: money(r['overdue']) })); // prettier-ignore
  }

  #sums({ counterparty, invoice, owners = null, tellers = null }: InvoicesOf, today: string): SqlRow[] {
    const s = this.#unpaidBy(tellers);
    if (invoice !== null) return s.sumsOne.all(today, invoice);
    if (counterparty !== null) return s.sumsOf.all(today, counterparty);
    return owners !== null ? s.sumsTheirs.all(today, JSON.stringify(owners)) : s.sumsAll.all(today);
  }

  async paidSince(counterparty: RecordId, day: string) {
    return this.#s.paidSince.all(counterparty, day).map((r) => ({
      currency: text(r['currency']),
      total: money(r['total']),
      date: text(r['date']),
      dueDate: text(r['due_date']),
      paidAt: String(r['paid_at']),
    }));
  }

  async linkStates(records: readonly RecordId[]): Promise<LinkState[]> {
    return this.#s.linkStates.all(JSON.stringify(records)).map((r) => ({
      id: num(r['id']),
      host: String(r['host']),
      entity: String(r['entity']) as Entity,
      record: String(r['record_id']),
      hostId: text(r['host_id']),
      isAlias: r['alias_of'] !== null,
      inScope: num(r['in_scope']) === 1,
      goneAt: text(r['gone_at']),
      dirty: num(r['dirty']) === 1,
      sending: num(r['sending']) === 1,
      retryAt: text(r['retry_at']),
    }));
  }

  async problemsOf(records: readonly RecordId[]) {
    return this.#s.problemsOf.all(JSON.stringify(records)).map(askedOf);
  }

  async problem(id: number) {
    const row = this.#s.problem.get(id);
    return row ? askedOf(row) : null;
  }

  async problemPage(page: ProblemPage) {
    const found = page.state === 'answered' ? this.#answered(page) : page.kind !== null ? this.#ofKind(page) : this.#open(page);
    const rows = found.map(askedOf);
    return { rows: rows.slice(0, page.limit), next: nextProblem(page, rows) };
  }

  #open(page: ProblemPage): SqlRow[] {
    const { after, limit } = page;
    const [asked, inTime] = [after >= IN_TIME ? null : after, after >= IN_TIME ? after - IN_TIME : 0];
    const first = asked === null ? [] : this.#about('asked', page, asked, limit + 1);
    const rest = limit + 1 - first.length;
    return rest === 0 ? first : [...first, ...this.#about('inTime', page, inTime, rest)];
  }

  #ofKind = (page: ProblemPage): SqlRow[] => this.#about('ofKind', page, page.kind, page.after, page.limit + 1);

  #answered(page: ProblemPage): SqlRow[] {
    const { kind, after, limit } = page;
    return this.#about('answered', page, kind, kind, after, after, limit + 1);
  }

  /** Of a record and its invoices, of what some owners have, or of everything. */
  #about(name: About, { record, owners = null }: Pick<ProblemPage, 'record' | 'owners'>, ...params: Param[]): SqlRow[] {
    if (record !== null) return this.#s[`${name}Of`].all(record, record, ...params);
    return owners === null ? this.#s[name].all(...params) : this.#s[`${name}Theirs`].all(...ofOwners(owners), ...params);
  }

  async problemKinds(record: RecordId | null, owners: OfOwners = null) {
    const rows = this.#about('kinds', { record, owners });
    return rows.map((r) => ({ kind: String(r['kind']) as ProblemKind, host: String(r['host']), count: num(r['count']) }));
  }

  async conflictCounts(owners: OfOwners = null) {
    const rows = owners === null ? this.#s.conflictCounts.all() : this.#s.conflictCountsTheirs.all(...ofOwners(owners));
    return rows.map((r) => ({ host: String(r['host']), unit: String(r['unit']), count: num(r['count']) }));
  }

  async conflictsOf(host: string, unit: string, limit: number, owners: OfOwners = null) {
    const rows = owners === null ? this.#s.conflicts.all(host, unit, limit) : this.#s.conflictsTheirs.all(...ofOwners(owners), host, unit, limit); // prettier-ignore
    return rows.map(askedOf);
  }

  async openProposals(record: RecordId | null, limit: number, owners: OfOwners = null) {
    const rows = this.#about('openProposals', { record, owners }, limit);
    return rows.map((r) => proposalOf(plain(r)));
  }

  async proposal(id: number) {
    const row = this.#s.proposal.get(id);
    return row ? proposalOf(plain(row)) : null;
  }

  async paidOtherwise(invoices: readonly RecordId[]) {
    return this.#s.paidOtherwise
      .all(JSON.stringify(invoices))
      .map((r) => ({ invoice: String(r['invoice']), currency: String(r['currency']), amount: money(r['amount']) }));
  }

  async paymentsOf(invoice: RecordId) {
    return this.#s.payments.all(invoice).map((r) => ({
      number: text(r['number']),
      date: text(r['date']),
      amount: money(r['amount']),
      currency: text(r['currency']),
      kind: text(r['kind']),
      reversed: num(r['reversed']) === 1,
    }));
  }

  async products(search: string, limit: number) {
    const [starts, has] = [`${like(search)}%`, `%${like(search)}%`];
    return this.#s.products.all(starts, starts, has, limit).map((r) => String(r['id']));
  }

  async productsAt(host: HostId, search: string, limit: number) {
    const [starts, has] = [`${like(search)}%`, `%${like(search)}%`];
    return this.#s.productsAt.all(starts, starts, has, host, limit).map((r) => String(r['id']));
  }

  async lastPrices(products: readonly RecordId[], since: string) {
    const found = new Map<RecordId, { price: string; vatRate: string | null }>();
    for (const id of products) {
      const row = this.#s.lastPrice.get(id, since);
      if (typeof row?.['price'] === 'bigint') found.set(id, { price: unscaled(row['price'], QUANTITY_PLACES), vatRate: text(row['vat_rate']) }); // prettier-ignore
    }
    return found;
  }

  async lastInvoiceWith(product: RecordId, since: string) {
    return text(this.#s.lastInvoiceWith.get(product, since)?.['id']);
  }

  async pricesOf(product: RecordId) {
    return this.#s.pricesOf.all(product).map((r) => String(r['id']));
  }

  async readings(host: string) {
    return this.#s.readings.all(host).map((r) => ({ feed: String(r['feed']), startedAt: text(r['started_at']), lastCompleteAt: text(r['last_complete_at']) })); // prettier-ignore
  }

  async queue(host: string, most: number) {
    const r = this.#s.queue.get(host, most);
    return { all: num(r?.['n']), waiting: num(r?.['waiting']), behind: num(r?.['behind']) };
  }

  async lastJournal(limit: number) {
    return this.#s.lastJournal.all(limit).map((r) => ({ ...journalOf(plain(r)), id: num(r['id']) }));
  }

  async personName(actor: string) {
    const at = actor.indexOf(':');
    return text(this.#s.personName.get(actor.slice(0, at), actor.slice(at + 1))?.['name']);
  }

  async people(client: string) {
    return this.#s.people.all(client).map((r) => ({ actor: text(r['actor']) ?? '', name: text(r['name']) ?? '' }));
  }

  async journalMark() {
    return num(this.#s.journalMark.get()?.['id']);
  }
}

/** What a person types is looked for as it stands: "50%" is no pattern. */
const like = (search: string): string => fold(search.trim()).replace(/[%_]/g, ' ');

const PAGE = INVOICE.replace('select i.n,', 'select i.n, (select rev from records r where r.n = i.n) as rev,');

/** Unpaid ones by their term, the oldest first; the rest by date, the newest first. */
function pageSql(p: InvoicePage): { sql: string; params: Param[] } {
  const byTerm = p.filter === 'overdue' || p.filter === 'unpaid';
  const key = byTerm ? `ifnull(i.due_date, '9999')` : `ifnull(i.date, '9999')`;
  const where: string[] = [FILTERS[p.filter](unpaidBy(p.tellers ?? null))];
  const params: Param[] = p.filter === 'overdue' ? [p.today] : [];
  const add = (condition: string, ...values: Param[]): void => {
    where.push(condition);
    params.push(...values);
  };
  if (p.invoice !== null) add('i.n = (select n from records where id = ?)', p.invoice);
  else if (p.counterparty !== null) add('i.counterparty = ?', p.counterparty);
  else if (p.owners) add(`i.counterparty in ${THEIRS}`, JSON.stringify(p.owners));
  if (p.search !== null) addSearch(p, add);
  const than = byTerm ? '>' : '<';
  if (p.after !== null) add(`${key} ${than}= ? and (${key}, i.n) ${than} (?, ?)`, p.after.by, p.after.by, p.after.n);
  const order = byTerm ? `${key}, i.n` : `${key} desc, i.n desc`;
  const isAside = p.filter === 'drafts' || p.filter === 'cancelled';
  const rows = isAside && p.counterparty === null && p.invoice === null ? PAGE.replace('invoices i ', 'invoices i indexed by invoices_aside ') : PAGE; // prettier-ignore
  const sql = `${rows} where ${where.join(' and ')} order by ${order} limit ?`;
  return { sql, params: [...params, p.limit] };
}

const FILTERS: Readonly<Record<InvoiceFilter, (unpaid: string) => string>> = {
  all: () => '1',
  overdue: (unpaid) => `${unpaid} and ifnull(i.due_date, '9999') < ?`,
  unpaid: (unpaid) => unpaid,
  drafts: () => `${ASIDE} and i.state = 'draft'`,
  cancelled: () => `${ASIDE} and i.state = 'cancelled'`,
};

/** Of one counterparty any part of the number counts; of all, its beginning, or the beginning of the counterparty's name. */
function addSearch(p: InvoicePage, add: (condition: string, ...values: Param[]) => void): void {
  const search = (p.search ?? '').trim();
  if (p.counterparty !== null || p.invoice !== null) return add('fold(i.number) like ?', `%${like(search)}%`);
  const key = nameKey(search);
  const named = `i.counterparty in (select record_id from counterparties where name_key >= ? and name_key < ? limit 200)`;
  const [from, to] = key === '' ? ['~', '~'] : [key, `${key}\u{10ffff}`];
  add(`(i.number >= ? and i.number < ? or ${named})`, search, `${search}\u{10ffff}`, from, to);
}

/** Reader over one SQLite connection. Sets of ids travel as one JSON parameter, so a page costs one statement. */
import type { Entity, HostId, LinkId, RecordId, SharedRecord } from '../../model.ts';
import { keyHash, keysOf, objectKeys, type Key } from '../../identity.ts';
import { has, mayCarry, push, shownFields, textsByRow, whichOf } from '../met.ts';
import { secondAfter } from '../seconds.ts';
import { unscaled } from '../../decimal.ts';
import { MONEY_PLACES, uncountedIn } from '../projections.ts';
import type { Candidate, KeySet, ProblemFilter, Reader, StoredLink, VersionRow } from '../store.ts';
import { owedOf } from '../told.ts';
import { prepared, type Database, type RowStatement, type SqlRow, type Statement } from './driver.ts';
import {
  AFTER_RECORD,
  cursorOf,
  egressOf,
  FINGERPRINT_COLUMNS,
  fingerprintOf,
  hostOf,
  journalOf,
  LINK_COLUMNS,
  linkOf,
  planOf,
  problemOf,
  proposalOf,
  RECORD_COLUMNS,
  RECORD_FIELDS,
  recordLater,
  recordOf,
  revisionOf,
  UNLINKED_COLUMNS,
  unlinkedOf,
} from '../rows.ts';

const L = LINK_COLUMNS;
const LJ = LINK_COLUMNS.split(', ').map((c) => `l.${c}`).join(', '); // prettier-ignore
const RJ = RECORD_COLUMNS.split(', ').map((c) => `r.${c}`).join(', '); // prettier-ignore

const versionOf = (r: SqlRow): VersionRow => ({
  id: r['id'] as number,
  version: r['version'] as string | null,
  gone: r['gone'] === 1,
});

/** Links and records, read as columns in the order of rows.ts. */
const ROWS = {
  record: `select ${RECORD_COLUMNS} from records where id = ?`,
  records: `select ${RECORD_COLUMNS} from records where id in (select value from json_each(?))`,
  recordsOf: `select ${RECORD_COLUMNS} from records where entity = ? and n > ifnull((select n from records where id = ?), 0) order by n limit ?`,
  fingerprints: `select ${FINGERPRINT_COLUMNS} from fingerprints where n > ? order by n limit ?`,
  link: `select ${L} from links where id = ?`,
  linksOf: `select ${L} from links where record_id = ? order by id`,
  linksToward: `select ${L} from links where host = ? and record_id in (select value from json_each(?)) order by id`,
  linksNaming: `select ${LJ} from (select record_id as id from invoices where counterparty = ?
    union select record_id from balances where counterparty = ? union select id from records where entity in ('contract', 'payment') and instr(fields, ?) > 0) d
    cross join links l on l.record_id = d.id and l.host = ? order by l.id`,
  linksAt: `select ${L} from links where host = ? and entity = ? and host_id in (select value from json_each(?))`,
  linksByPart: `select ${LJ} from parts p join links l on l.id = p.link where p.host = ? and p.type = ? and p.part_id = ?`,
  due: `select ${L} from links where host = ? and entity = ? and record_id is not null and dirty = 1 and (retry_at is null or retry_at <= ?) and id > ? order by id limit ?`,
  // By its own number: an index of the host would be sorted whole for every page.
  linksPage: `select ${L} from links not indexed where host = ? and entity = ? and id > ? order by id limit ?`,
  unlinked: `select ${UNLINKED_COLUMNS} from links where host = ? and entity = ? and record_id is null and dirty = 1 and (retry_at is null or retry_at <= ?) and id > ? order by id limit ?`,
  // Key by key: cross joins keep SQLite at it. A hash has no room in a JavaScript number, so its place in the list is answered.
  candidates: `select ${RJ}, j.key, l.id from json_each(?) j cross join record_keys k on k.key = j.value cross join records r on r.n = k.record
    left join links l on l.record_id = r.id and l.host = ? and l.entity = r.entity and l.alias_of is null and l.host_id is not null`,
  unlinkedSeen: `select l.id, l.seen from json_each(?) j cross join links l on l.id = j.value where l.host = ? and l.entity = ? and l.record_id is null`,
  recordsWithoutLink: `select ${RJ} from records r where r.entity = ? and r.n > ifnull((select n from records where id = ?), 0)
    and not exists (select 1 from links l where l.record_id = r.id and l.host = ? and l.entity = r.entity and l.alias_of is null) order by r.n limit ?`,
  // From the few rows that name such an invoice: "~invoice:" and its id there, or that of its one part.
  paymentsOfLateInvoices: `select distinct ${LJ} from payments p cross join links l on l.record_id = p.payment and l.host = ? and l.entity = 'payment'
    where p.invoice >= '~invoice:' and p.invoice < '~invoice;' and l.host_id is not null and l.gone_at is null and l.id > ?
    and (exists (select 1 from links i where i.host = l.host and i.entity = 'invoice' and i.host_id = substr(p.invoice, 10) and i.record_id is not null)
      or (select count(*) from json_each(?) j cross join parts x on x.host = l.host and x.type = j.value and x.part_id = substr(p.invoice, 10)
        cross join links i on i.id = x.link and i.entity = 'invoice' and i.record_id is not null and i.alias_of is null) = 1)
    order by l.id limit ?`,
  sentBefore: `select ${L} from links where host = ? and sent is not null and sent_at < ? and in_scope = 1`,
} as const;

const SQL = {
  versionsAt: `select id, host_id, version, gone_at is not null as gone from links where host = ? and entity = ? and host_id in (select value from json_each(?))`,
  liveLinks: `select id, host_id from links where host = ? and entity = ? and host_id > ? and gone_at is null order by host_id limit ?`,
  recordsAt: `select host_id, record_id from links where host = ? and entity = ? and record_id is not null and host_id in (select value from json_each(?))`,
  hostIdsOf: `select record_id, case when token like '>%' then substr(token, 2) else host_id end as host_id from links where host = ? and entity = ? and confirmed = 1
    and alias_of is null and (host_id is not null or token like '>%') and gone_at is null and record_id in (select value from json_each(?))`,
  // Keys first, then each object once: an object meets us by several keys.
  linksByKey: `select k.key as hash, k.link as n from json_each(?) j cross join link_keys k on k.key = j.value`,
  repeatedKeys: `select key from link_keys group by key having count(*) > 1`,
  countLinks: `select sum(record_id is not null and gone_at is null) as linked, sum(record_id is null and gone_at is null) as unlinked,
    sum(gone_at is not null) as gone, sum(dirty) as dirty from links where host = ? and entity = ?`,
  leavers: `select l.entity, count(*) as n from leavers v cross join links l on l.id = v.link where v.host = ? and l.in_scope = 0 and l.gone_at is null group by l.entity`,
  hosts: `select * from hosts order by id`,
  cursor: `select * from cursors where host = ? and feed = ?`,
  proposals: `select * from proposals where ? is null or record_id = ? order by id`,
  revisions: `select * from revisions where invoice = ? order by n`,
  journal: `select * from journal where record_id = ? order by id`,
  plan: `select * from plans where id = ?`,
  lastPlan: `select * from plans where host = ? order by made_at desc, id desc limit 1`,
  setting: `select value from settings where name = ?`,
  egress: `select host, entity, field, count(*) as writes, count(distinct record_id) as records, sum(count) as count, min(at) as first_at, max(at) as last_at,
    max(case when back = 1 then sample_hash end) as sample from (select *, row_number() over (partition by host, entity, field order by at desc, rowid desc) as back
      from egress where at >= ? and at < ?) group by host, entity, field order by host, entity, field`,
  // Of one with a payment its sum does not count, the sum is no answer.
  paidOf: `select ifnull(total, 0) as total, paid, paid_at, ever_paid from invoices i where n = (select n from records where id = ?)
    and not exists (select 1 from payments p where p.invoice = i.record_id and ${uncountedIn('payments')})`,
  owedBy: `select l.host, b.organisation, b.currency, b.debt, b.advance, b.overdue, r.changed_at as since from json_each(?) j
    cross join balances b on b.counterparty = j.value cross join records r on r.id = b.record_id cross join links l on l.record_id = b.record_id and l.alias_of is null order by r.n`,
  mergedInto: `select record_id, substr(token, 2) as merged_into from links where host = ? and entity = ? and token like '>%' and record_id is not null order by id`,
  hasInvoices: `select 1 from invoices where counterparty = ? and state <> 'draft' limit 1`,
  secondTaken: `select 1 from invoices where organisation = ? and date = ?`,
} as const;

/** What is not asked for is not in the statement either, so each finds its index. */
const PROBLEM_FILTERS = { host: 'host = ?', kind: 'kind = ?', record: 'record_id = ?', link: 'link = ?', id: 'id = ?' } as const; // prettier-ignore

export class SqliteReader implements Reader {
  readonly #db: Database;
  readonly #problems = new Map<string, Statement>();
  readonly #r: Readonly<Record<keyof typeof ROWS, RowStatement>>;
  readonly #s: Readonly<Record<keyof typeof SQL, Statement>>;

  constructor(db: Database) {
    this.#db = db;
    this.#r = prepared(ROWS, (sql) => db.prepareRows(sql));
    const bigints = new Set<string>(['linksByKey', 'repeatedKeys', 'paidOf', 'owedBy']);
    this.#s = prepared(SQL, (sql, name) => db.prepare(sql, { bigint: bigints.has(name) }));
  }

  async record(id: RecordId) {
    const row = this.#r.record.get(id);
    return row ? recordOf(row) : null;
  }
  async records(ids: readonly RecordId[]) {
    const records = this.#r.records.all(JSON.stringify(ids)).map(recordOf);
    return new Map(records.map((r) => [r.id, r]));
  }
  async recordsOf(entity: Entity, after: RecordId | null, limit: number) {
    return this.#r.recordsOf.all(entity, after, limit).map(recordOf);
  }
  async link(id: LinkId) {
    const row = this.#r.link.get(id);
    return row ? linkOf(row) : null;
  }
  async linksOf(record: RecordId) {
    return this.#r.linksOf.all(record).map(linkOf);
  }
  async linksToward(host: HostId, records: readonly RecordId[]) {
    const found = new Map<RecordId, StoredLink[]>();
    for (const row of this.#r.linksToward.all(host, JSON.stringify(records))) {
      const link = linkOf(row);
      push(found, link.record ?? '', link);
    }
    return found;
  }
  async linksNaming(host: HostId, of: RecordId) {
    return this.#r.linksNaming.all(of, of, of, host).map(linkOf);
  }
  async paidOf(invoice: RecordId) {
    const row = this.#s.paidOf.get(invoice);
    return row ? { total: unscaled(row['total'] as bigint, MONEY_PLACES), paid: unscaled(row['paid'] as bigint, MONEY_PLACES), paidAt: row['paid_at'] as string | null, everPaid: row['ever_paid'] === 1n } : null; // prettier-ignore
  }
  async owedBy(counterparties: readonly RecordId[]) {
    return this.#s.owedBy.all(JSON.stringify(counterparties)).map(owedOf);
  }
  async mergedInto(host: HostId, entity: Entity) {
    return this.#s.mergedInto.all(host, entity).map((r) => ({ record: String(r['record_id']), into: String(r['merged_into']) }));
  }
  async hasInvoices(of: RecordId) {
    return this.#s.hasInvoices.get(of) !== undefined;
  }
  async linksAt(host: HostId, entity: Entity, hostIds: readonly string[]) {
    const links = this.#r.linksAt.all(host, entity, JSON.stringify(hostIds)).map(linkOf);
    return new Map(links.map((l) => [l.hostId ?? '', l]));
  }
  async versionsAt(host: HostId, entity: Entity, hostIds: readonly string[]) {
    const rows = this.#s.versionsAt.all(host, entity, JSON.stringify(hostIds));
    return new Map(rows.map((r) => [r['host_id'] as string, versionOf(r)]));
  }
  async liveLinks(host: HostId, entity: Entity, after: string, limit: number) {
    const rows = this.#s.liveLinks.all(host, entity, after, limit);
    return rows.map((r) => ({ id: r['id'] as number, hostId: r['host_id'] as string }));
  }
  async recordsAt(host: HostId, entity: Entity, hostIds: readonly string[]) {
    const rows = this.#s.recordsAt.all(host, entity, JSON.stringify(hostIds));
    return new Map(rows.map((r) => [String(r['host_id']), String(r['record_id'])]));
  }
  async hostIdsOf(host: HostId, entity: Entity, records: readonly RecordId[]) {
    const rows = this.#s.hostIdsOf.all(host, entity, JSON.stringify(records));
    return new Map(rows.map((r) => [String(r['record_id']), String(r['host_id'])]));
  }
  async linksByPart(host: HostId, type: string, partId: string) {
    return this.#r.linksByPart.all(host, type, partId).map(linkOf);
  }
  async due(host: HostId, entity: Entity, now: string, after: LinkId, limit: number) {
    return this.#r.due.all(host, entity, now, after, limit).map(linkOf);
  }
  async linksPage(host: HostId, entity: Entity, after: LinkId, limit: number) {
    return this.#r.linksPage.all(host, entity, after, limit).map(linkOf);
  }
  async unlinked(host: HostId, entity: Entity, now: string, after: LinkId, limit: number) {
    const links: StoredLink[] = [];
    for (const row of this.#r.unlinked.all(host, entity, now, after, limit)) {
      const link = unlinkedOf(row, host, entity) ?? (await this.link(row[0] as LinkId));
      if (link) links.push(link);
    }
    return links;
  }

  /** Two texts may share a hash, so only a key the object really shows counts. */
  async candidates(host: HostId, entity: Entity, keys: readonly Key[]) {
    const found = new Map<string, Candidate[]>();
    const texts = [...new Set(keys.map((k) => k.text))];
    const which = whichOf(keys);
    const met = new Map<RecordId, SharedRecord>();
    for (const row of this.#r.candidates.all(hashes(texts.map((text) => keyHash(entity, text))), host)) {
      if (row[1] !== entity) continue;
      const record = met.get(row[0] as RecordId) ?? recordLater(row);
      met.set(record.id, record);
      const text = texts[row[AFTER_RECORD] as number] ?? '';
      const carried =
        which === 'strong' ? mayCarry(row[RECORD_FIELDS] as string, text) : has(keysOf(entity, record.fields, which), text);
      if (carried) push(found, text, { record, linked: row[AFTER_RECORD + 1] as LinkId | null });
    }
    return found;
  }

  async unlinkedWith(host: HostId, entity: Entity, keys: readonly Key[]) {
    const found = new Map<string, LinkId[]>();
    if (keys.length === 0) return found;
    const hashed = new Map(keys.map((k) => [keyHash(entity, k.text), k.text]));
    const texts = textsByRow(this.#s.linksByKey.all(hashes([...hashed.keys()])), hashed);
    if (texts.size === 0) return found;
    const which = whichOf(keys);
    for (const row of this.#r.unlinkedSeen.all(JSON.stringify([...texts.keys()]), host, entity)) {
      const id = row[0] as LinkId;
      const shown = objectKeys(entity, shownFields(row[1]), which);
      for (const text of texts.get(id) ?? []) if (has(shown, text)) push(found, text, id);
    }
    return found;
  }

  async repeatedKeys(): Promise<KeySet> {
    const repeated = new Set(this.#s.repeatedKeys.all().map((r) => r['key'] as bigint));
    return { has: (entity, key) => repeated.size > 0 && repeated.has(keyHash(entity, key.text)) };
  }

  async paymentsOfLateInvoices(host: HostId, parts: readonly string[], after: LinkId, limit: number) {
    return this.#r.paymentsOfLateInvoices.all(host, after, JSON.stringify(parts), limit).map(linkOf);
  }

  async recordsWithoutLink(host: HostId, entity: Entity, after: RecordId | null, limit: number) {
    return this.#r.recordsWithoutLink.all(entity, after, host, limit).map(recordOf);
  }
  async countLinks(host: HostId, entity: Entity) {
    const row: SqlRow = this.#s.countLinks.get(host, entity) ?? {};
    const n = (name: string) => Number(row[name] ?? 0);
    return { linked: n('linked'), unlinked: n('unlinked'), gone: n('gone'), dirty: n('dirty') };
  }
  async leavers(host: HostId) {
    return new Map(this.#s.leavers.all(host).map((r) => [r['entity'] as Entity, Number(r['n'])]));
  }
  async sentBefore(host: HostId, before: string): Promise<readonly StoredLink[]> {
    return this.#r.sentBefore.all(host, before).map(linkOf);
  }
  async hosts() {
    return this.#s.hosts.all().map(hostOf);
  }
  async cursor(host: HostId, feed: string) {
    const row = this.#s.cursor.get(host, feed);
    return row ? cursorOf(row) : null;
  }
  async problems(f: ProblemFilter) {
    const asked = (Object.keys(PROBLEM_FILTERS) as (keyof typeof PROBLEM_FILTERS)[]).filter((name) => f[name] !== undefined);
    const where = [...asked.map((name) => PROBLEM_FILTERS[name]), ...(f.open === false ? [] : ['resolved_at is null'])];
    const sql = `select * from problems${where.length > 0 ? ` where ${where.join(' and ')}` : ''} order by since, id limit ?`;
    const statement = this.#problems.get(sql) ?? this.#db.prepare(sql);
    this.#problems.set(sql, statement);
    return statement.all(...asked.map((name) => f[name] ?? null), f.limit ?? -1).map(problemOf);
  }
  async proposals(record: RecordId | null) {
    return this.#s.proposals.all(record, record).map(proposalOf);
  }
  async revisions(invoice: RecordId) {
    return this.#s.revisions.all(invoice).map(revisionOf);
  }
  async journal(record: RecordId) {
    return this.#s.journal.all(record).map(journalOf);
  }
  async plan(id: string) {
    const row = this.#s.plan.get(id);
    return row ? planOf(row) : null;
  }
  async lastPlan(host: HostId) {
    const row = this.#s.lastPlan.get(host);
    return row ? planOf(row) : null;
  }
  async setting(name: string) {
    const row = this.#s.setting.get(name);
    return row ? String(row['value']) : null;
  }
  async fingerprints(after: number, limit: number) {
    return this.#r.fingerprints.all(after, limit).map(fingerprintOf);
  }
  async egress(from: string, to: string) {
    return this.#s.egress.all(from, to).map(egressOf);
  }

  async freeSecond(organisation: RecordId, from: string) {
    for (let at = from; ; at = secondAfter(at, 1)) if (!this.#s.secondTaken.get(organisation, at)) return at;
  }
}

/** JSON has no 63-bit integers, SQLite's JSON does: the numbers are written as they are. */
const hashes = (keys: readonly bigint[]): string => `[${keys.join(',')}]`;

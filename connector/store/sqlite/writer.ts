/**
 * Writer inside one open transaction. A change that rests on something that moved throws Moved, and the store rolls back.
 */
import {
  PROBLEM_KINDS,
  type Entity,
  type Fields,
  type HostId,
  type JournalRow,
  type Link,
  type LinkId,
  type NarrowUnits,
  type ProblemKind,
  type Proposal,
  type RecordId,
  type Revision,
  type SharedRecord,
  type Unit,
} from '../../model.ts';
import { pick, unitsOf } from '../../fields.ts';
import { keyHash, keysOf, type Key } from '../../identity.ts';
import type { CursorRow, Egress, Fingerprint, FoundRecord, HostRow, NewProblem, NewProposal, StoredPlan, Writer } from '../store.ts'; // prettier-ignore
import { prepared, rowsInto, type Database, type Param, type Statement } from './driver.ts';
import { hostOf, NEW_HOST } from '../rows.ts';
import { Moved } from '../moved.ts';
import { Projected } from './projected.ts';

const SQL = {
  recordRow: `select n, rev, fields from records where id = ?`,
  recordOf: `select n, entity, fields from records where id = ?`,
  insertRecord: `insert into records (id, entity, rev, stage, fields, changed_at, changed_by) values (?, ?, ?, ?, ?, ?, ?)`,
  updateRecord: `update records set rev = ?, stage = ?, fields = ?, changed_at = ?, changed_by = ? where n = ?`,
  restingLinks: `select id, base_ours from links where record_id = ? and rev is not null and id <> ?`,
  setBaseOurs: `update links set base_ours = ?, tick = tick + 1 where id = ?`,
  dropRecordKey: `delete from record_keys where key = ? and record = ?`,
  dropLinkKeys: `delete from link_keys where link = ?`,
  dropKeysOfLinks: `delete from link_keys where link in (select value from json_each(?))`,
  countUnlinked: `select count(*) as n from links where record_id is null`,
  keysOfUnlinked: `select k.key, k.link from links l indexed by links_unlinked cross join link_keys k on k.link = l.id where l.record_id is null`,
  dropAllLinkKeys: `delete from link_keys`,
  insertLink: `insert into links (id, tick, host, entity, host_id, record_id, alias_of, confirmed, in_scope, rev, version, gone_at, dirty, retry_at,
    base_ours, base_theirs, seen, sent, sent_at, token) values (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  updateLink: `update links set tick = tick + 1, host_id = ?, record_id = ?, alias_of = ?, confirmed = ?, in_scope = ?, rev = ?, version = ?, gone_at = ?,
    dirty = ?, retry_at = ?, base_ours = ?, base_theirs = ?, seen = ?, sent = ?, sent_at = ?, token = ? where id = ? and tick = ?`,
  // Only what changes, so that only the indexes it changes are written: what is not matched is dirty already.
  matchLinks: `update links set tick = tick + 1, record_id = f.value ->> 'record', confirmed = 1, retry_at = null from json_each(?) f
    where links.id = f.value ->> 'link' and tick = f.value ->> 'basis' and links.record_id is null and dirty = 1`,
  dropLink: `delete from links where id = ? and tick = ?`,
  dropParts: `delete from parts where link = ?`,
  touchLinks: `update links set dirty = 1, retry_at = null, tick = tick + 1 where record_id = ? and id <> ? and alias_of is null
    and gone_at is null and in_scope = 1`,
  touchLink: `update links set dirty = 1, retry_at = null, tick = tick + 1 where id = ?`,
  leave: `insert or ignore into leavers (host, link) select ?, value from json_each(?)`,
  agreeLeft: `delete from leavers where host = ?`,
  wake: `update links set retry_at = null where host = ? and (? is null or entity = ?) and dirty = 1 and retry_at is not null`,
  wakeWaiting: `update links set retry_at = null where host = ? and entity = ? and dirty = 1 and retry_at is not null
    and not exists (select 1 from problems p where p.link = links.id and p.kind in ('refused', 'leak') and p.resolved_at is null)`,
  forgetVersions: `update links set version = null, tick = tick + 1 where host = ? and entity = ? and (in_scope = 0
    or id in (select link from problems where kind = 'unmapped-value' and resolved_at is null))`,
  forgetCursors: `delete from cursors where host = ?`,
  dropCursor: `delete from cursors where host = ? and feed = ?`,
  addCursor: `insert into cursors (host, feed, cursor, started_at, last_complete_at, seen_count) values (?, ?, ?, ?, ?, ?)`,
  host: `select * from hosts where id = ?`,
  dropHost: `delete from hosts where id = ?`,
  addHost: `insert into hosts (id, kind, profile, books, write, write_by, write_at, paused_by, state, traits, mapping_hashes, last_success_at,
    last_failure_at, last_failure, last_change_at, last_report) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  journal: `insert into journal (at, host, link, record_id, unit, before, after, cause, plan_id, by) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  journalMatched: `insert into journal (at, host, link, record_id, after, cause, by) select ?, host, id, record_id, '{}', 'match', host
    from links where id in (select value from json_each(?)) order by id`,
  openProblem: `select id, detail, ours, theirs, base from problems where host = ? and ifnull(link, 0) = ? and ifnull(unit, '') = ? and kind = ? and resolved_at is null`,
  addProblem: `insert into problems (host, link, record_id, entity, unit, kind, detail, ours, theirs, base, since) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  refreshProblem: `update problems set record_id = ?, detail = ?, ours = ?, theirs = ?, base = ?, tries = tries + 1 where id = ?`,
  hasProblem: `select 1 from problems where link = ? and resolved_at is null limit 1`,
  closeProblems: `update problems set resolved_at = ?, resolved_by = ?, answer = ifnull(answer, 'gone') where link = ? and resolved_at is null
    and kind in (select value from json_each(?)) and (? is null or ifnull(unit, '') in (select value from json_each(?)))`,
  closeProblemsOf: `update problems set resolved_at = ?, resolved_by = 'engine', answer = ifnull(answer, 'gone') where resolved_at is null
    and link in (select value from json_each(?)) and kind in (select value from json_each(?))`,
  closeHostProblems: `update problems set resolved_at = ?, resolved_by = 'engine', answer = 'gone' where host = ? and link is null and resolved_at is null
    and kind in (select value from json_each(?)) and (? = 1 or unit is ?)`,
  answerProblem: `update problems set resolved_at = ?, resolved_by = ?, answer = ? where id = ? and resolved_at is null`,
  reopenProblem: `update problems as p set resolved_at = null, resolved_by = null, answer = null where id = ? and not exists (select 1 from problems o
    where o.host = p.host and ifnull(o.link, 0) = ifnull(p.link, 0) and ifnull(o.unit, '') = ifnull(p.unit, '') and o.kind = p.kind and o.resolved_at is null)`,
  addProposal: `insert into proposals (record_id, unit, value, on_rev, by, at) values (?, ?, ?, ?, ?, ?)`,
  openProposal: `select id from proposals where record_id = ? and unit = ? and value = ? and state = 'open'`,
  setProposal: `update proposals set state = ?, seen_equal_at = ? where id = ?`,
  addRevision: `insert into revisions (invoice, n, at, host, units_before, units_after)
    select ?, ifnull(max(n), 1) + 1, ?, ?, ?, ? from revisions where invoice = ?`,
  dropPlan: `delete from plans where id = ?`,
  addPlan: `insert into plans (id, host, made_at, steps, totals, refused, state, accepted_by, accepted_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  acceptPlan: `update plans set state = 'accepted', accepted_by = ?, accepted_at = ? where id = ? and state = 'proposed'
    and not exists (select 1 from settings s join plans p on p.id = s.value where s.name = ? and p.state = 'accepted')`,
  dropSetting: `delete from settings where name = ?`,
  addSetting: `insert into settings (name, value) values (?, ?)`,
  addFingerprint: `insert or ignore into fingerprints (hash, mark, span, kind) values (?, ?, ?, ?)`,
  dropFingerprint: `delete from fingerprints where hash = ?`,
  dropWeaker: `delete from fingerprints where hash = ? and kind = 'text'`,
  forgetFingerprints: `delete from fingerprints`,
  addEgress: `insert into egress (at, host, entity, record_id, field, count, sample_hash) values (?, ?, ?, ?, ?, ?, ?)`,
  // What names a counterparty: documents and balances by their columns, and of texts only those of kinds that hold such a reference
  // (a payment that pays for nothing has no columns).
  // Ids are long and random, so nothing else contains one.
  isReferred: `select 1 from (select ? as it) a where exists (select 1 from links where record_id = a.it) or exists (select 1 from invoices where counterparty = a.it)
    or exists (select 1 from payments where counterparty = a.it) or exists (select 1 from balances where counterparty = a.it)
    or exists (select 1 from records where entity in ('counterparty', 'contract', 'payment') and id <> a.it and instr(fields, a.it) > 0)
    or exists (select 1 from links where entity in ('counterparty', 'contract', 'invoice', 'payment', 'balance')
      and coalesce(seen, base_ours, base_theirs, sent) is not null
      and instr(ifnull(seen, '') || ifnull(base_ours, '') || ifnull(base_theirs, '') || ifnull(sent, ''), a.it) > 0)`,
  dropRecord: `delete from records where id = ? and rev = ?`,
  putOffProblem: `update problems set due = ?, assignee = ? where id = ? and resolved_at is null`,
  secondTaken: `select 1 from invoices where organisation = ? and date = ? and record_id <> ?`,
} as const;

/** Rows of which one thing has several. */
const ROWS = {
  recordKeys: ['insert or ignore into record_keys (key, record)', 2],
  linkKeys: ['insert or ignore into link_keys (key, link)', 2],
  parts: ['insert or ignore into parts (host, type, part_id, link)', 4],
} as const;
type Rows = Readonly<Record<keyof typeof ROWS, ReturnType<typeof rowsInto>>>;

const json = (v: unknown): string | null => (v === null || v === undefined ? null : JSON.stringify(v));
const narrow = (units: NarrowUnits | null): string | null =>
  units === null || Object.keys(units).length === 0 ? null : JSON.stringify(units);
const bool = (v: boolean): number => (v ? 1 : 0);

export class SqliteWriter implements Writer {
  readonly #s: Readonly<Record<keyof typeof SQL, Statement>>;
  readonly #projected: Projected;
  readonly #rows: Rows;
  /** Links made in this transaction that no part was told of yet: nothing is there to drop. */
  readonly #partless = new Set<LinkId>();

  constructor(db: Database) {
    this.#projected = new Projected(db);
    const bigints = new Set<string>(['keysOfUnlinked']);
    this.#s = prepared(SQL, (sql, name) => db.prepare(sql, { bigint: bigints.has(name) }));
    const into = ([head, columns]: readonly [string, number]): ReturnType<typeof rowsInto> => rowsInto(db, head, columns);
    this.#rows = {
      recordKeys: into(ROWS.recordKeys),
      linkKeys: into(ROWS.linkKeys),
      parts: into(ROWS.parts),
    };
  }

  /** A new transaction: another process may have changed what stands in the tables. */
  begin(): void {
    this.#projected.begin();
    this.#partless.clear();
  }

  setRecord(record: SharedRecord, basis: number | null, own: LinkId | null = null): void {
    const fields = JSON.stringify(record.fields);
    const n = basis === null ? this.#insert(record, fields) : this.#replace(record, fields, basis, own);
    this.#addKeys(n, record);
    this.#projected.store(record, n, basis === null);
  }

  #insert(r: SharedRecord, fields: string): number {
    return this.#s.insertRecord.insert(r.id, r.entity, r.rev, r.stage, fields, r.changedAt, r.changedBy);
  }

  #replace(record: SharedRecord, fields: string, basis: number, own: LinkId | null): number {
    const before = this.#s.recordRow.get(record.id);
    if (!before || before['rev'] !== basis) throw new Moved();
    const old = JSON.parse(String(before['fields'])) as Fields;
    const n = Number(before['n']);
    this.#keepOld(record, old, own);
    this.#s.updateRecord.run(record.rev, record.stage, fields, record.changedAt, record.changedBy, n);
    for (const key of keysOf(record.entity, old)) this.#s.dropRecordKey.run(keyHash(record.entity, key.text), n);
    return n;
  }

  #addKeys(n: number, record: SharedRecord): void {
    this.#rows.recordKeys(keysOf(record.entity, record.fields).map((key) => [keyHash(record.entity, key.text), n]));
  }

  /** Links in step with the record rest on its values; before a unit changes, its old value moves into them (B4). */
  #keepOld(record: SharedRecord, old: Fields, own: LinkId | null): void {
    const changed: [Unit, Fields][] = [];
    for (const [unit, names] of unitsOf(record.entity)) {
      const before = pick(old, names);
      if (JSON.stringify(before) !== JSON.stringify(pick(record.fields, names))) changed.push([unit, before]);
    }
    if (changed.length === 0) return;
    for (const link of this.#s.restingLinks.all(record.id, own ?? 0)) {
      const base = link['base_ours'] === null ? {} : (JSON.parse(link['base_ours'] as string) as Record<Unit, Fields | null>);
      const missing = changed.filter(([unit]) => !(unit in base));
      if (missing.length > 0)
        this.#s.setBaseOurs.run(JSON.stringify({ ...base, ...Object.fromEntries(missing) }), Number(link['id']));
    }
  }

  dropRecord(id: RecordId, basis: number): void {
    const row = this.#s.recordOf.get(id);
    if (row?.['entity'] !== 'counterparty' || this.#s.isReferred.get(id)) throw new Moved();
    const keys = keysOf('counterparty', JSON.parse(String(row['fields'])) as Fields);
    for (const key of keys) this.#s.dropRecordKey.run(keyHash('counterparty', key.text), Number(row['n']));
    this.#projected.dropCounterparty(id);
    if (this.#s.dropRecord.run(id, basis) !== 1) throw new Moved();
  }

  setLink(l: Link, basis: number | null): void {
    const pictures: Param[] = [narrow(l.baseOurs), narrow(l.baseTheirs), narrow(l.seen), narrow(l.sent), l.sentAt, l.token];
    const flags: Param[] = [
      l.hostId,
      l.record,
      l.aliasOf,
      bool(l.confirmed),
      bool(l.inScope),
      l.rev,
      l.version,
      l.goneAt,
      bool(l.dirty),
      l.retryAt,
    ];
    if (basis === null) {
      this.#s.insertLink.run(l.id, l.host, l.entity, ...flags, ...pictures);
      this.#partless.add(l.id);
    } else if (this.#s.updateLink.run(...flags, ...pictures, l.id, basis) !== 1) throw new Moved();
  }

  matchLinks(found: readonly FoundRecord[], answered: readonly ProblemKind[], at: string): void {
    if (this.#s.matchLinks.run(JSON.stringify(found)) !== found.length) throw new Moved();
    const links = JSON.stringify(found.map((f) => f.link));
    this.#s.journalMatched.run(at, links);
    this.#s.closeProblemsOf.run(at, links, JSON.stringify(answered));
  }

  /** A row seen but not matched gives way to the row that waited for it, and its questions with it; nothing else is ever deleted. */
  dropLink(link: LinkId, basis: number, at: string): void {
    this.setLinkKeys(link, 'counterparty', []);
    this.closeProblems(link, PROBLEM_KINDS, null, 'engine', at);
    this.#s.dropParts.run(link);
    if (this.#s.dropLink.run(link, basis) !== 1) throw new Moved();
  }

  claimSecond(organisation: RecordId, date: string, invoice: RecordId): void {
    if (this.#s.secondTaken.get(organisation, date, invoice)) throw new Moved();
  }

  setLinkKeys(link: LinkId, entity: Entity, keys: readonly Key[]): void {
    this.#s.dropLinkKeys.run(link);
    this.#rows.linkKeys(keys.map((key) => [keyHash(entity, key.text), link]));
  }

  dropLinkKeys(links: readonly LinkId[]): void {
    if (links.length === 0) return;
    if (Number(this.#s.countUnlinked.get()?.['n']) < links.length) this.#keepKeysOfUnlinked();
    else this.#s.dropKeysOfLinks.run(JSON.stringify(links));
  }

  /** After a first load next to nothing stays: the table is emptied at once, and the little that stays is written anew. */
  #keepKeysOfUnlinked(): void {
    const kept = this.#s.keysOfUnlinked.all();
    this.#s.dropAllLinkKeys.run();
    this.#rows.linkKeys(kept.map((row) => [row['key'] as bigint, row['link'] as bigint]));
  }

  setParts(host: HostId, link: LinkId, parts: readonly { type: string; id: string }[]): void {
    if (!this.#partless.delete(link)) this.#s.dropParts.run(link);
    this.#rows.parts(parts.map((part) => [host, part.type, part.id, link]));
  }

  touchLinks(record: RecordId, except: LinkId | null): void {
    this.#s.touchLinks.run(record, except ?? 0);
  }
  touchLink(link: LinkId): void {
    this.#s.touchLink.run(link);
  }
  leave(host: HostId, links: readonly LinkId[]): void {
    this.#s.leave.run(host, JSON.stringify(links));
  }
  agreeLeft(host: HostId): void {
    this.#s.agreeLeft.run(host);
  }
  wake(host: HostId, entity: Entity | null): void {
    this.#s.wake.run(host, entity, entity);
  }
  wakeWaiting(host: HostId, entity: Entity): void {
    this.#s.wakeWaiting.run(host, entity);
  }

  setCursor(host: HostId, feed: string, row: CursorRow): void {
    this.#s.dropCursor.run(host, feed);
    this.#s.addCursor.run(host, feed, row.cursor, row.startedAt, row.lastCompleteAt, row.seenCount);
  }

  setHost(host: HostId, change: Partial<Omit<HostRow, 'id'>>): void {
    const known = this.#s.host.get(host);
    const h = { ...(known ? hostOf(known) : NEW_HOST), ...change };
    this.#s.dropHost.run(host);
    this.#projected.begin(); // it may be told figures from now on
    const texts: Param[] = [h.writeBy, h.writeAt, h.pausedBy, h.state, JSON.stringify(h.traits), JSON.stringify(h.mappingHashes)];
    const times: Param[] = [h.lastSuccessAt, h.lastFailureAt, h.lastFailure, h.lastChangeAt, h.lastReport];
    this.#s.addHost.run(host, h.kind, h.profile, bool(h.books), bool(h.write), ...texts, ...times);
  }

  journal(r: JournalRow): void {
    this.#s.journal.run(r.at, r.host, r.link, r.record, r.unit, json(r.before), json(r.after), r.cause, r.plan, r.by);
  }

  problem(p: NewProblem): void {
    const open = this.#s.openProblem.get(p.host, p.link ?? 0, p.unit ?? '', p.kind);
    const shown: Param[] = [JSON.stringify(p.detail), json(p.ours), json(p.theirs), json(p.base)];
    if (open) {
      const same = [open['detail'], open['ours'], open['theirs'], open['base']].every((v, i) => v === shown[i]);
      if (!same) this.#s.refreshProblem.run(p.record, ...shown, Number(open['id']));
    } else this.#s.addProblem.run(p.host, p.link, p.record, p.entity, p.unit, p.kind, ...shown, p.since);
  }

  forgetCursors(host: HostId): void {
    this.#s.forgetCursors.run(host);
  }
  forgetVersions(host: HostId, entity: Entity): void {
    this.#s.forgetVersions.run(host, entity);
  }
  closeProblems(link: LinkId, kinds: readonly ProblemKind[], units: readonly Unit[] | null, by: string, at: string): void {
    if (!this.#s.hasProblem.get(link)) return; // the rule
    const only = units === null ? null : JSON.stringify(units);
    this.#s.closeProblems.run(at, by, link, JSON.stringify(kinds), only, only);
  }
  closeHostProblems(host: HostId, kinds: readonly ProblemKind[], at: string, unit?: string | null): void {
    this.#s.closeHostProblems.run(at, host, JSON.stringify(kinds), unit === undefined ? 1 : 0, unit ?? null);
  }
  answerProblem(id: number, answer: string, by: string, at: string): void {
    if (this.#s.answerProblem.run(at, by, answer, id) !== 1) throw new Moved();
  }

  putOffProblem(id: number, due: string | null, assignee: string | null): void {
    if (this.#s.putOffProblem.run(due, assignee, id) !== 1) throw new Moved();
  }
  reopenProblem(id: number): void {
    this.#s.reopenProblem.run(id);
  }

  /** The same refused value is one proposal, however often it is met. */
  proposal(p: NewProposal): void {
    const value = JSON.stringify(p.value);
    if (this.#s.openProposal.get(p.record, p.unit, value)) return;
    this.#s.addProposal.run(p.record, p.unit, value, p.onRev, p.by, p.at);
  }
  setProposal(id: number, state: Proposal['state'], at: string): void {
    this.#s.setProposal.run(state, state === 'accepted' ? at : null, id);
  }
  revision(r: Omit<Revision, 'n'>): void {
    this.#s.addRevision.run(r.invoice, r.at, r.host, JSON.stringify(r.before), JSON.stringify(r.after), r.invoice);
  }
  plan(p: StoredPlan): void {
    this.#s.dropPlan.run(p.id);
    this.#s.addPlan.run(p.id, p.host, p.madeAt, p.steps, p.totals, p.refused, p.state, p.acceptedBy, p.acceptedAt);
  }
  acceptPlan(plan: string, setting: string, by: string, at: string): void {
    if (this.#s.acceptPlan.run(by, at, plan, setting) !== 1) throw new Moved();
    this.setSetting(setting, plan);
  }
  setSetting(name: string, value: string): void {
    this.#s.dropSetting.run(name);
    this.#s.addSetting.run(name, value);
  }

  addFingerprints(added: readonly Fingerprint[]): void {
    for (const f of added) {
      if (f.kind !== 'text') this.#s.dropWeaker.run(f.hash);
      this.#s.addFingerprint.run(f.hash, f.mark, f.span, f.kind);
    }
  }
  dropFingerprints(hashes: readonly number[]): void {
    for (const hash of hashes) this.#s.dropFingerprint.run(hash);
  }
  forgetFingerprints(): void {
    this.#s.forgetFingerprints.run();
  }
  egress(rows: readonly Egress[]): void {
    for (const r of rows) this.#s.addEgress.run(r.at, r.host, r.entity, r.record, r.field, r.count, r.sampleHash);
  }
}

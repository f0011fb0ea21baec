/** Reader over one moment of a SQL Server. Sets of ids travel as one JSON parameter, so a page costs one statement. */
import { keyHash, keysOf, objectKeys, type Key, type Which } from '../../identity.ts';
import type { Entity, HostId, LinkId, RecordId, SharedRecord } from '../../model.ts';
import { has, push, shownFields, textsByRow, whichOf } from '../met.ts';
import { cursorOf, egressOf, FINGERPRINT_COLUMNS, fingerprintOf, hostOf, journalOf, LINK_COLUMNS, linkOf, planOf, problemOf, proposalOf, RECORD_COLUMNS, recordOf, revisionOf, type SqlRow } from '../rows.ts'; // prettier-ignore
import { secondAfter, SECONDS } from '../seconds.ts';
import type { Candidate, KeySet, ProblemFilter, Reader, StoredLink, VersionRow } from '../store.ts';
import { uncountedIn } from '../projections.ts';
import { owedOf } from '../told.ts';
import { keyOf } from './cells.ts';
import { asText, money } from './queries.ts';
import { BINARY, FIRST, type Params, type Tsql } from './tsql.ts';

const named = (alias: string, columns: string): string => columns.split(', ').map((c) => `${alias}.[${c}]`).join(', '); // prettier-ignore
const L = named('l', LINK_COLUMNS);
const R = named('r', RECORD_COLUMNS);
const LINKS = `SELECT ${L} FROM sb.links AS l`;
const DUE = `l.dirty = 1 AND (l.retry_at IS NULL OR l.retry_at <= @now) AND l.id > @after ORDER BY l.id ${FIRST}`;
const PARTS_OF_LATE = `(SELECT COUNT(*) FROM sb.parts AS x JOIN sb.links AS i ON i.id = x.link AND i.entity = N'invoice' AND i.record_id IS NOT NULL AND i.alias_of IS NULL
    WHERE x.host = @host AND x.part_id = SUBSTRING(p.invoice, 10, 400) AND x.type IN (@parts))`;

const SQL = {
  record: `SELECT ${R} FROM sb.records AS r WHERE r.id = @id`,
  records: `SELECT ${R} FROM sb.records AS r WHERE r.id IN (@ids)`,
  recordsOf: `SELECT ${R} FROM sb.records AS r WHERE r.entity = @entity AND r.n > COALESCE((SELECT n FROM sb.records WHERE id = @after), 0) ORDER BY r.n ${FIRST}`,
  link: `${LINKS} WHERE l.id = @id`,
  linksOf: `${LINKS} WHERE l.record_id = @record ORDER BY l.id`,
  linksToward: `${LINKS} WHERE l.host = @host AND l.record_id IN (@ids) ORDER BY l.id`,
  linksNaming: `${LINKS} WHERE l.host = @host AND l.record_id IN (SELECT record_id FROM sb.invoices WHERE counterparty = @of
    UNION SELECT record_id FROM sb.balances WHERE counterparty = @of UNION SELECT id FROM sb.records WHERE entity IN (N'contract', N'payment') AND CHARINDEX(@of, fields ${BINARY}) > 0) ORDER BY l.id`,
  paidOf: `SELECT ${asText('COALESCE(total, 0)', 'total')}, ${asText('paid')}, paid_at, ever_paid FROM sb.invoices AS i WHERE record_id = @invoice
    AND NOT EXISTS (SELECT 1 FROM sb.payments AS p WHERE p.invoice = i.record_id AND ${uncountedIn('sb.payments')})`,
  owedBy: `SELECT l.host, b.organisation, b.currency, ${asText('b.debt', 'debt')}, ${asText('b.advance', 'advance')}, ${asText('b.overdue', 'overdue')}, r.changed_at AS since FROM sb.balances AS b
    JOIN sb.records AS r ON r.id = b.record_id JOIN sb.links AS l ON l.record_id = b.record_id AND l.alias_of IS NULL WHERE b.counterparty IN (@ids) ORDER BY r.n`,
  mergedInto: `SELECT record_id, SUBSTRING(token ${BINARY}, 2, 400) AS merged_into FROM sb.links WHERE host = @host AND entity = @entity AND SUBSTRING(token, 1, 1) = N'>' AND record_id IS NOT NULL ORDER BY id`,
  hasInvoices: `SELECT COUNT(*) AS n FROM sb.invoices WHERE counterparty = @of AND state <> N'draft'`,
  linksAt: `${LINKS} WHERE l.host = @host AND l.entity = @entity AND l.host_key IN (@keys)`,
  linksByPart: `${LINKS} JOIN sb.parts AS p ON p.link = l.id WHERE p.host = @host AND p.type = @type AND p.part_id = @part ORDER BY l.id`,
  due: `${LINKS} WHERE l.host = @host AND l.entity = @entity AND l.record_id IS NOT NULL AND ${DUE}`,
  unlinked: `${LINKS} WHERE l.host = @host AND l.entity = @entity AND l.record_id IS NULL AND ${DUE}`,
  linksPage: `${LINKS} WHERE l.host = @host AND l.entity = @entity AND l.id > @after ORDER BY l.id ${FIRST}`,
  candidates: `SELECT ${R}, k.[key] AS hash, l.id AS link FROM sb.record_keys AS k JOIN sb.records AS r ON r.n = k.record
    LEFT JOIN sb.links AS l ON l.record_id = r.id AND l.host = @host AND l.entity = r.entity AND l.alias_of IS NULL AND l.host_id IS NOT NULL WHERE k.[key] IN (@hashes) ORDER BY r.n`,
  linksByKey: `SELECT k.[key] AS hash, k.link AS n FROM sb.link_keys AS k WHERE k.[key] IN (@hashes)`,
  unlinkedSeen: `SELECT l.id, l.seen FROM sb.links AS l WHERE l.id IN (@ids) AND l.host = @host AND l.entity = @entity AND l.record_id IS NULL ORDER BY l.id`,
  repeatedKeys: `SELECT [key] AS hash FROM sb.link_keys GROUP BY [key] HAVING COUNT(*) > 1`,
  // From the few rows that name such an invoice: "~invoice:" and its id there, or that of its one part.
  paymentsOfLateInvoices: `${LINKS} WHERE l.host = @host AND l.entity = N'payment' AND l.host_id IS NOT NULL AND l.gone_at IS NULL AND l.id > @after AND EXISTS (SELECT 1 FROM sb.payments AS p
    WHERE p.payment = l.record_id AND p.invoice >= N'~invoice:' AND p.invoice < N'~invoice;' AND (EXISTS (SELECT 1 FROM sb.links AS i WHERE i.host = @host AND i.entity = N'invoice'
    AND i.host_key IN (CONCAT(N'h', SUBSTRING(p.invoice, 10, 400)), CONCAT(N's', SUBSTRING(p.invoice, 10, 400), N'|')) AND i.record_id IS NOT NULL) OR ${PARTS_OF_LATE} = 1)) ORDER BY l.id ${FIRST}`,
  recordsWithoutLink: `SELECT ${R} FROM sb.records AS r WHERE r.entity = @entity AND r.n > COALESCE((SELECT n FROM sb.records WHERE id = @after), 0)
    AND NOT EXISTS (SELECT 1 FROM sb.links AS l WHERE l.record_id = r.id AND l.host = @host AND l.entity = r.entity AND l.alias_of IS NULL) ORDER BY r.n ${FIRST}`,
  sentBefore: `${LINKS} WHERE l.host = @host AND l.sent IS NOT NULL AND l.sent_at < @before AND l.in_scope = 1`,
  versionsAt: `SELECT id, host_id, version, gone_at FROM sb.links WHERE host = @host AND entity = @entity AND host_key IN (@keys)`,
  liveLinks: `SELECT id, host_id FROM sb.links WHERE host = @host AND entity = @entity AND host_key > @after AND host_id IS NOT NULL AND gone_at IS NULL ORDER BY host_key ${FIRST}`,
  recordsAt: `SELECT host_id, record_id FROM sb.links WHERE host = @host AND entity = @entity AND record_id IS NOT NULL AND host_key IN (@keys)`,
  hostIdsOf: `SELECT record_id, CASE WHEN SUBSTRING(token, 1, 1) = N'>' THEN SUBSTRING(token ${BINARY}, 2, 400) ELSE host_id END AS host_id FROM sb.links
    WHERE host = @host AND entity = @entity AND confirmed = 1 AND alias_of IS NULL AND (host_id IS NOT NULL OR SUBSTRING(token, 1, 1) = N'>') AND gone_at IS NULL
    AND record_id IN (@ids)`,
  countLinks: `SELECT SUM(CASE WHEN record_id IS NOT NULL AND gone_at IS NULL THEN 1 ELSE 0 END) AS linked, SUM(CASE WHEN record_id IS NULL AND gone_at IS NULL THEN 1 ELSE 0 END) AS unlinked,
    SUM(CASE WHEN gone_at IS NOT NULL THEN 1 ELSE 0 END) AS gone, SUM(dirty) AS dirty FROM sb.links WHERE host = @host AND entity = @entity`,
  leavers: `SELECT l.entity, COUNT(*) AS n FROM sb.leavers AS v JOIN sb.links AS l ON l.id = v.link WHERE v.host = @host AND l.in_scope = 0 AND l.gone_at IS NULL GROUP BY l.entity`,
  hosts: `SELECT * FROM sb.hosts ORDER BY id`,
  cursor: `SELECT * FROM sb.cursors WHERE host = @host AND feed = @feed`,
  proposals: `SELECT * FROM sb.proposals ORDER BY id`,
  proposalsOf: `SELECT * FROM sb.proposals WHERE record_id = @record ORDER BY id`,
  revisions: `SELECT * FROM sb.revisions WHERE invoice = @invoice ORDER BY n`,
  journal: `SELECT * FROM sb.journal WHERE record_id = @record ORDER BY id`,
  plan: `SELECT * FROM sb.plans WHERE id = @id`,
  lastPlan: `SELECT * FROM sb.plans WHERE host = @host ORDER BY made_at DESC, id DESC ${FIRST}`,
  setting: `SELECT value FROM sb.settings WHERE name = @name`,
  fingerprints: `SELECT ${FINGERPRINT_COLUMNS} FROM sb.fingerprints WHERE n > @after ORDER BY n ${FIRST}`,
  egress: `SELECT host, entity, field, COUNT(*) AS writes, COUNT(DISTINCT record_id) AS records, SUM([count]) AS [count], MIN(at) AS first_at, MAX(at) AS last_at, MAX(CASE WHEN back = 1 THEN sample_hash END) AS sample
    FROM (SELECT host, entity, field, record_id, [count], at, sample_hash, ROW_NUMBER() OVER (PARTITION BY host, entity, field ORDER BY at DESC, n DESC) AS back FROM sb.egress WHERE at >= @since AND at < @until) AS e
    GROUP BY host, entity, field ORDER BY host, entity, field`,
  secondsTaken: `SELECT date FROM sb.invoices WHERE organisation = @organisation AND date >= @since AND date <= @until`,
} as const;

const hostKeys = (hostIds: readonly string[]): string[] => hostIds.map((id) => keyOf(id, 0));

const versionOf = (r: SqlRow): VersionRow => ({
  id: Number(r['id']),
  version: typeof r['version'] === 'string' ? r['version'] : null,
  gone: r['gone_at'] !== null,
});
const columns = (names: string) => { const all = names.split(', '); return (row: SqlRow) => all.map((name) => row[name]); }; // prettier-ignore
const linkColumns = columns(LINK_COLUMNS);
const recordColumns = columns(RECORD_COLUMNS);
const fingerprintColumns = columns(FINGERPRINT_COLUMNS);
const link = (row: SqlRow): StoredLink => linkOf(linkColumns(row));
const record = (row: SqlRow): SharedRecord => recordOf(recordColumns(row));

/** Conditions of a filter, each with its value. */
const FILTERS = {
  host: 'host = @host',
  kind: 'kind = @kind',
  record: 'record_id = @record',
  link: 'link_key = @link', // the index is over it
  id: 'id = @id',
} as const;
const ALL = 2_147_483_647;

export class MssqlReader implements Reader {
  readonly #t: Tsql;

  constructor(t: Tsql) {
    this.#t = t;
  }

  async #links(sql: string, params: Params): Promise<StoredLink[]> {
    return (await this.#t.rows(sql, params)).map(link);
  }
  async #records(sql: string, params: Params): Promise<SharedRecord[]> {
    return (await this.#t.rows(sql, params)).map(record);
  }

  async record(id: RecordId) {
    return (await this.#records(SQL.record, { id }))[0] ?? null;
  }
  async records(ids: readonly RecordId[]) {
    const records = ids.length === 0 ? [] : await this.#records(SQL.records, { ids: ids });
    return new Map(records.map((r) => [r.id, r]));
  }
  recordsOf(entity: Entity, after: RecordId | null, limit: number) {
    return this.#records(SQL.recordsOf, { entity, after, limit });
  }
  async link(id: LinkId) {
    return (await this.#links(SQL.link, { id }))[0] ?? null;
  }
  linksOf(of: RecordId) {
    return this.#links(SQL.linksOf, { record: of });
  }
  async linksToward(host: HostId, records: readonly RecordId[]) {
    const found = new Map<RecordId, StoredLink[]>();
    for (const l of await this.#links(SQL.linksToward, { host, ids: records })) push(found, l.record ?? '', l);
    return found;
  }
  linksNaming(host: HostId, of: RecordId) {
    return this.#links(SQL.linksNaming, { host, of });
  }
  async paidOf(invoice: RecordId) {
    const [row] = await this.#t.rows(SQL.paidOf, { invoice });
    return row ? { total: money(row['total']), paid: money(row['paid']), paidAt: row['paid_at'] as string | null, everPaid: Number(row['ever_paid']) === 1 } : null; // prettier-ignore
  }
  async owedBy(ids: readonly RecordId[]) {
    const sum = (v: unknown): string | null => (v === null ? null : money(v));
    const rows = await this.#t.rows(SQL.owedBy, { ids });
    return rows.map((r) => owedOf({ ...r, debt: sum(r['debt']), advance: sum(r['advance']), overdue: sum(r['overdue']) }));
  }
  async mergedInto(host: HostId, entity: Entity) {
    const rows = await this.#t.rows(SQL.mergedInto, { host, entity });
    return rows.map((r) => ({ record: String(r['record_id']), into: String(r['merged_into']) }));
  }
  async hasInvoices(of: RecordId) {
    return Number((await this.#t.rows(SQL.hasInvoices, { of }))[0]?.['n']) > 0;
  }
  async linksAt(host: HostId, entity: Entity, hostIds: readonly string[]) {
    const links = await this.#links(SQL.linksAt, { host, entity, keys: hostKeys(hostIds) });
    return new Map(links.map((l) => [l.hostId ?? '', l]));
  }
  async versionsAt(host: HostId, entity: Entity, hostIds: readonly string[]) {
    const rows = await this.#t.rows(SQL.versionsAt, { host, entity, keys: hostKeys(hostIds) });
    return new Map(rows.map((r) => [String(r['host_id']), versionOf(r)]));
  }
  async liveLinks(host: HostId, entity: Entity, after: string, limit: number) {
    const rows = await this.#t.rows(SQL.liveLinks, { host, entity, after: after === '' ? '' : keyOf(after, 0), limit });
    return rows.map((r) => ({ id: Number(r['id']), hostId: String(r['host_id']) }));
  }
  async recordsAt(host: HostId, entity: Entity, hostIds: readonly string[]) {
    const rows = await this.#t.rows(SQL.recordsAt, { host, entity, keys: hostKeys(hostIds) });
    return new Map(rows.map((r) => [String(r['host_id']), String(r['record_id'])]));
  }
  async hostIdsOf(host: HostId, entity: Entity, records: readonly RecordId[]) {
    const rows = await this.#t.rows(SQL.hostIdsOf, { host, entity, ids: records });
    return new Map(rows.map((r) => [String(r['record_id']), String(r['host_id'])]));
  }
  linksByPart(host: HostId, type: string, part: string) {
    return this.#links(SQL.linksByPart, { host, type, part });
  }
  due(host: HostId, entity: Entity, now: string, after: LinkId, limit: number) {
    return this.#links(SQL.due, { host, entity, now, after, limit });
  }
  linksPage(host: HostId, entity: Entity, after: LinkId, limit: number) {
    return this.#links(SQL.linksPage, { host, entity, after, limit });
  }
  unlinked(host: HostId, entity: Entity, now: string, after: LinkId, limit: number) {
    return this.#links(SQL.unlinked, { host, entity, now, after, limit });
  }

  /** Two texts may share a hash, so only a key the object really shows counts. */
  async candidates(host: HostId, entity: Entity, keys: readonly Key[]) {
    const found = new Map<string, Candidate[]>();
    if (keys.length === 0) return found;
    const asked = new Map<bigint, Set<string>>();
    for (const { text } of keys) asked.set(keyHash(entity, text), (asked.get(keyHash(entity, text)) ?? new Set()).add(text));
    const met = new Map<RecordId, readonly [SharedRecord, readonly Key[]]>();
    for (const row of await this.#t.rows(SQL.candidates, { hashes: [...asked.keys()], host })) {
      const [one, shown] = shownKeys(met, row, entity, whichOf(keys));
      const linked = row['link'] === null ? null : Number(row['link']);
      for (const text of asked.get(row['hash'] as bigint) ?? []) if (one.entity === entity && has(shown, text)) push(found, text, { record: one, linked }); // prettier-ignore
    }
    return found;
  }

  async unlinkedWith(host: HostId, entity: Entity, keys: readonly Key[]) {
    const found = new Map<string, LinkId[]>();
    if (keys.length === 0) return found;
    const hashed = new Map(keys.map((k) => [keyHash(entity, k.text), k.text]));
    const met = textsByRow(await this.#t.rows(SQL.linksByKey, { hashes: [...hashed.keys()] }), hashed);
    if (met.size === 0) return found;
    for (const row of await this.#t.rows(SQL.unlinkedSeen, { ids: [...met.keys()], host, entity })) {
      const id = Number(row['id']);
      const shown = objectKeys(entity, shownFields(row['seen']), whichOf(keys));
      for (const text of met.get(id) ?? []) if (has(shown, text)) push(found, text, id);
    }
    return found;
  }

  async repeatedKeys(): Promise<KeySet> {
    const repeated = new Set((await this.#t.rows(SQL.repeatedKeys)).map((r) => r['hash']));
    return { has: (entity, key) => repeated.size > 0 && repeated.has(keyHash(entity, key.text)) };
  }
  paymentsOfLateInvoices(host: HostId, parts: readonly string[], after: LinkId, limit: number) {
    return this.#links(SQL.paymentsOfLateInvoices, { host, parts: parts, after, limit });
  }
  recordsWithoutLink(host: HostId, entity: Entity, after: RecordId | null, limit: number) {
    return this.#records(SQL.recordsWithoutLink, { host, entity, after, limit });
  }
  async countLinks(host: HostId, entity: Entity) {
    const [row] = await this.#t.rows(SQL.countLinks, { host, entity });
    const n = (name: string): number => Number(row?.[name] ?? 0);
    return { linked: n('linked'), unlinked: n('unlinked'), gone: n('gone'), dirty: n('dirty') };
  }
  async leavers(host: HostId) {
    return new Map((await this.#t.rows(SQL.leavers, { host })).map((r) => [r['entity'] as Entity, Number(r['n'])]));
  }
  sentBefore(host: HostId, before: string) {
    return this.#links(SQL.sentBefore, { host, before });
  }
  async hosts() {
    return (await this.#t.rows(SQL.hosts)).map(hostOf);
  }
  async cursor(host: HostId, feed: string) {
    const [row] = await this.#t.rows(SQL.cursor, { host, feed });
    return row ? cursorOf(row) : null;
  }
  async problems(f: ProblemFilter) {
    const asked = (Object.keys(FILTERS) as (keyof typeof FILTERS)[]).filter((name) => f[name] !== undefined);
    const where = [...asked.map((name) => FILTERS[name]), ...(f.open === false ? [] : ['slot = 0'])];
    const sql = `SELECT * FROM sb.problems${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''} ORDER BY since, id ${FIRST}`;
    const values = Object.fromEntries(asked.map((name) => [name, f[name] ?? null]));
    return (await this.#t.rows(sql, { ...values, limit: f.limit ?? ALL })).map(problemOf);
  }
  async proposals(of: RecordId | null) {
    const rows = of === null ? this.#t.rows(SQL.proposals) : this.#t.rows(SQL.proposalsOf, { record: of });
    return (await rows).map(proposalOf);
  }
  async revisions(invoice: RecordId) {
    return (await this.#t.rows(SQL.revisions, { invoice })).map(revisionOf);
  }
  async journal(of: RecordId) {
    return (await this.#t.rows(SQL.journal, { record: of })).map(journalOf);
  }
  async plan(id: string) {
    const [row] = await this.#t.rows(SQL.plan, { id });
    return row ? planOf(row) : null;
  }
  async lastPlan(host: HostId) {
    const [row] = await this.#t.rows(SQL.lastPlan, { host, limit: 1 });
    return row ? planOf(row) : null;
  }
  async setting(name: string) {
    const [row] = await this.#t.rows(SQL.setting, { name });
    return row ? String(row['value']) : null;
  }
  async fingerprints(after: number, limit: number) {
    return (await this.#t.rows(SQL.fingerprints, { after, limit })).map((row) => fingerprintOf(fingerprintColumns(row)));
  }
  async egress(since: string, until: string) {
    return (await this.#t.rows(SQL.egress, { since, until })).map(egressOf);
  }

  async freeSecond(organisation: RecordId, from: string) {
    for (let since = from; ; since = secondAfter(since, SECONDS)) {
      const until = secondAfter(since, SECONDS - 1);
      const rows = await this.#t.rows(SQL.secondsTaken, { organisation, since, until });
      const taken = new Set(rows.map((r) => r['date']));
      for (let at = since; at <= until; at = secondAfter(at, 1)) if (!taken.has(at)) return at;
    }
  }
}

/** A record met by several of its keys is read and looked at once. */
function shownKeys(
  met: Map<RecordId, readonly [SharedRecord, readonly Key[]]>,
  row: SqlRow,
  entity: Entity,
  which: Which,
): readonly [SharedRecord, readonly Key[]] {
  const known = met.get(String(row['id']));
  if (known) return known;
  const one = record(row);
  const made = [one, one.entity === entity ? keysOf(entity, one.fields, which) : []] as const;
  met.set(one.id, made);
  return made;
}

/**
 * Writer that only collects: each of its methods leaves steps behind, and the store runs them in order inside one transaction (B2). A
 * deadlock runs them again from the start, so a step keeps nothing of its own.
 */
import { keyHash, type Key } from '../../identity.ts';
import { PROBLEM_KINDS, type Entity, type HostId, type JournalRow, type Link, type LinkId, type ProblemKind, type Proposal, type RecordId, type Revision, type SharedRecord, type Unit } from '../../model.ts'; // prettier-ignore
import { Moved } from '../moved.ts';
import type { CursorRow, Egress, Fingerprint, FoundRecord, HostRow, NewProblem, NewProposal, StoredPlan, Writer } from '../store.ts'; // prettier-ignore
import { journalCells, json, linkCells } from './cells.ts';
import { setHost } from './host-steps.ts';
import { addRecord, changeRecord, removeRecord } from './record-steps.ts';
import * as to from './tables.ts';
import { type Params } from './tsql.ts';
import type { Work } from './work.ts';

export type Step = (work: Work) => Promise<void>;

const GONE = `answer = COALESCE(answer, N'gone'), slot = id`;
const SQL = {
  journalMatched: `INSERT INTO sb.journal (at, host, link, record_id, after, cause, [by]) SELECT @at, l.host, l.id, l.record_id, N'{}', N'match', l.host FROM sb.links AS l
    WHERE l.id IN (@links) ORDER BY l.id`,
  closeProblemsOf: `UPDATE sb.problems SET resolved_at = @at, resolved_by = N'engine', ${GONE} WHERE slot = 0 AND link_key IN (@links) AND kind IN (@kinds)`,
  dropLink: `DELETE FROM sb.links WHERE id = @id AND tick = @basis`,
  secondTaken: `SELECT 1 AS taken FROM sb.invoices WHERE organisation = @organisation AND date = @date AND record_id <> @invoice`,
  dropKeysOfLinks: `DELETE FROM sb.link_keys WHERE link IN (@links)`,
  touchLinks: `UPDATE sb.links SET dirty = 1, retry_at = NULL, tick = tick + 1 WHERE record_id = @record AND id <> @except AND alias_of IS NULL AND gone_at IS NULL AND in_scope = 1`,
  touchLink: `UPDATE sb.links SET dirty = 1, retry_at = NULL, tick = tick + 1 WHERE id = @link`,
  agreeLeft: `DELETE FROM sb.leavers WHERE host = @host`,
  wake: `UPDATE sb.links SET retry_at = NULL WHERE host = @host AND dirty = 1 AND retry_at IS NOT NULL`,
  wakeWaiting: `UPDATE l SET retry_at = NULL FROM sb.links AS l WHERE l.host = @host AND l.entity = @entity AND l.dirty = 1 AND l.retry_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM sb.problems AS p WHERE p.link_key = l.id AND p.slot = 0 AND p.kind IN (N'refused', N'leak'))`,
  forgetVersions: `UPDATE sb.links SET version = NULL, tick = tick + 1 WHERE host = @host AND entity = @entity
    AND (in_scope = 0 OR id IN (SELECT p.link_key FROM sb.problems AS p WHERE p.kind = N'unmapped-value' AND p.slot = 0))`,
  forgetCursors: `DELETE FROM sb.cursors WHERE host = @host`,
  dropCursor: `DELETE FROM sb.cursors WHERE host = @host AND feed = @feed`,
  addCursor: `INSERT INTO sb.cursors (host, feed, [cursor], started_at, last_complete_at, seen_count) VALUES (@host, @feed, @cursor, @startedAt, @completeAt, @seen)`,
  openProblem: `SELECT id, detail, ours, theirs, base FROM sb.problems WHERE host = @host AND link_key = @linkKey AND unit_key = @unitKey AND kind = @kind AND slot = 0`,
  addProblem: `INSERT INTO sb.problems (host, link, link_key, record_id, entity, unit, unit_key, kind, detail, ours, theirs, base, since, tries, slot)
    VALUES (@host, @link, @linkKey, @record, @entity, @unit, @unitKey, @kind, @detail, @ours, @theirs, @base, @since, 1, 0)`,
  refreshProblem: `UPDATE sb.problems SET record_id = @record, detail = @detail, ours = @ours, theirs = @theirs, base = @base, tries = tries + 1 WHERE id = @id`,
  closeProblems: `UPDATE sb.problems SET resolved_at = @at, resolved_by = @by, ${GONE} WHERE link_key = @link AND slot = 0 AND kind IN (@kinds)`,
  closeUnits: `UPDATE sb.problems SET resolved_at = @at, resolved_by = @by, ${GONE} WHERE link_key = @link AND slot = 0 AND kind IN (@kinds) AND unit_key IN (@units)`,
  closeHostProblems: `UPDATE sb.problems SET resolved_at = @at, resolved_by = N'engine', answer = N'gone', slot = id WHERE host = @host AND link IS NULL AND slot = 0 AND kind IN (@kinds)`,
  answerProblem: `UPDATE sb.problems SET resolved_at = @at, resolved_by = @by, answer = @answer, slot = id WHERE id = @id AND slot = 0`,
  reopenProblem: `UPDATE p SET resolved_at = NULL, resolved_by = NULL, answer = NULL, slot = 0 FROM sb.problems AS p WHERE p.id = @id
    AND NOT EXISTS (SELECT 1 FROM sb.problems AS o WHERE o.host = p.host AND o.link_key = p.link_key AND o.unit_key = p.unit_key AND o.kind = p.kind AND o.slot = 0)`,
  putOffProblem: `UPDATE sb.problems SET due = @due, assignee = @assignee WHERE id = @id AND slot = 0`,
  openProposal: `SELECT id, value FROM sb.proposals WHERE record_id = @record AND unit = @unit AND state = N'open'`,
  addProposal: `INSERT INTO sb.proposals (record_id, unit, value, on_rev, [by], at, state) VALUES (@record, @unit, @value, @rev, @by, @at, N'open')`,
  setProposal: `UPDATE sb.proposals SET state = @state, seen_equal_at = @seen WHERE id = @id`,
  addRevision: `INSERT INTO sb.revisions (invoice, n, at, host, units_before, units_after) SELECT @invoice, COALESCE(MAX(n), 1) + 1, @at, @host, @before, @after FROM sb.revisions WHERE invoice = @invoice`,
  dropPlan: `DELETE FROM sb.plans WHERE id = @id`,
  addPlan: `INSERT INTO sb.plans (id, host, made_at, steps, totals, refused, state, accepted_by, accepted_at) VALUES (@id, @host, @madeAt, @steps, @totals, @refused, @state, @by, @at)`,
  acceptPlan: `UPDATE sb.plans SET state = N'accepted', accepted_by = @by, accepted_at = @at WHERE id = @plan AND state = N'proposed'
    AND NOT EXISTS (SELECT 1 FROM sb.plans AS p WHERE p.id = @accepted AND p.state = N'accepted')`,
  setting: `SELECT value FROM sb.settings WHERE name = @name`,
  changeSetting: `UPDATE sb.settings SET value = @value WHERE name = @name`,
  addSetting: `INSERT INTO sb.settings (name, value) VALUES (@name, @value)`,
  dropFingerprints: `DELETE FROM sb.fingerprints WHERE hash IN (@hashes)`,
  forgetFingerprints: `DELETE FROM sb.fingerprints`,
} as const;

export class MssqlWriter implements Writer {
  readonly steps: Step[] = [];

  #run(sql: string, params: Params): void {
    this.steps.push(async (work) => {
      await work.run(sql, params);
    });
  }
  /** Exactly so many rows, or what it rests on has moved. */
  #sure(sql: string, params: Params, count = 1): void {
    this.steps.push(async (work) => {
      if ((await work.run(sql, params)) !== count) throw new Moved();
    });
  }

  setRecord(record: SharedRecord, basis: number | null, own: LinkId | null = null): void {
    this.steps.push((work) => (basis === null ? addRecord(work, record) : changeRecord(work, record, basis, own)));
  }

  dropRecord(id: RecordId, basis: number): void {
    this.steps.push((work) => removeRecord(work, id, basis));
  }

  setLink(l: Link, basis: number | null): void {
    const cells = linkCells(l);
    this.steps.push((work) => (basis === null ? work.add(to.LINKS, { ...cells, tick: 1 }) : work.add(to.CHANGED_LINKS, { ...cells, basis })));
  } // prettier-ignore

  matchLinks(found: readonly FoundRecord[], answered: readonly ProblemKind[], at: string): void {
    const links = found.map((f) => f.link);
    this.steps.push(async (work) => {
      for (const { link, record, basis } of found) await work.add(to.MATCHED_LINKS, { link, record, basis });
    });
    this.#run(SQL.journalMatched, { at, links });
    if (answered.length > 0) this.#run(SQL.closeProblemsOf, { at, links, kinds: answered });
  }

  /** A row seen but not matched gives way to the row that waited for it, and its questions with it; nothing else is ever deleted. */
  dropLink(link: LinkId, basis: number, at: string): void {
    this.setLinkKeys(link, 'counterparty', []);
    this.closeProblems(link, PROBLEM_KINDS, null, 'engine', at);
    this.steps.push((work) => work.add(to.DROP_PARTS, { link }));
    this.#sure(SQL.dropLink, { id: link, basis });
  }

  claimSecond(organisation: RecordId, date: string, invoice: RecordId): void {
    this.steps.push(async (work) => {
      if ((await work.rows(SQL.secondTaken, { organisation, date, invoice })).length > 0) throw new Moved();
    });
  }

  setLinkKeys(link: LinkId, entity: Entity, keys: readonly Key[]): void {
    const hashes = keys.map((key) => keyHash(entity, key.text));
    this.steps.push(async (work) => {
      await work.add(to.DROP_LINK_KEYS, { link });
      for (const key of hashes) await work.add(to.LINK_KEYS, { key, link });
    });
  }
  dropLinkKeys(links: readonly LinkId[]): void {
    if (links.length > 0) this.#run(SQL.dropKeysOfLinks, { links: links });
  }
  setParts(host: HostId, link: LinkId, parts: readonly { type: string; id: string }[]): void {
    this.steps.push(async (work) => {
      await work.add(to.DROP_PARTS, { link });
      for (const part of parts) await work.add(to.PARTS, { host, type: part.type, part_id: part.id, link });
    });
  }

  touchLinks(record: RecordId, except: LinkId | null): void {
    this.#run(SQL.touchLinks, { record, except: except ?? 0 });
  }
  touchLink(link: LinkId): void {
    this.#run(SQL.touchLink, { link });
  }
  leave(host: HostId, links: readonly LinkId[]): void {
    this.steps.push(async (work) => {
      for (const link of links) await work.add(to.LEAVERS, { host, link });
    });
  }
  agreeLeft(host: HostId): void {
    this.#run(SQL.agreeLeft, { host });
  }
  wake(host: HostId, entity: Entity | null): void {
    if (entity === null) this.#run(SQL.wake, { host });
    else this.#run(`${SQL.wake} AND entity = @entity`, { host, entity });
  }
  wakeWaiting(host: HostId, entity: Entity): void {
    this.#run(SQL.wakeWaiting, { host, entity });
  }

  setCursor(host: HostId, feed: string, row: CursorRow): void {
    this.#run(SQL.dropCursor, { host, feed });
    this.#run(SQL.addCursor, { host, feed, cursor: row.cursor, startedAt: row.startedAt, completeAt: row.lastCompleteAt, seen: row.seenCount }); // prettier-ignore
  }
  setHost(host: HostId, change: Partial<Omit<HostRow, 'id'>>): void {
    this.steps.push((work) => setHost(work, host, change));
  }
  journal(row: JournalRow): void {
    const cells = journalCells(row);
    this.steps.push((work) => work.add(to.JOURNAL, cells));
  }

  problem(p: NewProblem): void {
    const shown = { detail: JSON.stringify(p.detail), ours: json(p.ours), theirs: json(p.theirs), base: json(p.base) };
    const keys = { linkKey: p.link ?? 0, unitKey: p.unit ?? '' };
    const own = { ...keys, host: p.host, link: p.link, record: p.record, entity: p.entity, unit: p.unit, kind: p.kind, since: p.since }; // prettier-ignore
    this.steps.push(async (work) => {
      const [open] = await work.rows(SQL.openProblem, { ...keys, host: p.host, kind: p.kind });
      if (!open) {
        await work.run(SQL.addProblem, { ...own, ...shown });
        return;
      }
      const isSame = Object.entries(shown).every(([name, value]) => open[name] === value);
      if (!isSame) await work.run(SQL.refreshProblem, { ...shown, record: p.record, id: Number(open['id']) });
    });
  }

  forgetCursors(host: HostId): void {
    this.#run(SQL.forgetCursors, { host });
  }
  forgetVersions(host: HostId, entity: Entity): void {
    this.#run(SQL.forgetVersions, { host, entity });
  }
  closeProblems(link: LinkId, kinds: readonly ProblemKind[], units: readonly Unit[] | null, by: string, at: string): void {
    const which = { at, by, link, kinds: kinds };
    if (units === null) this.#run(SQL.closeProblems, which);
    else this.#run(SQL.closeUnits, { ...which, units: units });
  }
  closeHostProblems(host: HostId, kinds: readonly ProblemKind[], at: string, unit?: string | null): void {
    const sql = unit === undefined ? SQL.closeHostProblems : `${SQL.closeHostProblems} AND unit_key = @unit`;
    this.#run(sql, { at, host, kinds: kinds, ...(unit === undefined ? {} : { unit: unit ?? '' }) });
  }
  answerProblem(id: number, answer: string, by: string, at: string): void {
    this.#sure(SQL.answerProblem, { id, answer, by, at });
  }

  putOffProblem(id: number, due: string | null, assignee: string | null): void {
    this.#sure(SQL.putOffProblem, { id, due, assignee });
  }
  reopenProblem(id: number): void {
    this.#run(SQL.reopenProblem, { id });
  }

  /** The same refused value is one proposal, however often it is met. */
  proposal(p: NewProposal): void {
    const value = JSON.stringify(p.value);
    this.steps.push(async (work) => {
      const open = await work.rows(SQL.openProposal, { record: p.record, unit: p.unit });
      if (open.some((row) => row['value'] === value)) return;
      await work.run(SQL.addProposal, { record: p.record, unit: p.unit, value, rev: p.onRev, by: p.by, at: p.at });
    });
  }
  setProposal(id: number, state: Proposal['state'], at: string): void {
    this.#run(SQL.setProposal, { id, state, seen: state === 'accepted' ? at : null });
  }
  revision(r: Omit<Revision, 'n'>): void {
    this.#run(SQL.addRevision, { invoice: r.invoice, at: r.at, host: r.host, before: JSON.stringify(r.before), after: JSON.stringify(r.after) }); // prettier-ignore
  }
  plan(p: StoredPlan): void {
    this.#run(SQL.dropPlan, { id: p.id });
    this.#run(SQL.addPlan, { id: p.id, host: p.host, madeAt: p.madeAt, steps: p.steps, totals: p.totals, refused: p.refused, state: p.state, by: p.acceptedBy, at: p.acceptedAt }); // prettier-ignore
  }
  acceptPlan(plan: string, setting: string, by: string, at: string): void {
    this.steps.push(async (work) => {
      const [row] = await work.rows(SQL.setting, { name: setting });
      const accepted = typeof row?.['value'] === 'string' ? row['value'] : '';
      if ((await work.run(SQL.acceptPlan, { plan, accepted, by, at })) !== 1) throw new Moved();
    });
    this.setSetting(setting, plan);
  }
  setSetting(name: string, value: string): void {
    this.steps.push(async (work) => {
      if ((await work.run(SQL.changeSetting, { name, value })) === 0) await work.run(SQL.addSetting, { name, value });
    });
  }

  addFingerprints(added: readonly Fingerprint[]): void {
    const strong = new Map(added.filter((f) => f.kind !== 'text').map((f) => [f.hash, f]));
    const first = new Map<number, Fingerprint>();
    for (const f of added) if (!first.has(f.hash)) first.set(f.hash, strong.get(f.hash) ?? f);
    this.steps.push(async (work) => {
      for (const hash of strong.keys()) await work.add(to.DROP_WEAKER, { hash });
      for (const { hash, mark, span, kind } of first.values()) await work.add(to.FINGERPRINTS, { hash, mark, span, kind });
    });
  }
  dropFingerprints(hashes: readonly number[]): void {
    if (hashes.length > 0) this.#run(SQL.dropFingerprints, { hashes: hashes });
  }
  forgetFingerprints(): void {
    this.#run(SQL.forgetFingerprints, {});
  }
  egress(rows: readonly Egress[]): void {
    this.steps.push(async (work) => {
      for (const r of rows)
        await work.add(to.EGRESS, { at: r.at, host: r.host, entity: r.entity, record_id: r.record, field: r.field, count: r.count, sample_hash: r.sampleHash }); // prettier-ignore
    });
  }
}

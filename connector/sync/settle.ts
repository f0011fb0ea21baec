/**
 * apply, one link: decide; store what is local; read the host before a write; say what is sent; send; store the answer.
 * A short loop of at most eight rounds; any crash between two lines leaves a state the next run understands (B3, A7, A17).
 */
import { pick, unitFields } from '../fields.ts';
import { HostError, isGone, type Action, type Outcome, type Seen } from '../hosts/host.ts';
import type { Fields, JournalRow, Link, LinkId, ProblemKind, SharedRecord, Unit } from '../model.ts';
import { CannotWrite, type Payload, type UnitMapping } from '../../mappings/mapping.ts';
import { asShown, totalsAgree } from '../store/projections.ts';
import type { Writer } from '../store/store.ts';
import { answerChanges, mayWrite, stillMayWrite, type Settled } from './answer.ts';
import { commit, type RunContext } from './context.ts';
import { createOn } from './create.ts';
import { inMinutes, nowOf } from './engine.ts';
import { markGone } from './gone.ts';
import { linksToward } from './links-toward.ts';
import { isOscillating } from './oscillation.ts';
import { equalFields, hasAny, pack, type Packed } from './pictures.ts';
import { openProblem, type ProblemOf } from './problems.ts';
import { reconcile, type Decision } from './reconcile.ts';
import { withRefs } from './refs.ts';
import { overlay, shownOf } from './shown.ts';
import { atOf, loadSituation, type Situation } from './situation.ts';
import { refusal } from './trouble.ts';

export async function settle(run: RunContext, linkId: LinkId): Promise<Settled> {
  let fresh: Seen | null = null;
  for (let round = 0; round < run.engine.limits.rounds; round++) {
    const s = await run.engine.store.read((t) => loadSituation(t, run.engine, linkId, run.refs));
    if (!s || s.link.aliasOf !== null || s.link.goneAt !== null || !s.link.inScope) return 'done';
    if (s.link.hostId === null) {
      const created = await createOn(run, s);
      if (created === 'again') continue;
      return created;
    }
    const result: Turn = await new LinkTurn(run, s, fresh).take();
    if (result.settled) return result.settled;
    fresh = result.fresh;
  }
  return 'waiting'; // people keep changing it; the next cycle goes on
}

/** What a write would be, whether it may happen now, and what keeps single units from leaving. */
interface Wants {
  readonly writes: boolean;
  readonly may: boolean;
  readonly parked: boolean;
  readonly units: readonly Unit[];
  readonly action: Unit | null;
  readonly blocked: ReadonlyMap<Unit, ProblemOf>;
  /** Units that differ from what the host shows and belong there. */
  readonly needs: readonly Unit[];
}

interface Turn {
  readonly settled?: Settled;
  readonly fresh: Seen | null;
}

/** One round for one existing link. */
class LinkTurn {
  readonly #run: RunContext;
  readonly #s: Situation;
  /** The object as read in this call; a write is only built on one of these. */
  readonly #fresh: Seen | null;
  #theirs: Fields;

  constructor(run: RunContext, s: Situation, fresh: Seen | null) {
    this.#run = run;
    this.#s = s;
    this.#fresh = fresh;
    this.#theirs = s.pictures.theirs;
  }

  async take(): Promise<Turn> {
    if (this.#fresh) await this.#look(this.#fresh);
    const d = this.#decide();
    const wants = await this.#wants(d);
    if (wants.writes && wants.may && !this.#fresh) return this.#read();
    const next = this.#next(d);
    const isClean = !wants.writes && d.waiting.length === 0;
    if ((await this.#commitLocal(d, next, isClean, wants)) === 'moved') return { fresh: null };
    this.#count(d);
    if (!wants.writes) return { settled: d.waiting.length > 0 ? 'waiting' : 'done', fresh: null };
    if (!wants.may) return { settled: wants.parked ? 'parked' : 'held', fresh: null };
    return this.#write(d, wants.units, wants.action);
  }

  #decide(): Decision {
    const { engine, attached, closed } = this.#run;
    return reconcile(
      { ...this.#s.pictures, theirs: this.#theirs },
      this.#s.mapping,
      atOf(engine, attached, this.#s, this.#theirs, closed),
    );
  }

  /** A17: the object as it is now, by content, not only by version. */
  async #read(): Promise<Turn> {
    const { link } = this.#s;
    const seen = await this.#run.attached.host.read(link.entity, link.hostId ?? '');
    if (!isGone(seen)) return { fresh: seen };
    const changes = await markGone(this.#run, link);
    await commit(this.#run, (t) => changes.forEach((c) => c(t)));
    return { settled: 'done', fresh: null };
  }

  async #look(seen: Seen): Promise<void> {
    const shown = await shownOf(this.#run.id, this.#s.mapping, this.#run.refs, seen);
    this.#theirs = overlay(this.#s.pictures.theirs, shown, this.#s.mapping);
  }

  /** What a write would be, and whether it may happen now. */
  async #wants(d: Decision): Promise<Wants> {
    const blocked = new Map<Unit, ProblemOf>();
    const units: Unit[] = [];
    const { link, record, mapping } = this.#s;
    if (!mapping.inScope(record.fields, 'out', { hostId: link.hostId, object: null }))
      return { writes: false, may: false, parked: false, units, action: null, blocked, needs: [] };
    for (const unit of d.push) {
      const obstacle = await this.#obstacle(d, unit);
      if (obstacle) blocked.set(unit, obstacle);
      else units.push(unit);
    }
    // Nothing is posted while a value is in question or cannot leave.
    const settled = units.length === 0 && blocked.size === 0 && Object.keys(d.ask).length === 0;
    const action = settled ? (d.act[0] ?? null) : null;
    const writes = units.length > 0 || action !== null;
    const needs = [...d.push, ...d.act];
    return { writes, may: mayWrite(this.#run, this.#s.link), parked: blocked.size > 0, units, action, blocked, needs };
  }

  /** Why a unit must not leave: sums that differ, a value this host cannot take, a flip-flop. */
  async #obstacle(d: Decision, unit: Unit): Promise<ProblemOf | null> {
    const fields = this.#s.mapping.view(d.ours);
    if (this.#s.record.entity === 'invoice' && unit === 'money' && !totalsAgree(asShown(d.ours, fields)))
      return {
        kind: 'totals-differ',
        unit,
        detail: { code: 'totals-differ' },
        ours: pick(fields, unitFields('invoice', unit)),
      };
    if (await isOscillating(this.#run, this.#s, unit, d.ours))
      return { kind: 'oscillating', unit, detail: { code: 'oscillating' } };
    const failed = await this.#tryPayload(d, [unit]);
    if (!(failed instanceof CannotWrite)) return null;
    if (failed.code === 'reference-waiting')
      return { kind: 'waiting', unit, detail: { code: 'reference-waiting', field: failed.field, ...failed.detail } };
    const kind = failed.code === 'unmapped-value' ? 'unmapped-value' : 'refused';
    return {
      kind,
      unit,
      detail: { code: failed.code, field: failed.field, ...failed.detail },
      ours: pick(fields, unitFields(this.#s.record.entity, unit)),
    };
  }

  async #tryPayload(d: Decision, units: readonly Unit[]): Promise<Payload | CannotWrite> {
    const make = (): Payload | CannotWrite => {
      try {
        return this.#s.mapping.toHost(d.ours, units, this.#run.refs, this.#fresh?.object ?? null);
      } catch (error) {
        if (error instanceof CannotWrite) return error;
        throw error;
      }
    };
    return withRefs(this.#run.refs, make);
  }

  #next(d: Decision): SharedRecord {
    const { record } = this.#s;
    if (d.pull.length === 0) return record;
    return { ...record, rev: record.rev + 1, fields: d.ours, changedAt: nowOf(this.#run.engine), changedBy: this.#run.id };
  }

  async #commitLocal(d: Decision, next: SharedRecord, isClean: boolean, wants: Wants): Promise<'done' | 'moved'> {
    const { link, record, mapping } = this.#s;
    const packed = pack({ ours: next.fields, theirs: this.#theirs, base: d.base, sent: d.sent }, next.rev, mapping);
    const parked = wants.parked && !wants.writes ? inMinutes(this.#run.engine, this.#run.engine.limits.parkMinutes) : null;
    const dirty = !isClean || wants.parked;
    const settledSent = packed.sent === null ? { sentAt: null } : {};
    const version = this.#fresh?.version ?? link.version;
    const nextLink: Link = { ...link, ...packed, ...settledSent, version, dirty, retryAt: parked };
    if (
      next === record &&
      sameLink(link, nextLink) &&
      wants.blocked.size === 0 &&
      Object.keys(d.ask).length === 0 &&
      d.propose.length === 0
    )
      return 'done';
    const toward = next === record ? [] : await linksToward(this.#run.engine, next, this.#s.links);
    const accepted = await this.#acceptedProposals(d);
    return commit(this.#run, (t) => {
      t.setLink(nextLink, link.tick);
      if (next !== record) {
        t.setRecord(next, record.rev, link.id);
        t.touchLinks(record.id, link.id);
      }
      for (const made of toward) t.setLink(made, null);
      for (const row of this.#journal(d)) t.journal(row);
      this.#writeProblems(t, d, packed, wants);
      for (const id of accepted) t.setProposal(id, 'accepted', nowOf(this.#run.engine));
    });
  }

  /** The accountant made the change that was proposed: seen as equality, it closes the proposal (A19). */
  async #acceptedProposals(d: Decision): Promise<number[]> {
    if (d.revise.length === 0) return [];
    const open = await this.#run.engine.store.read((t) => t.proposals(this.#s.record.id));
    const made = (unit: Unit, value: Fields): boolean =>
      d.revise.some((r) => r.unit === unit && equalFields(pick(r.after, Object.keys(value)), value));
    return open.filter((p) => p.state === 'open' && made(p.unit, p.value)).map((p) => p.id);
  }

  #journal(d: Decision): JournalRow[] {
    const first = new Set(d.first);
    const pulls = d.pull.map((c) => this.#row(c.unit, c.before, c.after, first.has(c.unit) ? 'first' : 'pull'));
    const settled = d.settle.map((unit) =>
      this.#row(unit, null, pick(d.base.ours, unitFields(this.#s.record.entity, unit)), 'push'),
    );
    return [...pulls, ...settled];
  }

  #row(unit: Unit, before: Fields | null, after: Fields | null, cause: JournalRow['cause']): JournalRow {
    const { link } = this.#s;
    return {
      at: nowOf(this.#run.engine),
      host: this.#run.id,
      link: link.id,
      record: link.record,
      unit,
      before,
      after,
      cause,
      plan: null,
      by: this.#run.id,
    };
  }

  /** Questions are asked; those whose cause is over close. One that stands keeps its first moment. */
  #writeProblems(t: Writer, d: Decision, packed: Packed, wants: Wants): void {
    const at = nowOf(this.#run.engine);
    const { link, record } = this.#s;
    for (const [unit, three] of Object.entries(d.ask)) {
      const { kind, ...values } = three;
      const code = kind === 'conflict' && values.base === null ? 'first-conflict' : kind;
      openProblem(this.#run, link, { kind, unit, detail: { code }, ...values })(t);
    }
    for (const obstacle of wants.blocked.values()) openProblem(this.#run, link, obstacle)(t);
    for (const [kinds, units] of this.#over(d, packed, wants)) this.#close(t, kinds, units, wants, at);
    if (Object.keys(d.sent).length === 0) t.closeProblems(link.id, ['unknown-outcome'], null, 'engine', at);
    if (d.push.length === 0) t.closeProblems(link.id, ['refused'], [''], 'engine', at);
    for (const p of d.propose)
      t.proposal({
        record: record.id,
        unit: p.unit,
        value: p.value,
        onRev: record.rev,
        by: p.from === 'ours' ? record.changedBy : link.host,
        at,
      });
    for (const r of d.revise) t.revision({ invoice: record.id, at, host: link.host, before: r.before, after: r.after });
  }

  /** Which questions are over for which units. A refusal stands until the write succeeds or is no longer wanted. */
  #over(d: Decision, packed: Packed, { needs }: Wants): [readonly ProblemKind[], Unit[]][] {
    const { mapping } = this.#s;
    const quiet = mapping.units.filter((u) => !(u.unit in d.ask));
    const names = (units: readonly UnitMapping[]): Unit[] => units.map((u) => u.unit);
    // At rest, and yet not equal: a known difference, whose question stands.
    const moved = quiet.filter((u) => d.rows[u.unit] !== '1' || this.#isEqual(u, d, packed));
    return [
      [['conflict', 'marked', 'waiting'], names(quiet)],
      [['altered', 'oscillating', 'totals-differ'], names(moved)],
      [['refused'], names(moved).filter((u) => !needs.includes(u))],
      [['unmapped-value'], names(mapping.units.filter((u) => hasAny(this.#theirs, u.fields)))],
    ];
  }

  #isEqual(u: UnitMapping, d: Decision, packed: Packed): boolean {
    if (packed.baseTheirs?.[u.unit] === undefined) return true;
    return this.#s.mapping.same(u.unit, pick(this.#s.mapping.view(d.ours), u.fields), pick(this.#theirs, u.fields));
  }

  /** All but the question that was asked a moment ago. */
  #close(t: Writer, kinds: readonly ProblemKind[], units: readonly Unit[], { blocked }: Wants, at: string): void {
    const { id } = this.#s.link;
    const free = units.filter((u) => !blocked.has(u));
    if (free.length > 0) t.closeProblems(id, kinds, free, 'engine', at);
    for (const [unit, { kind }] of blocked)
      if (units.includes(unit)) t.closeProblems(id, kinds.filter((k) => k !== kind), [unit], 'engine', at); // prettier-ignore
  }

  #count(d: Decision): void {
    const { counts } = this.#run;
    counts.pulled += d.pull.length > 0 ? 1 : 0;
    counts.asked += Object.keys(d.ask).length;
    counts.waiting += d.waiting.length > 0 ? 1 : 0;
  }

  async #write(d: Decision, units: readonly Unit[], action: Unit | null): Promise<Turn> {
    const s = await this.#run.engine.store.read((t) => loadSituation(t, this.#run.engine, this.#s.link.id, this.#run.refs));
    if (s?.record.rev !== this.#next(d).rev || !this.#fresh) return { fresh: null }; // moved between two lines: look again
    if (!(await stillMayWrite(this.#run, s.link))) return { settled: 'held', fresh: null };
    if (action !== null) return this.#act(s, action, this.#fresh);
    const payload = await this.#tryPayload(d, units);
    if (payload instanceof CannotWrite) return { fresh: null };
    if (Object.keys(payload.body).length === 0) return this.#alreadyThere(s, units);
    const sent = Object.fromEntries(units.map((u) => [u, pick(s.record.fields, unitFields(s.record.entity, u))]));
    const saying: Link = { ...s.link, sent: { ...s.link.sent, ...sent }, sentAt: nowOf(this.#run.engine), dirty: true };
    if ((await commit(this.#run, (t) => t.setLink(saying, s.link.tick))) === 'moved') return { fresh: null };
    return this.#send(units, payload, this.#fresh);
  }

  /** The host's properties already say it in the host's own spelling: a known difference, no request. */
  async #alreadyThere(s: Situation, units: readonly Unit[]): Promise<Turn> {
    const names = units.flatMap((u) => unitFields(s.record.entity, u));
    const base = {
      ours: { ...s.pictures.base.ours, ...pick(s.record.fields, names) },
      theirs: { ...s.pictures.base.theirs, ...pick(this.#theirs, names) },
    };
    const packed = pack({ ours: s.record.fields, theirs: this.#theirs, base, sent: s.pictures.sent }, s.record.rev, s.mapping);
    await commit(this.#run, (t) => {
      t.setLink({ ...s.link, ...packed }, s.link.tick);
      t.closeProblems(s.link.id, ['refused'], ['', ...units], 'engine', nowOf(this.#run.engine));
    });
    return { fresh: this.#fresh };
  }

  async #send(units: readonly Unit[], payload: Payload, seen: Seen): Promise<Turn> {
    try {
      const outcome = await this.#run.attached.host.update(this.#s.link.entity, seen, payload);
      this.#run.engine.report({ type: 'write', host: this.#run.id, entity: this.#s.link.entity, does: 'update' });
      this.#run.counts.pushed += 1;
      return await this.#answered(units, outcome);
    } catch (error) {
      return this.#failed(error, units);
    }
  }

  /** What came back is judged once: same, decided by the host, or altered (A4, S13). */
  async #answered(units: readonly Unit[], outcome: Outcome): Promise<Turn> {
    for (let round = 0; round < this.#run.engine.limits.rounds; round++) {
      const s = await this.#run.engine.store.read((t) => loadSituation(t, this.#run.engine, this.#s.link.id, this.#run.refs));
      if (!s) return { settled: 'done', fresh: null };
      const work = await answerChanges(this.#run, s, units, outcome.done);
      const window = await this.#postedMeanwhile(s, units, outcome.done);
      const outcomeOf = await commit(this.#run, (t) => {
        work(t);
        window?.(t);
      });
      if (outcomeOf === 'done') return { fresh: outcome.done };
    }
    return { settled: 'waiting', fresh: null };
  }

  /** Posted between our look and our write, so frozen units were written all the same: both versions are shown (A17, A19). */
  async #postedMeanwhile(s: Situation, units: readonly Unit[], done: Seen): Promise<((t: Writer) => void) | null> {
    const names = s.mapping.units.flatMap((u) => (u.frozenWhenPosted && units.includes(u.unit) ? u.fields : []));
    if (names.length === 0 || !this.#run.attached.settings.books || this.#theirs['posted'] === true) return null;
    const shown = await shownOf(this.#run.id, s.mapping, this.#run.refs, done);
    if (shown.fields['posted'] !== true) return null;
    const [ours, theirs] = [pick(shown.fields, names), pick(this.#theirs, names)];
    return openProblem(this.#run, s.link, { kind: 'frozen', detail: { code: 'posted-meanwhile' }, ours, theirs });
  }

  async #act(s: Situation, unit: Unit, seen: Seen): Promise<Turn> {
    const mapping = s.mapping.units.find((u) => u.unit === unit)?.action;
    const action = (s.record.fields[unit] === true ? mapping?.on : mapping?.off) as Action | undefined;
    if (action === undefined) return { settled: 'parked', fresh: null };
    const sent = { ...s.link.sent, [unit]: pick(s.record.fields, [unit]) };
    if (
      (await commit(this.#run, (t) => t.setLink({ ...s.link, sent, sentAt: nowOf(this.#run.engine) }, s.link.tick))) === 'moved'
    )
      return { fresh: null };
    try {
      const outcome = await this.#run.attached.host.act(s.link.entity, seen, action);
      this.#run.engine.report({ type: 'write', host: this.#run.id, entity: s.link.entity, does: 'act' });
      this.#run.counts.acted += 1;
      if (outcome.refused === undefined) return await this.#answered([unit], outcome);
      return await this.#actRefused(unit, outcome.refused, outcome.done);
    } catch (error) {
      return this.#failed(error, [unit]);
    }
  }

  /** Stored, but not posted: a normal outcome with the host's sentence; nothing is tried again without a person. */
  async #actRefused(unit: Unit, sentence: string, done: Seen): Promise<Turn> {
    const s = await this.#run.engine.store.read((t) => loadSituation(t, this.#run.engine, this.#s.link.id, this.#run.refs));
    if (!s) return { settled: 'done', fresh: null };
    const work = await answerChanges(this.#run, s, [unit], done, true);
    const problem = openProblem(this.#run, s.link, { kind: 'refused', unit, detail: { code: 'act-refused', sentence } });
    await commit(this.#run, (t) => {
      work(t);
      problem(t);
    });
    return { fresh: done };
  }

  async #failed(error: unknown, units: readonly Unit[]): Promise<Turn> {
    if (!(error instanceof HostError)) throw error;
    if (error.kind === 'stale') {
      await this.#forgetSent(units, null, null);
      return { fresh: null };
    }
    if (error.outcome === 'unknown') {
      const seen = await this.#run.attached.host.read(this.#s.link.entity, this.#s.link.hostId ?? ''); // the engine decides after reading
      return { fresh: isGone(seen) ? null : seen };
    }
    if (error.kind !== 'refused') {
      await this.#forgetSent(units, null, null);
      throw error;
    }
    const { retryAt, problem } = await refusal(this.#run, this.#s.link, error, units[0] ?? null);
    await this.#forgetSent(units, retryAt, problem);
    return { settled: 'parked', fresh: null };
  }

  /** A write that surely did not happen is forgotten; a refusal parks the record, not the system. */
  async #forgetSent(units: readonly Unit[], retryAt: string | null, problem: ((t: Writer) => void) | null): Promise<void> {
    for (let round = 0; round < this.#run.engine.limits.rounds; round++) {
      const link = await this.#run.engine.store.read((t) => t.link(this.#s.link.id));
      if (!link) return;
      const sent = Object.fromEntries(Object.entries(link.sent ?? {}).filter(([u]) => !units.includes(u)));
      const next: Link = {
        ...link,
        sent: Object.keys(sent).length > 0 ? sent : null,
        sentAt: Object.keys(sent).length > 0 ? link.sentAt : null,
        dirty: true,
        retryAt,
      };
      const outcome = await commit(this.#run, (t) => {
        t.setLink(next, link.tick);
        problem?.(t);
      });
      if (outcome === 'done') return;
    }
  }
}

function sameLink(a: Link, b: Link): boolean {
  const { baseOurs: ao, baseTheirs: at, seen: as, sent: an, ...ra } = a;
  const { baseOurs: bo, baseTheirs: bt, seen: bs, sent: bn, ...rb } = b;
  const shallow = (Object.keys(rb) as (keyof typeof rb)[]).every((k) => ra[k] === rb[k]);
  return shallow && [[ao, bo], [at, bt], [as, bs], [an, bn]].every(([x, y]) => JSON.stringify(x ?? null) === JSON.stringify(y ?? null)); // prettier-ignore
}

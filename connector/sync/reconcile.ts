/**
 * Pure: the pictures of one link -> what to do on each side. This file is the decision table of sync-design B3, row by row.
 * "=" is mapping.same; base absent = never agreed. The first row that fits decides.
 */
import { pick, unitFields } from '../fields.ts';
import type { Fields, Pictures, Three, Unit, Value } from '../model.ts';
import type { Mapping, UnitMapping } from '../../mappings/mapping.ts';
import { isUnresolved } from '../../mappings/mapping.ts';
import { hasAny } from './pictures.ts';

export interface At {
  /** This host's posting counts. */
  readonly books: boolean;
  /** The books show the invoice posted, or a closed period covers it. */
  readonly frozen: boolean;
  /** This host copies the entity from another attached host. */
  readonly follower: boolean;
  /** The home of the invoice shows this unit: what another host gives by itself is no news of it. */
  decidedElsewhere?(unit: Unit): boolean;
  /** Equal under some attached host's folding: such edits are no conflict. */
  foldsEqual?(unit: Unit, a: Fields, b: Fields): boolean;
}

export type Row =
  | 'F'
  | 'D1'
  | 'D2'
  | '0a'
  | '0b'
  | 'X'
  | '1'
  | '2'
  | '3'
  | '4'
  | '5'
  | '6'
  | '7'
  | 'mark'
  | 'waiting'
  | 'unknown';
export type AskKind = 'conflict' | 'marked';

export interface Change {
  readonly unit: Unit;
  readonly before: Fields;
  readonly after: Fields;
}

export interface Decision {
  /** The pictures after everything local is done: record, base, sent. */
  readonly ours: Fields;
  readonly base: { readonly ours: Fields; readonly theirs: Fields };
  readonly sent: Fields;
  readonly pull: readonly Change[];
  /** Pulls never agreed before where ours was filled: the old value is journalled as "first". */
  readonly first: readonly Unit[];
  readonly push: readonly Unit[];
  readonly act: readonly Unit[];
  readonly agree: readonly Unit[];
  readonly settle: readonly Unit[];
  /** Pulls of frozen units that had been agreed: a revision. */
  readonly revise: readonly Change[];
  readonly propose: readonly { readonly unit: Unit; readonly value: Fields; readonly from: 'ours' | 'theirs' }[];
  readonly ask: Readonly<Record<Unit, Three & { kind: AskKind }>>;
  /** References the host shows whose objects are not linked yet. */
  readonly waiting: readonly string[];
  readonly rows: Readonly<Record<Unit, Row>>;
}

/** The decision while it is made. */
interface Draft {
  ours: Record<string, Value>;
  baseOurs: Record<string, Value>;
  baseTheirs: Record<string, Value>;
  /** The view of baseOurs, worked out when first asked for and again when the base moves. */
  baseView: Fields | null;
  sent: Record<string, Value>;
  pull: Change[];
  first: Unit[];
  push: Unit[];
  act: Unit[];
  agree: Unit[];
  settle: Unit[];
  revise: Change[];
  propose: { unit: Unit; value: Fields; from: 'ours' | 'theirs' }[];
  ask: Record<Unit, Three & { kind: AskKind }>;
  waiting: string[];
  rows: Record<Unit, Row>;
}

export function reconcile(p: Pictures, mapping: Mapping, at: At): Decision {
  const draft: Draft = {
    ours: { ...p.ours }, baseOurs: { ...p.base.ours }, baseTheirs: { ...p.base.theirs }, baseView: null, sent: { ...p.sent },
    pull: [], first: [], push: [], act: [], agree: [], settle: [], revise: [], propose: [], ask: {}, waiting: [], rows: {},
  }; // prettier-ignore
  const view = mapping.view(p.ours);
  for (const unit of mapping.units) new UnitDecision(unit, p, view, mapping, at, draft).decide();
  const { baseOurs, baseTheirs, ...rest } = draft;
  return { ...rest, base: { ours: baseOurs, theirs: baseTheirs } };
}

/** One unit on its way down the table. */
class UnitDecision {
  readonly #u: UnitMapping;
  readonly #p: Pictures;
  readonly #o: Fields;
  readonly #t: Fields;
  readonly #mapping: Mapping;
  readonly #at: At;
  readonly #d: Draft;

  constructor(u: UnitMapping, p: Pictures, view: Fields, mapping: Mapping, at: At, draft: Draft) {
    this.#u = u;
    this.#p = p;
    this.#o = pick(view, u.fields);
    this.#t = pick(p.theirs, u.fields);
    this.#mapping = mapping;
    this.#at = at;
    this.#d = draft;
  }

  decide(): void {
    this.#d.rows[this.#u.unit] = this.#row();
  }

  #row(): Row {
    const { direction } = this.#u;
    if (direction === 'keep-on-link') return 'D2';
    if (!hasAny(this.#p.theirs, this.#u.fields)) return 'unknown';
    const open = this.#unresolved();
    if (open.length > 0) {
      this.#d.waiting.push(...open);
      return 'waiting';
    }
    if (this.#at.follower) return this.#follow();
    if (this.#isFreshMark()) return this.#mark();
    if (direction === 'from-host') return this.#take('D1');
    if (direction === 'to-host') return this.#give();
    if (direction === 'create-only') return 'D2';
    if (this.#at.frozen && this.#u.frozenWhenPosted) return this.#frozen();
    if (hasAny(this.#d.sent, this.#u.fields)) return this.#unanswered();
    return this.#merge();
  }

  #unresolved(): string[] {
    return Object.values(this.#t).flatMap((v) =>
      isUnresolved(v) ? [v] : Array.isArray(v) ? v.flatMap((row) => Object.values(row as Fields).filter(isUnresolved)) : [],
    );
  }

  #same(a: Fields, b: Fields): boolean {
    return this.#mapping.same(this.#u.unit, a, b);
  }

  /** We hold nothing, though the host would show a zero for it. */
  #nothing(): boolean {
    return isEmpty(this.#o) || isEmpty(pick(this.#p.ours, this.#u.fields));
  }

  #isKnown(): boolean {
    return hasAny(this.#o, this.#u.fields);
  }

  #agreed(): boolean {
    return hasAny(this.#d.baseOurs, this.#u.fields);
  }

  #oursStill(): boolean {
    if (!this.#agreed()) return false;
    this.#d.baseView ??= this.#mapping.view(this.#d.baseOurs);
    return this.#same(this.#o, this.#d.baseView);
  }

  #theirsStill(): boolean {
    return this.#agreed() && this.#same(this.#t, this.#d.baseTheirs);
  }

  #setBase(ours: Fields, theirs: Fields): void {
    this.#d.baseView = null;
    Object.assign(this.#d.baseOurs, pick(ours, unitFields(this.#mapping.entity, this.#u.unit)));
    Object.assign(this.#d.baseTheirs, pick(theirs, this.#u.fields));
  }

  #agree(): void {
    if (this.#oursStill() && this.#theirsStill()) return; // agreed already, perhaps in another spelling: each side keeps its own
    this.#setBase(this.#d.ours, this.#t);
    this.#d.agree.push(this.#u.unit);
  }

  /** ours := put(ours, shown, base); false when the host's picture cannot be put back whole. */
  #pull(): boolean {
    const put = this.#mapping.put(this.#d.ours, this.#t, this.#p.base.ours);
    if (!this.#same(pick(this.#mapping.view(put), this.#u.fields), this.#t)) return false;
    const names = unitFields(this.#mapping.entity, this.#u.unit);
    const [before, after] = [pick(this.#d.ours, names), pick(put, names)];
    Object.assign(this.#d.ours, after);
    this.#setBase(after, this.#t);
    this.#d.pull.push({ unit: this.#u.unit, before, after });
    this.#dropSent();
    return true;
  }

  #push(): void {
    (this.#u.action ? this.#d.act : this.#d.push).push(this.#u.unit);
  }

  #ask(kind: AskKind = 'conflict'): void {
    const base = this.#agreed() ? pick(this.#d.baseTheirs, this.#u.fields) : null;
    this.#d.ask[this.#u.unit] = { ours: this.#o, theirs: this.#t, base, kind };
  }

  #dropSent(): void {
    for (const field of unitFields(this.#mapping.entity, this.#u.unit)) Reflect.deleteProperty(this.#d.sent, field);
  }

  #propose(value: Fields, from: 'ours' | 'theirs'): void {
    this.#d.propose.push({ unit: this.#u.unit, value: pick(value, this.#u.fields), from });
  }

  /** F: a follower's own exchange carries its edits to the home; it is never pulled and never written. */
  #follow(): Row {
    if (this.#same(this.#o, this.#t)) this.#agree();
    return 'F';
  }

  #isFreshMark(): boolean {
    return (
      this.#u.unit === 'deletionMark' &&
      this.#mapping.onMark === 'ask' &&
      this.#t['deletionMark'] === true &&
      this.#agreed() &&
      this.#o['deletionMark'] !== true
    );
  }

  /** A mark set in the books: neither the record nor another host moves before a person answers (A5). */
  #mark(): Row {
    this.#ask('marked');
    return 'mark';
  }

  #take(row: Row): Row {
    if (this.#same(this.#o, this.#t)) this.#agree();
    else if (!this.#isNoNews() && !this.#pull()) this.#ask();
    return row;
  }

  /** Decided at another home; or empty since ever: what it never showed, a due date typed by sales, it does not take away. */
  #isNoNews(): boolean {
    return this.#at.decidedElsewhere?.(this.#u.unit) === true || (isEmpty(this.#t) && !this.#agreed());
  }

  #give(): Row {
    if (this.#same(this.#o, this.#t)) this.#agree();
    else if (this.#isKnown() && !(this.#oursStill() && this.#theirsStill())) this.#push();
    return 'D2';
  }

  #frozen(): Row {
    if (this.#same(this.#o, this.#t)) {
      if (this.#isSent()) this.#d.settle.push(this.#u.unit); // our own write, answered by nobody before it was posted
      this.#agree();
      this.#dropSent();
      return this.#at.books ? '0a' : '0b';
    }
    return this.#at.books ? this.#frozenInBooks() : this.#frozenElsewhere();
  }

  /** The books' picture alone decides; what sales changed, or emptied, is kept as a proposal (A19). */
  #frozenInBooks(): Row {
    const revised = this.#agreed() && !this.#theirsStill();
    if (this.#isKnown() && !this.#oursStill() && (this.#agreed() || !this.#nothing())) this.#propose(this.#o, 'ours');
    if (!this.#pull()) this.#ask();
    else if (revised) this.#d.revise.push(...this.#d.pull.slice(-1));
    return '0a';
  }

  /** The frozen value goes back; what the other host shows is kept as a proposal. */
  #frozenElsewhere(): Row {
    if (!this.#isKnown() || (this.#oursStill() && this.#theirsStill())) return '0b';
    if (!this.#theirsStill() && (this.#agreed() || !isEmpty(this.#t))) this.#propose(this.#t, 'theirs');
    this.#push();
    return '0b';
  }

  #isSent(): boolean {
    if (!hasAny(this.#d.sent, this.#u.fields)) return false;
    return this.#same(this.#t, this.#mapping.view(pick(this.#d.sent, unitFields(this.#mapping.entity, this.#u.unit))));
  }

  /** X: a write of ours without an answer. What the host shows now says what became of it (A7). */
  #unanswered(): Row {
    const sent = pick(this.#d.sent, unitFields(this.#mapping.entity, this.#u.unit));
    if (this.#same(this.#t, this.#mapping.view(sent))) {
      this.#setBase(sent, this.#t);
      this.#d.settle.push(this.#u.unit);
      this.#dropSent();
      return this.#merge();
    }
    if (this.#theirsStill()) {
      this.#dropSent();
      this.#d.settle.push(this.#u.unit);
      return this.#merge();
    }
    if (this.#same(this.#o, this.#t)) {
      this.#agree();
      this.#dropSent();
    } else this.#ask();
    return 'X';
  }

  #merge(): Row {
    if (!this.#agreed() || !this.#isKnown()) return this.#neverAgreed(); // what is not known here is no edit
    const [oursStill, theirsStill] = [this.#oursStill(), this.#theirsStill()];
    if (oursStill && theirsStill) return '1';
    if (this.#same(this.#o, this.#t)) {
      this.#agree();
      return '2';
    }
    if (oursStill) {
      if (!this.#pull()) this.#ask();
      return '3';
    }
    if (theirsStill) {
      this.#push();
      return '4';
    }
    return this.#bothMoved();
  }

  #bothMoved(): Row {
    if (this.#at.foldsEqual?.(this.#u.unit, this.#o, this.#t)) this.#agree();
    else if (this.#u.policy === 'ours') this.#push();
    else if (this.#u.policy !== 'theirs' || !this.#pull()) this.#ask();
    return '5';
  }

  #neverAgreed(): Row {
    if (this.#same(this.#o, this.#t)) {
      this.#agree();
      return '2';
    }
    if (this.#nothing()) {
      if (!this.#pull()) this.#ask();
      return '6';
    }
    if (isEmpty(this.#t)) {
      this.#push();
      return '6';
    }
    if (this.#u.first !== 'theirs' || !this.#pull()) this.#ask();
    else this.#d.first.push(this.#u.unit);
    return '7';
  }
}

const isEmpty = (fields: Fields): boolean =>
  Object.values(fields).every((v) => v === null || (Array.isArray(v) && v.length === 0));

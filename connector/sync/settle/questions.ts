/** Questions are asked; those whose cause is over close. One that stands keeps its first moment. */
import { pick } from '../../fields.ts';
import type { ProblemKind, Unit } from '../../model.ts';
import type { UnitMapping } from '../../../mappings/mapping.ts';
import type { Writer } from '../../store/store.ts';
import { nowOf } from '../engine.ts';
import { hasAny, type Packed } from '../pictures.ts';
import { openProblem } from '../problems.ts';
import type { Decision } from '../reconcile.ts';
import type { Round, Wants } from './round.ts';

export function writeQuestions(t: Writer, round: Round, d: Decision, packed: Packed, wants: Wants): void {
  ask(t, round, d, wants);
  closeOver(t, round, d, packed, wants);
  propose(t, round, d);
}

/** Closes what is no question any more, and nothing else. */
export function closeOver(t: Writer, round: Round, d: Decision, packed: Packed, wants: Wants): void {
  const at = nowOf(round.run.engine);
  const { link } = round.s;
  for (const [kinds, units] of over(round, d, packed, wants)) close(t, round, kinds, units, wants, at);
  if (Object.keys(d.sent).length === 0) t.closeProblems(link.id, ['unknown-outcome'], null, 'engine', at);
  if (d.push.length === 0) t.closeProblems(link.id, ['refused', 'leak'], [''], 'engine', at);
}

function ask(t: Writer, { run, s }: Round, d: Decision, wants: Wants): void {
  for (const [unit, three] of Object.entries(d.ask)) {
    const { kind, ...values } = three;
    const code = kind === 'conflict' && values.base === null ? 'first-conflict' : kind;
    openProblem(run, s.link, { kind, unit, detail: { code }, ...values })(t);
  }
  for (const obstacle of wants.blocked.values()) openProblem(run, s.link, obstacle)(t);
}

/** What a posted invoice cannot take is kept as a proposal; what the books changed on one, as a revision. */
function propose(t: Writer, { run, s: { link, record } }: Round, d: Decision): void {
  const at = nowOf(run.engine);
  for (const { unit, value, from } of d.propose) {
    const by = from === 'ours' ? record.changedBy : link.host;
    t.proposal({ record: record.id, unit, value, onRev: record.rev, by, at });
  }
  for (const r of d.revise) t.revision({ invoice: record.id, at, host: link.host, before: r.before, after: r.after });
}

/** Which questions are over for which units. A refusal stands until the write succeeds or is no longer wanted. */
function over(round: Round, d: Decision, packed: Packed, { needs }: Wants): [readonly ProblemKind[], Unit[]][] {
  const { units } = round.s.mapping;
  const quiet = units.filter((u) => !(u.unit in d.ask));
  const names = (some: readonly UnitMapping[]): Unit[] => some.map((u) => u.unit);
  // At rest, and yet not equal: a known difference, whose question stands.
  const moved = quiet.filter((u) => d.rows[u.unit] !== '1' || isEqual(round, u, d, packed));
  return [
    [['conflict', 'marked', 'waiting'], names(quiet)],
    [['altered', 'oscillating', 'totals-differ'], names(moved)],
    [['refused', 'leak'], names(moved).filter((u) => !needs.includes(u))],
    [['unmapped-value'], names(units.filter((u) => hasAny(round.theirs, u.fields)))],
  ];
}

function isEqual({ s: { mapping }, theirs }: Round, u: UnitMapping, d: Decision, packed: Packed): boolean {
  if (packed.baseTheirs?.[u.unit] === undefined) return true;
  return mapping.same(u.unit, pick(mapping.view(d.ours), u.fields), pick(theirs, u.fields));
}

/** All but the question that was asked a moment ago. */
function close(
  t: Writer,
  { s }: Round,
  kinds: readonly ProblemKind[],
  units: readonly Unit[],
  { blocked }: Wants,
  at: string,
): void {
  const { id } = s.link;
  const free = units.filter((u) => !blocked.has(u));
  if (free.length > 0) t.closeProblems(id, kinds, free, 'engine', at);
  for (const [unit, { kind }] of blocked)
    if (units.includes(unit)) t.closeProblems(id, kinds.filter((k) => k !== kind), [unit], 'engine', at); // prettier-ignore
}

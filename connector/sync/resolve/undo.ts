/**
 * Takes an answer back: the record's unit as it was before it. Before the push that is all that happened, and the same question
 * stands again; after it, an ordinary edit that the merge carries out (A9).
 */
import { pick, unitFields } from '../../fields.ts';
import type { Base, Fields, Pictures, Problem, SharedRecord, Unit } from '../../model.ts';
import type { Mapping } from '../../../mappings/mapping.ts';
import { nowOf, type Engine } from '../engine.ts';
import { equalFields, pack, unpack } from '../pictures.ts';
import { ResolveRefused } from './answer.ts';
import { load, saveIn, withUnit, write } from './stored.ts';
import { isTied, untie } from './untie.ts';

/** Refused when there is no such answer, or the unit was changed since. */
export async function undoAnswer(engine: Engine, id: number, by: string): Promise<void> {
  const [problem] = await engine.store.read((t) => t.problems({ id, open: false }));
  const { resolvedAt = null, record: of = null, unit = null } = problem ?? {};
  if (problem && resolvedAt && isTied(problem)) return untie(engine, problem, by);
  if (problem && !resolvedAt) throw new ResolveRefused('not-answered');
  if (!problem || !resolvedAt || of === null || unit === null) throw new ResolveRefused('answer-unfit');
  const [record, rows] = await engine.store.read(async (t) => [await t.record(of), await t.journal(of)] as const);
  const row = rows.findLast((r) => r.cause === 'person' && r.unit === unit && r.at === resolvedAt);
  if (!record || !row?.before || !row.after) throw new ResolveRefused('answer-unfit');
  const names = unitFields(record.entity, unit);
  if (!equalFields(pick(record.fields, names), pick(row.after, names))) throw new ResolveRefused('problem-moved');
  await takeBack(engine, problem, unit, record, row.before, by);
}

async function takeBack(
  engine: Engine,
  problem: Problem,
  unit: Unit,
  record: SharedRecord,
  before: Fields,
  by: string,
): Promise<void> {
  const { link, mapping } = await load(engine, problem);
  const p = unpack(link, record, mapping);
  const back = valueBefore(p, mapping, problem, unit, record, before);
  const next = withUnit(engine, record, back, by);
  const base = baseBefore(p, mapping, problem, unit, next.fields);
  const packed = pack({ ours: next.fields, theirs: p.theirs, base: base ?? p.base, sent: p.sent }, next.rev, mapping);
  const to = { ...link, ...packed, dirty: true, retryAt: null };
  const what = { unit, before: pick(record.fields, unitFields(record.entity, unit)), after: back };
  await write(engine, by, (t) => {
    saveIn(t, { record, next, link, to }, what, nowOf(engine), by);
    if (base) t.reopenProblem(problem.id);
  });
}

/** The answer "ours" changed nothing here: once both sides agreed on it, what it overwrote is theirs, and that comes back. What they wrote before that is asked about, and ours stays. */
function valueBefore(
  p: Pictures,
  mapping: Mapping,
  { theirs }: Problem,
  unit: Unit,
  record: SharedRecord,
  before: Fields,
): Fields {
  const names = unitFields(record.entity, unit);
  const now = pick(record.fields, names);
  const isAgreed = isPushed(p, mapping, theirs, unit) && equalFields(pick(p.base.ours, names), now);
  if (!theirs || !isAgreed || !equalFields(now, pick(before, names))) return before;
  return pick(mapping.put(record.fields, theirs, p.base.ours), names);
}

function isPushed({ theirs }: Pictures, mapping: Mapping, asked: Fields | null, unit: Unit): boolean {
  const mapped = mapping.units.find((u) => u.unit === unit)?.fields ?? [];
  return !equalFields(pick(theirs, mapped), pick(asked ?? {}, mapped));
}

/** Not pushed yet: the base goes back as well, so the same question stands again. Where there was none, there is none again. Null: it stays. */
function baseBefore(p: Pictures, mapping: Mapping, problem: Problem, unit: Unit, ours: Fields): Base | null {
  const pushed = isPushed(p, mapping, problem.theirs, unit);
  const old = problem.base;
  if (!pushed && !old && problem.kind === 'conflict') return neverAgreed(p.base, unitFields(mapping.entity, unit));
  if (pushed || !old) return null;
  return {
    ours: { ...p.base.ours, ...pick(mapping.put(ours, old, {}), unitFields(mapping.entity, unit)) },
    theirs: { ...p.base.theirs, ...old },
  };
}

function neverAgreed({ ours, theirs }: Base, names: readonly string[]): Base {
  const without = (side: Fields): Fields => Object.fromEntries(Object.entries(side).filter(([f]) => !names.includes(f)));
  return { ours: without(ours), theirs: without(theirs) };
}

/**
 * Narrow links <-> the three pictures. A unit missing from a stored picture means "same as the record under this mapping",
 * so a link in step with its record stores nothing at all (sync-design B4).
 */
import { flat, WHOLE } from '../narrow.ts';
import { isDerived, pick, unitFields } from '../fields.ts';
import type { Base, Fields, Link, NarrowUnits, Pictures, SharedRecord, Unit, Value } from '../model.ts';
import type { Mapping } from '../../mappings/mapping.ts';

const EMPTY: Fields = Object.freeze({});

export function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b)) return false;
  return a.length === b.length && a.every((row, i) => equalFields(row as Fields, b[i] as Fields));
}

/** Exact equality of every key. */
export function equalFields(a: Fields, b: Fields): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((k) => k in b && equal(a[k], b[k]));
}

export const hasAny = (fields: Fields, names: readonly string[]): boolean => names.some((n) => fields[n] !== undefined);

/** Nothing stored and something agreed: both sides hold the record's own values. What is worked out is no record's, and always stored. */
export const isInStep = (link: Link): boolean =>
  link.rev !== null && [link.baseOurs, link.baseTheirs, link.seen, link.sent].every((p) => holdsOnlyDerived(link, p));

const holdsOnlyDerived = ({ entity }: Link, picture: NarrowUnits | null): boolean =>
  picture === null || Object.keys(picture).every((unit) => isDerived(entity, unit));

/** The pictures of one link. `record` null = seen, not matched: only `theirs` is known. */
export function unpack(link: Link, record: SharedRecord | null, mapping: Mapping): Pictures {
  const ours = record?.fields ?? EMPTY;
  const baseOurs: Record<string, Value> = {};
  for (const { unit } of mapping.units) Object.assign(baseOurs, baseOf(link, unit, ours, mapping));
  const view = mapping.view(baseOurs);
  const baseTheirs: Record<string, Value> = {};
  const theirs: Record<string, Value> = {};
  const whole = link.seen?.[WHOLE];
  for (const { unit, fields } of mapping.units) {
    const agreed = hasAny(baseOurs, fields);
    const bt = agreed ? (link.baseTheirs?.[unit] ?? pick(view, fields)) : EMPTY;
    Object.assign(baseTheirs, bt);
    Object.assign(theirs, (whole ? pick(whole, fields) : link.seen?.[unit]) ?? bt);
  }
  return { ours, theirs, base: { ours: baseOurs, theirs: baseTheirs }, sent: flat(link.sent) };
}

function baseOf(link: Link, unit: Unit, ours: Fields, mapping: Mapping): Fields {
  const stored = link.baseOurs?.[unit];
  if (stored === null) return EMPTY; // never agreed, said aloud
  if (stored !== undefined) return stored;
  return link.rev === null || isDerived(mapping.entity, unit) ? EMPTY : pick(ours, unitFields(mapping.entity, unit));
}

export interface Packed {
  readonly rev: number | null;
  readonly baseOurs: NarrowUnits | null;
  readonly baseTheirs: NarrowUnits | null;
  readonly seen: NarrowUnits | null;
  readonly sent: NarrowUnits | null;
}

/** The other way round: only what differs from the record is kept. */
export function pack(p: { ours: Fields; theirs: Fields; base: Base; sent: Fields }, rev: number, mapping: Mapping): Packed {
  const baseOurs: Record<Unit, Fields | null> = {};
  const baseTheirs: Record<Unit, Fields | null> = {};
  const seen: Record<Unit, Fields | null> = {};
  const sent: Record<Unit, Fields | null> = {};
  const view = mapping.view(p.base.ours);
  let agreedAny = false;
  for (const { unit, fields } of mapping.units) {
    const all = unitFields(mapping.entity, unit);
    const agreed = hasAny(p.base.ours, fields);
    agreedAny ||= agreed;
    const bo = pick(p.base.ours, all);
    const bt = agreed ? pick(p.base.theirs, fields) : EMPTY;
    const t = pick(p.theirs, fields);
    if (!agreed) baseOurs[unit] = null;
    else if (isDerived(mapping.entity, unit) || !equalFields(bo, pick(p.ours, all))) baseOurs[unit] = bo;
    if (agreed && !equalFields(bt, pick(view, fields))) baseTheirs[unit] = bt;
    if (!equalFields(t, bt)) seen[unit] = t;
    if (hasAny(p.sent, all)) sent[unit] = pick(p.sent, all); // what we hold, hidden columns too: it may become the base
  }
  if (!agreedAny) return { rev: null, baseOurs: null, baseTheirs: null, seen: orNull(seen), sent: orNull(sent) };
  return { rev, baseOurs: orNull(baseOurs), baseTheirs: orNull(baseTheirs), seen: orNull(seen), sent: orNull(sent) };
}

const orNull = (units: Record<Unit, Fields | null>): NarrowUnits | null => (Object.keys(units).length === 0 ? null : units);

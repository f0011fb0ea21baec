/**
 * A changed mapping (A10). A unit whose hash moved asks for a walk of its entity; a link that was clean takes what both sides show
 * now as agreed, any other link counts as never agreed on that unit, and so does every link on a unit that was not mapped before.
 */
import { pick, unitFields } from '../fields.ts';
import type { Entity, Fields, Pictures, Unit } from '../model.ts';
import type { Mapping } from '../../mappings/mapping.ts';
import { hasAny } from './pictures.ts';

export type Hashes = Readonly<Record<string, string>>;

const SCOPE = '@scope';

export const hashesOf = (mapping: Mapping): Hashes =>
  Object.fromEntries([
    [`${mapping.entity}.${SCOPE}`, mapping.scopeHash],
    ...mapping.units.map((u) => [`${mapping.entity}.${u.unit}`, u.hash]),
  ]) as Hashes;

/** Units to be compared anew, each "new" (never mapped before) or "changed". */
export type Rebase = ReadonlyMap<Unit, 'new' | 'changed'>;

/** Nothing on the first meeting with a host. No unit at all: only the scope moved. */
export function changedUnits(mappings: Iterable<Mapping>, known: Hashes): Map<Entity, Rebase> {
  const changed = new Map<Entity, Rebase>();
  for (const mapping of mappings) {
    const isNew = !Object.keys(known).some((k) => k.startsWith(`${mapping.entity}.`));
    if (isNew) continue;
    const hash = (unit: Unit): string | undefined => known[`${mapping.entity}.${unit}`];
    const units = mapping.units.filter((u) => hash(u.unit) !== u.hash).map((u) => u.unit);
    const scopeMoved = known[`${mapping.entity}.${SCOPE}`] !== mapping.scopeHash;
    if (units.length > 0 || scopeMoved)
      changed.set(mapping.entity, new Map(units.map((u) => [u, hash(u) === undefined ? 'new' : 'changed'])));
  }
  return changed;
}

export function rebased(p: Pictures, theirs: Fields, mapping: Mapping, units: Rebase, clean: boolean): Pictures {
  const base = { ours: { ...p.base.ours }, theirs: { ...p.base.theirs } };
  for (const [unit, was] of units) {
    const all = unitFields(mapping.entity, unit);
    const mapped = mapping.units.find((u) => u.unit === unit)?.fields ?? [];
    for (const f of all) for (const side of [base.ours, base.theirs]) Reflect.deleteProperty(side, f);
    if (!clean || was === 'new' || !hasAny(p.ours, mapped)) continue;
    Object.assign(base.ours, pick(p.ours, all));
    Object.assign(base.theirs, pick(theirs, mapped));
  }
  return { ...p, base };
}

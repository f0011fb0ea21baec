/** What an object shows, with every reference that is known; an absent or misshapen property is an answer that cannot be understood. */
import { HostError, type Seen } from '../hosts/host.ts';
import type { Fields, HostId, Value } from '../model.ts';
import { isUnresolved, Unreadable, type Mapping, type Refs, type Shown } from '../../mappings/mapping.ts';
import { refEntity, withRefs, type LinkRefs } from './refs.ts';

export function fromHost(host: HostId, mapping: Mapping, refs: Refs, seen: Seen): Shown {
  try {
    return mapping.fromHost(seen.object ?? {}, refs);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const at = { entity: mapping.entity, property: error.property, object: seen.hostId };
    throw new HostError('bad-response', host, { code: error.code, outcome: 'unknown', at, cause: error });
  }
}

/** `ours`: of the record it stands for, where it is known: a reference there may mean one of several of ours. */
export async function shownOf(host: HostId, mapping: Mapping, refs: LinkRefs, seen: Seen, ours: Fields = {}): Promise<Shown> {
  const shown = await withRefs(refs, () => fromHost(host, mapping, refs, seen));
  return meaningOurs(shown, ours, mapping, refs);
}

/** Two of ours stand for one object there - it was merged, or several share one: then ours is meant, and nothing changed. */
export async function meaningOurs(shown: Shown, ours: Fields, mapping: Mapping, refs: LinkRefs): Promise<Shown> {
  const meant: Record<string, Value> = {};
  for (const field of mapping.required) {
    const [entity, a, b] = [refEntity(field), shown.fields[field], ours[field]];
    if (entity === null || typeof a !== 'string' || typeof b !== 'string' || a === b || isUnresolved(a)) continue;
    const [there, here] = await withRefs(refs, () => [refs.toHost(entity, a), refs.toHost(entity, b)]);
    if (there !== null && there === here) meant[field] = b;
  }
  return Object.keys(meant).length === 0 ? shown : { ...shown, fields: { ...shown.fields, ...meant } };
}

/** What a host showed before, overlaid by what it shows now. A unit with a value nobody mapped is unknown, never "as before" (M4). */
export function overlay(before: Fields, shown: Shown, mapping: Mapping): Fields {
  const now = { ...before, ...shown.fields };
  for (const { field } of shown.unmapped) {
    const name = field.split('.')[0] ?? field;
    for (const f of mapping.units.find((u) => u.fields.includes(name))?.fields ?? []) Reflect.deleteProperty(now, f);
  }
  return now;
}

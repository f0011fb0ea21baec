/** What an object shows, with every reference that is known; an absent or misshapen property is an answer that cannot be understood. */
import { HostError, type Seen } from '../hosts/host.ts';
import type { Fields, HostId, Pictures, SharedRecord, Value } from '../model.ts';
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

/** `ours`: what was agreed on with the object, where it is known. */
export async function shownOf(host: HostId, mapping: Mapping, refs: LinkRefs, seen: Seen, ours: Fields = {}): Promise<Shown> {
  const shown = await withRefs(refs, () => fromHost(host, mapping, refs, seen));
  return meaningOurs(shown, ours, mapping, refs);
}

/**
 * What is shown, as what was agreed on: two of ours may stand for one object there - it was merged, or several share one - and a name may
 * stand for an object that is not there. Then ours is meant, and nothing changed. `ours`: agreed on or sent, not what was typed since.
 */
export async function meaningOurs(shown: Shown, ours: Fields, mapping: Mapping, refs: LinkRefs): Promise<Shown> {
  const worded = await withRefs(refs, () => mapping.meant(shown.fields, ours, refs));
  const meant: Record<string, Value> = {};
  for (const field of mapping.required) {
    const [entity, a, b] = [refEntity(field), shown.fields[field], ours[field]];
    if (entity === null || typeof a !== 'string' || typeof b !== 'string' || a === b || isUnresolved(a)) continue;
    const [there, here] = await withRefs(refs, () => [refs.toHost(entity, a), refs.toHost(entity, b)]);
    if (there !== null && there === here) meant[field] = b;
  }
  if (worded === shown.fields && Object.keys(meant).length === 0) return shown;
  return { ...shown, fields: { ...worded, ...meant } };
}

/** Of our record: as it was sent, else as it was agreed on, else as it is. */
export const agreedOf = ({
  record,
  pictures: p,
}: {
  record: Pick<SharedRecord, 'fields'>;
  pictures: Pick<Pictures, 'base' | 'sent'>;
}): Fields => ({
  ...record.fields,
  ...p.base.ours,
  ...p.sent,
});

/** What a host showed before, overlaid by what it shows now. A unit with a value nobody mapped is unknown, never "as before" (M4). */
export function overlay(before: Fields, shown: Shown, mapping: Mapping): Fields {
  const now = { ...before, ...shown.fields };
  for (const { field } of shown.unmapped) {
    const name = field.split('.')[0] ?? field;
    for (const f of mapping.units.find((u) => u.fields.includes(name))?.fields ?? []) Reflect.deleteProperty(now, f);
  }
  return now;
}

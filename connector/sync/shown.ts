/** What an object shows, with every reference that is known; an absent or misshapen property is an answer that cannot be understood. */
import { HostError, type Seen } from '../hosts/host.ts';
import type { Fields, HostId } from '../model.ts';
import { Unreadable, type Mapping, type Refs, type Shown } from '../../mappings/mapping.ts';
import { withRefs, type LinkRefs } from './refs.ts';

export function fromHost(host: HostId, mapping: Mapping, refs: Refs, seen: Seen): Shown {
  try {
    return mapping.fromHost(seen.object ?? {}, refs);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const at = { entity: mapping.entity, property: error.property, object: seen.hostId };
    throw new HostError('bad-response', host, { code: error.code, outcome: 'unknown', at, cause: error });
  }
}

export const shownOf = (host: HostId, mapping: Mapping, refs: LinkRefs, seen: Seen): Promise<Shown> =>
  withRefs(refs, () => fromHost(host, mapping, refs, seen));

/** What a host showed before, overlaid by what it shows now. A unit with a value nobody mapped is unknown, never "as before" (M4). */
export function overlay(before: Fields, shown: Shown, mapping: Mapping): Fields {
  const now = { ...before, ...shown.fields };
  for (const { field } of shown.unmapped) {
    const name = field.split('.')[0] ?? field;
    for (const f of mapping.units.find((u) => u.fields.includes(name))?.fields ?? []) Reflect.deleteProperty(now, f);
  }
  return now;
}

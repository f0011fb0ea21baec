/** A host object becomes a record of ours, with a link in step (A11). Pure builders; the caller commits them. */
import { WHOLE } from '../narrow.ts';
import { pick, withoutDerived } from '../fields.ts';
import type { Fields, HostId, Instant, Link, LinkId, RecordId, SharedRecord, Value } from '../model.ts';
import { isUnresolved, type Mapping } from '../../mappings/mapping.ts';
import { tells } from './figures.ts';
import { pack } from './pictures.ts';

export interface Adoption {
  readonly record: SharedRecord;
  readonly link: Link;
}

export interface AdoptionOf {
  readonly id: RecordId;
  readonly linkId: LinkId;
  readonly host: HostId;
  readonly hostId: string;
  readonly version: string;
  readonly shown: Fields;
  readonly mapping: Mapping;
  readonly at: Instant;
}

export const isOpen = (value: Value | undefined): boolean =>
  isUnresolved(value) || (Array.isArray(value) && value.some((row) => Object.values(row as Fields).some(isUnresolved)));

/** Fields of units that hold no reference to something unknown. */
export function settledPart(shown: Fields, mapping: Mapping): Fields {
  const open = mapping.units.filter((u) => u.fields.some((f) => isOpen(shown[f])));
  if (open.length === 0) return shown;
  const names = new Set(open.flatMap((u) => u.fields));
  return Object.fromEntries(Object.entries(shown).filter(([name]) => !names.has(name)));
}

export function adoption(a: AdoptionOf): Adoption {
  const open = settledPart(a.shown, a.mapping);
  const settled = tells(a.mapping) ? withoutDerived(a.mapping.entity, open) : open;
  const fields = a.mapping.put({}, settled, {});
  const record: SharedRecord = {
    id: a.id,
    entity: a.mapping.entity,
    rev: 1,
    stage: 'live',
    fields,
    changedAt: a.at,
    changedBy: a.host,
  };
  // A whole object is in step by the mapping's own law view(put(s)) = s: nothing to store beside the record.
  const whole = settled === a.shown;
  const pictures = whole
    ? IN_STEP
    : pack({ ours: fields, theirs: a.shown, base: { ours: fields, theirs: settled }, sent: {} }, 1, a.mapping);
  return { record, link: { ...newLink(a), record: a.id, confirmed: true, dirty: open !== a.shown, ...pictures, rev: 1 } };
}

const IN_STEP = { rev: 1, baseOurs: null, baseTheirs: null, seen: null, sent: null } as const;

/** A link row as nothing but an id: seen, in scope, not matched. */
export function newLink(a: {
  linkId: LinkId;
  host: HostId;
  hostId: string | null;
  version: string | null;
  mapping: Mapping;
}): Link {
  return {
    id: a.linkId, host: a.host, entity: a.mapping.entity, hostId: a.hostId, record: null, aliasOf: null, confirmed: false, inScope: true,
    version: a.version, goneAt: null, dirty: true, retryAt: null, rev: null, baseOurs: null, baseTheirs: null, seen: null, sent: null, sentAt: null, token: null,
  }; // prettier-ignore
}

/** What the host shows, stored on a link that has no record yet. */
export const seenAlone = (shown: Fields, mapping: Mapping): Link['seen'] => ({
  [WHOLE]: pick(
    shown,
    mapping.units.flatMap((u) => u.fields),
  ),
});

/** A reference whose target is physically gone there: an empty record stands for it, so documents keep their reference. */
export function standIn(a: Omit<AdoptionOf, 'shown' | 'version'>): Adoption {
  const record: SharedRecord = {
    id: a.id,
    entity: a.mapping.entity,
    rev: 1,
    stage: 'live',
    fields: {},
    changedAt: a.at,
    changedBy: a.host,
  };
  const link = { ...newLink({ ...a, version: null }), record: a.id, confirmed: true, dirty: false, goneAt: a.at };
  return { record, link };
}

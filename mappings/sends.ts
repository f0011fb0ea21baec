/** What a write of a mapping may hold: told by its file, so that a body can be held against it (sync-design B5.6). */
import type { Codec } from './codec.ts';
import type { FieldFile, MappingFile } from './file.ts';
import type { Sendable } from './mapping.ts';

/** Fields that never travel toward the host. */
const isIncoming = (f: FieldFile): boolean =>
  f.direction === 'from-host' ||
  f.keep === 'link' ||
  f.type === 'action' ||
  f.type === 'vatTotal' ||
  f.type === 'lastDate' ||
  f.type === 'lookupFlag';

export function sendsOf(file: MappingFile, codecs: readonly { readonly field: FieldFile; readonly codec: Codec }[]): Sendable[] {
  const sent = codecs.filter(({ field }) => !isIncoming(field)).flatMap(({ field, codec }) => ofField(field, codec));
  const technical = file.create ? [file.id, file.marker, ...Object.keys(file.constants), ...Object.keys(file.copies)] : [];
  return joined([...sent, ...technical.flatMap((property) => (property === undefined ? [] : [{ part: null, property, fields: [] }]))]); // prettier-ignore
}

function ofField(field: FieldFile, codec: Codec): Sendable[] {
  const needed = codec.needs.map((n) => ({ part: n.part ?? null, property: n.property, fields: codec.fields }));
  const more = (property: string | undefined, fields: readonly string[] = []): Sendable[] =>
    property === undefined || !('part' in field) ? [] : [{ part: field.part, property, fields }];
  switch (field.type) {
    case 'lines':
      return [...needed, ...more(field.number)];
    case 'contacts':
      return [...needed, ...field.rows.flatMap((r) => [...(r.repeats ?? []), ...(r.empties ?? [])].flatMap((p) => more(p, [r.name])))]; // prettier-ignore
    default:
      return needed;
  }
}

/** One entry a property: the country says what kind of party it is, too. */
function joined(all: readonly Sendable[]): Sendable[] {
  const by = new Map<string, Sendable>();
  for (const s of all) {
    const key = `${s.part ?? ''}.${s.property}`;
    by.set(key, { ...s, fields: [...new Set([...(by.get(key)?.fields ?? []), ...s.fields])] });
  }
  return [...by.values()];
}

/** What a write of a mapping may hold: told by its file, so that a body can be held against it (sync-design B5.6). */
import { isComputed } from './build.ts';
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
  f.type === 'lookupFlag' ||
  isComputed(f);

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
      return [...needed, ...more(field.number), ...field.columns.flatMap((c) => besides(c).flatMap((p) => more(p, codec.fields))), ...ofRows(field).flatMap((p) => more(p))]; // prettier-ignore
    case 'contacts':
      return [...needed, ...field.rows.flatMap((r) => [...(r.repeats ?? []), ...(r.empties ?? [])].flatMap((p) => more(p, [r.name])))]; // prettier-ignore
    case 'ref':
      return [
        ...(field.bind ? [] : needed),
        ...besides(field).map((property) => ({ part: null, property, fields: codec.fields })),
      ];
    default:
      return needed;
  }
}

type Column = Extract<FieldFile, { type: 'lines' }>['columns'][number];

/** Names a reference is written by, and what is written with it. */
function besides(field: FieldFile | Column): string[] {
  if (field.type !== 'ref') return [];
  const bound = [field.bind, field.brings].flatMap((b) => (b ? [`${b.as}@odata.bind`] : []));
  return field.without === undefined ? bound : [...bound, field.without];
}

/** What a row of its own set is told by. */
const ofRows = ({ objects: o }: Extract<FieldFile, { type: 'lines' }>): string[] =>
  o ? [o.id, o.order, `${o.bind}@odata.bind`, ...Object.keys(o.constants)] : [];

/** One entry a property: the country says what kind of party it is, too. */
function joined(all: readonly Sendable[]): Sendable[] {
  const by = new Map<string, Sendable>();
  for (const s of all) {
    const key = `${s.part ?? ''}.${s.property}`;
    by.set(key, { ...s, fields: [...new Set([...(by.get(key)?.fields ?? []), ...s.fields])] });
  }
  return [...by.values()];
}

/** A mapping with everything a law needs beside it: its file, a little world of references, and the small tables of the host. */
import type { Entity } from '../../connector/model.ts';
import { ENTITY_ORDER } from '../../connector/model.ts';
import type { RawMapping } from '../../connector/packs.ts';
import { compileMapping, type HostSchema } from '../../mappings/compile.ts';
import type { Lookups, Mapping, Refs } from '../../mappings/mapping.ts';

export type Json = Readonly<Record<string, unknown>>;
/** One field of a mapping file; rows of contacts stand for themselves. */
export interface FieldOf {
  readonly name: string;
  readonly type: string;
  readonly [key: string]: unknown;
}

export interface Sample {
  readonly file: RawMapping;
  readonly mapping: Mapping;
  readonly lookups: Lookups;
  readonly fields: ReadonlyMap<string, FieldOf>;
}

const guid = (kind: number, n: number): string => `0000000${kind.toString(16)}-6332-11ec-ad72-${String(n).padStart(12, '0')}`;
const kindOf = (entity: Entity): number => ENTITY_ORDER.indexOf(entity) + 1;

/** Three objects of every entity are linked: record "invoice-2" is the object with the GUID …002. */
export const recordIds = (entity: Entity): string[] => [1, 2, 3].map((n) => `${entity}-${n}`);
export const hostIds = (entity: Entity): string[] => [1, 2, 3].map((n) => guid(kindOf(entity), n));
export const strangers = (entity: Entity): string[] => [8, 9].map((n) => guid(kindOf(entity), n));
export const refs: Refs = {
  toHost: (entity, record) => hostIds(entity)[recordIds(entity).indexOf(record)] ?? null,
  toRecord: (entity, hostId) => recordIds(entity)[hostIds(entity).indexOf(hostId)] ?? null,
  byPart: (entity, _type, id) => recordIds(entity)[hostIds(entity).indexOf(id)] ?? null,
};

const table = (words: readonly string[], kind: number): ReadonlyMap<string, string> =>
  new Map(words.map((w, i) => [guid(kind, i + 1), w]));
const CONTACTS = [
  'ТелефонКонтрагента',
  'EmailКонтрагента',
  'ЮрАдресКонтрагента',
  'ПочтовыйАдресКонтрагента',
  'ФаксКонтрагента',
  'SkypeКонтрагента',
];
/** Two entries of a host's table may say the same word: the first is what we write. */
export const TABLES: Lookups = {
  countries: table(['RU', 'KZ', 'BY', 'DE'], 14),
  contactKinds: table(CONTACTS, 15),
  priceTypes: table(['Розничная', 'Оптовая'], 13),
  priceTypesVat: table(['true', 'false'], 13),
  folders: new Map(),
  parents: new Map(),
};

export function sample(file: RawMapping, schema: HostSchema | null = null, lookups: Lookups = TABLES): Sample {
  const { mapping, findings } = compileMapping(file, schema, { books: true });
  if (!mapping) throw new Error(JSON.stringify(findings));
  const fields = new Map<string, FieldOf>();
  for (const field of file['fields'] as FieldOf[])
    if (field.type === 'contacts')
      for (const row of field['rows'] as FieldOf[]) fields.set(row.name, { ...row, type: 'contact' });
    else fields.set(field.name, field);
  return { file, mapping: mapping.withLookups(lookups), lookups, fields };
}

export const mappedNames = (s: Sample): string[] => s.mapping.units.flatMap((u) => [...u.fields]);
export const allUnits = (s: Sample): string[] => s.mapping.units.map((u) => u.unit);
/** Fields that leave as properties: an action is a request of its own, the last date of other rows is only read. */
export const sendable = (s: Sample): string[] =>
  mappedNames(s).filter((name) => !['action', 'lastDate', 'lookupFlag'].includes(s.fields.get(name)?.type ?? ''));

/** Every set and property a mapping file names, so that each can be held against what is known of real bases. */
import type { FieldFile, JoinFile, MappingFile } from './file.ts';

/** `part` and `property` null = the set itself. */
export interface Named {
  readonly set: string;
  readonly part: string | null;
  readonly property: string | null;
}

/** "Set", "Set.Property" or "Set.Part.Property": how a pack lists a name. */
export const nameOf = (n: Named): string => [n.set, n.part, n.property].filter((x) => x !== null).join('.');

/** Readers whose objects the adapter computes from registers; their properties are in no metadata. */
export const COMPUTED: ReadonlySet<string> = new Set(['settlements', 'settlements-ut', 'closed-periods']);

type Place = Pick<Named, 'part' | 'property'>;
const own = (...names: readonly (string | null | undefined)[]): Place[] =>
  names.flatMap((property) => (property === null || property === undefined ? [] : [{ part: null, property }]));

/** The properties named, alternatives and optional ones too; each name once. */
export function namedIn(file: MappingFile): Named[] {
  const main = bare(file.collections[0] ?? '');
  const properties = COMPUTED.has(file.reader) ? [] : [...head(file), ...file.fields.flatMap(ofField)];
  const named = [
    ...setsIn(file).map((set) => ({ set, part: null, property: null })),
    ...properties.flatMap((p) => placed(file, main, p)),
    ...file.joins.flatMap((j) => joining(main, j)),
    ...Object.values(file.lookups).flatMap((l) =>
      own(l.key, ...names(l.value), ...filtered(l.filter)).map((p) => ({ set: l.set, ...p })),
    ),
  ];
  return [...new Map(named.filter((n) => n.property?.startsWith('$') !== true).map((n) => [nameOf(n), n])).values()];
}

const bare = (set: string): string => set.replace(/\?$/, '');
const names = (alternatives: string): string[] => bare(alternatives).split('|').map((n) => n.trim()); // prettier-ignore
const filtered = (filter: string | undefined): string[] => (filter === undefined ? [] : [filter.split(' ')[0] ?? '']);

const setsIn = (file: MappingFile): string[] =>
  [...file.collections, ...file.alsoReads, ...file.joins.map((j) => j.set), ...Object.values(file.lookups).map((l) => l.set)].map(
    bare,
  );

const head = (file: MappingFile): Place[] =>
  own(...file.id.split(','), file.version, file.mark, file.date, file.marker, file.crossCheck?.host).concat(
    own(...Object.keys(file.only), ...Object.keys(file.constants), ...Object.entries(file.copies).flat()),
  );

/** A property a join provides is named where the join takes it from. */
function placed(file: MappingFile, main: string, { part, property }: Place): Named[] {
  const taken = file.joins.flatMap((j) =>
    Object.entries(j.take).flatMap(([from, to]): Named[] => {
      if (part === to) return [{ set: j.set, part: from, property }];
      return part === null && property === to ? [{ set: j.set, part: null, property: from }] : [];
    }),
  );
  return taken.length > 0 ? taken : [{ set: main, part, property }];
}

/** Where a join hangs, and what it takes as it is. */
function joining(main: string, join: JoinFile): Named[] {
  const through = [join.on ?? join.via ?? ''].flatMap((n) => (join.type === undefined ? [n] : [n, `${n}_Type`]));
  const set = join.on === undefined ? main : join.set;
  return through.map((property) => ({ set, part: join.part ?? null, property }));
}

function ofField(field: FieldFile): Place[] {
  switch (field.type) {
    case 'contacts': {
      const more = field.rows.flatMap((r) => [...(r.repeats ?? []), ...(r.empties ?? [])]);
      return inPart(field.part, [...Object.values(field.columns), ...more]);
    }
    case 'lines':
      return inPart(field.part, [...(field.number === undefined ? [] : [field.number]), ...field.columns.flatMap(hostsOf), ...(field.objects ? [field.objects.id, field.objects.version, field.objects.head, field.objects.order, ...Object.keys(field.objects.constants)] : [])]); // prettier-ignore
    case 'vatTotal':
    case 'lastDate':
      return inPart(field.part, [field.column]);
    default:
      return own(...hostsOf(field));
  }
}

const inPart = (part: string, properties: readonly string[]): Place[] => properties.map((property) => ({ part, property }));

type Plain =
  | Exclude<FieldFile, { type: 'contacts' | 'lines' | 'vatTotal' | 'lastDate' }>
  | Extract<FieldFile, { type: 'lines' }>['columns'][number];

function hostsOf(field: Plain): string[] {
  const hosts = [field.host].flat().flatMap(names);
  switch (field.type) {
    case 'partyKind':
      return [...hosts, ...names(field.soleTrader ?? field.host), field.country.host];
    case 'rate':
      return [...hosts, field.per];
    case 'money':
    case 'decimal':
      return field.minus === undefined ? hosts : [...hosts, field.minus];
    case 'splitVat':
      return [...hosts, ...names(field.included)];
    case 'ref':
      return field.typeValue === undefined ? hosts : hosts.flatMap((h) => (h.endsWith('_Key') ? [h] : [h, `${h}_Type`]));
    default:
      return hosts;
  }
}

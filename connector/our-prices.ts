/** Which rows of a base's price lists are read: those of the type of price that is ours, else all of them (model.md 6). */
import type { MappingFinding } from '../mappings/compile.ts';
import type { LookupSource, Mapping, Source } from '../mappings/mapping.ts';

export interface Chosen {
  /** Null: there is no such type, and nothing is guessed in its place. */
  readonly source: Source | null;
  readonly findings: readonly MappingFinding[];
}

/** `types`: key of a type of price in the base -> its name there. `wanted`: the name in the configuration. */
export function ourPrices(mapping: Mapping, types: ReadonlyMap<string, string>, wanted: string | undefined): Chosen {
  const { source } = mapping;
  if (wanted === undefined) return { source, findings: [] };
  const key = [...types].find(([, name]) => name === wanted.trim())?.[0];
  if (key === undefined) return { source: null, findings: [absent(wanted, [...types.values()])] };
  return { source: { ...source, only: { ...source.only, [mapping.hostName('priceType')]: key } }, findings: [] };
}

const absent = (wanted: string, known: readonly string[]): MappingFinding => ({
  code: 'price-type-absent', level: 'error', entity: 'price', field: wanted, set: null, property: null, detail: known.join('; ') || '-',
}); // prettier-ignore

/** The small table with the names of the types. */
export const typesOf = (mapping: Mapping): LookupSource | undefined => mapping.lookups.find((l) => l.name === 'priceTypes');

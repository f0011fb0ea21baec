/**
 * `$metadata` of OData 4 as Dynamics writes it (hosts/dynamics.md 1.2, 4.3): types are named in the singular, sets in an irregular
 * plural, and which belongs to which is said only at the end. Custom columns and tables never seen before pass like any others.
 */
import { metaEvents } from './metadata.ts';
import type { MetaProperty } from './host.ts';

const local = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** Properties by set; a collection of rows names the set its rows live in, as "Collection(set)". */
export async function* entityProperties(chunks: Parameters<typeof metaEvents>[0]): AsyncIterable<MetaProperty> {
  const types = new Map<string, { name: string; edm: string }[]>();
  const sets = new Map<string, string>();
  for await (const events of metaEvents(chunks))
    for (const e of events) {
      if ('set' in e) sets.set(local(e.of), e.set);
      else types.set(e.type, [...(types.get(e.type) ?? []), { name: e.property, edm: e.edm }].slice(-MANY));
    }
  for (const [type, set] of sets) {
    yield { set, part: null, name: '', type: '' };
    for (const { name, edm } of types.get(type) ?? []) yield { set, part: null, name, type: rowsOf(edm, sets) };
  }
}

/** More columns than a table of Dataverse can have. */
const MANY = 5000;

function rowsOf(edm: string, sets: ReadonlyMap<string, string>): string {
  const of = /^Collection\((.+)\)$/.exec(edm)?.[1];
  return of === undefined ? edm : `Collection(${sets.get(local(of)) ?? local(of)})`;
}

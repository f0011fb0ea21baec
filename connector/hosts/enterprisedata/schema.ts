/** The format as metadata: what mappings may name, in the types they are checked by (OData's words for them). */
import type { MetaProperty } from '../host.ts';
import { CONTACT_COLUMNS, CONTACTS } from './contacts.ts';
import type { Format } from './formats.ts';
import { LINE_COLUMNS, LINES } from './lines.ts';
import { ID, MARK, VERSION } from './objects.ts';
import { KEPT_BY_KEY, KEY, keyTypeOf, kindNamedBy } from './references.ts';

const EDM: Readonly<Record<string, string>> = { s: 'Edm.String', b: 'Edm.Boolean', d: 'Edm.Date', t: 'Edm.DateTime', i: 'Edm.Int64', n: 'Edm.Double', r: 'Edm.Guid' }; // prettier-ignore
const DEPTH = 5;

/** Kinds of objects that are mapped, then kinds kept by their key alone. */
export function* schemaOf(format: Format, kinds: readonly string[]): Generator<MetaProperty> {
  for (const kind of kinds) {
    yield* start(kind);
    yield* paths(format, kind, kind, '', DEPTH);
    const [part, columns] = kind.startsWith('Документ.') ? [LINES, LINE_COLUMNS] : [CONTACTS, CONTACT_COLUMNS];
    yield { set: kind, part: null, name: part, type: `Collection(ED.${kind}_${part}_RowType)` };
    for (const [name, type] of Object.entries(columns)) yield { set: `${kind}_${part}_RowType`, part: null, name, type };
  }
  for (const kind of KEPT_BY_KEY) {
    yield* start(kind);
    yield* paths(format, kind, keyTypeOf(kind), `${KEY}/`, DEPTH);
  }
}

function* start(set: string): Generator<MetaProperty> {
  yield { set, part: null, name: '', type: '' };
  for (const [name, type] of [[ID, 'Edm.Guid'], [VERSION, 'Edm.String'], [MARK, 'Edm.Boolean']] as const) yield { set, part: null, name, type }; // prettier-ignore
}

function* paths(format: Format, set: string, type: string, before: string, depth: number): Generator<MetaProperty> {
  for (const p of format.properties(type) ?? []) {
    if (p.many || depth === 0) continue;
    const name = before + p.name;
    const isReference = kindNamedBy(p.type) !== null && p.name !== KEY;
    if (isReference || !format.properties(p.type))
      yield { set, part: null, name, type: isReference ? 'Edm.Guid' : (EDM[p.type[0] ?? ''] ?? 'Edm.String') };
    if (format.properties(p.type)) yield* paths(format, set, p.type, `${name}/`, depth - 1);
  }
}

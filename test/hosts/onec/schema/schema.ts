import { entitySetsOf, type EntitySet } from './entity-sets.ts';
import { parseField } from './notation.ts';
import type { Definition, Field } from './types.ts';

/** How an administrator changed the configuration under a running connector (1c.md 4.6, drift). */
export type SchemaChange =
  { set: string; add: string } | { set: string; remove: string } | { set: string; rename: string; to: string };

/** One infobase's configuration. It can change while the base runs. */
export interface Schema {
  readonly enums: Readonly<Record<string, string>>;
  definitions(): Iterable<Definition>;
  definition(name: string): Definition | undefined;
  find(name: string): EntitySet | undefined;
  /** Every entity set, in configuration order. */
  all(): readonly EntitySet[];
  change(change: SchemaChange): void;
  /** The first set with two properties of one name. */
  twin(): string | undefined;
}

export function createSchema(given: readonly Definition[], enums: Readonly<Record<string, string>>): Schema {
  const definitions = new Map(given.map((d) => [d.name, structuredClone(d)]));
  let sets: Map<string, EntitySet> | undefined;
  const built = (): Map<string, EntitySet> =>
    (sets ??= new Map([...definitions.values()].flatMap(entitySetsOf).map((s) => [s.name, s])));
  return {
    enums,
    definitions: () => definitions.values(),
    definition: (name) => definitions.get(name),
    find: (name) => built().get(name),
    all: () => [...built().values()],
    twin: () => [...built().values()].find((s) => s.byName.size < s.properties.length)?.name,
    change: (change) => {
      applyChange(definitions, change);
      sets = undefined;
    },
  };
}

/** `set` may name a tabular part: `Document_X_Товары`. `add` is one attribute in profile notation, e.g. `Б_Код s20`. */
function applyChange(definitions: ReadonlyMap<string, Definition>, change: SchemaChange): void {
  const fields = fieldListOf(definitions, change.set);
  if ('add' in change) {
    fields.push(parseField(change.add));
    return;
  }
  const name = 'remove' in change ? change.remove : change.rename;
  const at = fields.findIndex((f) => f.name === name);
  const field = fields[at];
  if (!field) throw new Error(`${change.set} has no attribute ${name}`);
  if ('remove' in change) fields.splice(at, 1);
  else fields[at] = { ...field, name: change.to };
}

function fieldListOf(definitions: ReadonlyMap<string, Definition>, set: string): Field[] {
  const definition = definitions.get(set);
  if (definition) return definition.attributes.length > 0 ? definition.attributes : definition.resources;
  for (const owner of definitions.values()) {
    const part = owner.parts.find((p) => `${owner.name}_${p.name}` === set);
    if (part) return part.fields;
  }
  throw new Error(`no set ${set}`);
}

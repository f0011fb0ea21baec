import { entitySetsOf, type EntitySet } from './entity-sets.ts';
import { parseField } from './notation.ts';
import type { Definition, Field } from './types.ts';

/** How an administrator changed the configuration under a running connector (1c.md 4.6, drift). */
export type SchemaChange =
  | { set: string; add: string }
  | { set: string; remove: string }
  | { set: string; rename: string; to: string };

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

interface Described {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly sets: ReadonlyMap<string, EntitySet>;
}

const described = (definitions: ReadonlyMap<string, Definition>): Described => ({
  definitions,
  sets: new Map([...definitions.values()].flatMap(entitySetsOf).map((s) => [s.name, s])),
});

/** Hundreds of bases of one profile live in one test run: they share its description until one of them changes. */
const shared = new WeakMap<readonly Definition[], Described>();

function describedOnce(given: readonly Definition[]): Described {
  const known = shared.get(given) ?? described(new Map(given.map((d) => [d.name, d])));
  shared.set(given, known);
  return known;
}

export function createSchema(given: readonly Definition[], enums: Readonly<Record<string, string>>): Schema {
  let now = describedOnce(given);
  return {
    enums,
    definitions: () => now.definitions.values(),
    definition: (name) => now.definitions.get(name),
    find: (name) => now.sets.get(name),
    all: () => [...now.sets.values()],
    twin: () => [...now.sets.values()].find((s) => s.byName.size < s.properties.length)?.name,
    change: (change) => {
      const own = new Map([...now.definitions].map(([name, d]) => [name, structuredClone(d)]));
      applyChange(own, change);
      now = described(own);
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

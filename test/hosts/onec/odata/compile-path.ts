import { badOption } from '../base/errors.ts';
import { textOf, type Value } from '../base/rows.ts';
import { orderText } from '../base/presentation.ts';
import type { World } from '../base/world.ts';
import type { EntitySet } from '../schema/entity-sets.ts';
import type { Property } from '../schema/types.ts';
import type { ValueKind } from './compare.ts';
import type { Compiled, Context, Scope } from './compiled.ts';
import { valueOf, type Entry } from './entry.ts';
import { targetOf } from './scope.ts';

/** A path of names: attributes of the row, of rows it refers to, or of a lambda variable. */
export function compileNames(names: string[], scope: Scope): Compiled {
  const [first = '', ...rest] = names;
  const variable = scope.variables.get(first);
  if (!variable) return compileSteps(scope, { name: first, rest, from: scope.set, entryOf: (c) => c.entry });
  const [property = '', ...more] = rest;
  const from = {
    name: scope.set.name,
    definition: scope.set.definition,
    shape: 'part' as const,
    byName: variable.byName,
    parts: [],
  };
  return compileSteps(scope, { name: property, rest: more, from, entryOf: (c) => ({ row: c.variables?.get(first) ?? {} }) });
}

interface Step {
  name: string;
  rest: string[];
  from: Scope['set'];
  entryOf: (context: Context) => Entry | undefined;
}

/** `Поле`, `Ссылка/Поле/…`: navigation properties lead to other rows, everything else is a value. */
function compileSteps(scope: Scope, { name, rest, from, entryOf }: Step): Compiled {
  const property = from.byName.get(name);
  if (property && rest.length === 0) return propertyValue(scope, from, property, entryOf);
  const navigation = from.byName.get(`${name}_Key`);
  const target = navigation && targetOf(scope.world, navigation);
  if (!navigation || !target || rest.length === 0) throw badOption(scope.option);
  const [next = '', ...more] = rest;
  return compileSteps(scope, {
    name: next,
    rest: more,
    from: target,
    entryOf: (c) => followKey(scope.world, target, entryOf(c)?.row[navigation.name]),
  });
}

function followKey(world: World, target: EntitySet, key: Value | undefined): Entry | undefined {
  const stored = typeof key === 'string' ? world.base.stored(target.name, key) : undefined;
  return stored && { row: stored.row, stored };
}

const kinds: Readonly<Record<Property['type'], ValueKind>> = {
  Guid: 'guid',
  String: 'string',
  Boolean: 'boolean',
  DateTime: 'date',
  Double: 'number',
  Int64: 'number',
  Int16: 'number',
  Stream: 'storage',
  Binary: 'storage',
  TypeDescription: 'storage',
};

function propertyValue(scope: Scope, from: Scope['set'], property: Property, entryOf: Step['entryOf']): Compiled {
  const { world } = scope;
  if (property.field.type === 'composite' && property.role === 'value') return compositeValue(property, entryOf);
  const read = (c: Context): Value => {
    const entry = entryOf(c);
    return entry ? valueOf(world, from, property, entry) : null;
  };
  const isReference = property.field.type === 'ref' || (property.name === 'Ref_Key' && from.shape === 'object');
  const kind = isReference ? 'reference' : kinds[property.type];
  return {
    kind,
    get: (c) => ({ value: simple(read(c)) }),
    ...(isReference ? { order: (c: Context) => orderOfReference(world, from, property, entryOf(c)) } : {}),
  };
}

const simple = (value: Value): string | number | boolean | null => (Array.isArray(value) ? null : value);

function orderOfReference(world: World, from: Scope['set'], property: Property, entry: Entry | undefined): string {
  if (!entry) return '';
  if (property.name === 'Ref_Key')
    return world.quirks.refOrder === 'guid' ? textOf(entry.row, 'Ref_Key') : orderText(from.definition.name, entry.row);
  const key = textOf(entry.row, property.name);
  const row = world.base.get(property.field.target ?? '', key);
  return row && world.quirks.refOrder === 'presentation' ? orderText(property.field.target ?? '', row) : key;
}

function compositeValue(property: Property, entryOf: Step['entryOf']): Compiled {
  const { name } = property.field;
  return {
    kind: 'composite',
    get: (c) => {
      const row = entryOf(c)?.row;
      return { value: textOf(row, name), type: textOf(row, `${name}_Type`) };
    },
    follow: () => undefined,
  };
}

/** `cast(Поле,'Document_X')/Реквизит`. */
export function compileMember(of: Compiled, names: string[], scope: Scope): Compiled {
  const { target, follow } = of;
  const [first = '', ...rest] = names;
  if (!target || !follow) throw badOption(scope.option);
  return compileSteps(scope, { name: first, rest, from: target, entryOf: (c) => follow(c)?.entry });
}

/** `cast(expr,'Type')`: the reference if it is of that type, with its row behind it. */
export function castTo(world: World, of: Compiled, target: EntitySet, typeName: string): Compiled {
  const keyOf = (c: Context): string => {
    const { value, type } = of.get(c);
    const fits = of.kind !== 'composite' || type === typeName;
    return fits && typeof value === 'string' ? value : '';
  };
  return {
    kind: 'cast',
    target,
    get: (c) => ({ value: keyOf(c), type: keyOf(c) === '' ? '' : typeName }),
    follow: (c) => {
      const entry = followKey(world, target, keyOf(c));
      return entry && { set: target, entry };
    },
  };
}

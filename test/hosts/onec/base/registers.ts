import { OnecError } from './errors.ts';
import { registerChange } from './exchange.ts';
import { emptyDate, undefinedType, zeroGuid, type Row, type Value } from './rows.ts';
import type { EntitySet } from '../schema/entity-sets.ts';
import type { Property } from '../schema/types.ts';
import type { World } from './world.ts';

/** The key under which a record of an independent register is kept: its period and dimensions, one after the other. */
export function registerKey(world: World, set: string, row: Row): string {
  return keyOfRecord(world.schema.find(set), row);
}

export function keyOfRecord(set: EntitySet | undefined, row: Row): string {
  if (!set) throw new Error('no such register');
  return set.key.map((name) => keyText(set.byName.get(name), row[name])).join('|');
}

function keyText(property: Property | undefined, value: Value | undefined): string {
  if (Array.isArray(value) || value === undefined || value === null || value === '') return emptyText(property);
  return String(value);
}

function emptyText(property: Property | undefined): string {
  if (property?.role === 'type') return undefinedType;
  if (property?.type === 'Guid') return zeroGuid;
  return property?.type === 'DateTime' ? emptyDate : '';
}

/** Adds a record; the key must be new unless `replace` (1c.md 2.8.9). Returns its key. */
export function writeRecord(world: World, set: EntitySet, row: Row, replace: boolean): string {
  const key = keyOfRecord(set, row);
  if (!replace && world.base.stored(set.name, key)) {
    throw new OnecError(400, 15, 'Запись с такими ключевыми полями существует!', 'Entity with such key already exists');
  }
  world.base.transaction(() => {
    world.base.put(set.name, key, { ...world.base.get(set.name, key), ...row });
    registerChange(world, set.name, key);
  });
  return key;
}

export function removeRecord(world: World, set: EntitySet, key: string): void {
  world.base.transaction(() => {
    world.base.put(set.name, key, null);
    registerChange(world, set.name, key);
  });
}

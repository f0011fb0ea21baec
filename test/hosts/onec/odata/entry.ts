import type { Row, Value } from '../base/rows.ts';
import { emptyDate, undefinedType, zeroGuid, flagOf } from '../base/rows.ts';
import { encodeVersion, type Stored } from '../base/stored.ts';
import type { World } from '../base/world.ts';
import type { EntitySet } from '../schema/entity-sets.ts';
import type { Property } from '../schema/types.ts';

/** One row on its way to a client; only stored objects have a version. */
export interface Entry {
  readonly row: Row;
  readonly stored?: Stored;
}

type Shape = Pick<EntitySet, 'name' | 'definition' | 'shape'>;

/** The value of a property as 1C shows it: empty values instead of missing ones, null where a folder has no such attribute. */
export function valueOf(world: World, set: Shape, property: Property, entry: Entry): Value {
  if (property.name === 'DataVersion') return entry.stored ? encodeVersion(entry.stored, world.quirks.dataVersion) : '';
  if (isHiddenInFolder(set, property) && flagOf(entry.row, 'IsFolder')) return null;
  const value = entry.row[property.name] ?? (isNullable(set, property) ? null : emptyValue(property));
  return typeof value === 'string' ? value.padEnd(padLength(world, set, property)) : value;
}

/** Attributes of items only: null in folders of a hierarchy of folders and items. */
export function isHiddenInFolder(set: Shape, property: Property): boolean {
  return set.shape === 'object' && set.definition.hierarchy === 'folders' && property.field.inFolders !== true;
}

/** Ledger values of a side whose account lacks the flag are null, not zero (1c.md 4.10.2). */
export function isNullable(set: Shape, property: Property): boolean {
  return set.definition.kind === 'AccountingRegister' && property.field.perSide !== undefined;
}

/** Fixed-length strings come padded with spaces (1c.md 2.4): how long they are, else 0. */
export function padLength(world: World, set: Shape, property: Property): number {
  const { field } = property;
  const isFixed = field.fixed === true || world.quirks.paddedFields.includes(`${set.name}.${property.name}`);
  return world.quirks.padded && isFixed && property.type === 'String' ? (field.length ?? 0) : 0;
}

export function emptyValue(property: Property): Value {
  if (property.role === 'type') return undefinedType;
  switch (property.type) {
    case 'Guid':
      return zeroGuid;
    case 'Boolean':
      return false;
    case 'DateTime':
      return emptyDate;
    case 'Double':
    case 'Int64':
    case 'Int16':
      return 0;
    default:
      return '';
  }
}

/** Whether a reference or composite holds something one could navigate to. */
export function isFilled(property: Property, row: Row): boolean {
  const value = row[property.name];
  return typeof value === 'string' && value !== '' && value !== zeroGuid;
}

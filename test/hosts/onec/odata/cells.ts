import type { Value } from '../base/rows.ts';
import { encodeVersion } from '../base/stored.ts';
import type { World } from '../base/world.ts';
import type { EntitySet } from '../schema/entity-sets.ts';
import type { Property } from '../schema/types.ts';
import { emptyValue, isHiddenInFolder, isNullable, padLength, type Entry } from './entry.ts';

/** One property of a set, ready to be written as JSON many times. */
export interface Cell {
  readonly name: string;
  /** `"Имя":`, with the type annotation of full metadata in front. */
  readonly prefix: string;
  readonly empty: string;
  readonly hiddenInFolder: boolean;
  readonly padTo: number;
  readonly asText: boolean;
  readonly isVersion: boolean;
}

type Shape = Pick<EntitySet, 'name' | 'definition' | 'shape'>;

export function cellsOf(world: World, set: Shape, properties: readonly Property[], typed: boolean): Cell[] {
  return properties.map((property) => {
    const padTo = padLength(world, set, property);
    const empty = isNullable(set, property) ? null : emptyValue(property);
    return {
      name: property.name,
      prefix: prefixOf(property, typed),
      empty: jsonValue(property, typeof empty === 'string' ? empty.padEnd(padTo) : empty),
      hiddenInFolder: isHiddenInFolder(set, property),
      padTo,
      asText: property.type === 'Int64',
      isVersion: property.name === 'DataVersion',
    };
  });
}

function prefixOf(property: Property, typed: boolean): string {
  const plain = `${JSON.stringify(property.name)}:`;
  const isTyped = typed && !['String', 'Boolean', 'Double', 'TypeDescription'].includes(property.type);
  return isTyped ? `${JSON.stringify(`${property.name}@odata.type`)}:"Edm.${property.type}",${plain}` : plain;
}

/** One value as JSON: Int64 as a string, everything else as its own kind (1c.md 2.4). */
export function jsonValue(property: Property, value: Value): string {
  if (property.type === 'Int64' && typeof value === 'number') return `"${value}"`;
  if (property.type === 'TypeDescription') return '{"Types":[]}';
  return JSON.stringify(value);
}

export function cellText(world: World, cell: Cell, entry: Entry, isFolder: boolean): string {
  if (isFolder && cell.hiddenInFolder) return `${cell.prefix}null`;
  if (cell.isVersion) return `${cell.prefix}"${entry.stored ? encodeVersion(entry.stored, world.quirks.dataVersion) : ''}"`;
  const value = entry.row[cell.name];
  if (value === undefined) return cell.prefix + cell.empty;
  if (typeof value === 'string') return cell.prefix + JSON.stringify(cell.padTo > 0 ? value.padEnd(cell.padTo) : value);
  return cell.asText && typeof value === 'number' ? `${cell.prefix}"${value}"` : cell.prefix + JSON.stringify(value);
}

/** How many of the item's own units one unit of the line holds; a box of unknown size is not guessed. */
import type { Code } from '../errors.ts';
import type { Line } from './line.ts';
import { isPack, readUnit } from './units.ts';

export type Factor = { readonly unit: string; readonly factor: string } | { readonly code: Code; readonly came: string };

/** `itemUnit`: what prices of the item are made equal to. */
export function factorOf(line: Pick<Line, 'unit' | 'pack'>, itemUnit: string): Factor {
  const [unit, own] = [line.unit, readUnit(itemUnit)];
  if (unit === null || unit.unit === own.unit) return { unit: itemUnit, factor: '1' };
  if (unit.base !== null && unit.base !== own.base) return { code: 'import-unit-differs', came: `${unit.unit} / ${itemUnit}` };
  const factor = unit.factor ?? line.pack;
  return factor === null ? { code: 'import-pack-unknown', came: unit.unit } : { unit: unit.unit, factor };
}

/** The unit a new item gets: what is inside the pack, pieces where nothing is said. */
export const newItemUnit = (line: Pick<Line, 'unit'>): string =>
  line.unit === null ? 'шт' : (line.unit.base ?? (isPack(line.unit) ? 'шт' : line.unit.unit));

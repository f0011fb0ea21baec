import { textOf } from '../base/rows.ts';
import type { World } from '../base/world.ts';
import type { VirtualTable } from '../schema/virtual-tables.ts';
import { entriesOf } from './entries.ts';
import type { Entry } from './entry.ts';
import { filterEntries } from './read.ts';

/** `SliceLast` and `SliceFirst`: one record per set of dimensions; of registers without a period simply all (1c.md 4.10.1). */
export function sliceRows(world: World, { name, rows }: VirtualTable, args: ReadonlyMap<string, string>): Entry[] {
  const condition = args.get('Condition');
  const all = entriesOf(world, rows);
  const fitting = condition === undefined ? all : filterEntries(world, rows, condition, all, 'Condition');
  if (rows.definition.period === 'timeless') return [...fitting];
  const isLast = name === 'SliceLast';
  const limit = args.get('Period');
  const picked = new Map<string, Entry>();
  for (const entry of fitting) {
    const period = textOf(entry.row, 'Period');
    if (limit !== undefined && (isLast ? period > limit : period < limit)) continue;
    const key = rows.key
      .filter((k) => k !== 'Period')
      .map((k) => textOf(entry.row, k))
      .join('|');
    const before = picked.get(key);
    if (!before || (isLast ? textOf(before.row, 'Period') <= period : textOf(before.row, 'Period') > period))
      picked.set(key, entry);
  }
  return [...picked.values()];
}

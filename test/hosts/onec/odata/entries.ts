import { linesOf, textOf, type Row } from '../base/rows.ts';
import type { World } from '../base/world.ts';
import type { EntitySet } from '../schema/entity-sets.ts';
import type { Entry } from './entry.ts';

/** Every row an address lists (1c.md 2.3), in the order of the table. */
export function entriesOf(world: World, set: EntitySet): readonly Entry[] {
  const stored = world.base.all(set.definition.name);
  switch (set.shape) {
    case 'part':
      return stored.flatMap((s) => linesOfObject(set, s.row));
    case 'constant':
      return [{ row: stored[0]?.row ?? { SurrogateKey: 0 } }];
    case 'record':
      return set.definition.subordinate ? stored.flatMap((s) => linesOf(s.row, 'RecordSet').map((row) => ({ row }))) : stored;
    default:
      return stored.map((s) => ({ row: s.row, stored: s }));
  }
}

/** The lines of one object as rows of `Document_X_Товары`. */
export function linesOfObject(set: EntitySet, row: Row | undefined): Entry[] {
  const part = set.name.slice(set.definition.name.length + 1);
  return linesOf(row, part).map((line) => ({ row: { ...line, Ref_Key: textOf(row, 'Ref_Key') } }));
}

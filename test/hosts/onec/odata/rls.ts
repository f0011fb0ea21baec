import { refOf, textOf, type Row } from '../base/rows.ts';
import type { World } from '../base/world.ts';

/** Row level security hides some counterparties and everything that names them (1c.md 2.7). */
export function isHidden(world: World, set: string, row: Row): boolean {
  const { rls } = world.quirks;
  if (rls.length === 0) return false;
  const own = set === 'Catalog_Контрагенты' ? textOf(row, 'Ref_Key') : '';
  const named = [
    own,
    textOf(row, 'ExtDimension1'),
    refOf(row, 'Контрагент'),
    refOf(row, 'Owner'),
    textOf(row, 'Owner'),
    textOf(row, 'Контрагент'),
  ];
  return named.some((key) => rls.includes(key));
}

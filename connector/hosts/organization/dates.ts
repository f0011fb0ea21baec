/** Columns whose moment means another wall clock to another user: a mapping that reads them as they stand would be wrong by hours or a day. */
import { finding, type MappingFinding } from '../../../mappings/compile.ts';
import type { Source } from '../../../mappings/mapping.ts';
import type { Tables } from './tables.ts';

/** One finding for each mapped column that shifts; where the configuration names the zone of those who type there, none does. */
export async function shiftingDates(tables: Tables, sources: readonly Source[], zone: string | null): Promise<MappingFinding[]> {
  const found: MappingFinding[] = [];
  if (zone !== null) return found;
  for (const source of sources)
    for (const { set, properties } of [{ set: source.collections[0] ?? '', properties: source.properties }, ...source.rows]) {
      const { columns } = await tables.of(set);
      const shifts = properties.filter((p) => columns.get(p)?.date?.startsWith('shifting'));
      found.push(...shifts.map((property) => finding('date-shifts', source.entity, { set, property, detail: 'UserLocal' })));
    }
  return found;
}

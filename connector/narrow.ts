/** Pictures as links store them: unit -> its fields (sync-design B4). */
import type { Fields, NarrowUnits } from './model.ts';

/** Of an object without a record all that was seen stands under this name: it is read once for each match, and unit by unit cost twice. */
export const WHOLE = 'all';

/** The fields of all units together. */
export const flat = (units: NarrowUnits | null): Fields =>
  units?.[WHOLE] ?? (Object.assign({}, ...Object.values(units ?? {})) as Fields);

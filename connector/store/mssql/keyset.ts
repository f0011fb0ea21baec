/** Pages by what names a row: those after the last one of the page before, read as x. */
import type { SqlRow } from '../rows.ts';
import type { Param } from './tsql.ts';

/** (a > @a OR (a = @a AND (b > @b))) */
export const after = ([key = '', ...rest]: readonly string[]): string =>
  rest.length === 0 ? `x.[${key}] > @${key}` : `(x.[${key}] > @${key} OR (x.[${key}] = @${key} AND ${after(rest)}))`;

export const keyOf = (keys: readonly string[], row: SqlRow): Record<string, Param> =>
  Object.fromEntries(keys.map((key) => [key, row[key] as Param]));

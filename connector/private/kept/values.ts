/** Columns into values: integers come as bigint, NULL as null. */
import { unscaled } from '../../decimal.ts';
import type { SqlRow } from '../../store/rows.ts';

export const PLACES = 6;

export const number = (row: SqlRow, column: string): number => Number(row[column]);
export const text = (row: SqlRow, column: string): string => row[column] as string;
export const maybe = (row: SqlRow, column: string): string | null => (row[column] as string | null | undefined) ?? null;
export const flag = (row: SqlRow, column: string): boolean => row[column] === 1n;
export const micros = (row: SqlRow, column: string): string => unscaled(row[column] as bigint, PLACES);
export const maybeMicros = (row: SqlRow, column: string): string | null => (row[column] === null ? null : micros(row, column));
export const instant = (row: SqlRow, column: string): string => new Date(number(row, column)).toISOString();
/** A list of texts kept as JSON, written by this store alone. */
export const list = (row: SqlRow, column: string): readonly string[] => JSON.parse(text(row, column)) as string[];

/** One of a closed list; it was checked when it came in. */
export function word<T extends string>(row: SqlRow, column: string, of: readonly T[]): T {
  const found = of.find((w) => w === row[column]);
  if (found === undefined) throw new RangeError(`${column}: none of ${of.join(', ')}`);
  return found;
}

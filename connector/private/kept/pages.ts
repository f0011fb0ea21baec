/** Pages: as many rows as asked for, at most 1000, and where the next page begins, as a text nobody needs to understand. */
import { z } from 'zod';
import type { SqlRow } from '../../store/rows.ts';
import { PrivateWrong, type Asked, type Page } from '../private-store.ts';

const USUAL = 50;
const MOST = 1000;

export const limitOf = ({ limit }: Asked): number =>
  limit !== undefined && Number.isSafeInteger(limit) ? Math.min(MOST, Math.max(1, limit)) : USUAL;

/** Where the page begins; null = at the first row. `form`: what such a place is made of. */
export function placeOf<T extends z.ZodType>({ after }: Asked, form: T): z.output<T> | null {
  if (after === null || after === undefined) return null;
  const place = form.safeParse(read(after));
  if (!place.success) throw new PrivateWrong([{ row: null, field: 'after', problem: 'unknown', value: after.slice(0, 40) }]);
  return place.data;
}

function read(after: string): unknown {
  try {
    return JSON.parse(Buffer.from(after, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

type Place = readonly (string | number)[];
/** A text to order by and what tells equal ones apart; a number of a row. */
export const TEXT_AND_TEXT = z.tuple([z.string(), z.string()]);
export const TEXT_AND_NUMBER = z.tuple([z.string(), z.int()]);
export const NUMBERS = z.tuple([z.int(), z.int()]);
export const NUMBER = z.tuple([z.int()]);

/** `rows`: one more than asked for where there are more. */
export function pageOf<T>(
  rows: readonly SqlRow[],
  limit: number,
  make: (row: SqlRow) => T,
  place: (row: SqlRow) => Place,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last ? Buffer.from(JSON.stringify(place(last))).toString('base64url') : null;
  return { rows: shown.map(make), next };
}

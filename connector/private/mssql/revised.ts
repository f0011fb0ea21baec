/** Saves that say on which revision they rest: of competitors, items and offers. */
import type { Id } from '../model.ts';
import { PrivateMoved, PrivateRefused } from '../private-store.ts';
import { nextN } from './base.ts';
import type { On } from './scoped.ts';

export interface Place {
  readonly n: number;
  readonly id: Id;
  /** What it becomes. */
  readonly rev: number;
}

/** Where the row goes; inside a change. New ones may bring their id along, so that saying it twice makes one. */
export async function revised(
  on: On,
  table: 'competitors' | 'items' | 'offers',
  id: Id | undefined,
  basis: number | null,
): Promise<Place> {
  const row = id === undefined ? null : await on.one(`SELECT n, rev FROM sb.${table} WHERE {facts} AND id = @id`, { id });
  if (basis === null && row) throw new PrivateMoved();
  if (basis === null) return { n: await nextN(on.t, table), id: id ?? on.base.world.uuid(), rev: 1 };
  if (!row || id === undefined) throw new PrivateRefused();
  if (Number(row['rev']) !== basis) throw new PrivateMoved();
  return { n: Number(row['n']), id, rev: basis + 1 };
}

export function refused(): never {
  throw new PrivateRefused();
}

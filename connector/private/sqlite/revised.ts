/** Saves that say on which revision they rest: of competitors, items and offers. */
import type { Id } from '../model.ts';
import { PrivateMoved, PrivateRefused } from '../private-store.ts';
import type { Scoped } from './scoped.ts';

export interface Place {
  readonly n: number;
  readonly id: Id;
  /** What it becomes. */
  readonly rev: number;
}

/** Where the row goes; inside a change. New ones may bring their id along, so that saying it twice makes one. */
export function revised(db: Scoped, table: 'competitors' | 'items' | 'offers', id: Id | undefined, basis: number | null): Place {
  const row = id === undefined ? undefined : db.get(`select n, rev from ${table} where {facts} and id = ?`, id);
  if (basis === null && row) throw new PrivateMoved();
  if (basis === null) return { n: db.base.nextN(table), id: id ?? db.base.world.uuid(), rev: 1 };
  if (!row || id === undefined) throw new PrivateRefused();
  if (Number(row['rev']) !== basis) throw new PrivateMoved();
  return { n: Number(row['n']), id, rev: basis + 1 };
}

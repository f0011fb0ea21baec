/** How old a fact is, and whether it still counts. */
import type { FreshDays } from './model.ts';
import type { Stale } from './private-store.ts';

const DAY = 86_400_000;

export const ageDays = (observedAt: string, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - Date.parse(observedAt)) / DAY));

export function aged<T extends { readonly observedAt: string }>(fact: T, freshDays: number, now: Date): Stale<T> {
  const age = ageDays(fact.observedAt, now);
  return { ...fact, ageDays: age, stale: age > freshDays };
}

/** Facts seen before this are stale; the very day of the limit still counts. */
export const staleBefore = (kind: keyof FreshDays, fresh: FreshDays, now: Date): Date =>
  new Date(now.getTime() - (fresh[kind] + 1) * DAY + 1);

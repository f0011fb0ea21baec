/** Pure: may this plan run? Adopting is free; writes, deactivations and scope leavers in bulk need a person (A12). */
import type { Limits } from './engine.ts';

export const exceeds = (count: number, of: number, limit: { count: number; share: number }): boolean =>
  count > Math.max(limit.count, Math.floor(of * limit.share));

export type GuardRule = 'too-many-writes' | 'too-many-deactivations' | 'too-many-leave-scope';

/** What a rule counts. */
export const COUNTED = {
  'too-many-writes': 'writes',
  'too-many-deactivations': 'deactivations',
  'too-many-leave-scope': 'leavers',
} as const;

/** What one kind would lose. */
export interface Losses {
  readonly links: number;
  readonly deactivations: number;
  readonly leavers: number;
}

/** Writes weigh against all links of kinds that are written there, losses against those of their own, however many products there are. */
export interface GuardCounts extends Losses {
  readonly writes: number;
  readonly kinds?: readonly Losses[];
}

export function guard(counts: GuardCounts, limits: Limits): GuardRule | null {
  if (exceeds(counts.writes, counts.links, limits.guardWrites)) return 'too-many-writes';
  const kinds = counts.kinds ?? [counts];
  if (kinds.some((k) => exceeds(k.deactivations, k.links, limits.guardLosses))) return 'too-many-deactivations';
  if (kinds.some((k) => exceeds(k.leavers, k.links, limits.guardLosses))) return 'too-many-leave-scope';
  return null;
}

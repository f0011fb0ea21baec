/** Pure: may this plan run? Adopting is free; writes, deactivations and scope leavers in bulk need a person (A12). */
import type { Limits } from './engine.ts';

export const exceeds = (count: number, of: number, limit: { count: number; share: number }): boolean =>
  count > Math.max(limit.count, Math.floor(of * limit.share));

export type GuardRule = 'too-many-writes' | 'too-many-deactivations' | 'too-many-leave-scope';

export interface GuardCounts {
  readonly links: number;
  readonly writes: number;
  readonly deactivations: number;
  readonly leavers: number;
}

export function guard(counts: GuardCounts, limits: Limits): GuardRule | null {
  if (exceeds(counts.writes, counts.links, limits.guardWrites)) return 'too-many-writes';
  if (exceeds(counts.deactivations, counts.links, limits.guardLosses)) return 'too-many-deactivations';
  if (exceeds(counts.leavers, counts.links, limits.guardLosses)) return 'too-many-leave-scope';
  return null;
}

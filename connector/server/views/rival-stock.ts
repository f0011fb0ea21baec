/** How much a rival has, in a word: against the quantity somebody wants, else as one speaks. */
import { compare, multiply } from '../../decimal.ts';
import type { Stock } from '../../private/model.ts';
import type { Stale } from '../../private/private-store.ts';
import type { RivalStock } from '../contract/prices.ts';
import type { Shown } from './shown.ts';

const FEW_BELOW = '10';
const MANY_FROM = '100';
const MANY_TIMES = '5';

/** A lead time alone says that they can get it, not how many there are. */
export function stockWord({ least, most }: Pick<Stock, 'least' | 'most'>, wanted: string | null): RivalStock['word'] {
  if (most === '0') return 'none';
  if (most === null && least === '0') return 'unknown';
  if (most !== null && compare(most, wanted ?? FEW_BELOW) < 0) return 'few';
  return compare(least, wanted === null ? MANY_FROM : multiply(wanted, MANY_TIMES)) >= 0 ? 'many' : 'some';
}

export async function stockOf(shown: Shown, s: Stale<Stock>, wanted: string | null): Promise<RivalStock> {
  return {
    id: s.id, competitor: s.competitor, word: stockWord(s, wanted), least: s.least, most: s.most, leadDays: s.leadDays,
    seenAt: s.observedAt, ageDays: s.ageDays, stale: s.stale, source: s.source, by: await shown.person(s.by),
  }; // prettier-ignore
}

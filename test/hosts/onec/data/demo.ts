import { createRandom, type Random } from '../../kit/random.ts';
import { localText } from '../base/clock.ts';
import type { World } from '../base/world.ts';
import type { Data } from './create.ts';
import { fillBp } from './demo-bp.ts';
import { fillUt } from './demo-ut.ts';
import { fillItems, type Item } from './items.ts';
import { makeParties, type Party } from './parties.ts';
import type { Reference } from './reference.ts';
import { makeSales, type Sale } from './trade.ts';

/** A generated business, ready to be spelled by a release. */
export interface Business {
  readonly world: World;
  readonly reference: Reference;
  readonly random: Random;
  readonly today: string;
  readonly parties: readonly Party[];
  readonly items: readonly Item[];
  readonly sales: readonly Sale[];
}

/** Fills a base with a believable small business: the same seed and day give the same base (contract of the fake). */
export function fillDemo(world: World, reference: Reference, seed: number, data: Exclude<Data, 'empty'>): void {
  const size = data === 'demo' ? { counterparties: 240, invoices: 700 } : data;
  const random = createRandom(seed);
  const today = localText(world.base.now());
  const parties = makeParties(random, size.counterparties);
  const sales = makeSales(random, size.invoices, {
    today,
    rates: (world.schema.enums['СтавкиНДС'] ?? '').split(' '),
    isForeign: (party) => parties[party]?.kind === 'foreign',
    partyCount: parties.length,
  });
  const business: Business = { world, reference, random, today, parties, sales, items: fillItems(world, reference, today) };
  if (world.profile.family === 'bp') fillBp(business);
  else fillUt(business);
}

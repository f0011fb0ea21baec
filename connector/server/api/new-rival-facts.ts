/** What people write in the competitor panel: a price, how many they have, an offer, how it ended. */
import type { z } from 'zod';
import { readStock } from '../../import/amounts.ts';
import type { Id, Offer, PriceFact } from '../../private/model.ts';
import { PrivateRefused, type PrivateView } from '../../private/private-store.ts';
import { folded } from '../../private/kept/found-by.ts';
import { ApiError } from '../api-error.ts';
import type { newOffer, newOutcome, newPrice, newStock, Written } from '../contract/prices.ts';
import type { Asker } from './api.ts';
import { evidenceOf } from './evidence.ts';
import { idOnce, type Keyed } from './once.ts';

type Typed<S extends z.ZodType> = z.output<S>;
type Of = Typed<typeof newPrice>['of'];
type Rival = Typed<typeof newPrice>['competitor'];

const made = (id: Id): Written => ({ ok: true, id, known: false });
const viewOf = ({ api, who }: Asker): PrivateView => api.own.view(who);
const now = ({ api }: Asker): string => api.world.now().toISOString();

export async function addPrice(call: Keyed, typed: Typed<typeof newPrice>): Promise<Written> {
  const [view, id] = [viewOf(call), idOnce(call, typed)];
  if (await view.price(id)) return made(id);
  const { price, currency, vatIncluded, unit, packFactor, source, evidence } = typed;
  const file = typed.file && evidenceOf(typed.file);
  const fact: PriceFact = {
    item: await itemOf(view, typed.of), competitor: await rivalOf(view, typed.competitor), price, currency, vatIncluded, vatRate: null, unit, packFactor,
    minQuantity: null, terms: null, region: null, observedAt: now(call), source, evidence, confidence: 'sure',
  }; // prettier-ignore
  const same = typed.again ? null : await knownToday(view, fact);
  if (same !== null) return { ok: true, id: same, known: true };
  await view.addPrices([fact], { id, ...(file ? { file } : {}) });
  return made(id);
}

/** Somebody else may have written it an hour ago: twice the same on one day is one fact. */
async function knownToday(view: PrivateView, fact: PriceFact): Promise<Id | null> {
  const { prices = [] } = (await view.latest([fact.item])).get(fact.item) ?? {};
  const same = prices.find((p) => p.competitor === fact.competitor && p.ageDays === 0 && isSame(p, fact));
  return same?.id ?? null;
}

const isSame = (a: PriceFact, b: PriceFact): boolean =>
  ([a.price, a.currency, a.vatIncluded, a.unit, a.packFactor].join() === [b.price, b.currency, b.vatIncluded, b.unit, b.packFactor].join()); // prettier-ignore

export async function addStock(call: Keyed, typed: Typed<typeof newStock>): Promise<Written> {
  const amount = readStock(typed.stock, ',');
  if (!amount) throw new ApiError(422, 'input-wrong', {}, { stock: 'input-stock' });
  const [view, id] = [viewOf(call), idOnce(call, typed)];
  if (await view.stock(id)) return made(id);
  const [item, competitor] = [await itemOf(view, typed.of), await rivalOf(view, typed.competitor)];
  const fact = { item, competitor, ...amount, leadDays: null, observedAt: now(call), source: typed.source, evidence: null };
  await view.addStock([{ ...fact, confidence: 'likely' }], { id });
  return made(id);
}

export interface Deal {
  readonly counterparty: string | null;
  readonly invoice: string | null;
}

export async function addOffer(call: Keyed, typed: Typed<typeof newOffer>, deal: Deal): Promise<Written> {
  const [view, id] = [viewOf(call), idOnce(call, typed)];
  if (await view.offer(id)) return made(id);
  const { number, validUntil, currency, vatIncluded, lines, terms } = typed;
  await view.saveOffer({
    id, ...deal, competitor: await rivalOf(view, typed.competitor), number, date: now(call).slice(0, 10), validUntil, currency, vatIncluded, lines, terms,
    evidence: null, outcome: 'open', wonBy: null, why: null, import: null,
  }, null); // prettier-ignore
  return made(id);
}

/** An offer to another counterparty is not there for a token that does not cover that one, nor for whoever does not see that one. */
export async function reachesOffer({ api, who }: Asker, { counterparty }: Pick<Offer, 'counterparty'>, party: string | null): Promise<boolean> {
  if (who.scope !== '*') return counterparty === party;
  return counterparty === null || who.owners === null || (await api.seenBy(who).read((t) => t.record(counterparty))) !== null;
} // prettier-ignore

export async function setOutcome(
  call: Asker,
  { outcome, wonBy, why }: Typed<typeof newOutcome>,
  { id, party, match }: { readonly id: Id; readonly party: string | null; readonly match: string },
): Promise<Written> {
  const view = viewOf(call);
  const offer = await view.offer(id);
  if (!offer || !(await reachesOffer(call, offer, party))) throw new PrivateRefused();
  await view.setOutcome(id, revOf(match), outcome, outcome === 'lost' ? (wonBy ?? offer.competitor) : null, why);
  return made(id);
}

export function revOf(match: string): number {
  if (!/^\d{1,9}$/.test(match)) throw new ApiError(412, 'private-moved');
  return Number(match);
}

/** Ours already, that of the product, or a new one: nobody has written of it before. */
async function itemOf(view: PrivateView, { item, product, name, unit }: Of): Promise<Id> {
  if (item !== null) return item;
  const known = product === null ? await named(view.items(name), name) : (await view.itemsOf([product])).get(product);
  return (known ?? (await view.saveItem({ name, sku: null, product, unit, active: true }, null))).id;
}

/** One that has exactly this name; null: nobody has. */
export async function findRival(view: PrivateView, { id, name }: Rival): Promise<Id | null> {
  return id ?? (await named(view.competitors(name), name))?.id ?? null;
}

export async function rivalOf(view: PrivateView, rival: Rival): Promise<Id> {
  const known = await findRival(view, rival);
  if (known !== null) return known;
  const { name } = rival;
  const bare = { aliases: [], counterparty: null, taxId: null, site: null, strengths: null, weaknesses: null, answer: null };
  return (await view.saveCompetitor({ name, ...bare, active: true }, null)).id;
}

/** Exactly this name, or one it is also called by; that it merely fits is for a person to see. */
async function named<T extends { readonly name: string; readonly aliases?: readonly string[] }>(
  looked: Promise<{ readonly rows: readonly T[] }>,
  name: string,
): Promise<T | undefined> {
  const { rows } = await looked;
  return rows.find((r) => [r.name, ...(r.aliases ?? [])].some((one) => folded(one) === folded(name)));
}

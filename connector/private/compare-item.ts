/**
 * One item compared with the figures of both stores: our price from our own books, the rivals' last words from the private store.
 * The books are an interface, so that nothing here knows the shared store; whoever may not read the private one gets nothing.
 */
import { compare, type Comparison, type Quoted, type Rate, type Terms } from './compare.ts';
import type { Id, Item, Price } from './model.ts';
import { ourPrice, soldSince, type ListPrice, type OurPrice, type SoldPrice } from './our-price.ts';
import { PrivateRefused, type PrivateView, type Stale } from './private-store.ts';

/** What our books say of a product; null = nothing. */
export interface OurBooks {
  listPrice(product: string): Promise<ListPrice | null>;
  /** The line of our last issued invoice with it, none older than `since`. */
  lastSold(product: string, since: string): Promise<SoldPrice | null>;
  /** How many of `to` one `from` holds. */
  factor(from: string, to: string): string | null;
}

export interface CompareAsk {
  readonly item: Id;
  readonly today: string;
  /** null = as our own price is. */
  readonly currency: string | null;
  readonly vat: 'in' | 'out' | null;
  readonly quantity: string | null;
  readonly rate: (from: string, to: string) => Rate | null;
}

export interface ItemComparison extends Comparison {
  readonly item: Item;
  readonly in: Pick<Terms, 'unit' | 'currency' | 'vat'>;
  readonly ourPrice: OurPrice | null;
  /** A price list rarely says the rate: then that of our last invoice counts, and this is where it stands. */
  readonly vatRateOf: { readonly number: string | null; readonly date: string } | null;
}

/** As the person of the view; PrivateRefused where there is no such item for them. */
export async function compareItem(view: PrivateView, books: OurBooks, ask: CompareAsk): Promise<ItemComparison> {
  const item = await view.item(ask.item);
  if (!item) throw new PrivateRefused();
  const prices = (await view.latest([item.id])).get(item.id)?.prices ?? [];
  return { item, ...(await comparePrices(item, prices, books, ask)) };
}

export type PricesCompared = Omit<ItemComparison, 'item'>;
/** `line`: of an invoice that names its price, which then is ours. */
export type PricesAsk = Omit<CompareAsk, 'item'> & { readonly line?: Quoted | null };
type Goods = Pick<Item, 'product' | 'unit'>;

/** The same of prices that were read before. */
export async function comparePrices(
  goods: Goods,
  prices: readonly Stale<Price>[],
  books: OurBooks,
  ask: PricesAsk,
): Promise<PricesCompared> {
  const { price: own, vatRateOf } = ask.line ? ownLine(goods, ask.line, books) : await ownPrice(goods, books, ask.today);
  const into = termsOf(goods, own, prices[0]?.currency ?? null, ask);
  return { in: into, ourPrice: own, vatRateOf, ...compare(own, prices, { ...into, rate: ask.rate, quantity: ask.quantity }) };
}

function ownLine({ unit }: Goods, line: Quoted, books: OurBooks): Own {
  const packFactor = line.packFactor ?? books.factor(line.unit, unit);
  return { price: { ...line, packFactor, from: 'line', on: null, name: null }, vatRateOf: null };
}

type Own = { readonly price: OurPrice | null } & Pick<ItemComparison, 'vatRateOf'>;

async function ownPrice({ product, unit }: Goods, books: OurBooks, today: string): Promise<Own> {
  if (product === null) return { price: null, vatRateOf: null };
  const [list, sold] = [await books.listPrice(product), await books.lastSold(product, soldSince(today))];
  const price = ourPrice({ line: null, list, invoices: sold ? [sold] : [] }, today);
  if (!price) return { price, vatRateOf: null };
  const lacks = price.from === 'price-list' && price.vatRate === null && sold !== null && sold.vatRate !== null;
  const vatRate = lacks ? sold.vatRate : price.vatRate;
  const vatRateOf = lacks ? { number: sold.number ?? null, date: sold.date.slice(0, 10) } : null;
  return { price: { ...price, vatRate, packFactor: price.packFactor ?? books.factor(price.unit, unit) }, vatRateOf };
}

/** What is not asked for is as our own price is; without one as the first rival's, VAT inside. */
const termsOf = (item: Goods, own: OurPrice | null, theirs: string | null, ask: PricesAsk): ItemComparison['in'] => ({
  unit: item.unit,
  currency: ask.currency ?? own?.currency ?? theirs ?? 'RUB',
  vat: ask.vat ?? (own?.vatIncluded === false ? 'out' : 'in'),
});

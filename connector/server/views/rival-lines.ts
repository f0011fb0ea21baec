/** Lines of the competitor panel: for each what we take, what the rivals take, all made equal (private/compare.ts), and what they have. */
import { SidebookError } from '../../errors.ts';
import { comparePrices, type OurBooks, type PricesCompared } from '../../private/compare-item.ts';
import { asideWords, obstacleWords, stepWords } from '../../private/compare-words.ts';
import { middleShown, type Compared, type Normal, type Quoted, type Rate } from '../../private/compare.ts';
import type { Id, Item } from '../../private/model.ts';
import type { OurPrice } from '../../private/our-price.ts';
import type { Latest, PrivateView } from '../../private/private-store.ts';
import { rateBetween } from '../../private/rates.ts';
import { date } from '../../words/format.ts';
import { say } from '../../words/sentences.ts';
import type { PriceLine, RivalPrice } from '../contract/prices.ts';
import { booksOf } from '../our-books.ts';
import { stockOf } from './rival-stock.ts';
import type { Shown } from './shown.ts';

/** What a line is about; `line`: the price an invoice already names, which then is ours. */
export interface Wanted {
  readonly key: string;
  readonly item: Item | null;
  readonly product: string | null;
  readonly name: string;
  readonly unit: string;
  readonly quantity: string | null;
  readonly line: Quoted | null;
}

const NOTHING: Latest = { prices: [], stock: [] };

export async function priceLines(shown: Shown, view: PrivateView, wanted: readonly Wanted[]): Promise<PriceLine[]> {
  const latest = await view.latest(wanted.flatMap(({ item }) => item?.id ?? []));
  const books = new OpenListsAside(booksOf(shown.store, shown.behind.config.compare, shown.today));
  const lines: PriceLine[] = [];
  for (const one of wanted) lines.push(await lineOf(shown, one, known(latest, one), books));
  return lines;
}

/** Rates as the configuration has them. */
export const ratesFor =
  ({ behind }: Shown) =>
  (from: string, to: string): Rate | null =>
    rateBetween(behind.config.compare, from, to);

const known = (latest: ReadonlyMap<Id, Latest>, { item }: Wanted): Latest => (item && latest.get(item.id)) ?? NOTHING;

async function lineOf(shown: Shown, one: Wanted, { prices, stock }: Latest, books: OpenListsAside): Promise<PriceLine> {
  const { key, item, product, name, quantity, line } = one;
  const goods = { product: item?.product ?? product, unit: item?.unit ?? one.unit };
  const ask = {
    today: shown.today,
    currency: line?.currency ?? null,
    vat: null,
    quantity: inItsUnit(one, books),
    rate: ratesFor(shown),
    line,
  };
  const found = await comparePrices(goods, prices, books, ask);
  return {
    key, item: item?.id ?? null, product: goods.product, name, quantity, in: found.in,
    ours: found.ourPrice && found.ours && { value: found.ours.value, from: fromWords(shown, found.ourPrice), how: howOf(shown, found.ours) },
    oursWhy: found.ours?.value ? null : whyNot(shown, goods.product, books.isOpen, found),
    least: found.least, middle: found.middle && middleShown(found.middle), counted: found.counted, difference: ofLeast(found),
    prices: await Promise.all(found.rivals.map((r) => priceOf(shown, r))),
    stock: await Promise.all(stock.map((s) => stockOf(shown, s, quantity))),
  }; // prettier-ignore
}

/** "2 boxes" are 400 pieces; what nobody can count in the item's unit is not held against a least quantity. */
function inItsUnit({ item, unit, quantity }: Wanted, books: OurBooks): string | null {
  if (quantity === null || !item) return quantity;
  return books.factor(unit, item.unit) === '1' ? quantity : null;
}

const ofLeast = ({ rivals, least }: PricesCompared): string | null =>
  rivals.find((r) => r.aside === null && r.value === least && least !== null)?.difference ?? null;

export async function priceOf(shown: Shown, r: Compared): Promise<RivalPrice> {
  const { price: p, value, difference, obstacle, aside } = r;
  const why = obstacle ? obstacleWords(shown.lang, obstacle) : aside ? asideWords(shown.lang, aside) : null;
  return {
    id: p.id, competitor: p.competitor, price: p.price, currency: p.currency, vatIncluded: p.vatIncluded, unit: p.unit, value, difference,
    how: howOf(shown, r), why, seenAt: p.observedAt, ageDays: p.ageDays, stale: p.stale, source: p.source, evidence: p.evidence, file: p.file, by: await shown.person(p.by),
    minQuantity: p.minQuantity, terms: p.terms, region: p.region,
  }; // prettier-ignore
}

const howOf = ({ lang }: Shown, { steps }: Normal): string[] => steps.map((s) => stepWords(lang, s));

function fromWords(shown: Shown, { from, name, on }: OurPrice): string {
  const about = { name: name ?? '', day: date(shown.lang, on) };
  if (from === 'line') return say(shown, 'price.line');
  if (from === 'invoice') return say(shown, 'price.invoice', about);
  return say(shown, 'price.list', about);
}

function whyNot(shown: Shown, product: string | null, isOpen: boolean, { ours }: PricesCompared): string {
  if (ours?.obstacle) return obstacleWords(shown.lang, ours.obstacle);
  if (product === null) return say(shown, 'price.no-product');
  if (isOpen) return say(shown, 'price.several-types');
  return say(shown, 'price.nowhere');
}

/** Which type of price is ours was not said: then our invoices say what we take, and the panel that it is open. */
class OpenListsAside implements OurBooks {
  isOpen = false;
  readonly #books: OurBooks;

  constructor(books: OurBooks) {
    this.#books = books;
  }

  async listPrice(product: string) {
    try {
      return await this.#books.listPrice(product);
    } catch (error) {
      if (!(error instanceof SidebookError && error.code === 'price-type-open')) throw error;
      this.isOpen = true;
      return null;
    }
  }
  lastSold = (product: string, since: string) => this.#books.lastSold(product, since);
  factor = (from: string, to: string) => this.#books.factor(from, to);
}

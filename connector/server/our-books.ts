/** What the shared store says of our own prices: the price list of the host where there is one, the lines of our issued invoices (model.md 6). */
import { compare as order } from '../decimal.ts';
import { SidebookError } from '../errors.ts';
import { textOf } from '../fields.ts';
import { readUnit } from '../import/units.ts';
import type { Fields, Row, SharedRecord, Value } from '../model.ts';
import { UNSAID } from '../private/compare.ts';
import type { OurBooks } from '../private/compare-item.ts';
import type { CompareConfig } from '../config/compare.ts';
import type { ListPrice, SoldPrice } from '../private/our-price.ts';
import type { Store } from '../store/store.ts';
import type { ViewQueries } from '../store/view-queries.ts';

export interface BooksStore extends Pick<Store, 'read'> {
  readonly views: Pick<ViewQueries, 'pricesOf' | 'lastInvoiceWith'>;
}

export interface PriceList {
  /** Name of the type of price; null = the only one there is. */
  readonly type: string | null;
  /** For a list that does not say whether VAT is inside; null = nobody said. */
  readonly vatIncluded: boolean | null;
  readonly today: string;
}

/** Our books as the configuration says which price is ours. */
export const booksOf = (
  store: BooksStore,
  { priceType, listVat }: { readonly [Name in 'priceType' | 'listVat']?: CompareConfig[Name] | undefined },
  today: string,
): StoredBooks =>
  new StoredBooks(store, { type: priceType ?? null, vatIncluded: listVat === undefined ? null : listVat === 'in', today });

export class StoredBooks implements OurBooks {
  readonly #store: BooksStore;
  readonly #list: PriceList;

  constructor(store: BooksStore, list: PriceList) {
    this.#store = store;
    this.#list = list;
  }

  async listPrice(product: string): Promise<ListPrice | null> {
    const ids = await this.#store.views.pricesOf(product);
    const all = [...(await this.#store.read((t) => t.records(ids))).values()].map((r) => r.fields);
    const fields = this.#chosen(all.filter((f) => textOf(f, 'price') !== '' && textOf(f, 'since') <= this.#list.today));
    if (!fields) return null;
    const [currency, unit] = [await this.#named(fields['currency'], 'code'), await this.#unitOf(product)];
    return {
      price: textOf(fields, 'price'), currency, vatIncluded: flagOf(fields) ?? this.#list.vatIncluded, vatRate: null, unit, packFactor: null,
      since: textOf(fields, 'since') || null, priceType: textOf(fields, 'priceType'),
    }; // prettier-ignore
  }

  /** Of one type, the latest; which type counts is not guessed. */
  #chosen(prices: readonly Fields[]): Fields | null {
    const { type } = this.#list;
    const types = [...new Set(prices.map((f) => textOf(f, 'priceType')))];
    if (type === null && types.length > 1)
      throw new SidebookError('price-type-open', { count: types.length, types: types.join('; ') });
    const fitting = prices.filter((f) => type === null || textOf(f, 'priceType') === type);
    return fitting.reduce<Fields | null>((a, b) => (a && textOf(a, 'since') >= textOf(b, 'since') ? a : b), null);
  }

  async lastSold(product: string, since: string): Promise<SoldPrice | null> {
    const id = await this.#store.views.lastInvoiceWith(product, since);
    const invoice = id === null ? null : await this.#record(id);
    const line = invoice && linesOf(invoice).find((l) => l['product'] === product);
    if (!invoice || !line) return null;
    const said = (name: string): string => (typeof line[name] === 'string' ? line[name] : '');
    const unit = said('unit') === '' ? await this.#unitOf(product) : await this.#named(line['unit'], 'name');
    return {
      price: said('price'), currency: await this.#named(invoice.fields['currency'], 'code'), vatIncluded: flagOf(invoice.fields), vatRate: said('vatRate') || null, unit,
      packFactor: null, date: textOf(invoice.fields, 'date'), number: textOf(invoice.fields, 'number') || null, ...discountOf(said('discount'), said('quantity')),
    }; // prettier-ignore
  }

  /** "шт." is "шт", "тыс. шт" holds 1000 of them; a box holds nobody knows how many. */
  factor(from: string, to: string): string | null {
    const [a, b] = [readUnit(from), readUnit(to)];
    if (from === to || (a.unit === b.unit && a.factor === b.factor)) return '1';
    return b.factor === '1' && a.base === b.base ? a.factor : null;
  }

  async #unitOf(product: string): Promise<string> {
    return this.#named((await this.#record(product))?.fields['unit'], 'name');
  }

  /** A reference as people write it. */
  async #named(reference: Value | undefined, field: 'code' | 'name'): Promise<string> {
    const fields = typeof reference === 'string' ? (await this.#record(reference))?.fields : undefined;
    return (fields && (textOf(fields, field) || textOf(fields, 'name'))) || UNSAID;
  }

  #record = (id: string): Promise<SharedRecord | null> => this.#store.read((t) => t.record(id));
}

const flagOf = (fields: Fields): boolean | null => {
  const value = fields['vatIncluded'];
  return typeof value === 'boolean' ? value : null;
};

function linesOf({ fields }: SharedRecord): readonly Row[] {
  const { lines } = fields;
  return Array.isArray(lines) ? (lines as readonly Row[]) : [];
}

const discountOf = (sum: string, quantity: string): Pick<SoldPrice, 'discount'> =>
  sum !== '' && quantity !== '' && order(sum, '0') > 0 ? { discount: { sum, quantity } } : {};

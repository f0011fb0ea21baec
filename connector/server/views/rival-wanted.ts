/** Which goods the competitor panel is about: the lines of an invoice, what a counterparty bought lately, or what somebody looks for. */
import { textOf } from '../../fields.ts';
import type { Row, SharedRecord } from '../../model.ts';
import type { Quoted } from '../../private/compare.ts';
import type { Item } from '../../private/model.ts';
import type { PrivateView } from '../../private/private-store.ts';
import { folded } from '../../private/kept/found-by.ts';
import type { Wanted } from './rival-lines.ts';
import type { Shown } from './shown.ts';

/** A panel, not a list: what is beyond is found by name. */
export const MOST_LINES = 20;
const LAST_INVOICES = 10;
const HITS = 8;
/** Looking for a name goes through all items. */
const NAMES_LOOKED_FOR = 5;

const said = (row: Row, name: string): string => (typeof row[name] === 'string' ? row[name] : '');
const linesIn = ({ fields: { lines } }: SharedRecord): readonly Row[] => (Array.isArray(lines) ? (lines as readonly Row[]) : []);

export async function wantedOfInvoice(shown: Shown, view: PrivateView, invoice: SharedRecord): Promise<Wanted[]> {
  const rows = linesIn(invoice).slice(0, MOST_LINES);
  await shown.names.learn([textOf(invoice.fields, 'currency'), ...rows.flatMap((r) => [said(r, 'product'), said(r, 'unit')])]);
  const products = await productsOf(shown, rows.map((r) => said(r, 'product'))); // prettier-ignore
  const items = await view.itemsOf(rows.map((r) => said(r, 'product')).filter((id) => id !== ''));
  const byName = new ItemsByName(view);
  const all: Wanted[] = [];
  for (const [n, row] of rows.entries()) {
    const product = said(row, 'product');
    const name = said(row, 'text') || shown.names.of(product);
    const unit = shown.names.of(said(row, 'unit')) || products.get(product) || 'шт';
    const item = product === '' ? await byName.find(name) : (items.get(product) ?? null);
    all.push({ key: `line:${String(n)}`, item, product: product || null, name, unit, quantity: said(row, 'quantity') || null, line: quotedOf(shown, invoice, row, unit) });
  }
  return all;
} // prettier-ignore

/** The price of the line, its discount taken off. */
function quotedOf(shown: Shown, { fields }: SharedRecord, row: Row, unit: string): Quoted | null {
  const [discount, quantity] = [said(row, 'discount'), said(row, 'quantity')];
  if (said(row, 'price') === '') return null;
  return {
    price: said(row, 'price'), currency: currencyOf(shown, fields), vatIncluded: typeof fields['vatIncluded'] === 'boolean' ? fields['vatIncluded'] : null,
    vatRate: said(row, 'vatRate') || null, unit, packFactor: null, ...(discount && quantity ? { discount: { sum: discount, quantity } } : {}),
  }; // prettier-ignore
}

const currencyOf = (shown: Shown, fields: SharedRecord['fields']): string => {
  const code = shown.names.of(textOf(fields, 'currency'));
  return /^[A-Z]{3}$/.test(code) ? code : 'RUB';
};

/** What they bought lately, each product once, the latest first. */
export async function wantedOfParty(shown: Shown, view: PrivateView, party: string): Promise<{ wanted: Wanted[]; more: number }> {
  const page = await shown.store.views.invoicePage({ counterparty: party, invoice: null, filter: 'all', search: null, today: shown.today, after: null, limit: LAST_INVOICES });
  const records = await shown.store.read((r) => r.records(page.map(({ id }) => id)));
  const bought = new Set(page.flatMap(({ id }) => { const record = records.get(id); return record ? linesIn(record).map((l) => said(l, 'product')) : []; }));
  bought.delete('');
  return { wanted: await ofProducts(shown, view, [...bought].slice(0, MOST_LINES)), more: Math.max(0, bought.size - MOST_LINES) };
} // prettier-ignore

/** Items that fit the words, then products nobody has written a price of; of what nobody has yet, the words themselves. */
export async function wantedFor(shown: Shown, view: PrivateView, search: string): Promise<Wanted[]> {
  const { rows } = await view.items(search, { limit: HITS });
  const items = rows.filter(({ active }) => active);
  const known = new Set(items.map(({ product }) => product));
  const ids = (await shown.store.views.products(search, HITS)).filter((id) => !known.has(id));
  const own = items.map((item): Wanted => ({ ...bare(item.name, item.unit), key: item.id, item, product: item.product }));
  const found = [...own, ...(await ofProducts(shown, view, ids))].slice(0, HITS);
  return found.length > 0 ? found : [{ ...bare(search, 'шт'), key: 'new', item: null, product: null }];
}

const bare = (name: string, unit: string) => ({ name, unit, quantity: null, line: null });

async function ofProducts(shown: Shown, view: PrivateView, ids: readonly string[]): Promise<Wanted[]> {
  const items = await view.itemsOf(ids);
  const units = await productsOf(shown, ids);
  await shown.names.learn(ids);
  return ids.map((product): Wanted => ({ ...bare(shown.names.of(product), units.get(product) ?? 'шт'), key: product, item: items.get(product) ?? null, product })); // prettier-ignore
}

/** Product -> its unit. */
async function productsOf(shown: Shown, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const records = await shown.store.read((r) => r.records([...new Set(ids)].filter((id) => id !== '')));
  await shown.names.learn([...records.values()].map((r) => textOf(r.fields, 'unit') || null));
  const units = [...records].map(([id, r]) => [id, shown.names.of(textOf(r.fields, 'unit') || null)] as const);
  return new Map(units.filter(([, unit]) => unit !== ''));
}

/** The item a line without a product calls by exactly its name. */
class ItemsByName {
  readonly #view: PrivateView;
  #looked = 0;

  constructor(view: PrivateView) {
    this.#view = view;
  }

  async find(name: string): Promise<Item | null> {
    if (name === '' || this.#looked++ >= NAMES_LOOKED_FOR) return null;
    const { rows } = await this.#view.items(name, { limit: HITS });
    return rows.find((item) => item.active && folded(item.name) === folded(name)) ?? null;
  }
}

/** Items for the line of an invoice, with the price of our last invoice for it that is not too old (model.md 6). */
import type { z } from 'zod';
import { textOf } from '../../fields.ts';
import type { productHit } from '../contract/invoices.ts';
import type { Shown } from './shown.ts';

const HITS = 20;
const PRICE_DAYS = 90;

export async function productHits(shown: Shown, search: string): Promise<z.infer<typeof productHit>[]> {
  const { views } = shown.store;
  const ids = await views.products(search, HITS);
  const since = new Date(Date.parse(shown.today) - PRICE_DAYS * 86_400_000).toISOString().slice(0, 10);
  const prices = await views.lastPrices(ids, since);
  const records = await shown.store.read((t) => t.records(ids));
  await shown.names.learn([...records.values()].map((r) => textOf(r.fields, 'unit') || null));
  return ids.flatMap((id) => {
    const fields = records.get(id)?.fields;
    if (!fields) return [];
    const unit = textOf(fields, 'unit');
    return [{ id, name: textOf(fields, 'name'), sku: textOf(fields, 'sku') || null, unit: unit === '' ? null : shown.names.of(unit), vatRate: prices.get(id)?.vatRate ?? null, price: prices.get(id)?.price ?? null }]; // prettier-ignore
  });
}

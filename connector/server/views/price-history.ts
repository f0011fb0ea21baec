/** How a rival's price of an item moved: every row ever written, made equal to the terms of the line it is opened from. */
import { compare } from '../../private/compare.ts';
import type { Id, Price } from '../../private/model.ts';
import type { PrivateView } from '../../private/private-store.ts';
import type { PriceHistory } from '../contract/prices.ts';
import { ratesFor } from './rival-lines.ts';
import type { Shown } from './shown.ts';

const ROWS = 200;

export interface HistoryAsk {
  readonly item: Id;
  readonly competitor: Id | null;
  readonly unit: string;
  readonly currency: string;
  readonly vat: 'in' | 'out';
}

export async function priceHistory(shown: Shown, view: PrivateView, ask: HistoryAsk): Promise<PriceHistory> {
  const { rows, next } = await view.priceHistory(ask.item, ask.competitor, { limit: ROWS });
  const terms = { unit: ask.unit, currency: ask.currency, vat: ask.vat, rate: ratesFor(shown), quantity: null };
  const aged = rows.map((row) => ({ ...row, ageDays: 0, stale: false }));
  const values = new Map(compare(null, aged, terms).rivals.map(({ price, value }) => [price.id, value]));
  const newer = new Map(rows.map((row) => [row.replaces, row]));
  const shownRows = rows.filter(({ withdrawn }) => !withdrawn);
  return { rows: await Promise.all(shownRows.map((p) => rowOf(shown, p, values.get(p.id) ?? null, newer.get(p.id)))), next: next !== null };
} // prettier-ignore

/** `newer`: the row that names this one, which has given way to it: to a better figure, or to nothing. */
async function rowOf(
  shown: Shown,
  p: Price,
  value: string | null,
  newer: Price | undefined,
): Promise<PriceHistory['rows'][number]> {
  const { id, competitor, price, currency, vatIncluded, unit, source, file } = p;
  const state = newer ? (newer.withdrawn ? 'withdrawn' : 'corrected') : 'live';
  return {
    id, competitor, price, currency, vatIncluded, unit, value, seenAt: p.observedAt, source, by: await shown.person(p.by), file, state,
    reason: newer?.reason ?? null, changedBy: newer ? await shown.person(newer.by) : null,
  }; // prettier-ignore
}

/** sidebook stock: about how much rivals have, and how soon they deliver. */
import type { Confidence, Source, Stock, StockFact } from '../private/model.ts';
import type { Stale } from '../private/private-store.ts';
import { parseAmount } from '../words/field-args.ts';
import { quantity } from '../words/format.ts';
import { t, type Io } from './io.ts';
import { competitorFor, itemFor, itemsIn, named, namesOf, sourceWord, withPrivate } from './private.ts';
import { table } from './table.ts';

export interface StockOptions {
  readonly new?: boolean;
  readonly lead?: string;
  readonly source: string;
  readonly evidence?: string;
  readonly confidence: string;
  readonly seen?: string;
}
export interface StockSeen {
  readonly item: string;
  readonly competitor: string;
  readonly least: string;
  readonly most: string | undefined;
}

export async function list(io: Io, name: string): Promise<void> {
  await withPrivate(io, async (view) => {
    const item = await named(itemsIn(view), name);
    const stock = (await view.latest([item.id])).get(item.id)?.stock ?? [];
    const names = await namesOf(view, stock.map((s) => s.competitor)); // prettier-ignore
    const cells = stock.map((s) => [
      names.get(s.competitor) ?? '',
      rangeOf(io, s),
      leadOf(io, s),
      ageOf(io, s),
      sourceWord(io, s.source),
      s.id,
    ]);
    io.out(`${item.name}, ${item.unit}\n${cells.length === 0 ? t(io, 'No stock seen yet.', 'Об остатках пока ничего.') : table(cells, { right: [1], indent: '  ' })}\n`); // prettier-ignore
  });
}

const rangeOf = (io: Io, { least, most }: Stock): string => {
  const from = quantity(io.lang, least);
  if (most === null) return t(io, `${from} or more`, `${from} или больше`);
  return least === most ? from : `${from}–${quantity(io.lang, most)}`;
};
const leadOf = (io: Io, { leadDays }: Stock): string =>
  leadDays === null ? '' : t(io, `in ${String(leadDays)} d`, `через ${String(leadDays)} дн`);
const ageOf = (io: Io, { ageDays, stale }: Stale<Stock>): string =>
  `${t(io, `${String(ageDays)} d`, `${String(ageDays)} дн`)}${stale ? t(io, ', stale', ', устарело') : ''}`;

export async function add(io: Io, seen: StockSeen, o: StockOptions): Promise<void> {
  await withPrivate(io, async (view) => {
    const item = await itemFor(view, seen.item, o.new === true, t(io, 'pc', 'шт'));
    const competitor = await competitorFor(view, seen.competitor, o.new === true);
    const [id = ''] = await view.addStock([factOf(io, { item: item.id, competitor: competitor.id }, seen, o)]);
    io.out(`${id}\n`);
  });
}

/** Words of closed lists, and days, are checked by the store, which says what is wrong. */
const factOf = (io: Io, of: Pick<StockFact, 'item' | 'competitor'>, { least, most }: StockSeen, o: StockOptions): StockFact => ({
  ...of, least: parseAmount(least, 'least'), most: most === undefined ? null : parseAmount(most, 'most'), leadDays: o.lead === undefined ? null : Number(o.lead),
  observedAt: o.seen === undefined ? io.world.now().toISOString() : `${o.seen}T00:00:00Z`, source: o.source as Source, evidence: o.evidence ?? null,
  confidence: o.confidence as Confidence,
}); // prettier-ignore

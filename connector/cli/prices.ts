/** sidebook prices: what rivals take, who saw it where, and how old it is. */
import type { Competitor, Confidence, Item, Price, PriceFact, Source } from '../private/model.ts';
import { date, price, quantity } from '../words/format.ts';
import { parseAmount } from '../words/field-args.ts';
import { t, type Io } from './io.ts';
import { competitorFor, competitorsIn, itemFor, itemsIn, named, namesOf, sourceWord, withPrivate } from './private.ts';
import { NotFound } from './private-errors.ts';
import { table } from './table.ts';

export interface PriceOptions {
  readonly new?: boolean;
  readonly currency: string;
  readonly vat?: string;
  readonly vatOnTop?: boolean;
  readonly unit?: string;
  readonly pack: string;
  readonly min?: string;
  readonly region?: string;
  readonly terms?: string;
  readonly source: string;
  readonly evidence?: string;
  readonly confidence: string;
  readonly seen?: string;
}

export async function search(io: Io, text: string | undefined, limit: number): Promise<void> {
  await withPrivate(io, async (view) => {
    const { rows } = await view.items(text ?? null, { limit });
    const none = t(io, `No item yet: ${io.called} prices add ITEM COMPETITOR PRICE --new`, `Позиций пока нет: ${io.called} prices add ПОЗИЦИЯ КОНКУРЕНТ ЦЕНА --new`);
    io.out(`${rows.length === 0 ? none : table(rows.map((i) => [i.id, i.name, i.sku ?? '', i.unit]))}\n`);
  });
} // prettier-ignore

export async function list(io: Io, name: string): Promise<void> {
  await withPrivate(io, async (view) => {
    const item = await named(itemsIn(view), name);
    const prices = (await view.latest([item.id])).get(item.id)?.prices ?? [];
    const names = await namesOf(view, prices.map((p) => p.competitor));
    const age = (p: (typeof prices)[number]): string =>
      `${t(io, `${String(p.ageDays)} d`, `${String(p.ageDays)} дн`)}${p.stale ? t(io, ', stale', ', устарела') : ''}`;
    const cells = prices.map((p) => [names.get(p.competitor) ?? '', priceOf(io, p), p.region ?? '', age(p), sourceWord(io, p.source), p.id]);
    io.out(`${item.name}, ${item.unit}\n${cells.length === 0 ? t(io, 'No price seen yet.', 'Цен пока нет.') : table(cells, { right: [1], indent: '  ' })}\n`);
  });
} // prettier-ignore

export async function show(io: Io, name: string, competitor: string | undefined, limit: number): Promise<void> {
  await withPrivate(io, async (view) => {
    const item = await named(itemsIn(view), name);
    const of = competitor === undefined ? null : (await named(competitorsIn(view), competitor)).id;
    const { rows } = await view.priceHistory(item.id, of, { limit });
    const names = await namesOf(
      view,
      rows.map((p) => p.competitor),
    );
    const withdrawn = new Set(rows.flatMap((p) => (p.withdrawn ? [p.id] : [])));
    const cells = rows.map((p) => [
      date(io.lang, p.observedAt),
      names.get(p.competitor) ?? '',
      priceOf(io, p),
      stateOf(io, p, withdrawn.has(p.replaces ?? '')),
      p.by,
      p.id,
    ]);
    io.out(`${item.name}, ${item.unit}\n${table(cells, { right: [2], indent: '  ' })}\n`);
  });
}

function stateOf(io: Io, p: Price, isBack: boolean): string {
  const why = p.reason === null ? '' : `: ${p.reason}`;
  if (p.withdrawn) return `${t(io, 'withdraws', 'отменяет')} ${p.replaces ?? ''}${why}`;
  if (isBack) return t(io, 'counts again', 'снова в счёт');
  return p.replaces === null ? sourceWord(io, p.source) : `${t(io, 'corrects', 'исправляет')} ${p.replaces}${why}`;
}

const priceOf = (io: Io, p: Price): string =>
  `${price(io.lang, p.price, p.currency)}/${p.unit}${p.packFactor === '1' ? '' : ` (${quantity(io.lang, p.packFactor)})`} ${p.vatIncluded ? t(io, 'with VAT', 'с НДС') : t(io, '+ VAT', '+ НДС')}`;

export async function add(io: Io, itemName: string, competitorName: string, typed: string, o: PriceOptions): Promise<void> {
  await withPrivate(io, async (view) => {
    const item = await itemFor(view, itemName, o.new === true, o.unit ?? t(io, 'pc', 'шт'));
    const competitor = await competitorFor(view, competitorName, o.new === true);
    const [id = ''] = await view.addPrices([factOf(io, item, competitor, typed, o)]);
    io.out(`${id}\n`);
  });
}

/** Words of closed lists are checked by the store, which says what is wrong. */
const factOf = (io: Io, item: Item, competitor: Competitor, typed: string, o: PriceOptions): PriceFact => ({
  item: item.id, competitor: competitor.id, price: parseAmount(typed, 'price'), currency: o.currency.toUpperCase(), vatIncluded: o.vatOnTop !== true, vatRate: o.vat ?? null,
  unit: o.unit ?? item.unit, packFactor: parseAmount(o.pack, 'pack'), minQuantity: o.min === undefined ? null : parseAmount(o.min, 'min'), terms: o.terms ?? null,
  region: o.region ?? null, observedAt: o.seen === undefined ? io.world.now().toISOString() : `${o.seen}T00:00:00Z`, source: o.source as Source,
  evidence: o.evidence ?? null, confidence: o.confidence as Confidence,
}); // prettier-ignore

export interface CorrectOptions {
  readonly evidence?: string;
  readonly reason?: string;
}

export async function correct(io: Io, id: string, typed: string, { evidence, reason }: CorrectOptions): Promise<void> {
  await withPrivate(io, async (view) => {
    const old = await view.price(id);
    if (!old) throw new NotFound('row', id);
    const right = { ...old, price: parseAmount(typed, 'price'), ...(evidence === undefined ? {} : { evidence }) };
    io.out(`${await view.correctPrice(id, right, { reason: reason ?? null })}\n`);
  });
}

export async function withdraw(io: Io, ids: readonly string[], reason: string | undefined): Promise<void> {
  await withPrivate(io, async (view) => {
    await view.withdraw('price', ids, { reason: reason ?? null });
    io.out(`${t(io, `They stay in the history and do not count any more. If it was a mistake: ${io.called} prices restore ID`, `Они останутся в истории, но больше не в счёт. Если по ошибке: ${io.called} prices restore ID`)}\n`);
  });
} // prettier-ignore

export async function restore(io: Io, id: string): Promise<void> {
  await withPrivate(io, async (view) => io.out(`${await view.restore('price', id)}\n`));
}

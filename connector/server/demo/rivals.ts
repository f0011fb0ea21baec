/** Rivals for the demo, and notes: what one would have after a month of writing down what customers and sites say. Made once, when there is nothing yet. */
import { divide, multiply } from '../../decimal.ts';
import type { Lang } from '../../errors.ts';
import { textOf } from '../../fields.ts';
import type { Sidebook } from '../../main.ts';
import type { Row, SharedRecord } from '../../model.ts';
import type { Competitor, Id, PriceFact, Source } from '../../private/model.ts';
import type { PrivateView } from '../../private/private-store.ts';
import type { OwnPrivate } from '../api/own.ts';
import type { Party } from './contract.ts';
import type { Words } from '../../words/reworded.ts';
import { seedDiary } from './diary.ts';
import { recordAt } from './plays.ts';

/** Whoever looks at the demo is its lead. */
const LEAD = { user: 'demo:demo', roles: new Set(['lead'] as const), team: null, granted: false };

type Card = Pick<Competitor, 'name' | 'strengths' | 'weaknesses' | 'answer'>;
/** Companies, like the goods, are those of the books; what is said of them is in the language of whoever looks. */
const RIVALS: Readonly<Record<Lang, readonly Card[]>> = {
  en: [
    {
      name: 'Крепёж+',
      strengths: 'A warehouse by the station, sent the day it is ordered.',
      weaknesses: 'They change prices after the order; returns take a month.',
      answer: 'The price in our invoice stands for five days. What is faulty is replaced in a day.',
    },
    {
      name: 'МетизТорг',
      strengths: 'Thirty days to pay.',
      weaknesses: 'Half of what they list is not in stock.',
      answer: 'We have all of the invoice now; time to pay is settled with accounting.',
    },
    {
      name: 'БолтСервис',
      strengths: 'The lowest prices on paper.',
      weaknesses: 'The customer pays delivery, which makes it dearer.',
      answer: 'Let us compare delivered to the site.',
    },
  ],
  ru: [
    {
      name: 'Крепёж+',
      strengths: 'Склад рядом с вокзалом, отгрузка в день заказа.',
      weaknesses: 'Меняют цену после заказа; возвраты принимают месяц.',
      answer: 'Цена в нашем счёте не меняется пять дней. Замена брака за день.',
    },
    {
      name: 'МетизТорг',
      strengths: 'Отсрочка тридцать дней.',
      weaknesses: 'Половины ассортимента нет на складе.',
      answer: 'У нас есть всё из счёта сейчас, отсрочку обсудим с бухгалтером.',
    },
    {
      name: 'БолтСервис',
      strengths: 'Самые низкие цены по прайсу.',
      weaknesses: 'Доставка за счёт клиента, с ней выходит дороже.',
      answer: 'Сравним вместе с доставкой до объекта.',
    },
  ],
};
const BY_PRICE: Words = { en: 'price', ru: 'цена' }; // prettier-ignore

/** How each stands to our price, and how long ago somebody looked: hundredths, days, where. The last of each is what counts. */
const SEEN: readonly (readonly (readonly [string, number, Source])[])[] = [
  [['104', 75, 'site'], ['99', 33, 'site'], ['96', 2, 'site']],
  [['101', 60, 'offer'], ['103', 17, 'offer']],
  [['92', 90, 'price-list'], ['89', 41, 'call']],
]; // prettier-ignore
const STOCK = [['500', null], ['0', '0'], ['10', '50']] as const; // prettier-ignore
const ITEMS = 40;
const DAY = 86_400_000;

/** True: there is something to show from now on. */
export async function seedRivals(sidebook: Sidebook, own: OwnPrivate, listed: readonly Party[], lang: Lang): Promise<boolean> {
  const view = own.store.as(LEAD);
  if ((await view.competitors(null, { limit: 1 })).rows.length > 0) return true;
  const goods = await soldGoods(sidebook);
  if (goods.length === 0) return false;
  const rivals: Id[] = [];
  for (const card of RIVALS[lang]) rivals.push((await view.saveCompetitor({ ...card, aliases: [], counterparty: null, taxId: null, site: null, active: true }, null)).id);
  for (const one of goods) await seedItem(view, one, rivals, sidebook.world.now());
  await seedOffers(view, goods, rivals, sidebook.world.now(), BY_PRICE[lang]);
  await seedDiary(view, await recordsOf(sidebook, listed), LEAD.user, sidebook.world.now(), lang);
  await own.guard(sidebook);
  return true;
} // prettier-ignore

const recordsOf = async (sidebook: Sidebook, listed: readonly Party[]): Promise<string[]> =>
  (await Promise.all(listed.slice(0, 2).map(({ key }) => recordAt(sidebook, 'counterparty', key)))).flatMap(
    (record) => record?.id ?? [],
  );

interface Goods {
  readonly product: string | null;
  readonly name: string;
  readonly price: string;
  /** A record as the line has it, then its name. */
  readonly unit: string | null;
  readonly party: string;
}

/** What was invoiced lately in roubles, as rivals are quoted; each item once. */
async function soldGoods({ store }: Sidebook): Promise<Goods[]> {
  const rows = await store.queries.invoices({ unpaidOnly: true }, 400);
  const records = await store.read((r) => r.records(rows.map(({ id }) => id)));
  const named = async (ids: readonly (string | null)[], field: string): Promise<(id: string | null) => string | null> => {
    const known = await store.read((r) => r.records(ids.flatMap((id) => id ?? [])));
    return (id) => textOf(known.get(id ?? '')?.fields ?? {}, field) || null;
  };
  const currency = await named(
    [...records.values()].map(({ fields }) => textOf(fields, 'currency') || null),
    'name',
  );
  const found = new Map<string, Goods>();
  for (const record of records.values())
    if (currency(textOf(record.fields, 'currency')) === 'RUB')
      for (const one of goodsIn(record)) if (!found.has(one.name)) found.set(one.name, one);
  const goods = [...found.values()].slice(0, ITEMS);
  // A line without a unit is in that of its product; rivals in another one could not be compared.
  const stocked = await named(
    goods.map(({ product }) => product),
    'unit',
  );
  const units = goods.map(({ unit, product }) => unit ?? stocked(product));
  const unitName = await named(units, 'name');
  return goods.map((one, i) => ({ ...one, unit: unitName(units[i] ?? null) }));
}

function goodsIn({ fields }: SharedRecord): Goods[] {
  const { lines: rows } = fields;
  const lines = Array.isArray(rows) ? (rows as readonly Row[]) : [];
  return lines.flatMap((line) => {
    const [name, price, product, unit] = [line['text'], line['price'], line['product'], line['unit']];
    if (typeof name !== 'string' || name === '' || typeof price !== 'string' || /^0*$/.test(price)) return [];
    return [
      {
        product: typeof product === 'string' ? product : null,
        name,
        price,
        unit: typeof unit === 'string' ? unit : null,
        party: textOf(fields, 'counterparty'),
      },
    ];
  });
}

async function seedItem(
  view: PrivateView,
  { name, product, price, unit: sold }: Goods,
  rivals: readonly Id[],
  now: Date,
): Promise<void> {
  const unit = sold ?? 'шт';
  const { id: item } = await view.saveItem({ name, sku: null, product, unit, active: true }, null);
  const at = (days: number): string => new Date(now.getTime() - days * DAY).toISOString();
  const prices = rivals.flatMap((competitor, i) =>
    (SEEN[i] ?? []).map(([percent, days, source]): PriceFact => ({
      item, competitor, price: divide(multiply(price, percent), '100', 2), currency: 'RUB', vatIncluded: true, vatRate: '20', unit, packFactor: '1', minQuantity: null,
      terms: null, region: null, observedAt: at(days), source, evidence: null, confidence: 'sure',
    })),
  ); // prettier-ignore
  await view.addPrices(prices);
  await view.addStock(rivals.map((competitor, i) => ({ item, competitor, least: STOCK[i]?.[0] ?? '0', most: STOCK[i]?.[1] ?? null, leadDays: i === 1 ? 5 : null, observedAt: at(2), source: 'site' as const, evidence: null, confidence: 'likely' as const }))); // prettier-ignore
}

/** One that is open, and some that ended, so that cards have something to say. */
async function seedOffers(
  view: PrivateView,
  goods: readonly Goods[],
  rivals: readonly Id[],
  now: Date,
  why: string,
): Promise<void> {
  const day = (ago: number): string => new Date(now.getTime() - ago * DAY).toISOString().slice(0, 10);
  const bare = { invoice: null, validUntil: null, currency: 'RUB', vatIncluded: true, terms: null, evidence: null, import: null };
  for (const [i, { party, name, price, unit }] of goods.entries()) {
    const outcome = i % 4 === 0 ? 'open' : i % 5 === 0 ? 'lost' : 'won';
    const competitor = rivals[i % rivals.length] ?? '';
    const lines = [
      { item: null, text: name, quantity: '10', unit: unit ?? 'шт', price: divide(multiply(price, '97'), '100', 2) },
    ];
    await view.saveOffer({ ...bare, competitor, counterparty: party || null, number: String(40 + i), date: day(5 + i), lines, outcome, wonBy: outcome === 'lost' ? competitor : null, why: outcome === 'open' ? null : why }, null); // prettier-ignore
  }
}

/** What rivals' figures are called: names by id, ages, differences, sources. */
import type { PriceLine, PricesView, RivalPrice } from '../../connector/server/contract/prices.ts';
import type { Sidebook } from '../runtime/index.ts';

export type Named = Pick<PricesView, 'competitors'>;
export const nameOf = ({ competitors }: Named, id: string): string => {
  const known = competitors.filter((one) => one.id === id)[0];
  return known ? known.name : '…';
};

type Words = Pick<Sidebook, 't' | 'format'>;

export const ageText = (days: number, { t, format }: Words): string => (days === 0 ? t('prices.today') : format.days(days));

/** "12,40 ₽/шт с НДС": what the figures of a line are made equal to. */
export const termsText = ({ in: into }: Pick<PriceLine, 'in'>, { t }: Pick<Words, 't'>): string =>
  `${into.currency}/${into.unit}, ${t(into.vat === 'in' ? 'prices.vatIn' : 'prices.vatOut')}`;

/** As it was seen and what was done to it: for the tooltip, and for screen readers with it. */
export function howText(price: RivalPrice, words: Words): string {
  const { t, format } = words;
  const seen = `${format.money(price.price, price.currency)}/${price.unit} ${t(price.vatIncluded ? 'prices.vatIn' : 'prices.vatOut')}`;
  const parts = [seen, ...price.how, price.why, price.minQuantity && t('prices.from', { n: format.number(price.minQuantity) }), price.terms, price.region, price.evidence];
  return [...parts, `${format.exact(price.seenAt)}, ${price.by}`].filter(Boolean).join('\n');
} // prettier-ignore

export const SOURCES = ['call', 'site', 'price-list', 'offer', 'meeting', 'customer', 'other'] as const;
export type SourceName = (typeof SOURCES)[number];
export const sourceOf = (text: string): SourceName => SOURCES.filter((one) => one === text)[0] ?? 'other';

/** The steps of a comparison in words, figures as people of the language write them. */
import type { Aside, Obstacle, Step } from './compare.ts';

export type Language = 'ru' | 'en';

const NUMBERS: Readonly<Record<Language, Intl.NumberFormat>> = {
  ru: new Intl.NumberFormat('ru-RU', { maximumFractionDigits: 6 }),
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 6 }),
};

/** Decimal text goes in digit by digit, never as a float. */
const figure = (lang: Language, value: string): string => NUMBERS[lang].format(value as Intl.StringNumericLiteral);

function day(lang: Language, date: string): string {
  const [y = '', m = '', d = ''] = date.slice(0, 10).split('-');
  return lang === 'ru' ? `${d}.${m}.${y}` : `${d}/${m}/${y}`;
}

/** "One уп holds 200 шт: : 200 = 1.2". */
export function stepWords(lang: Language, s: Step): string {
  const n = (value: string): string => figure(lang, value);
  const both = (en: string, ru: string): string => `${lang === 'ru' ? ru : en} = ${n(s.result)}`;
  switch (s.step) {
    case 'discount':
      return both(
        `less the discount: (price × ${n(s.quantity)} − ${n(s.sum)}) ÷ ${n(s.quantity)}`,
        `за вычетом скидки: (цена × ${n(s.quantity)} − ${n(s.sum)}) ÷ ${n(s.quantity)}`,
      );
    case 'pack':
      return both(
        `1 ${s.from} holds ${n(s.factor)} ${s.to}: ÷ ${n(s.factor)}`,
        `в 1 ${s.from} ${n(s.factor)} ${s.to}: ÷ ${n(s.factor)}`,
      );
    case 'vat-off':
      return both(
        `without VAT ${n(s.percent)} %: × 100 ÷ (100 + ${n(s.percent)})`,
        `без НДС ${n(s.percent)} %: × 100 ÷ (100 + ${n(s.percent)})`,
      );
    case 'vat-on':
      return both(
        `with VAT ${n(s.percent)} %: × (100 + ${n(s.percent)}) ÷ 100`,
        `с НДС ${n(s.percent)} %: × (100 + ${n(s.percent)}) ÷ 100`,
      );
    case 'no-vat':
      return both('no VAT on it, nothing to take off or add', 'НДС не облагается, вычитать и добавлять нечего');
    case 'rate':
      return both(
        `${s.from} into ${s.to} at ${n(s.rate)} for ${n(s.per)} of ${day('en', s.date)}: × ${n(s.rate)} ÷ ${n(s.per)}`,
        `${s.from} в ${s.to} по курсу ${n(s.rate)} за ${n(s.per)} на ${day('ru', s.date)}: × ${n(s.rate)} ÷ ${n(s.per)}`,
      );
  }
}

export function obstacleWords(lang: Language, o: Obstacle): string {
  const both = (en: string, ru: string): string => (lang === 'ru' ? `не сравнить: ${ru}` : `not comparable: ${en}`);
  switch (o.why) {
    case 'vat-unknown':
      return both('the VAT rate is not known', 'ставка НДС неизвестна');
    case 'vat-unsaid':
      return both('nobody said whether VAT is in the price', 'не сказано, входит ли НДС в цену');
    case 'unit-unknown':
      return both(`how many ${o.to} one ${o.from} holds is not known`, `неизвестно, сколько ${o.to} в 1 ${o.from}`);
    case 'no-rate':
      return both(`no rate of ${o.from} to ${o.to}`, `нет курса ${o.from} к ${o.to}`);
  }
}

const ASIDE: Readonly<Record<Aside, Readonly<Record<Language, string>>>> = {
  stale: { ru: 'устарела, не в счёт', en: 'stale, does not count' },
  'min-quantity': { ru: 'только от большего количества, не в счёт', en: 'for larger quantities only, does not count' },
  'not-comparable': { ru: 'не в счёт', en: 'does not count' },
};
export const asideWords = (lang: Language, aside: Aside): string => ASIDE[aside][lang];

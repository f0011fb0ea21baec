/** A number with its noun, as each language wants it: 1 day, 2 days; 1 день, 2 дня, 5 дней. */
import type { Lang } from '../errors.ts';
import { count } from './format.ts';
import type { Reader } from './lang.ts';

/** `few` and `many` are Russian, the rest English. */
export interface Noun {
  readonly en: readonly [one: string, other: string];
  readonly ru: readonly [one: string, few: string, many: string];
}

const RULES: Readonly<Record<Lang, Intl.PluralRules>> = { en: new Intl.PluralRules('en'), ru: new Intl.PluralRules('ru') };
const RUSSIAN: Partial<Record<Intl.LDMLPluralRule, 0 | 1 | 2>> = { one: 0, few: 1, many: 2 };

/** `counted({ lang: 'en' }, 1, DAYS)` is "1 day". */
export function counted({ lang }: Reader, n: number, noun: Noun): string {
  const form = RULES[lang].select(n);
  const word = lang === 'ru' ? noun.ru[RUSSIAN[form] ?? 2] : noun.en[form === 'one' ? 0 : 1];
  return `${count(lang, n)} ${word}`;
}

export const DAYS: Noun = { en: ['day', 'days'], ru: ['день', 'дня', 'дней'] };
export const ROWS: Noun = { en: ['row', 'rows'], ru: ['строка', 'строки', 'строк'] };
export const OBJECTS: Noun = { en: ['object', 'objects'], ru: ['объект', 'объекта', 'объектов'] };

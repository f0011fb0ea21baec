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

/** The word that goes with the number. */
function formOf(lang: Lang, n: number, forms: readonly string[]): string {
  const form = RULES[lang].select(n);
  return (lang === 'ru' ? forms[RUSSIAN[form] ?? 2] : forms[form === 'one' ? 0 : 1]) ?? forms.at(-1) ?? '';
}

/** `counted({ lang: 'en' }, 1, DAYS)` is "1 day". */
export const counted = ({ lang }: Reader, n: number, noun: Noun): string => `${count(lang, n)} ${formOf(lang, n, noun[lang])}`;

/** The same for a number that came as text; what is no number stands as it came, with the word for many. */
export function numbered(lang: Lang, text: string, forms: readonly string[]): string {
  const n = /^\d{1,15}$/.test(text) ? Number(text) : null;
  return n === null ? `${text} ${forms.at(-1) ?? ''}` : `${count(lang, n)} ${formOf(lang, n, forms)}`;
}

export const DAYS: Noun = { en: ['day', 'days'], ru: ['день', 'дня', 'дней'] };
export const ROWS: Noun = { en: ['row', 'rows'], ru: ['строка', 'строки', 'строк'] };
export const OBJECTS: Noun = { en: ['object', 'objects'], ru: ['объект', 'объекта', 'объектов'] };

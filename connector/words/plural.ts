/** A number with its noun, as each language wants it: 1 day, 2 days; 1 день, 2 дня, 5 дней. */
import { formOf } from './forms.ts';
import { count } from './format.ts';
import type { Reader } from './lang.ts';

/** `few` and `many` are Russian, the rest English. */
export interface Noun {
  readonly en: readonly [one: string, other: string];
  readonly ru: readonly [one: string, few: string, many: string];
}

/** `counted({ lang: 'en' }, 1, DAYS)` is "1 day". */
export const counted = ({ lang }: Reader, n: number, noun: Noun): string => `${count(lang, n)} ${formOf(lang, n, noun[lang])}`;

export const DAYS: Noun = { en: ['day', 'days'], ru: ['день', 'дня', 'дней'] };
export const ROWS: Noun = { en: ['row', 'rows'], ru: ['строка', 'строки', 'строк'] };
export const OBJECTS: Noun = { en: ['object', 'objects'], ru: ['объект', 'объекта', 'объектов'] };

/** Pseudo-locales for tests and stories: `en-XA` is 40 % longer with marks on letters, `ar-XB` is shown right to left. */
import type { Catalogue } from './i18n.ts';

const MARKED: Readonly<Record<string, string>> = {
  a: 'å',
  c: 'ç',
  e: 'é',
  i: 'î',
  n: 'ñ',
  o: 'ö',
  u: 'û',
  y: 'ý',
  s: 'š',
  A: 'Å',
  E: 'É',
  O: 'Ö',
};
const mark = (text: string): string => text.replace(/[a-zA-Z]/g, (letter) => MARKED[letter] ?? letter);
const pad = (text: string): string => text + ' one two three four five six'.slice(0, Math.ceil(text.length * 0.4));

/** Only text is changed, never names in braces. */
function outside(text: string, change: (piece: string) => string): string {
  return text.replace(/(\{[^{}]*\}|\w+\{|[{}])|([^{}]+?)(?=\{|\}|\w+\{|$)/g, (whole, code: string | undefined) =>
    code === undefined ? change(whole) : whole,
  );
}

/** Keys that are no sentences: separators and patterns. */
const isPattern = (key: string): boolean => key.indexOf('runtime.format.') === 0;
const mapped = (catalogue: Catalogue, change: (text: string) => string): Catalogue => {
  const made: Record<string, string> = {};
  for (const key of Object.keys(catalogue)) made[key] = isPattern(key) ? (catalogue[key] ?? '') : change(catalogue[key] ?? '');
  return made;
};

/** @param en the English catalogue */
export const pseudoLong = (en: Catalogue): Catalogue =>
  mapped(en, (text) => (text.indexOf(', plural,') < 0 ? `[${pad(outside(text, mark))}]` : text));
export const pseudoRightToLeft = (en: Catalogue): Catalogue => mapped(en, (text) => `\u202e${text}\u202c`);

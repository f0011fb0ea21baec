/** Names of goods made comparable: "Болт М8х40 (оц.)" and "болт M8*40 оц" are one; "М8х40" and "М8х50" never are. */
import jaroWinkler from 'jaro-winkler';
import { nameTokens } from '../names.ts';

const PLAIN = /^[ -~А-яЁё]*$/;

const folded = (text: string): string => (PLAIN.test(text) ? text : text.normalize('NFKC')).toLowerCase();

/** Sizes are written with x, х, × and *. */
const sizes = (name: string): string =>
  folded(name)
    .replaceAll('ё', 'е')
    .replace(/(\d)\s*[xх×*]\s*(?=\d)/g, '$1x');

/** The same words in the same order: certain. */
export const plainName = (name: string): string => sizes(name).replace(/[^\p{L}\p{N}]+/gu, ' ').trim(); // prettier-ignore
/** Numbers of goods: "АБ-12/3" and "аб 12 3" are one; leading zeros count. */
export const skuKey = (sku: string): string => folded(sku).replace(/[^\p{L}\p{N}]+/gu, ''); // prettier-ignore

export interface Tokens {
  readonly words: string;
  readonly figures: readonly string[];
  readonly figureText: string;
  readonly all: readonly string[];
}

/** Sorted words, and sorted pieces with a digit in them. */
export function tokensOf(name: string): Tokens {
  const all = nameTokens(sizes(name));
  const figures = all.filter((t) => /\d/.test(t));
  return { all, words: all.filter((t) => !/\d/.test(t)).join(' '), figures, figureText: figures.join(' ') };
}

/** 0..1: words may differ a little, figures may not. */
export function similarity(a: Tokens, b: Tokens): number {
  const words = a.words === b.words ? 1 : jaroWinkler(a.words, b.words);
  return words * figuresAgree(a, b);
}

/** How far the figures let two names be one: 1, nearly, or not. */
export function figuresAgree(a: Tokens, b: Tokens): number {
  if (a.figureText === b.figureText) return 1;
  if (a.figures.length === b.figures.length) return 0.6;
  const [few, many] = a.figures.length < b.figures.length ? [a.figures, b.figures] : [b.figures, a.figures];
  return few.every((t) => many.includes(t)) ? 0.9 : 0.6;
}

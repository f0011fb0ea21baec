/**
 * Amounts, prices and quantities are decimal text (model.md 1): `-?\d+(\.\d+)?`, no trailing zeros, no float anywhere.
 * Arithmetic is big.js; sums over many rows use integers scaled by 10^places.
 */
import BigJs from 'big.js';

const Big = BigJs();
Big.strict = true; // Big(0.1) throws: a number can never slip in
Big.RM = Big.roundHalfUp; // half away from zero, as an invoice is rounded
Big.NE = -30; // never exponent form
Big.PE = 30;

const PLAIN = /^-?\d+(\.\d+)?$/;

/** Canonical decimal text of a text; throws when it is not a plain decimal. "1.50" -> "1.5", "-0" -> "0". */
export function decimal(text: string): string {
  if (!PLAIN.test(text)) throw new RangeError('not a decimal');
  const value = Big(text).toString();
  return value === '-0' ? '0' : value;
}

/**
 * Canonical text of a number a host sent, rounded to `places`. A JSON number of at most 15 significant digits has exactly
 * one shortest text, which is what the host's database holds; more digits are refused (dependencies.md 6).
 */
export function fromHostNumber(value: unknown, places: number): string {
  const text = typeof value === 'number' ? numberText(value) : typeof value === 'string' ? value.trim() : '';
  if (!PLAIN.test(text)) throw new RangeError('not a number');
  const made = canonical(text, places);
  if (typeof value === 'number' && made.length > 15 && digitsOf(made) > 15) throw new RangeError('more than 15 digits');
  return made;
}

/** Work is only needed where there are more places than asked for - 22729.170000000002 is 22729.17 - or zeros in front. */
function canonical(text: string, places: number): string {
  if (placesOf(text) > places || !PLAIN_HEAD.test(text)) return round(text, places);
  const short = text.endsWith('0') && text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short;
}

const PLAIN_HEAD = /^-?(?:0$|0\.|[1-9])/;

function numberText(value: number): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e15) throw new RangeError('more than 15 digits');
  const text = String(value);
  return text.includes('e') ? Big(text).toFixed() : text;
}

/** Significant ones: neither sign, dot nor the zeros before the first. */
const digitsOf = (text: string): number => text.replace(/\D/g, '').replace(/^0+/, '').length;

export function round(text: string, places: number): string {
  return decimal(Big(text).round(places).toString());
}

export const add = (...values: readonly string[]): string => sum(values, []);

export const subtract = (a: string, b: string): string => sum([a], [b]);

/** As whole numbers of the smallest place among them: exact, and a fraction of the work of big.js. */
function sum(more: readonly string[], less: readonly string[]): string {
  let places = 0;
  for (const v of [...more, ...less]) places = Math.max(places, placesOf(v));
  let total = 0n;
  for (const v of more) total += whole(v, places);
  for (const v of less) total -= whole(v, places);
  return unscaled(total, places);
}

const placesOf = (text: string): number => (text.includes('.') ? text.length - text.indexOf('.') - 1 : 0);

function whole(text: string, places: number): bigint {
  if (!PLAIN.test(text)) throw new RangeError('not a decimal');
  return BigInt(text.replace('.', '') + '0'.repeat(places - placesOf(text)));
}

export const multiply = (a: string, b: string): string => Big(a).times(b).toString();
/** Rounded half away from zero to `places`. */
export const divide = (a: string, b: string, places: number): string => round(Big(a).div(b).toString(), places);
export const isNegative = (a: string): boolean => a.startsWith('-');
export const isZero = (a: string): boolean => Big(a).eq('0');
export const compare = (a: string, b: string): -1 | 0 | 1 => Big(a).cmp(b);

/** amount × p / (100 + p) when VAT is inside the amount, else amount × p / 100; to kopecks (model.md 3, Sums). */
export function vatOf(amount: string, percent: string, included: boolean): string {
  const base = included ? Big(percent).plus('100') : Big('100');
  return round(Big(amount).times(percent).div(base).toString(), 2);
}

const ZEROS = '0'.repeat(20);

/** Integer × 10^places for the databases; throws where digits would be lost (sync-design B4). */
export function scaled(text: string, places: number): bigint {
  const dot = text.indexOf('.');
  if (dot < 0) return BigInt(text + ZEROS.slice(0, places));
  const fraction = text.slice(dot + 1);
  if (fraction.length > places) return scaled(round(text, places), places);
  return BigInt(text.slice(0, dot) + fraction + ZEROS.slice(0, places - fraction.length));
}

export function unscaled(value: bigint, places: number): string {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return (negative && value !== 0n ? '-' : '') + whole + (fraction ? `.${fraction}` : '');
}

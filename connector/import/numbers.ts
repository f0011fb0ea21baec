/**
 * Numbers as people write them: 1 099,00 · 1,099.00 · 1'099.00 · 1.099,00. Which mark is the decimal one is said by the text itself or
 * by its column; "1,099" alone in a column that never says is unclear, and is asked. Everything stays text.
 */
import { decimal } from '../decimal.ts';

export type Mark = ',' | '.';
/** unclear: both readings, for the question. */
export type Read =
  | { readonly is: 'number'; readonly value: string; readonly mark: Mark | null }
  | { readonly is: 'unclear'; readonly comma: string; readonly point: string };

const DIGITS = 15;

/** null = not a number. `mark`: what the column says. */
export function readNumber(written: string, mark: Mark | null): Read | null {
  const text = tidy(written);
  const own = grouped(text) ?? single(text, mark);
  if (own?.is !== 'number') return own;
  return own.value.replace(/\D/g, '').length > DIGITS + 6 ? null : own;
}

/** Spaces of every width are one, minus signs too; "1 099,-" ends in no kopecks. */
const tidy = (written: string): string => (/^[\d.,]*\d$/.test(written) ? written : tidied(written));
const tidied = (written: string): string =>
  written.normalize('NFKC').replace(/[\s\u00a0]+/g, ' ').replace(/[’`´]/g, "'").replace(/[−–—]/g, '-').replace(/[.,]-$/, '').trim(); // prettier-ignore

function grouped(text: string): Read | null {
  if (/^-?\d+$/.test(text)) return number(text, null);
  if (/^-?\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?$/.test(text)) return number(text.replace(/[ ']/g, ''), markOf(text));
  if (/^-?\d{1,3}(?:,\d{3})+\.\d+$|^-?\d{1,3}(?:,\d{3}){2,}$/.test(text)) return number(text.replaceAll(',', ''), '.');
  if (/^-?\d{1,3}(?:\.\d{3})+,\d+$|^-?\d{1,3}(?:\.\d{3}){2,}$/.test(text)) return number(text.replaceAll('.', ''), ',');
  return null;
}

/** One mark: three digits after one to three others may be thousands or thousandths. */
function single(text: string, mark: Mark | null): Read | null {
  const parts = /^(-?)(\d*)([.,])(\d+)$/.exec(text);
  if (!parts) return null;
  const [, sign = '', whole = '', found = '', fraction = ''] = parts;
  const seen: Mark = found === ',' ? ',' : '.';
  if (fraction.length !== 3 || !/^[1-9]\d{0,2}$/.test(whole)) return number(`${sign}${whole || '0'}.${fraction}`, seen);
  const [small, big] = [decimal(`${sign}${whole}.${fraction}`), decimal(`${sign}${whole}${fraction}`)];
  if (mark === null)
    return seen === ',' ? { is: 'unclear', comma: small, point: big } : { is: 'unclear', comma: big, point: small };
  return { is: 'number', value: seen === mark ? small : big, mark: null };
}

const number = (text: string, mark: Mark | null): Read => ({ is: 'number', value: canonical(text.replace(',', '.')), mark });
/** No zeros at the ends; the same as `decimal`, which is slower. */
const canonical = (text: string): string => (/^[1-9]\d*(?:\.\d*[1-9])?$/.test(text) ? text : decimal(text));
const markOf = (text: string): Mark | null => (text.includes(',') ? ',' : text.includes('.') ? '.' : null);

/** A number of a workbook: a double that Excel shows with 15 digits ("0.30000000000000004" is 0.3); null = none. */
export function excelNumber(text: string): string | null {
  const parts = /^(-?)(\d*)(?:\.(\d*))?(?:E([+-]?\d{1,3}))?$/i.exec(text.trim());
  if (!parts || !/\d/.test((parts[2] ?? '') + (parts[3] ?? ''))) return null;
  const [, sign = '', whole = '', fraction = '', power = '0'] = parts;
  const digits = (whole + fraction).replace(/^0+/, '');
  const places = fraction.length - Number(power);
  return Math.abs(places) > 330 ? null : placed(sign, digits, places);
}

function placed(sign: string, digits: string, places: number): string | null {
  const cut = Math.max(0, digits.length - DIGITS);
  const kept = cut === 0 ? digits : String(BigInt(digits.slice(0, DIGITS)) + (digits.charAt(DIGITS) >= '5' ? 1n : 0n));
  const left = places - cut;
  if (kept.length - left > DIGITS + 6) return null;
  if (left <= 0) return decimal(`${sign}${kept || '0'}${'0'.repeat(-left)}`);
  const padded = kept.padStart(left + 1, '0');
  return decimal(`${sign}${padded.slice(0, -left)}.${padded.slice(-left)}`);
}

export interface Evidence {
  readonly count: number;
  /** The first cell that says so. */
  readonly row: number;
  readonly came: string;
}
export interface NumberFormat {
  /** null = both were seen, or neither. */
  readonly mark: Mark | null;
  readonly comma: Evidence | null;
  readonly point: Evidence | null;
}

/** What the texts of a column say about the decimal mark. */
export function formatOf(cells: Iterable<{ readonly row: number; readonly text: string }>): NumberFormat {
  const seen: { ',': Evidence | null; '.': Evidence | null } = { ',': null, '.': null };
  for (const { row, text } of cells) {
    const read = readNumber(text, null);
    if (read?.is !== 'number' || read.mark === null) continue;
    const before = seen[read.mark];
    seen[read.mark] = before ? { ...before, count: before.count + 1 } : { count: 1, row, came: text };
  }
  const { ',': comma, '.': point } = seen;
  return { mark: comma && !point ? ',' : point && !comma ? '.' : null, comma, point };
}

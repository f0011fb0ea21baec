/** Rows copied from a spreadsheet: what the item is, how many, for how much, and the VAT rate where there is one. */
import { parseDecimal } from '../runtime/parts.ts';
import type { DraftLine } from './draft.ts';

const MOST = 500;

/** "20%" -> "20"; "без НДС" -> "none" */
function rateIn(cell: string, rates: readonly string[]): string | undefined {
  const text = cell.trim().toLowerCase();
  if (/^(без ндс|no vat)$/.test(text)) return 'none';
  const percent = /^(\d+)\s*%$/.exec(text);
  const rate = percent ? percent[1] : undefined;
  return rate !== undefined && rates.indexOf(rate) >= 0 ? rate : undefined;
}

/** The first cell that is no number is the item; the first two numbers after it are quantity and price. */
function lineOf(cells: readonly string[], rates: readonly string[], group: string): Partial<DraftLine> | null {
  const read = (cell: string): string | null => parseDecimal(cell, group);
  const at = cells.findIndex((cell) => cell.trim() !== '' && read(cell) === null);
  const text = cells[at];
  if (text === undefined) return null;
  const after = cells.slice(at + 1);
  const numbers = after.map(read).filter((one): one is string => one !== null);
  const [vatRate] = after.map((cell) => rateIn(cell, rates)).filter((one): one is string => one !== undefined);
  const [quantity, price] = numbers.length === 1 ? ['1', numbers[0]] : numbers;
  return {
    text: text.trim(),
    ...(quantity === undefined ? {} : { quantity }),
    ...(price === undefined ? {} : { price }),
    ...(vatRate === undefined ? {} : { vatRate }),
  };
}

export interface Pasted {
  readonly lines: readonly Partial<DraftLine>[];
  /** Rows that are no lines, or too many: not taken. */
  readonly left: number;
}
/** Null: an ordinary text, pasted as such. `group`: what parts thousands in the language. */
export function pastedLines(pasted: string, rates: readonly string[], group = ''): Pasted | null {
  const rows = pasted.split(/\r?\n/).filter((row) => row.trim() !== '');
  if (rows.length < 2 && pasted.indexOf('\t') < 0) return null;
  const lines = rows.slice(0, MOST).map((row) => lineOf(row.split('\t'), rates, group));
  const found = lines.filter((line): line is Partial<DraftLine> => line !== null);
  return found.length > 0 ? { lines: found, left: rows.length - found.length } : null;
}

/** A file of rows and columns as it was read: values as they stood, and what was odd about them, each with its place. */
import type { Code, Lang } from '../errors.ts';
import { message } from '../errors.ts';
import { say } from '../words/sentences.ts';

/** Text stands as itself; a workbook also knows numbers, dates, yes and no, and its own errors. */
export type Cell = string | Typed;
export interface Typed {
  readonly is: 'text' | 'number' | 'date' | 'flag' | 'error';
  /** Decimal text, ISO date, or the error as Excel writes it; an error without text is a formula that was never calculated. */
  readonly text: string;
  /** What Excel calculated last. */
  readonly formula?: boolean;
  /** Currency its number format shows, ISO letters. */
  readonly mark?: string | null;
}
export interface Row {
  /** As Excel counts, from 1. */
  readonly n: number;
  readonly cells: readonly (Cell | undefined)[];
}
export interface Table {
  readonly kind: 'csv' | 'xlsx';
  /** How it was read, for the preview: encoding, separator, sheet. */
  readonly read: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
  readonly found: readonly Found[];
}

/** stop: nothing of the file can be imported; row: this line is left out; note: taken over, worth a look. */
export type Level = 'stop' | 'row' | 'note';
export interface Found {
  readonly code: Code;
  readonly level: Level;
  readonly row: number | null;
  /** From 0. */
  readonly column: number | null;
  readonly came: string;
}

export const found = (level: Level, code: Code, row: number | null, column: number | null, came = ''): Found => ({
  code,
  level,
  row,
  column,
  came: shown(came),
});

const SHOWN = 80;
/** What came, short and on one line; marks that turn the direction of a text would turn the message as well. */
export function shown(text: string): string {
  const line = text.slice(0, 4 * SHOWN).replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim(); // prettier-ignore
  return line.length > SHOWN ? `${[...line].slice(0, SHOWN).join('')}…` : line;
}

export const textOf = (cell: Cell | undefined): string => (cell === undefined ? '' : typeof cell === 'string' ? cell : cell.text);

/** 0 -> A, 27 -> AB. */
export function letters(column: number): string {
  let [text, rest] = ['', column + 1];
  for (; rest > 0; rest = Math.floor((rest - 1) / 26)) text = String.fromCharCode(65 + ((rest - 1) % 26)) + text;
  return text;
}

/** "B17", "row 17", "column B": where to look in Excel. */
export function place(f: Pick<Found, 'row' | 'column'>, lang: Lang): string {
  if (f.row !== null && f.column !== null) return `${letters(f.column)}${String(f.row)}`;
  if (f.row !== null) return say({ lang }, 'place.row', { row: f.row });
  if (f.column !== null) return say({ lang }, 'place.column', { column: letters(f.column) });
  return say({ lang }, 'place.file');
}

/** What came and what to do, in the reader's language. */
export const inWords = (f: Found, lang: Lang): { readonly what: string; readonly next: string } =>
  message(f.code, { place: place(f, lang), came: f.came }, lang);

/** Beyond these a file is no price list: refused before it fills the memory. */
export const LIMITS = {
  fileBytes: 64 * 1024 * 1024,
  rows: 200_000,
  columns: 1000,
  /** Characters of one CSV record. */
  record: 1_000_000,
  /** Characters kept of all cells. */
  characters: 64 * 1024 * 1024,
  cell: 32_767,
  found: 100_000,
} as const;

/** Rows pasted without heads: the first column of words is the name, the first of numbers after it the price. A person sees it and may say otherwise. */
import type { Mapped } from './columns.ts';
import { findHead } from './head-row.ts';
import { readNumber } from './numbers.ts';
import { withoutCurrency } from './stated.ts';
import { letters, textOf, type Row } from './table.ts';

const LOOKED_AT = 50;

/** Nothing where a row of heads says it. `text`: rows of cells with tabs between. */
export function columnsByContent(text: string): readonly Mapped[] {
  const rows = text.split(/\r\n|\n|\r/, LOOKED_AT).map((line, i): Row => ({ n: i + 1, cells: line.split('\t') }));
  if (findHead(rows)) return [];
  const width = Math.max(...rows.map(({ cells }) => cells.length));
  const kinds = Array.from({ length: width }, (_, n) => kindOf(rows, n));
  const name = kinds.indexOf('words');
  const price = kinds.findIndex((kind, n) => n > name && kind === 'numbers');
  if (name < 0 || price < 0) return [];
  return [
    { column: letters(name), field: 'name' },
    { column: letters(price), field: 'price' },
  ];
}

/** What most of its filled cells are. */
function kindOf(rows: readonly Row[], column: number): 'words' | 'numbers' | 'empty' {
  const cells = rows.map((r) => textOf(r.cells[column]).trim()).filter((text) => text !== '');
  if (cells.length === 0) return 'empty';
  const numbers = cells.filter((text) => readNumber(withoutCurrency(text).number, ',') !== null).length;
  return numbers * 2 > cells.length ? 'numbers' : 'words';
}

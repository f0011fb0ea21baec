/** Rows that are no goods: empty ones, headings of groups, sums, the heads once more on the next page, the numbers of columns beneath them. */
import type { Columns } from './columns.ts';
import { plainHead } from './heads.ts';
import { isFilled, type RowCells } from './row-cells.ts';
import { textOf, type Row } from './table.ts';

/** "Total Quartz 5W40" is goods. */
const SUM = /^\s*(?:(?:итого|всего)(?!\p{L})|(?:sub|grand )?total\s*:?\s*$)/iu;

/** What might have been goods is noted. */
export function isNoGoods(row: Row, columns: Columns, cells: RowCells): boolean {
  const { of } = columns;
  const filled = Object.values(of).filter((c) => isFilled(row.cells[c]));
  if (filled.length === 0 || isHeadAgain(row, columns) || isNumbering(row)) return true;
  const isSum = SUM.test(textOf(row.cells.find(isFilled)));
  const isAlone = filled.length === 1 && (filled[0] === of.name || filled[0] === of.sku);
  if (!isSum && !isAlone) return false;
  cells.say('note', isSum ? 'import-sum' : 'import-heading', filled.includes(of.name ?? -1) ? 'name' : 'sku');
  return true;
}

function isHeadAgain(row: Row, { of, heads }: Columns): boolean {
  const price = textOf(row.cells[of.price ?? 0]).trim();
  if (price === '' || price !== heads[of.price ?? 0]?.trim()) return false;
  return plainHead(row.cells.map(textOf).join(' ')) === plainHead(heads.join(' '));
}

/** "1 | 2 | 3 | 4", as printed forms number their columns. */
function isNumbering({ cells }: Row): boolean {
  const filled = cells.filter(isFilled).map((cell) => textOf(cell).trim());
  return filled.length > 2 && filled.every((text, i) => text === String(i + 1));
}

/**
 * Cells as nearly all of them are written: `<Cell ss:StyleID="s24"><Data ss:Type="String">text</Data></Cell>`, without references, line ends or
 * anything else a parser has to look at. Each is read at a glance, which takes a third of the time; saxes reads all others.
 */
import type { Cell } from './rows.ts';

/** How such a cell begins. */
export const BEGIN = '<Cell';

/** Of the text only characters that stand for themselves wherever they stand in XML 1.0. */
const PLAIN = /<Cell(?: ss:StyleID="\w*")?>(<Data ss:Type="(\w*)">)([\t\x20-%'-;=?-\ud7ff\ue000-\ufffd]*)<\/Data><\/Cell>/y;
const [END_OF_CELL, END_OF_DATA] = ['</Cell>'.length, '</Data>'.length];

/** The cell that begins at `at`, or null; `before`: characters of the file before this text. */
export function plainCell(text: string, at: number, before: number, column: number): Cell | null {
  PLAIN.lastIndex = at;
  const found = PLAIN.exec(text);
  if (!found) return null;
  const [, tag = '', type = '', within = ''] = found;
  const close = before + PLAIN.lastIndex;
  const dataClose = close - END_OF_CELL;
  const dataOpen = dataClose - END_OF_DATA - within.length;
  return { column, type, text: within, formula: null, across: 0, down: 0, badIndex: null, isRich: false, open: dataOpen - tag.length, dataOpen, dataClose, close }; // prettier-ignore
}

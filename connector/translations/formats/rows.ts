/** Labels of other formats as rows of the same three sheets, so that heads, keys and texts are judged by the same rules. */
import { INFORMATION, type Information } from '../model.ts';
import type { Cell, Row } from '../read/rows.ts';

/** Nothing of it can be patched in place. */
const SPELLING = { element: '', attribute: null };

/** `texts` from column A on; a type other than String only where the format knows one. */
export function rowOf(sheet: string, row: number, texts: readonly (string | Partial<Cell> | undefined)[]): Row {
  const cells = texts.flatMap((text, i) => (text === undefined || text === '' ? [] : [cellOf(i + 1, text)]));
  return { sheet, row, isBadIndex: false, cells, open: 0, spelling: SPELLING };
}

const cellOf = (column: number, text: string | Partial<Cell>): Cell => ({
  column, type: 'String', text: '', formula: null, across: 0, down: 0, badIndex: null, isRich: false, open: 0, dataOpen: 0, dataClose: 0, close: 0,
  ...(typeof text === 'string' ? { text } : text),
}); // prettier-ignore

export const informationRows = (i: Information): Row[] =>
  [['Organization ID:', i.organizationId], ['Exported on:', i.exportedOn], ['Base language ID:', String(i.baseLanguage)], ['Solution Name:', i.solution]].map((texts, n) => rowOf(INFORMATION, n + 1, texts)); // prettier-ignore

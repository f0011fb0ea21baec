/**
 * Rows whose keys seemed to meet, read once more and compared in full: the same texts are taken once, different ones are an error. Of a row only a
 * digest is kept, so that a file of a million rows met twice is judged to its end as well.
 */
import { createHash } from 'node:crypto';
import type { Findings } from '../finding.ts';
import { plainGuid } from './information.ts';
import { readCells } from './cells.ts';
import type { Double } from './doubles.ts';
import type { Row } from './rows.ts';
import type { Source } from './source.ts';

/** @param doubles in the order of the file */
export async function tellDoubles(source: Source, doubles: readonly Double[], findings: Findings, limit: number): Promise<void> {
  if (doubles.length === 0) return;
  const firsts = new Map(doubles.map(({ sheet, first }) => [at(sheet, first), '']));
  let next = 0;
  const row = ({ sheet, row, cells }: Row): void => {
    const place = at(sheet, row);
    const double = doubles[next];
    const isDouble = double?.row === row && double.sheet === sheet;
    if (!isDouble && !firsts.has(place)) return;
    const digest = digestOf(cells);
    if (firsts.has(place)) firsts.set(place, digest);
    if (!isDouble) return;
    next++;
    tell(double, firsts.get(at(sheet, double.first)) === digest, findings);
  };
  await readCells(source, { row }, limit);
  // Not met again: the file is another than a moment ago.
  for (const double of doubles.slice(next)) tell(double, false, findings);
} // prettier-ignore

const at = (sheet: string, row: number): string => `${sheet}!${String(row)}`;

/** Of all texts by column; the guid in column B however it is written. */
function digestOf(cells: readonly { readonly column: number; readonly text: string }[]): string {
  const texts: string[] = [];
  for (const { column, text } of cells) if (text !== '' && column < 1000) texts[column - 1] = column === 2 ? plainGuid(text) : text;
  return createHash('sha256').update(JSON.stringify(Array.from(texts, (text: string | undefined) => text ?? ''))).digest('base64');
} // prettier-ignore

const tell = ({ sheet, row, first }: Double, isSame: boolean, findings: Findings): void =>
  findings.add(isSame ? 'repeated-row' : 'duplicate-key', { sheet, row, column: 1 }, { first });

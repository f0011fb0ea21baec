/** Rows whose keys seemed to meet, read once more and compared in full: the same texts are taken once, different ones are an error. */
import type { Findings } from '../finding.ts';
import { plainGuid } from './information.ts';
import { readCells } from './cells.ts';
import type { Double } from './doubles.ts';
import type { Row } from './rows.ts';
import type { Source } from './source.ts';

/** More would not be told anyway. */
const MOST = 2000;

export async function tellDoubles(source: Source, doubles: readonly Double[], findings: Findings, limit: number): Promise<void> {
  if (doubles.length === 0) return;
  const looked = doubles.slice(0, MOST);
  const wanted = new Set(looked.flatMap(({ sheet, row, first }) => [at(sheet, row), at(sheet, first)]));
  const rows = new Map<string, readonly string[]>();
  const row = ({ sheet, row, cells }: Row): void => {
    if (wanted.has(at(sheet, row))) rows.set(at(sheet, row), textsOf(cells));
  };
  await readCells(source, { row }, limit);
  for (const double of looked) tell(double, rows, findings);
} // prettier-ignore

const at = (sheet: string, row: number): string => `${sheet}!${String(row)}`;

function textsOf(cells: readonly { readonly column: number; readonly text: string }[]): string[] {
  const texts: string[] = [];
  for (const { column, text } of cells) if (text !== '' && column < 1000) texts[column - 1] = text;
  return Array.from(texts, (text: string | undefined) => text ?? '');
}

function tell({ sheet, row, first }: Double, rows: ReadonlyMap<string, readonly string[]>, findings: Findings): void {
  const [a, b] = [rows.get(at(sheet, first)) ?? [], rows.get(at(sheet, row)) ?? []];
  const isSame = Array.from({ length: Math.max(a.length, b.length) }, (_, i) => i).every((i) => (i === 1 ? plainGuid(a[i] ?? '') === plainGuid(b[i] ?? '') : (a[i] ?? '') === (b[i] ?? '')));
  findings.add(isSame ? 'repeated-row' : 'duplicate-key', { sheet, row, column: 1 }, { first });
} // prettier-ignore

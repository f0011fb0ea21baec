/** Row 1 of a sheet of labels: which column is which. Languages are found by LCID, never by position; key columns must stand where Dynamics reads them. */
import type { Findings } from '../finding.ts';
import { headLcid, isKnownLcid } from '../languages.ts';
import { DISPLAY, LABELS, type SheetName } from '../model.ts';
import type { Cell, Row } from './rows.ts';

export interface Language {
  readonly lcid: number;
  readonly column: number;
}

export interface Heads {
  readonly keys: number;
  readonly languages: readonly Language[];
  /** Place of the base language among them; -1 where it is missing. */
  readonly base: number;
  /** Column -> 0.. for a language, -1 for anything else. */
  readonly slots: Int16Array;
  /** Columns that have a head of any kind, and those without one that were told already. */
  readonly named: Set<number>;
}

const KEYS: Readonly<Record<SheetName, readonly string[]>> = {
  [DISPLAY]: ['Entity name', 'Display String Key'],
  [LABELS]: ['Entity name', 'Object ID', 'Object Column Name'],
};
const plain = (text: string): string => text.toLowerCase().replace(/\s/g, '');

/** What the heads are held against; undefined: not known here. */
export interface Expected {
  readonly baseLanguage: number;
  readonly enabled: readonly number[] | undefined;
}

export function readHeads(row: Row, sheet: SheetName, expected: Expected, findings: Findings): Heads {
  const keys = KEYS[sheet];
  const at = new Map(row.cells.map((cell) => [cell.column, cell]));
  const moved = keys.findIndex((name, i) => plain(at.get(i + 1)?.text ?? '') !== plain(name));
  if (moved >= 0) findings.add('key-columns-moved', { sheet, row: 1, column: moved + 1 }, { wanted: keys[moved] ?? '', came: at.get(moved + 1)?.text ?? '' }); // prettier-ignore
  const languages = languagesOf(row.cells.filter((c) => c.column > keys.length), sheet, expected, findings); // prettier-ignore
  const base = languages.findIndex((l) => l.lcid === expected.baseLanguage);
  if (base < 0) findings.add('base-language-column-missing', { sheet, row: 1 }, { language: expected.baseLanguage });
  const slots = new Int16Array(Math.max(0, ...languages.map((l) => l.column)) + 1).fill(-1);
  languages.forEach((l, i) => (slots[l.column] = i));
  const named = new Set(row.cells.filter(({ text }) => text.trim() !== '').map(({ column }) => column));
  return { keys: keys.length, languages, base, slots, named };
}

function languagesOf(cells: readonly Cell[], sheet: SheetName, expected: Expected, findings: Findings): Language[] {
  const found: Language[] = [];
  for (const cell of cells) {
    const lcid = headLcid(cell.text);
    const place = { sheet, row: 1, column: cell.column };
    if (cell.text.trim() === '' || plain(cell.text) === 'context') continue;
    if (lcid === null) findings.add('unknown-column', place, { came: cell.text.slice(0, 40) });
    else if (found.some((l) => l.lcid === lcid)) findings.add('duplicate-language', place, { language: lcid });
    else if (!isKnownLcid(lcid)) findings.add('unknown-language', place, { language: lcid });
    else if (expected.enabled?.includes(lcid) === false) findings.add('language-not-enabled', place, { language: lcid });
    else found.push({ lcid, column: cell.column });
  }
  return found;
}

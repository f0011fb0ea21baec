/** A workbook of labels as a stream of rows: sheets, heads and cells judged, each row with its key and its texts by language. */
import { FileRefused, Findings, type Detail, type Kind } from '../finding.ts';
import { DISPLAY, LABELS, isBlank, type Information, type Key, type SheetName } from '../model.ts';
import { COMMAND_LINE } from './archive.ts';
import { readCells } from './cells.ts';
import { Doubles } from './doubles.ts';
import { readHeads, type Heads } from './heads.ts';
import { informationOf, plainGuid, readInformation, type Owner } from './information.ts';
import { missingSheets } from './sheets.ts';
import type { Cell, Row } from './rows.ts';
import type { Source } from './source.ts';
import { tellDoubles } from './tell-doubles.ts';

export interface LabelRow {
  readonly key: Key;
  readonly row: Row;
  readonly heads: Heads;
  /** By language, in the order of the heads: the cell, or null where the row has none. */
  readonly cells: readonly (Cell | null)[];
  /** The key was met before: already told, not to be taken again. */
  readonly isRepeated: boolean;
}

export interface LabelVisitor {
  information?(information: Information): void;
  heads?(sheet: SheetName, heads: Heads): void;
  row?(row: LabelRow): void;
}

export interface ReadOptions extends Owner {
  /** Languages the target has switched on; undefined: not known. */
  readonly enabled?: readonly number[] | undefined;
  /** Characters, unpacked. */
  readonly limit?: number;
}

/** Every finding of structure goes to `findings`; a file that cannot be read on ends with its finding there as well. */
export async function readLabels(source: Source, options: ReadOptions, findings: Findings, visitor: LabelVisitor): Promise<void> {
  try {
    const limit = options.limit ?? COMMAND_LINE.unpacked;
    const information = informationOf(await readInformation(source, limit), options, findings);
    visitor.information?.(information);
    const reading = new LabelReading(information, options, findings, visitor);
    await readCells(source, reading, limit);
    missingSheets(reading.sheets, findings);
    await tellDoubles(source, reading.doubles.found, findings, limit);
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    findings.take(error.finding);
  }
}

class LabelReading {
  readonly sheets: string[] = [];
  readonly doubles = new Doubles();
  #heads: Heads | null = null;
  #ofHeads: Findings | null = null;
  readonly #information: Information;
  readonly #options: ReadOptions;
  readonly #findings: Findings;
  readonly #visitor: LabelVisitor;

  constructor(information: Information, options: ReadOptions, findings: Findings, visitor: LabelVisitor) {
    [this.#information, this.#options, this.#findings, this.#visitor] = [information, options, findings, visitor];
  }

  sheet(name: string): void {
    if (this.sheets.includes(name)) this.#findings.add('sheet-twice', { sheet: name });
    this.sheets.push(name);
    this.#heads = null;
  }

  calc(): void {
    this.#findings.add('written-by-libreoffice');
  }

  strayUnit(detail: Detail): void {
    this.#findings.add('stray-unit', {}, detail);
  }

  row(row: Row): void {
    const { sheet } = row;
    if (row.isBadIndex) return this.#findings.add('row-index-out-of-range', { sheet }, { came: row.row });
    if (sheet === DISPLAY || sheet === LABELS) this.#labelRow(row, sheet);
  }

  #labelRow(row: Row, sheet: SheetName): void {
    const bad = row.cells.find((cell) => cell.badIndex !== null);
    if (bad?.badIndex) return this.#findings.add(bad.badIndex, { sheet, row: row.row }, { came: bad.column });
    if (!this.#heads) return this.#readHeads(row, sheet);
    if (row.cells.some((cell) => cell.text !== '' || cell.across > 0)) this.#body(row, sheet, this.#heads);
  }

  #readHeads(row: Row, sheet: SheetName): void {
    const expected = { baseLanguage: this.#information.baseLanguage, enabled: this.#options.enabled };
    this.#ofHeads = new Findings();
    this.#heads = readHeads(row, sheet, expected, this.#ofHeads);
    this.#visitor.heads?.(sheet, this.#heads);
    if (sheet === LABELS) this.#tellHeads();
  }

  /** Heads over nothing hurt nobody: those of Display Strings are told with the first row below them. */
  #tellHeads(): void {
    for (const found of this.#ofHeads?.list ?? []) this.#findings.take(found);
    this.#ofHeads = null;
  }

  #body(row: Row, sheet: SheetName, heads: Heads): void {
    if (this.#ofHeads) this.#tellHeads();
    const keys = ['', '', ''] as [string, string, string];
    const cells: (Cell | null)[] = new Array<Cell | null>(heads.languages.length).fill(null);
    for (const cell of row.cells) {
      const slot = heads.slots[cell.column] ?? -1;
      if (cell.column <= heads.keys) keys[cell.column - 1] = cell.text;
      if (slot >= 0) cells[slot] = cell;
      if (slot >= 0 || cell.column <= heads.keys) this.#judge(cell, row, slot);
      else if (cell.text !== '' && !heads.named.has(cell.column)) this.#nameless(cell, row, heads);
    }
    const key: Key = {
      sheet,
      entity: keys[0].trim(),
      id: sheet === LABELS ? plainGuid(keys[1]) : keys[1],
      column: keys[2].trim(),
    };
    if (!this.#isKey(key, row)) return;
    const isRepeated = this.doubles.meet(sheet, row.row, `${sheet === LABELS ? 'L' : 'D'}${key.entity}\u0001${key.id}\u0001${key.column}`); // prettier-ignore
    this.#visitor.row?.({ key, row, heads, cells, isRepeated });
  }

  /** Text below no head is of no language; told once per column. */
  #nameless({ column, text }: Cell, { sheet, row }: Row, heads: Heads): void {
    heads.named.add(column);
    this.#findings.add('unknown-column', { sheet, row, column }, { came: text.slice(0, 40) });
  }

  /** What Excel made of a cell. Keys are judged as keys, whatever their type. */
  #judge(cell: Cell, row: Row, slot: number): void {
    const kind = cell.across > 0 || cell.down > 0 ? 'merged-cell' : slot >= 0 || cell.formula !== null ? cellKind(cell) : null;
    if (kind) this.#findings.add(kind, { sheet: row.sheet, row: row.row, column: cell.column }, { came: cell.text.slice(0, 60) });
  }

  #isKey(key: Key, { sheet, row }: Row): boolean {
    const isGuid = sheet === DISPLAY ? !isBlank(key.id) : GUID.test(key.id);
    if (isGuid && key.entity !== '') return true;
    this.#findings.add(
      'bad-object-id',
      { sheet, row, column: isGuid ? 1 : 2 },
      { came: (isGuid ? key.entity : key.id).slice(0, 60) },
    );
    return false;
  }
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const OF_TYPE: Readonly<Record<string, Kind>> = {
  Number: 'number-cell',
  DateTime: 'date-cell',
  Boolean: 'boolean-cell',
  Error: 'error-cell',
};

function cellKind(cell: Cell): Kind | null {
  if (cell.formula !== null) return 'formula-cell';
  return cell.type === 'String' || cell.type === '' ? null : (OF_TYPE[cell.type] ?? null);
}

/**
 * Where the texts of a workbook stand, noted while it is read: changes find their cells without another pass. Numbers in one array and no texts,
 * so that a row in four languages costs about 130 bytes and holds no piece of the file.
 */
import { keyText, type Key } from './model.ts';
import { editOf, type Edit, type PlacedCell, type PlacedRow } from './patch.ts';
import type { Heads } from './read/heads.ts';
import type { LabelRow } from './read/labels.ts';
import type { Cell, Spelling } from './read/rows.ts';

export interface Wanted {
  readonly key: Key;
  readonly lcid: number;
  /** null: cleared. */
  readonly after: string | null;
}

export const wantedKey = (key: Key, lcid: number): string => `${keyText(key)}\u0001${String(lcid)}`;

export interface Placed {
  readonly edits: readonly Edit[];
  /** Changes for which the workbook has no row or no column. */
  readonly missing: readonly Wanted[];
}

/** Numbers a row takes: the row before it of the same label (0: none), heads, spelling, place, count of cells; and then each cell. */
const OF_ROW = 5;
const OF_CELL = 7;
const RICH = 1;
const TEXT = 2;

export class Places {
  #numbers = new Int32Array(16_384);
  /** 0 is no row. */
  #end = 1;
  /** `keyText` -> its last row. */
  readonly #rows = new Map<string, number>();
  readonly #heads: Heads[] = [];
  readonly #spellings: Spelling[] = [];

  /** @param name `keyText` of the row's key */
  note(name: string, { row, heads }: LabelRow): void {
    const start = this.#end;
    const cells = row.cells.filter((cell, i) => isNeeded(cell, row.cells[i + 1], heads));
    this.#makeRoom(OF_ROW + cells.length * OF_CELL);
    this.#put(this.#rows.get(name) ?? 0, this.#placeOfHeads(heads), this.#placeOfSpelling(row.spelling), row.open, cells.length);
    for (const cell of cells) {
      this.#put(cell.column, cell.across, cell.open, cell.dataOpen, cell.dataClose);
      this.#numbers[this.#end++] = cell.close;
      this.#numbers[this.#end++] = (cell.isRich ? RICH : 0) + (cell.type === 'String' ? TEXT : 0);
    }
    this.#rows.set(name, start);
  } // prettier-ignore

  /** The edits that make the changes, in every row of a label; of two changes of one text the last. */
  place(changes: Iterable<Wanted>): Placed {
    const [edits, missing]: [Edit[], Wanted[]] = [[], []];
    for (const [name, wanted] of byLabel(changes)) {
      for (let at = this.#rows.get(name) ?? 0; at !== 0; at = this.#numbers[at] ?? 0) edits.push(...this.#editsIn(at, wanted));
      missing.push(...[...wanted.values()].filter(({ lcid }) => !this.#hasColumn(name, lcid)));
    }
    return { edits, missing };
  } // prettier-ignore

  /** In the order of the columns: of cells that are put in at one place the left one comes first. */
  #editsIn(at: number, wanted: ReadonlyMap<number, Wanted>): Edit[] {
    const row = this.#rowAt(at);
    return this.#headsAt(at).flatMap(({ lcid, column }) => {
      const change = wanted.get(lcid);
      return change ? [editOf(row, row.cells.find((c) => c.column === column) ?? null, column, change.after ?? '')] : [];
    });
  }

  #hasColumn(name: string, lcid: number): boolean {
    for (let at = this.#rows.get(name) ?? 0; at !== 0; at = this.#numbers[at] ?? 0)
      if (this.#headsAt(at).some((language) => language.lcid === lcid)) return true;
    return false;
  }

  #headsAt(at: number): Heads['languages'] {
    return this.#heads[this.#numbers[at + 1] ?? 0]?.languages ?? [];
  }

  #rowAt(at: number): PlacedRow {
    const [, , spelling = 0, open = 0, count = 0] = this.#numbers.subarray(at, at + OF_ROW);
    const cells = Array.from({ length: count }, (_, i) => this.#cellAt(at + OF_ROW + i * OF_CELL));
    return { open, cells, spelling: this.#spellings[spelling] ?? { element: '', attribute: null } };
  }

  #cellAt(at: number): PlacedCell {
    const [column = 0, across = 0, open = 0, dataOpen = 0, dataClose = 0, close = 0, kind = 0] = this.#numbers.subarray(at, at + OF_CELL); // prettier-ignore
    return { column, across, open, dataOpen, dataClose, close, isRich: (kind & RICH) !== 0, isText: (kind & TEXT) !== 0 };
  }

  #put(a: number, b: number, c: number, d: number, e: number): void {
    const [numbers, end] = [this.#numbers, this.#end];
    numbers[end] = a;
    numbers[end + 1] = b;
    numbers[end + 2] = c;
    numbers[end + 3] = d;
    numbers[end + 4] = e;
    this.#end = end + 5;
  }

  #makeRoom(count: number): void {
    if (this.#end + count <= this.#numbers.length) return;
    const larger = new Int32Array(2 * (this.#end + count));
    larger.set(this.#numbers.subarray(0, this.#end));
    this.#numbers = larger;
  }

  #placeOfHeads(heads: Heads): number {
    return this.#heads.at(-1) === heads ? this.#heads.length - 1 : this.#heads.push(heads) - 1;
  }

  /** Every row has one of its own; nearly all are alike. */
  #placeOfSpelling({ element, attribute }: Spelling): number {
    const last = this.#spellings.at(-1);
    const isSame = last?.element === element && last.attribute === attribute;
    return isSame ? this.#spellings.length - 1 : this.#spellings.push({ element, attribute }) - 1;
  }
}

/** Cells of a language, and those behind which a cell of one may be put in: thousands of empty ones in a row cost nothing. */
const isNeeded = ({ column }: Cell, next: Cell | undefined, { slots }: Heads): boolean =>
  (slots[column] ?? -1) >= 0 || (next?.column ?? Infinity) > column + 1;

function byLabel(changes: Iterable<Wanted>): Map<string, Map<number, Wanted>> {
  const labels = new Map<string, Map<number, Wanted>>();
  for (const change of changes) {
    const name = keyText(change.key);
    const known = labels.get(name) ?? new Map<number, Wanted>();
    labels.set(name, known.set(change.lcid, change));
  }
  return labels;
}

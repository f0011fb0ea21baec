/** The row being read: which cell comes next, where it stands, what is odd about its index. */
import { FileRefused } from '../finding.ts';
import type { Cell, Row, Spelling, Visitor } from './rows.ts';

/** Excel holds no longer text in a cell. */
export const TEXT = 32_767;
const ROWS = 1_048_576;
const COLUMNS = 16_384;

/** Attributes of a tag that mean something here, by local name. */
export type Meant = Partial<Record<string, string>>;

export class RowReading {
  sheet = '';
  /** The cell that is open. */
  cell: Cell | null = null;
  #row = 0;
  #step = 1;
  #isBadRow = false;
  #open = 0;
  #spelling: Spelling = { element: '', attribute: null };
  #cells: Cell[] = [];
  #next = 1;

  openSheet(name: string): void {
    this.sheet = name;
    [this.#row, this.#step] = [0, 1];
  }

  openRow(meant: Meant, spelling: Spelling, position: number): void {
    const index = meant['Index'];
    const row = index === undefined ? this.#row + this.#step : whole(index);
    this.#isBadRow = !(row > this.#row && row <= ROWS);
    this.#row = row;
    this.#step = 1 + (whole(meant['Span'] ?? '0') || 0);
    [this.#cells, this.#next, this.#open, this.#spelling] = [[], 1, position, spelling];
  }

  openCell(meant: Meant, position: number): void {
    const index = meant['Index'];
    const column = index === undefined ? this.#next : whole(index);
    const across = whole(meant['MergeAcross'] ?? '0');
    this.cell = {
      column, across, down: whole(meant['MergeDown'] ?? '0'), formula: meant['Formula'] ?? null,
      badIndex: this.#badIndex(column, across),
      type: '', text: '', isRich: false, open: position, dataOpen: -1, dataClose: -1, close: position,
    }; // prettier-ignore
    this.#put(this.cell);
  }

  /** Of the cell that comes next, where it names none. */
  get next(): number {
    return this.#next;
  }

  /** A cell that was read whole. */
  add(cell: Cell): void {
    if (cell.text.length > TEXT) this.#tooLong(cell);
    this.#put(cell.column > COLUMNS ? { ...cell, badIndex: 'cell-index-out-of-range' } : cell);
  }

  addText(text: string): void {
    const { cell } = this;
    if (!cell) return;
    cell.text = cell.text === '' ? text : cell.text + text;
    if (cell.text.length > TEXT) this.#tooLong(cell);
  }

  closeCell(position: number): void {
    if (this.cell) this.cell.close = position;
    this.cell = null;
  }

  closeRow(visitor: Visitor): void {
    const [cells, open, spelling] = [this.#cells, this.#open, this.#spelling];
    visitor.row?.({ sheet: this.sheet, row: this.#row, isBadIndex: this.#isBadRow, cells, open, spelling } satisfies Row);
  }

  #put(cell: Cell): void {
    this.#next = cell.column + 1 + cell.across;
    this.#cells.push(cell);
  }

  #badIndex(column: number, across: number): Cell['badIndex'] {
    if (!(column >= 1 && column + across <= COLUMNS)) return 'cell-index-out-of-range';
    return column < this.#next ? 'cell-index-not-rising' : null;
  }

  #tooLong(cell: Cell): never {
    throw new FileRefused('text-too-long', { sheet: this.sheet, row: this.#row, column: cell.column }, { limit: TEXT });
  }
}

/** An index of a row or cell; NaN is out of every range. */
const whole = (text: string): number => (/^\d{1,12}$/.test(text.trim()) ? Number(text) : NaN);

/** Rows of one worksheet as a stream: memory holds what the cells say, whatever the sheet claims to be. */
import { SidebookError } from '../errors.ts';
import { serialDate } from './dates.ts';
import { Kept } from './kept.ts';
import { excelNumber } from './numbers.ts';
import { TextOfRuns } from './shared-strings.ts';
import type { Style } from './styles.ts';
import { found, letters, LIMITS, type Cell, type Found, type Row } from './table.ts';
import { readXml } from './xml.ts';
import type { Zip } from './zip.ts';

/** Excel's own. */
const [ROWS, COLUMNS] = [1_048_576, 16_384];

export interface SheetParts {
  readonly part: string;
  readonly strings: readonly string[];
  readonly styles: readonly Style[];
  readonly from1904: boolean;
}
type Attributes = Readonly<Record<string, string>>;

export async function readSheet(zip: Zip, parts: SheetParts): Promise<{ rows: readonly Row[]; found: readonly Found[] }> {
  const reader = new SheetReader(parts);
  await readXml(parts.part, zip.part(parts.part), {
    open: (tag, a) => reader.open(tag, a),
    text: (text) => reader.text(text),
    close: (tag) => reader.close(tag),
  });
  return { rows: reader.kept.rows, found: reader.found };
}

class SheetReader {
  readonly kept = new Kept();
  readonly found: Found[] = [];
  private row = 0;
  private column = -1;
  private cells: (Cell | undefined)[] = [];
  private cell: Attributes = {};
  private value = '';
  private inValue = false;
  private isFormula = false;
  private readonly inline = new TextOfRuns();
  private readonly parts: SheetParts;

  constructor(parts: SheetParts) {
    this.parts = parts;
  }

  open(tag: string, a: Attributes): void {
    if (tag === 'row') this.beginRow(a);
    else if (tag === 'c') this.beginCell(a);
    else if (tag === 'v') this.inValue = true;
    else if (tag === 'f') this.isFormula = true;
    else this.inline.open(tag);
  }

  text(text: string): void {
    if (this.inValue) this.value += text;
    else this.inline.text(text);
  }

  close(tag: string): void {
    if (tag === 'v') this.inValue = false;
    else if (tag === 'c') this.endCell();
    else if (tag === 'row') this.endRow();
    else this.inline.close(tag);
  }

  private beginRow(a: Attributes): void {
    const said = a['r'] === undefined ? this.row + 1 : Number(a['r']);
    if (!Number.isInteger(said) || said <= this.row || said > ROWS)
      throw new SidebookError('import-beyond-excel', { place: a['r'] ?? String(said), limit: `XFD${String(ROWS)}` });
    [this.row, this.column, this.cells] = [said, -1, []];
  }

  private beginCell(a: Attributes): void {
    const at = a['r'] === undefined ? this.column + 1 : columnOf(a['r']);
    if (at <= this.column || at >= COLUMNS) throw new SidebookError('import-beyond-excel', { place: a['r'] ?? letters(at), limit: `XFD${String(ROWS)}` }); // prettier-ignore
    [this.column, this.cell, this.value, this.isFormula] = [at, a, '', false];
    this.inline.take();
  }

  private endCell(): void {
    const cell = this.made();
    if (cell === undefined) return;
    if (this.column >= LIMITS.columns) {
      if (this.found.length === 0) this.found.push(found('note', 'import-far-cell', this.row, this.column, typeof cell === 'string' ? cell : cell.text)); // prettier-ignore
      return;
    }
    while (this.cells.length < this.column) this.cells.push(undefined);
    this.cells.push(cell);
  }

  private endRow(): void {
    if (this.cells.length > 0) this.kept.add(this.row, this.cells);
  }

  private made(): Cell | undefined {
    const plain = this.plain();
    if (!this.isFormula) return plain === '' ? undefined : plain;
    if (plain === undefined || plain === '') return { is: 'error', text: '', formula: true };
    return typeof plain === 'string' ? { is: 'text', text: plain, formula: true } : { ...plain, formula: true };
  }

  private plain(): Cell | undefined {
    const type = this.cell['t'] ?? 'n';
    if (type === 'inlineStr') return this.inline.take();
    if (this.value === '') return undefined;
    if (type === 's') return this.parts.strings[Number(this.value)] ?? { is: 'error', text: `#${this.value}` };
    if (type === 'b') return { is: 'flag', text: this.value === '1' ? 'TRUE' : 'FALSE' };
    if (type === 'e') return { is: 'error', text: this.value };
    if (type === 'd') return { is: 'date', text: this.value.slice(0, 10) };
    return type === 'n' ? this.number() : this.value;
  }

  private number(): Cell {
    const style = this.parts.styles[Number(this.cell['s'] ?? 0)];
    const text = excelNumber(this.value);
    if (text === null) return { is: 'error', text: this.value };
    const day = style?.isDate ? serialDate(text, this.parts.from1904) : null;
    return day === null ? { is: 'number', text, mark: style?.currency ?? null } : { is: 'date', text: day };
  }
}

/** "AB12" -> 27. */
function columnOf(reference: string): number {
  const name = /^([A-Z]{1,4})\d+$/.exec(reference)?.[1];
  if (name === undefined) throw new SidebookError('import-beyond-excel', { place: reference.slice(0, 20), limit: `XFD${String(ROWS)}` });
  let at = 0;
  for (const c of name) at = at * 26 + c.charCodeAt(0) - 64;
  return at - 1;
} // prettier-ignore

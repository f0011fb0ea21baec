/** One row at a time, field by field; whatever cannot be read is found with its place, and the row is bad. */
import { round } from '../decimal.ts';
import type { Code } from '../errors.ts';
import type { Columns } from './columns.ts';
import type { Formats, NumberField } from './formats.ts';
import type { Field } from './heads.ts';
import { readNumber, type Mark } from './numbers.ts';
import { found, LIMITS, shown, textOf, type Cell, type Found, type Level, type Row, type Typed } from './table.ts';
import { cleanText } from './text.ts';

/** What the store keeps; all other texts 1000. */
const LONGEST: Partial<Readonly<Record<Field, number>>> = { sku: 100, region: 200 };

export const isNumber = (cell: Cell | undefined): cell is Typed => typeof cell === 'object' && cell.is === 'number';
export const isFilled = (cell: Cell | undefined): boolean =>
  textOf(cell).trim() !== '' || (typeof cell === 'object' && cell.is === 'error');

export class RowCells {
  readonly found: Found[] = [];
  row: Row = { n: 0, cells: [] };
  /** The row will be left out: one reason is enough for what follows from it. */
  bad = false;
  private readonly columns: Columns;
  private readonly formats: Formats;

  constructor(columns: Columns, formats: Formats) {
    this.columns = columns;
    this.formats = formats;
  }

  begin(row: Row): void {
    [this.row, this.bad] = [row, false];
  }

  number(field: NumberField, text: string, cell: Cell | undefined): string | null {
    if (isNumber(cell)) return this.places(cell.text, field);
    const read = readNumber(text, this.mark(field));
    if (read === null) return this.say('row', field === 'price' ? 'import-not-a-price' : 'import-not-a-number', field);
    return read.is === 'unclear' ? this.say('row', 'import-number-unclear', field) : this.places(read.value, field);
  }

  /** What the store keeps: 12 digits before the point, 6 behind it. */
  private places(value: string, field: Field): string | null {
    const rounded = value.length - value.indexOf('.') - 1 > 6 && value.includes('.') ? round(value, 6) : value;
    if (rounded.replace(/\..*|-/g, '').length > 12) return this.say('row', 'import-number-large', field);
    if (rounded !== value) this.say('note', 'import-rounded', field);
    return rounded;
  }

  mark(field: NumberField): Mark | null {
    const format = this.formats.numbers[field];
    return format?.mark ?? (format?.comma && format.point ? null : this.formats.mark);
  }

  cell(field: Field): Cell | undefined {
    const column = this.columns.of[field];
    return column === undefined ? undefined : this.row.cells[column];
  }

  /** Text of a cell as people read it; an error of Excel is none. */
  text(field: Field): string | null {
    const cell = this.cell(field);
    if (cell === undefined) return null;
    if (typeof cell !== 'string' && cell.is === 'error')
      return this.say('row', cell.text === '' ? 'import-formula-empty' : 'import-cell-error', field);
    if (typeof cell !== 'string' && cell.formula) this.say('note', 'import-formula', field);
    const text = cleanText(textOf(cell));
    if (text.includes('\ufffd')) return this.say('row', 'import-broken-letters', field);
    if (text.length > (LONGEST[field] ?? 1000)) return this.say('row', 'import-text-long', field);
    return text === '' ? null : text;
  }

  say(level: Level, code: Code, field: Field): null {
    if (level === 'row') this.bad = true;
    const came = textOf(this.cell(field));
    if (this.found.length < LIMITS.found) this.found.push(found(level, code, this.row.n, this.columns.of[field] ?? null, shown(came)));
    return null;
  } // prettier-ignore
}

/** Rows into lines. Every value that cannot be taken is found with its place; the other lines go on. */
import { isNegative, isZero, round } from '../decimal.ts';
import type { Code } from '../errors.ts';
import { readLead, readStock } from './amounts.ts';
import type { Columns } from './columns.ts';
import { orderOf, readDate, type Order } from './dates.ts';
import { plainHead, type Field } from './heads.ts';
import type { Line, Stated } from './line.ts';
import { formatOf, readNumber, type Mark, type NumberFormat } from './numbers.ts';
import { currencyOf, vatIn, vatRate, withoutCurrency } from './stated.ts';
import { found, LIMITS, shown, textOf, type Cell, type Found, type Level, type Row, type Typed } from './table.ts';
import { cleanText } from './text.ts';
import { readUnit } from './units.ts';

/** A column of numbers, or of dates, and how it writes them. */
export interface Formats {
  readonly numbers: Partial<Readonly<Record<Field, NumberFormat>>>;
  readonly order: Order | null;
  /** Where a column never says: the other columns of the file, or a person. */
  readonly mark: Mark | null;
}
export interface LineInput {
  readonly rows: readonly Row[];
  readonly columns: Columns;
  readonly formats: Formats;
  readonly stated: Stated;
  /** A date after it is not seen yet. */
  readonly today: string;
  readonly isOffer: boolean;
  /** Rows that are known to be no good. */
  readonly skip: ReadonlySet<number>;
  /** Said for the list or beside the prices; else the whole list waits for it. */
  readonly isCurrencyKnown: boolean;
}
const NUMBERS = ['price', 'quantity', 'minQuantity', 'pack'] as const;
type NumberField = (typeof NUMBERS)[number];
/** What the store keeps; all other texts 1000. */
const LONGEST: Partial<Readonly<Record<Field, number>>> = { sku: 100, region: 200 };

export function formatsOf(rows: readonly Row[], { of, after }: Columns, asked: Mark | null): Formats {
  const numbers: Partial<Record<Field, NumberFormat>> = {};
  for (const field of NUMBERS) {
    const column = of[field];
    if (column !== undefined) numbers[field] = formatOf(texts(rows, after, column));
  }
  const said = new Set(Object.values(numbers).flatMap((f) => [...(f.comma ? [',' as const] : []), ...(f.point ? ['.' as const] : [])]));
  const [only] = said;
  const order = of.date === undefined ? null : orderOf([...texts(rows, after, of.date)].map((t) => t.text));
  return { numbers, order, mark: asked ?? (said.size === 1 ? (only ?? null) : null) };
} // prettier-ignore

function* texts(rows: readonly Row[], after: number, column: number): Generator<{ row: number; text: string }> {
  for (let i = after; i < rows.length; i++) {
    const row = rows[i];
    const cell = row?.cells[column];
    if (row && typeof cell === 'string') yield { row: row.n, text: withoutCurrency(cell).number };
  }
}

export function readLines(input: LineInput): { readonly lines: readonly Line[]; readonly found: readonly Found[]; readonly left: number } {
  const reader = new LineReader(input);
  const lines: Line[] = [];
  for (const row of input.rows.slice(input.columns.after)) {
    const line = reader.line(row);
    if (line) lines.push(line);
  }
  return { lines, found: reader.found, left: reader.left };
} // prettier-ignore

const isNumber = (cell: Cell | undefined): cell is Typed => typeof cell === 'object' && cell.is === 'number';
const isFilled = (cell: Cell | undefined): boolean =>
  textOf(cell).trim() !== '' || (typeof cell === 'object' && cell.is === 'error');

class LineReader {
  readonly found: Found[] = [];
  /** Lines of goods that were left out. */
  left = 0;
  private readonly input: LineInput;
  private readonly headText: string;
  private row: Row = { n: 0, cells: [] };
  private bad = false;

  constructor(input: LineInput) {
    this.input = input;
    this.headText = plainHead(input.columns.heads.join(' '));
  }

  line(row: Row): Line | null {
    [this.row, this.bad] = [row, false];
    if (this.input.skip.has(row.n)) this.left++;
    if (this.input.skip.has(row.n) || this.isNoGoods()) return null;
    const money = this.money();
    const line = money && { row: row.n, ...this.goods(), ...money, ...this.vat(), ...this.counts() };
    if (line && !this.bad) return line;
    this.left++;
    return null;
  }

  /** An empty row, a heading of a group, a sum at the end, the head once more on the next page. */
  private isNoGoods(): boolean {
    const { of } = this.input.columns;
    const filled = Object.values(of).filter((c) => isFilled(this.row.cells[c]));
    if (filled.length === 0) return true;
    const first = textOf(this.row.cells.find(isFilled));
    if (/^\s*(?:итого|всего|total)(?!\p{L})/iu.test(first) || this.isHeadAgain()) return true;
    if (filled.length > 1 || (filled[0] !== of.name && filled[0] !== of.sku)) return false;
    this.say('note', 'import-heading', filled[0] === of.name ? 'name' : 'sku');
    return true;
  }

  private isHeadAgain(): boolean {
    const { of, heads } = this.input.columns;
    const price = textOf(this.row.cells[of.price ?? 0]);
    return (
      price !== '' &&
      price.trim() === heads[of.price ?? 0]?.trim() &&
      plainHead(this.row.cells.map(textOf).join(' ')) === this.headText
    );
  }

  private goods(): Pick<Line, 'name' | 'sku' | 'terms' | 'region'> {
    const [name, sku] = [this.text('name'), this.text('sku')];
    if (name === null && sku === null && !this.bad) this.say('row', 'import-no-name', 'name');
    return { name: name ?? sku ?? '', sku, terms: this.text('terms'), region: this.text('region') };
  }

  private money(): Pick<Line, 'price' | 'currency'> | null {
    const [text, cell] = [this.text('price'), this.cell('price')];
    if (text === null) return this.bad ? null : this.say('row', 'import-no-price', 'price');
    const { number, currency } = isNumber(cell) ? { number: text, currency: cell.mark ?? null } : withoutCurrency(text);
    const price = this.number('price', number, cell);
    if (price === null) return null;
    if (isNegative(price)) return this.say('row', 'import-negative', 'price');
    if (price === '0') return this.say('row', 'import-price-zero', 'price');
    return { price, currency: this.currency(currency) };
  } // prettier-ignore

  private currency(beside: string | null): string {
    const written = this.text('currency');
    const own = written === null ? beside : currencyOf(written);
    if (written !== null && own === null) this.say('row', 'import-currency-unknown', 'currency');
    const known = own ?? this.input.stated.currency;
    if (known === null && this.input.isCurrencyKnown && !this.bad) this.say('row', 'import-line-no-currency', 'price');
    return known ?? '';
  }

  private vat(): Pick<Line, 'vatIncluded' | 'vatRate'> {
    const written = this.text('vat');
    const rate = written === null ? null : vatRate(written);
    const included = written === null ? null : vatIn(written);
    if (written !== null && rate === null && included === null) this.say('row', 'import-vat-unknown', 'vat');
    return { vatRate: rate, vatIncluded: (rate === 'none' ? null : included) ?? this.input.stated.vatIncluded ?? true };
  }

  private counts(): Omit<Line, 'row' | 'name' | 'sku' | 'terms' | 'region' | 'price' | 'currency' | 'vatIncluded' | 'vatRate'> {
    const unit = this.text('unit');
    const quantity = this.amount('quantity');
    if (this.input.isOffer && quantity === null && !this.bad) this.say('row', 'import-no-quantity', 'quantity');
    return {
      unit: unit === null || !/[\p{L}\p{N}]/u.test(unit) ? null : readUnit(unit.slice(0, 50)), pack: this.pack(), minQuantity: this.amount('minQuantity'), quantity,
      stock: this.stock(), leadDays: this.lead(), date: this.date(),
    };
  } // prettier-ignore

  private amount(field: 'quantity' | 'minQuantity'): string | null {
    const text = this.text(field)?.replace(/^от\s+|^from\s+/i, '').replace(/\s*(?:шт\p{L}*|pcs|кг|уп\p{L}*|м)\.?$/iu, '');
    if (text === undefined || /^[-–—]$/.test(text)) return null;
    const value = this.number(field, text, this.cell(field));
    if (value !== null && (isNegative(value) || isZero(value))) return this.say('row', 'import-negative', field);
    return value;
  } // prettier-ignore

  /** "200", "200 шт", "1/200". */
  private pack(): string | null {
    const text = this.text('pack');
    const number = text === null ? undefined : /^(?:\p{L}*\.?\s*)?(?:1\s*\/\s*)?(\d[\d\s.,]*)\s*\p{L}*\.?$/u.exec(text)?.[1];
    if (text === null || /^[-–—]$/.test(text)) return null;
    const read = number === undefined ? null : readNumber(number, this.mark('pack'));
    if (read?.is === 'number' && !isZero(read.value)) return read.value;
    return this.say('note', 'import-pack-words', 'pack');
  }

  private stock(): Line['stock'] {
    const text = this.text('stock');
    const stock = text === null ? null : readStock(text, this.mark('price'));
    if (text !== null && stock === null) this.say('note', 'import-stock-words', 'stock');
    return stock;
  }

  private lead(): number | null {
    const text = this.text('leadDays');
    const days = text === null ? null : readLead(text);
    if (text !== null && days === null) this.say('note', 'import-lead-words', 'leadDays');
    return days;
  }

  private date(): string | null {
    const [text, cell] = [this.text('date'), this.cell('date')];
    if (text === null) return null;
    const isDate = typeof cell === 'object' && cell.is === 'date';
    const read = isDate ? ({ is: 'date', value: text } as const) : readDate(text, this.input.formats.order);
    if (read === null) return this.say('row', 'import-not-a-date', 'date');
    if (read.is === 'unclear') return this.say('row', 'import-date-unclear', 'date');
    return read.value < '2000-01-01' || read.value > this.input.today ? this.say('row', 'import-date-far', 'date') : read.value;
  } // prettier-ignore

  private number(field: NumberField, text: string, cell: Cell | undefined): string | null {
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

  private mark(field: NumberField): Mark | null {
    const format = this.input.formats.numbers[field];
    return format?.mark ?? (format?.comma && format.point ? null : this.input.formats.mark);
  }

  private cell(field: Field): Cell | undefined {
    const column = this.input.columns.of[field];
    return column === undefined ? undefined : this.row.cells[column];
  }

  /** Text of a cell as people read it; an error of Excel is none. */
  private text(field: Field): string | null {
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

  private say(level: Level, code: Code, field: Field): null {
    if (level === 'row') this.bad = true;
    const came = textOf(this.cell(field));
    if (this.found.length < LIMITS.found) this.found.push(found(level, code, this.row.n, this.input.columns.of[field] ?? null, shown(came)));
    return null;
  } // prettier-ignore
}

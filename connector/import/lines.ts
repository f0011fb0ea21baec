/** Rows into lines. Every value that cannot be taken is found with its place; the other lines go on. */
import { isNegative, isZero } from '../decimal.ts';
import { readLead, readStock } from './amounts.ts';
import type { Columns } from './columns.ts';
import { readDate } from './dates.ts';
import type { Formats } from './formats.ts';
import type { Line, Stated } from './line.ts';
import { isNoGoods } from './no-goods.ts';
import { readNumber } from './numbers.ts';
import { isNumber, RowCells } from './row-cells.ts';
import { currencyOf, vatIn, vatRate, withoutCurrency } from './stated.ts';
import type { Found, Row } from './table.ts';
import { readUnit } from './units.ts';

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
export interface LinesRead {
  readonly lines: readonly Line[];
  readonly found: readonly Found[];
  readonly left: number;
  /** "с НДС", "без НДС" beside the price of every line: one that says nothing leaves the question open. */
  readonly sayVat: boolean;
}
export function readLines(input: LineInput): LinesRead {
  const reader = new LineReader(input);
  const lines: Line[] = [];
  for (const row of input.rows.slice(input.columns.after)) {
    const line = reader.line(row);
    if (line) lines.push(line);
  }
  return { lines, found: reader.cells.found, left: reader.left, sayVat: lines.length > 0 && !reader.isVatOpen };
}

class LineReader {
  readonly cells: RowCells;
  /** Lines of goods that were left out. */
  left = 0;
  /** Some line did not say whether VAT is inside. */
  isVatOpen = false;
  private saysVat = false;
  private readonly input: LineInput;

  constructor(input: LineInput) {
    this.input = input;
    this.cells = new RowCells(input.columns, input.formats);
  }

  line(row: Row): Line | null {
    this.cells.begin(row);
    if (this.input.skip.has(row.n)) this.left++;
    if (this.input.skip.has(row.n) || isNoGoods(row, this.input.columns, this.cells)) return null;
    const money = this.money();
    const line = money && { row: row.n, ...this.goods(), ...money, ...this.vat(), ...this.counts() };
    if (!line || this.cells.bad) {
      this.left++;
      return null;
    }
    this.isVatOpen ||= !this.saysVat;
    return line;
  }

  private goods(): Pick<Line, 'name' | 'sku' | 'terms' | 'region'> {
    const [name, sku] = [this.cells.text('name'), this.cells.text('sku')];
    if (name === null && sku === null && !this.cells.bad) this.cells.say('row', 'import-no-name', 'name');
    return { name: name ?? sku ?? '', sku, terms: this.cells.text('terms'), region: this.cells.text('region') };
  }

  private money(): Pick<Line, 'price' | 'currency'> | null {
    const [text, cell] = [this.cells.text('price'), this.cells.cell('price')];
    if (text === null) return this.cells.bad ? null : this.cells.say('row', 'import-no-price', 'price');
    const { number, currency } = isNumber(cell) ? { number: text, currency: cell.mark ?? null } : withoutCurrency(text);
    const price = this.cells.number('price', number, cell);
    if (price === null) return null;
    if (isNegative(price)) return this.cells.say('row', 'import-negative', 'price');
    if (price === '0') return this.cells.say('row', 'import-price-zero', 'price');
    return { price, currency: this.currency(currency) };
  } // prettier-ignore

  private currency(beside: string | null): string {
    const written = this.cells.text('currency');
    const own = written === null ? beside : currencyOf(written);
    if (written !== null && own === null) this.cells.say('row', 'import-currency-unknown', 'currency');
    const known = own ?? this.input.stated.currency;
    if (known === null && this.input.isCurrencyKnown && !this.cells.bad)
      this.cells.say('row', 'import-line-no-currency', 'price');
    return known ?? '';
  }

  private vat(): Pick<Line, 'vatIncluded' | 'vatRate'> {
    const written = this.cells.text('vat');
    const rate = written === null ? null : vatRate(written);
    const included = written === null ? null : vatIn(written);
    if (written !== null && rate === null && included === null) this.cells.say('row', 'import-vat-unknown', 'vat');
    this.saysVat = included !== null;
    const ofList = this.input.stated.vatIncluded;
    return { vatRate: rate, vatIncluded: (rate === 'none' ? (ofList ?? included) : (included ?? ofList)) ?? true };
  }

  private counts(): Omit<Line, 'row' | 'name' | 'sku' | 'terms' | 'region' | 'price' | 'currency' | 'vatIncluded' | 'vatRate'> {
    const unit = this.cells.text('unit');
    const quantity = this.amount('quantity');
    if (this.input.isOffer && quantity === null && !this.cells.bad) this.cells.say('row', 'import-no-quantity', 'quantity');
    return {
      unit: unit === null || !/[\p{L}\p{N}]/u.test(unit) ? null : readUnit(unit.slice(0, 50)), pack: this.pack(), minQuantity: this.amount('minQuantity'), quantity,
      stock: this.stock(), leadDays: this.lead(), date: this.date(),
    };
  } // prettier-ignore

  private amount(field: 'quantity' | 'minQuantity'): string | null {
    const text = this.cells.text(field)?.replace(/^от\s+|^from\s+/i, '').replace(/\s*(?:шт\p{L}*|pcs|кг|уп\p{L}*|м)\.?$/iu, '');
    if (text === undefined || /^[-–—]$/.test(text)) return null;
    const value = this.cells.number(field, text, this.cells.cell(field));
    if (value !== null && (isNegative(value) || isZero(value))) return this.cells.say('row', 'import-negative', field);
    return value;
  } // prettier-ignore

  /** "200", "200 шт", "1/200". */
  private pack(): string | null {
    const text = this.cells.text('pack');
    const number = text === null ? undefined : /^(?:\p{L}*\.?\s*)?(?:1\s*\/\s*)?(\d[\d\s.,]*)\s*\p{L}*\.?$/u.exec(text)?.[1];
    if (text === null || /^[-–—]$/.test(text)) return null;
    const read = number === undefined ? null : readNumber(number, this.cells.mark('pack'));
    if (read?.is === 'number' && !isZero(read.value)) return read.value;
    return this.cells.say('note', 'import-pack-words', 'pack');
  }

  private stock(): Line['stock'] {
    const text = this.cells.text('stock');
    const stock = text === null ? null : readStock(text, this.cells.mark('price'));
    if (text !== null && stock === null) this.cells.say('note', 'import-stock-words', 'stock');
    return stock;
  }

  private lead(): number | null {
    const text = this.cells.text('leadDays');
    const days = text === null ? null : readLead(text);
    if (text !== null && days === null) this.cells.say('note', 'import-lead-words', 'leadDays');
    return days;
  }

  private date(): string | null {
    const [text, cell] = [this.cells.text('date'), this.cells.cell('date')];
    if (text === null) return null;
    const isDate = typeof cell === 'object' && cell.is === 'date';
    const read = isDate ? ({ is: 'date', value: text } as const) : readDate(text, this.input.formats.order);
    if (read === null) return this.cells.say('row', 'import-not-a-date', 'date');
    if (read.is === 'unclear') return this.cells.say('row', 'import-date-unclear', 'date');
    return read.value < '2000-01-01' || read.value > this.input.today ? this.cells.say('row', 'import-date-far', 'date') : read.value;
  } // prettier-ignore
}

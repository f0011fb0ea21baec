/** A payload as Business Central takes it (hosts/dynamics.md 4.3): words of enums by their names, our own properties left behind. */
import type { HostSchema } from '../../../mappings/compile.ts';
import { ZERO_GUID, type HostObject, type RowSource, type Source } from '../../../mappings/mapping.ts';
import { HostError } from '../host.ts';
import type { HostId } from '../../model.ts';
import type { Currency } from './company.ts';
import { markAt, markIn, markOf } from './marker.ts';
import { enumOf } from './rows.ts';
import { textOf } from '../dynamics-rows.ts';

/** What an administrator decided about invoices, because the API does not tell it. */
export interface InvoiceWays {
  /** Number of the G/L account of lines without an item; null: such lines are not written. */
  readonly lineAccount: string | null;
  /** Rate of VAT as our word -> tax code there. A rate that is not named is left to the item or the account. */
  readonly taxCodes: Readonly<Record<string, string>>;
  /** Prices of customers there include VAT. */
  readonly pricesIncludeTax: boolean;
}

export interface Wire {
  readonly host: HostId;
  readonly schema: HostSchema | null;
  readonly currency: Currency;
  readonly ways: InvoiceWays;
}

/** The head of an object; lines stay behind. */
export function headOf(source: Source, body: HostObject, wire: Wire): HostObject {
  const set = source.collections[0] ?? '';
  const inParts = new Set(source.rows.map((of) => of.part));
  const own = Object.entries(body).filter(([name]) => !name.startsWith('$') && !inParts.has(name));
  checkTax(body, set, wire);
  return Object.fromEntries(
    own
      .filter(([name, value]) => name !== 'pricesIncludeTax' && value !== null)
      .map(([name, value]) => [name, valueOf(name, value, { source, set, wire, moment: textOf(body[source.date ?? '']) })]),
  );
}

interface Place {
  readonly source: Source;
  readonly set: string;
  readonly wire: Wire;
  /** Of a document. */
  readonly moment: string;
}

function valueOf(name: string, value: unknown, { source, set, wire, moment }: Place): unknown {
  if (name === source.marker && typeof value === 'string') return markAt(markIn(`${value}0000`) ?? markOf(value), moment);
  if (wire.schema?.type(set, name) === 'Edm.Date' && typeof value === 'string') return value.slice(0, 10);
  if (name === 'currencyId' && value === wire.currency.id) return ZERO_GUID;
  const isEnum = wire.schema?.type(set, name)?.startsWith('Microsoft.NAV.') === true;
  return isEnum && typeof value === 'string' ? enumOf(value) : value;
}

/** Whether prices include VAT is a matter of the customer there: written the other way, every amount would be another one. */
function checkTax({ pricesIncludeTax: wanted }: HostObject, set: string, { host, ways }: Wire): void {
  if (wanted !== undefined && wanted !== null && wanted !== ways.pricesIncludeTax)
    throw new HostError('refused', host, {
      code: ways.pricesIncludeTax ? 'prices-include-tax' : 'prices-without-tax',
      at: { set },
    });
}

export const rowsIn = (body: HostObject, of: RowSource): HostObject[] =>
  Array.isArray(body[of.part]) ? (body[of.part] as HostObject[]) : [];

/** A line that is new: an item by its id, anything else on the account an administrator named. */
export function newLine(row: HostObject, set: string, wire: Wire): HostObject {
  const { itemId, description } = row;
  const rest = without(row, TOLD);
  const isItem = typeof itemId === 'string' && itemId !== ZERO_GUID;
  if (!isItem && wire.ways.lineAccount === null) throw new HostError('refused', wire.host, { code: 'line-account-wanted', at: { set } }); // prettier-ignore
  const object = isItem ? { lineType: 'Item', itemId } : { lineType: 'Account', lineObjectNumber: wire.ways.lineAccount };
  // Without a text of ours the item says what it is called.
  return { ...object, ...(isItem && textOf(description) === '' ? {} : { description }), ...columnsOf(rest, wire) };
}

/** What differs from the line as it was shown. */
export function changesOf(old: HostObject, row: HostObject, wire: Wire): HostObject {
  return columnsOf(Object.fromEntries(Object.entries(row).filter(([name, value]) => old[name] !== value)), wire);
}

/** The rate is written by its code there; what is worked out there is not written at all. */
function columnsOf(row: HostObject, { ways }: Wire): HostObject {
  const { taxPercent } = row;
  const code = taxPercent === undefined ? undefined : ways.taxCodes[textOf(taxPercent)];
  const kept = Object.entries(without(row, RATE)).filter(
    ([name, value]) => !name.startsWith('$') && !MADE.has(name) && value !== null,
  );
  return { ...Object.fromEntries(kept), ...(code === undefined ? {} : { taxCode: code }) };
}

const without = (row: HostObject, names: ReadonlySet<string>): HostObject =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.has(name)));
/** What a new line is of, said anew. */
const TOLD: ReadonlySet<string> = new Set(['itemId', 'description', 'lineType', 'lineObjectNumber']);
const RATE: ReadonlySet<string> = new Set(['taxPercent', 'taxCode']);
/** Of the line itself, told by the host. */
const MADE: ReadonlySet<string> = new Set(['id', 'documentId', 'sequence']);

/**
 * Rows of Business Central as objects of a host (hosts/dynamics.md 4.3): blanks are blanks, words of enums are read, the company's own
 * currency has an id, and what several properties say together stands in properties of ours, whose names begin with $.
 */
import type { HostSchema } from '../../../mappings/compile.ts';
import { isEmptyRef, type HostObject, type RowSource, type Source } from '../../../mappings/mapping.ts';
import { fromHostNumber, isNegative, isZero, subtract } from '../../decimal.ts';
import { goneOf, textOf } from '../dynamics-rows.ts';
import type { Gone, Seen } from '../host.ts';
import type { JsonObject } from './client.ts';
import type { Currency } from './company.ts';
import { momentOf } from './marker.ts';

export const etagOf = (row: JsonObject): string => textOf(row['@odata.etag']);

/** What is the same for every row of a company. */
export interface Around {
  readonly company: string;
  readonly currency: Currency;
  readonly schema: HostSchema | null;
}

/** What our own properties are worked out from. */
export const MADE_OF: Readonly<Record<string, readonly string[]>> = {
  $debt: ['balanceDue'],
  $advance: ['balanceDue'],
  $posted: ['status'],
  $paid: ['status', 'totalAmountIncludingTax', 'remainingAmount'],
  $payment: ['status', 'totalAmountIncludingTax', 'remainingAmount'],
  $allocations: ['id', 'status', 'totalAmountIncludingTax', 'remainingAmount'],
};

/** Names to ask for, ours replaced by what they are made of. */
export const asked = (properties: readonly string[]): string[] => [
  ...new Set(properties.flatMap((p) => (p.startsWith('$') ? (MADE_OF[p] ?? []) : [p]))),
];

const isEnum = (schema: HostSchema | null, set: string, name: string): boolean =>
  schema?.type(set, name)?.startsWith('Microsoft.NAV.') === true;

/** "In_x0020_Review" -> "In Review"; "_x0020_" and " " -> "" (recorded, and as documented). */
const wordOf = (text: string): string =>
  text.replace(/_x([0-9a-f]{4})_/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))).trim();

/** The same back: what an enum is called in `$metadata`. */
export const enumOf = (word: string): string =>
  word === '' ? '_x0020_' : word.replace(/[^A-Za-z0-9_]/g, (c) => `_x${c.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}_`); // prettier-ignore

/** Of a set; annotations stay behind but for the version. */
export function objectOf(set: string, row: JsonObject, around: Around): HostObject {
  const plain = Object.entries(row)
    .filter(([name]) => !name.includes('@'))
    .map(([name, value]) => [name, typeof value === 'string' && isEnum(around.schema, set, name) ? wordOf(value) : value]);
  const object = Object.fromEntries(plain) as HostObject;
  const currency = isEmptyRef(row['currencyId']) ? { currencyId: around.currency.id } : {};
  const more = set === 'customers' ? ofCustomer(object) : set === 'salesInvoices' ? ofInvoice(object) : {};
  return { ...object, ...('currencyId' in row ? currency : {}), ...more, $etag: etagOf(row), $company: around.company };
}

function ofCustomer({ balanceDue }: HostObject): HostObject {
  if (balanceDue === undefined) return {};
  const due = fromHostNumber(balanceDue ?? 0, 2);
  return { $debt: isNegative(due) ? '0' : due, $advance: isNegative(due) ? due.slice(1) : '0' };
}

/** A draft has no place in the ledger yet. */
const DRAFTS: ReadonlySet<unknown> = new Set(['', 'Draft', 'In Review']);

function ofInvoice(o: HostObject): HostObject {
  if (o['status'] === undefined) return {};
  const posted = { $posted: !DRAFTS.has(o['status']) };
  if (o['remainingAmount'] === undefined || o['totalAmountIncludingTax'] === undefined) return posted;
  const paid = paidOf(o);
  const state = isZero(paid) ? 'unpaid' : o['status'] === 'Paid' ? 'paid' : 'part';
  return { ...posted, $paid: paid, $payment: state, $allocations: [{ $invoice: o['id'], $amount: paid }] };
}

/** What a credit memo settled was not paid. */
function paidOf({ status, totalAmountIncludingTax: total, remainingAmount: rest }: HostObject): string {
  if (status === 'Paid') return fromHostNumber(total ?? 0, 2);
  return status === 'Open' ? subtract(fromHostNumber(total ?? 0, 2), fromHostNumber(rest ?? 0, 2)) : '0';
}

/** With the invoice's own discount in it, a line is worth what the ledger gets: only so the lines make the total. */
function lineOf(row: JsonObject, head: HostObject): HostObject {
  const plain = Object.fromEntries(Object.entries(row).filter(([name]) => !name.includes('@')));
  const included = head['pricesIncludeTax'] === true;
  return { ...plain, $etag: etagOf(row), $amount: included ? row['netAmountIncludingTax'] : row['netAmount'] };
}

const isWorth = (source: Source, object: HostObject): boolean => {
  if (source.entity === 'payment') return !isZero(textOf(object['$paid']));
  if (source.entity === 'balance') return !isZero(textOf(object['$debt'])) || !isZero(textOf(object['$advance']));
  return Object.entries(source.only).every(([name, value]) => object[name] === value);
};

/** With the second it was made at, where our mark tells it. */
const dated = ({ date, marker }: Source, object: HostObject): HostObject =>
  date === null || marker === null ? object : { ...object, [date]: momentOf(object[date], object[marker]) };

/** `lines`: of this head; null where the kind has none. A fact that is worth nothing is not there. */
export function seenOf(source: Source, row: JsonObject, lines: readonly JsonObject[] | null, around: Around): Seen | Gone {
  const head = dated(source, objectOf(source.collections[0] ?? '', row, around));
  const hostId = textOf(head[source.id]);
  if (!isWorth(source, head)) return goneOf(source, hostId);
  const version = textOf(head[source.version ?? '$etag']);
  const [of] = source.rows;
  if (!of || lines === null) return { entity: source.entity, hostId, version, object: head };
  const sorted = [...lines].sort((a, b) => compareLines(of, a, b));
  return { entity: source.entity, hostId, version, object: { ...head, [of.part]: sorted.map((line) => lineOf(line, head)) } };
}

const compareLines = (of: RowSource, a: JsonObject, b: JsonObject): number =>
  Number(a[of.order] ?? 0) - Number(b[of.order] ?? 0) || textOf(a[of.id]).localeCompare(textOf(b[of.id]));

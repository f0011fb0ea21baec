import { addDays } from '../base/clock.ts';
import { zeroGuid, type Row } from '../base/rows.ts';
import { writeRecord } from '../base/registers.ts';
import { createObject, writeObject, type WriteOptions } from '../base/write.ts';
import { declared } from './declared.ts';
import type { Business } from './demo.ts';
import type { Party } from './parties.ts';
import type { Money, Sale } from './trade.ts';

/** How one release writes the objects of a generated business; `C` are the keys it remembers of a customer. */
export interface Writer<C> {
  customer(party: Party, earlier: readonly C[]): C;
  /** Returns the invoice's key. */
  invoice(sale: Sale, customer: C): string;
  shipment(sale: Sale, at: string, invoice: string, customer: C): void;
  payment(sale: Sale, money: Money, invoices: readonly Paid[], customer: C): void;
}

/** An invoice a payment pays, with its share; the zero reference for money that names none. */
export interface Paid {
  readonly invoice: string;
  readonly amount: number;
}

interface Event {
  readonly at: string;
  happen(): void;
}

/** Types everything in, in the order of time, as people would have done. */
export function playHistory<C>(business: Business, writer: Writer<C>): void {
  const customers: C[] = [];
  for (const party of business.parties) customers.push(writer.customer(party, customers));
  const events: Event[] = [];
  const lastInvoice = new Map<number, string>();
  for (const sale of business.sales) {
    const customer = customers[sale.party];
    if (customer !== undefined) addEvents(business, writer, sale, customer, lastInvoice, events);
  }
  for (const event of events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) event.happen();
}

function addEvents<C>(
  business: Business,
  writer: Writer<C>,
  sale: Sale,
  customer: C,
  last: Map<number, string>,
  events: Event[],
): void {
  const written = { invoice: zeroGuid };
  const { random } = business;
  const { shippedOn } = sale;
  events.push({
    at: sale.date,
    happen: () => {
      written.invoice = writer.invoice(sale, customer);
    },
  });
  if (shippedOn !== undefined)
    events.push({ at: shippedOn, happen: () => writer.shipment(sale, shippedOn, written.invoice, customer) });
  for (const money of sale.payments) {
    const several = random.chance(0.06);
    events.push({
      at: money.on,
      happen: () => writer.payment(sale, money, paidBy(sale, money, written.invoice, several, last), customer),
    });
  }
  if (!random.chance(0.04)) return;
  const stray: Money = { on: sale.date, amount: random.whole(1000, 80000), kind: 'bank', reversed: false };
  events.push({
    at: sale.date,
    happen: () => writer.payment(sale, stray, [{ invoice: zeroGuid, amount: stray.amount }], customer),
  });
}

/** Now and then one payment pays two invoices of a customer. */
function paidBy(sale: Sale, money: Money, invoice: string, several: boolean, last: Map<number, string>): Paid[] {
  const other = last.get(sale.party);
  last.set(sale.party, invoice);
  if (!several || other === undefined || other === invoice) return [{ invoice, amount: money.amount }];
  const extra = Math.round(money.amount * 10) / 100;
  return [
    { invoice, amount: money.amount },
    { invoice: other, amount: extra },
  ];
}

/** An object written through the configuration's handlers by somebody, posted at once when wanted ("Провести и закрыть"). */
export function written(business: Business, set: string, values: Row, more: Partial<WriteOptions> = {}): string {
  const found = business.world.schema.find(set);
  return found
    ? createObject(business.world, found, declared(found, values), { user: business.reference.users.accountant, ...more })
    : zeroGuid;
}

export function rewritten(business: Business, set: string, key: string, values: Row, more: Partial<WriteOptions> = {}): void {
  const found = business.world.schema.find(set);
  if (found) writeObject(business.world, found, key, values, { user: business.reference.users.accountant, ...more });
}

export function recorded(business: Business, register: string, row: Row): void {
  const set = business.world.schema.find(register);
  if (set) writeRecord(business.world, set, row, true);
}

/** The rate of the last working day. */
export function rateOn({ world, reference }: Business, currency: string, date: string): number {
  if (currency === 'RUB') return 1;
  const key = reference.currencies.get(currency) ?? '';
  for (let back = 0; back < 10; back++) {
    const row = world.base.get('InformationRegister_КурсыВалют', `${addDays(date, -back).slice(0, 10)}T00:00:00|${key}`);
    if (typeof row?.['Курс'] === 'number') return row['Курс'];
  }
  return 1;
}

export const startOfDay = (date: string): string => `${date.slice(0, 10)}T00:00:00`;
export const numberedLines = (rows: readonly Row[]): Row[] => rows.map((row, i) => ({ ...row, LineNumber: i + 1 }));

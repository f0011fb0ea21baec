/** In the host beside the 1C of the demo, sales issue an invoice: it reaches the books, and what becomes of it there comes back. */
import { join } from 'node:path';
import { z } from 'zod';
import { SidebookError } from '../errors.ts';
import { textOf } from '../fields.ts';
import { unreachable } from '../hosts/answers.ts';
import type { Sidebook } from '../main.ts';
import type { RecordId, SharedRecord } from '../model.ts';
import { mustBeRead } from '../server/demo/plays.ts';
import { money } from '../words/format.ts';
import { callFake, salesPlace, type SalesPlace } from './demo-beside.ts';
import { DEMO_FOLDER, HOST, onDemo } from './demo.ts';
import { t, type Io } from './io.ts';

const CURRENCIES = z.array(z.object({ transactioncurrencyid: z.string(), isocurrencycode: z.string() }));

export async function sale(io: Io): Promise<void> {
  await onDemo(io, async (sidebook) => {
    const place = salesPlace(join(io.cwd, DEMO_FOLDER));
    if (!place) return sayNone(io);
    io.out(`${await saleIn(io, sidebook, place)}\n`);
  });
}

function sayNone(io: Io): void {
  io.err(`${t(io, `Nothing stands beside this demo where sales could issue an invoice; ${io.called} demo invoice issues one here. Start it with a Dynamics: ${io.called} start --host dataverse (or organization, bc, enterprisedata)`, `Рядом с этим демо нет базы, где продавцы выставили бы счёт; ${io.called} demo invoice выставит его здесь. Запустите демо вместе с Dynamics: ${io.called} start --host dataverse (или organization, bc, enterprisedata)`)}\n`); // prettier-ignore
  io.fail(1);
}

/** Somebody both know, and who issues them an invoice where. */
interface Seller {
  readonly io: Io;
  readonly control: string;
  readonly record: SharedRecord;
  /** The customer over there. */
  readonly customer: string;
}

interface Way {
  /** Issues it; what it comes to, VAT within. */
  readonly sell: (seller: Seller) => Promise<string>;
  readonly where: readonly [en: string, ru: string];
  /** What is to be seen then. */
  readonly then: readonly [en: string, ru: string];
}

const NUMBER_BACK = ['it reach 1C and its number come back', 'он придёт в 1С, а номер вернётся'] as const;
const dynamics: Way = { sell: inDynamics, where: ['In Dynamics', 'В Dynamics'], then: NUMBER_BACK };
const WAYS: Readonly<Record<SalesPlace['fake'], Way>> = {
  dataverse: dynamics,
  organization: dynamics,
  bc: { sell: inCentral, where: ['In Business Central', 'В Business Central'], then: NUMBER_BACK },
  enterprisedata: {
    sell: inMessages,
    where: ['In the second 1C', 'Во второй 1С'],
    then: ['it reach the first, which gives it its own number', 'он придёт в первую, и та даст ему свой номер'],
  },
};

async function saleIn(io: Io, sidebook: Sidebook, { fake, host, control }: SalesPlace): Promise<string> {
  await mustBeRead(sidebook, HOST);
  const { record, customer } = await known(sidebook, host);
  const { sell, where, then } = WAYS[fake];
  const sold = sell({ io, control, record, customer }).catch((error: unknown) => {
    throw unreachable(error, { host, at: {}, write: true });
  });
  const total = money(io.lang, await sold, 'RUB');
  const name = textOf(record.fields, 'name');
  return t(
    io,
    `${where[0]} sales issued an invoice to «${name}»: ${total}. Watch ${then[0]}; then ${io.called} demo payment pays it.`,
    `${where[1]} продавцы выставили счёт «${name}»: ${total}. Сейчас ${then[1]}; затем ${io.called} demo payment его оплатит.`,
  );
}

const nameOf = (io: Io): string => t(io, 'Consulting', 'Консультация');
const textIn = (io: Io): string => t(io, 'Consulting', 'Консультационные услуги');

async function inDynamics({ io, control, customer }: Seller): Promise<string> {
  const currencies = CURRENCIES.parse(await callFake(control, 'list', 'transactioncurrency'));
  const rouble = currencies.find((c) => c.isocurrencycode === 'RUB')?.transactioncurrencyid ?? '';
  const line = { isproductoverridden: true, productdescription: textIn(io), quantity: 2, ispriceoverridden: true, priceperunit: 1500, tax: 600, new_vatrate: '20', lineitemnumber: 1 }; // prettier-ignore
  const invoice = {
    name: nameOf(io), new_date: `${io.world.now().toISOString().slice(0, 19)}Z`, invoice_details: [line],
    'customerid_account@odata.bind': `/accounts(${customer})`, 'transactioncurrencyid@odata.bind': `/transactioncurrencies(${rouble})`,
  }; // prettier-ignore
  await callFake(control, 'create', 'invoice', invoice);
  return '3600';
}

async function inCentral({ io, control, customer }: Seller): Promise<string> {
  const line = { lineType: 'Account', lineObjectNumber: '6110', description: textIn(io), quantity: 2, unitPrice: 1500, taxCode: 'VAT20' }; // prettier-ignore
  await callFake(control, 'create', 'salesInvoices', { customerId: customer, salesInvoiceLines: [line] });
  return '3600';
}

/** Dated by the clock of this machine, as the fake is. */
async function inMessages({ io, control, record: { fields }, customer }: Seller): Promise<string> {
  const now = io.world.now();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  const party = { id: customer, name: textOf(fields, 'name'), inn: textOf(fields, 'taxId'), kpp: textOf(fields, 'branchCode') };
  await callFake(control, 'bill', party, local);
  return '600';
}

/** Somebody both of them know. */
async function known(sidebook: Sidebook, host: string): Promise<{ record: SharedRecord; customer: string }> {
  const { store, world } = sidebook;
  const customers = new Map((await store.queries.hostIdsOf(host, 'counterparty', 0, 5000)).map((l) => [l.record, l.hostId]));
  const both = [...(await store.read((r) => r.hostIdsOf(HOST, 'counterparty', [...customers.keys()]))).keys()];
  const id: RecordId = both[Math.floor(world.random() * both.length)] ?? '';
  const record = await store.read((r) => r.record(id));
  if (!record) throw new SidebookError('never-read', { host }); // the demo gives both the same customers: they have not come yet
  return { record, customer: customers.get(id) ?? '' };
}

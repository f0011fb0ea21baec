/** In the Dynamics beside the 1C of the demo, sales issue an invoice: it reaches the books, and what becomes of it there comes back. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { textOf } from '../fields.ts';
import type { Sidebook } from '../main.ts';
import type { RecordId, SharedRecord } from '../model.ts';
import { money } from '../words/format.ts';
import { callFake } from './demo-beside.ts';
import { CRM_FILE } from './demo-crm.ts';
import { DEMO_FOLDER, HOST } from './demo.ts';
import { t, withSidebook, type Io } from './io.ts';

const PLACE = z.object({ host: z.string(), control: z.string() });
const CURRENCIES = z.array(z.object({ transactioncurrencyid: z.string(), isocurrencycode: z.string() }));

export async function sale(io: Io): Promise<void> {
  const file = join(io.cwd, DEMO_FOLDER, CRM_FILE);
  if (!existsSync(file)) return sayNone(io);
  await withSidebook(io, async (sidebook) =>
    io.out(`${await saleIn(io, sidebook, PLACE.parse(JSON.parse(readFileSync(file, 'utf8'))))}\n`),
  );
}

function sayNone(io: Io): void {
  io.err(`${t(io, `No Dynamics stands beside this demo. Start it with one: ${io.called} start --host dataverse`, `Рядом с этим демо нет Dynamics. Запустите его вместе с ним: ${io.called} start --host dataverse`)}\n`); // prettier-ignore
  io.fail(1);
}

async function saleIn(io: Io, sidebook: Sidebook, { host, control }: z.infer<typeof PLACE>): Promise<string> {
  const { record, account } = await customer(sidebook, host);
  const currencies = CURRENCIES.parse(await callFake(control, 'list', 'transactioncurrency'));
  const rouble = currencies.find((c) => c.isocurrencycode === 'RUB')?.transactioncurrencyid ?? '';
  const line = { isproductoverridden: true, productdescription: t(io, 'Consulting', 'Консультационные услуги'), quantity: 2, ispriceoverridden: true, priceperunit: 1500, tax: 600, new_vatrate: '20', lineitemnumber: 1 }; // prettier-ignore
  const invoice = {
    name: t(io, 'Consulting', 'Консультация'), new_date: `${io.world.now().toISOString().slice(0, 19)}Z`, invoice_details: [line],
    'customerid_account@odata.bind': `/accounts(${account})`, 'transactioncurrencyid@odata.bind': `/transactioncurrencies(${rouble})`,
  }; // prettier-ignore
  await callFake(control, 'create', 'invoice', invoice);
  const [name, total] = [textOf(record.fields, 'name'), money(io.lang, '3600', 'RUB')];
  return t(
    io,
    `In Dynamics sales issued an invoice to «${name}»: ${total}. Watch it reach 1C and its number come back; then ${io.called} demo payment pays it.`,
    `В Dynamics продавцы выставили счёт «${name}»: ${total}. Сейчас он придёт в 1С, а номер вернётся; затем ${io.called} demo payment его оплатит.`,
  );
}

/** Somebody both of them know. */
async function customer(sidebook: Sidebook, host: string): Promise<{ record: SharedRecord; account: string }> {
  const { store, world } = sidebook;
  const accounts = new Map((await store.queries.hostIdsOf(host, 'counterparty', 0, 5000)).map((l) => [l.record, l.hostId]));
  const known = [...(await store.read((r) => r.hostIdsOf(HOST, 'counterparty', [...accounts.keys()]))).keys()];
  const id: RecordId = known[Math.floor(world.random() * known.length)] ?? '';
  const record = await store.read((r) => r.record(id));
  if (!record) throw new Error('the demo has no counterparty on both sides');
  return { record, account: accounts.get(id) ?? '' };
}

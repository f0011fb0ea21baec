/**
 * A big organisation over its Organization Service: PARTIES, INVOICES. Every answer is kept as bytes, so that from the second time on serving
 * costs next to nothing; what was asked and answered with rows is told at /asked, for whoever wants to ask the same. Prints both addresses.
 */
import { request } from 'undici';
import { listen } from '../hosts/kit/listen.ts';
import { readBody } from '../hosts/kit/control.ts';
import { startFakeOrganization } from '../hosts/organization/fake.ts';

const [parties = 0, invoices = 0] = process.argv.slice(2).map(Number);
const fake = await startFakeOrganization({ secret: 'bench' });
const authorization = `Basic ${Buffer.from(`${fake.user}:${fake.secret}`).toString('base64')}`;

const rub = fake.list('transactioncurrency').find((c) => c['isocurrencycode'] === 'RUB')?.['transactioncurrencyid'];
const accounts = Array.from({ length: parties }, (_, n) =>
  fake.create('account', { name: `Покупатель ${String(n)} ООО`, customertypecode: 3, new_inn: inn(n), new_kpp: '773601001', telephone1: `+7 495 ${String(n)}` })['accountid'],
); // prettier-ignore
for (let n = 0; n < invoices; n++)
  fake.create('invoice', {
    name: 'Счёт', 'customerid_account@odata.bind': `/accounts(${String(accounts[n % parties])})`, 'transactioncurrencyid@odata.bind': `/transactioncurrencies(${String(rub)})`,
    new_date: `${new Date(Date.UTC(2025, 0, 1) + n * 61_000).toISOString().slice(0, 19)}Z`, // a while apart, as people write them
    invoice_details: [{ isproductoverridden: true, productdescription: 'Доставка', quantity: 2, ispriceoverridden: true, priceperunit: 150.25, tax: 60.1, new_vatrate: '20', lineitemnumber: 1 }],
  }); // prettier-ignore

/** A valid ИНН of a company for every number (hosts/1c.md 4.7). */
function inn(n: number): string {
  const nine = String(770_000_000 + n);
  const sum = [2, 4, 10, 3, 5, 9, 4, 6, 8].reduce((s, w, i) => s + w * Number(nine[i]), 0);
  return `${nine}${String((sum % 11) % 10)}`;
}

interface Kept {
  readonly status: number;
  readonly bytes: Buffer;
}
const kept = new Map<string, Kept>();
const asked: string[] = [];

async function answer(method: string, path: string, action: string, body: string): Promise<Kept> {
  const key = `${path} ${action} ${body}`;
  const known = kept.get(key);
  if (known) return known;
  const headers = { authorization, 'content-type': 'text/xml; charset=utf-8', soapaction: action };
  const from = await request(new URL(path, fake.url).href, { method: method === 'GET' ? 'GET' : 'POST', headers, ...(method === 'GET' ? {} : { body }) }); // prettier-ignore
  const bytes = Buffer.from((await from.body.text()).replaceAll(fake.url, address));
  const made = { status: from.statusCode, bytes };
  kept.set(key, made);
  if (bytes.includes(':Entity>')) asked.push(body);
  return made;
}

const server = await listen(0, (incoming, outgoing) => {
  void (async () => {
    const body = await readBody(incoming);
    if (incoming.url === '/asked') return void outgoing.end(JSON.stringify(asked));
    const { status, bytes } = await answer(incoming.method ?? 'GET', incoming.url ?? '/', [incoming.headers['soapaction'] ?? ''].flat().join(''), body); // prettier-ignore
    outgoing.writeHead(status, { 'content-type': 'text/xml; charset=utf-8', 'content-length': bytes.length }).end(bytes);
  })().catch(() => outgoing.destroy());
});
const root = `http://127.0.0.1:${String(server.port)}`;
const address = root + new URL(fake.url).pathname;
process.once('disconnect', () => process.exit(0));
process.stdout.write(`${JSON.stringify({ url: address, asked: `${root}/asked` })}\n`);

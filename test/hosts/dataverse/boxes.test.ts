/** What the fake Dataverse does that a connector has failed on (hosts/dynamics.md 8, check-list D); docs/reference/fake-dataverse.md lists it. */
import { expect } from 'chai';
import { request } from 'undici';
import { startFakeDataverse, type FakeDataverse, type FakeOptions, type Row } from './fake.ts';

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly body: Row;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
const REPRESENTED = { prefer: 'return=representation' };
const TRACKED = { prefer: 'odata.track-changes' };
const NOBODY = '99999999-0000-4000-8000-000000000000';

describe('fake Dataverse', () => {
  let fake: FakeDataverse;
  let token = '';
  let now = new Date('2026-02-24T12:00:00Z');

  const start = async (options: FakeOptions = {}): Promise<void> => {
    now = new Date('2026-02-24T12:00:00Z');
    fake = await startFakeDataverse({ now: () => now, ...options });
    token = await signedIn();
  };
  beforeEach(() => start());
  afterEach(() => fake.close());

  async function signedIn(): Promise<string> {
    const form = { grant_type: 'client_credentials', client_id: fake.clientId, client_secret: fake.secret, scope: `${new URL(fake.url).origin}/.default` }; // prettier-ignore
    const answer = await request(`${fake.authority}${fake.tenant}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form).toString() }); // prettier-ignore
    return ((await answer.body.json()) as { access_token: string }).access_token;
  }

  async function ask(method: Method, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const url = path.startsWith('http') ? path : fake.url + path;
    const answer = await request(url, { method, headers: { authorization: `Bearer ${token}`, ...headers }, ...sent });
    const text = await answer.body.text();
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text,
      body: text.startsWith('{') ? (JSON.parse(text) as Row) : {},
    };
  }

  const rows = ({ body }: Reply): Row[] => body['value'] as Row[];
  const code = ({ status, body }: Reply): unknown[] => [status, (body['error'] as Row | undefined)?.['code']];
  const account = (more: Row = {}): string => String(fake.create('account', { name: 'Лютик', customertypecode: 3, ...more })['accountid']); // prettier-ignore
  const rub = (): string => String(fake.list('transactioncurrency')[0]?.['transactioncurrencyid']);
  const LINE = { isproductoverridden: true, productdescription: 'Доставка', quantity: 2, ispriceoverridden: true, priceperunit: 150.255, tax: 60.1 }; // prettier-ignore
  const head = (of: string): Row => ({ name: 'Счёт', 'customerid_account@odata.bind': `/accounts(${of})`, 'transactioncurrencyid@odata.bind': `/transactioncurrencies(${rub()})`, invoice_details: [LINE] }); // prettier-ignore
  const invoice = (): string => String(fake.create('invoice', head(account()))['invoiceid']);

  it('D1 serves its metadata with irregular names of sets, and knows no set it does not have', async () => {
    const { text } = await ask('GET', '$metadata?annotations=true');
    for (const set of ['transactioncurrencies', 'invoicedetails']) expect(text).to.include(`<EntitySet Name="${set}"`);
    expect(code(await ask('GET', 'opportunitys'))).to.deep.equal([404, '0x80060888']);
  });

  it('D2 wants a token that is alive, and names the privilege that is missing', async () => {
    const id = account();
    const nobody = await request(`${fake.url}accounts(${id})`);
    expect([nobody.statusCode, nobody.headers['www-authenticate']]).to.deep.equal([401, `Bearer authorization_uri=${fake.authority}${fake.tenant}/oauth2/authorize`]); // prettier-ignore
    fake.api.denied.add('read account');
    expect(code(await ask('GET', `accounts(${id})`))).to.deep.equal([403, '0x80040220']);
    now = new Date('2026-02-24T13:00:01Z');
    expect((await ask('GET', 'invoices')).status).to.equal(401);
  });

  it('D3 answers a write with the address alone, or with the row and no address', async () => {
    const bare = await ask('POST', 'accounts', { name: 'А' });
    expect([bare.status, bare.text, /accounts\([0-9a-f-]{36}\)$/.test(String(bare.headers['odata-entityid']))]).to.deep.equal([204, '', true]); // prettier-ignore
    const whole = await ask('POST', 'accounts', { name: 'Б' }, REPRESENTED);
    expect([whole.status, whole.body['name'], whole.headers['odata-entityid']]).to.deep.equal([201, 'Б', undefined]);
    const path = `accounts(${String(whole.body['accountid'])})`;
    const changed = [await ask('PATCH', path, { fax: '1' }), await ask('PATCH', path, { fax: '2' }, REPRESENTED), await ask('DELETE', path), await ask('DELETE', path)]; // prettier-ignore
    expect(changed.map((r) => r.status)).to.deep.equal([204, 200, 204, 404]);
  });

  it('D4 makes a missing row of a PATCH that names no version, and refuses a stale one', async () => {
    const made = await ask('PATCH', `accounts(${NOBODY})`, { name: 'Восстал' });
    expect([made.status, fake.get('account', NOBODY)?.['name']]).to.deep.equal([204, 'Восстал']);
    const other = NOBODY.replace('0000', '0001');
    expect(code(await ask('PATCH', `accounts(${other})`, { name: 'А' }, { 'if-match': '*' }))).to.deep.equal([404, '0x80040217']);
    expect(code(await ask('PATCH', `accounts(${NOBODY})`, { name: 'А' }, { 'if-match': 'W/"1"' }))).to.deep.equal([412, '0x80060882']); // prettier-ignore
    expect((await ask('PATCH', `accounts(${NOBODY})`, { name: 'А' }, { 'if-none-match': '*' })).status).to.equal(412);
  });

  it('D5 counts one version over the whole organisation, and moves that of an invoice with its lines', async () => {
    const id = invoice();
    const version = (): number => Number(fake.get('invoice', id)?.['versionnumber']);
    const before = version();
    const [line] = fake.list('invoicedetail');
    await ask('PATCH', `invoicedetails(${String(line?.['invoicedetailid'])})`, { quantity: 3 }, { 'if-match': '*' });
    expect(version()).to.be.greaterThan(before);
    const shown = await ask('GET', `invoices(${id})?$select=name`);
    expect(shown.body['@odata.etag']).to.equal(`W/"${String(version())}"`);
    expect(Number(fake.get('account', account())?.['versionnumber'])).to.be.greaterThan(version());
  });

  it('D6 writes amounts with four places, drags the currency along, and passes over what is read-only', async () => {
    const id = account({ creditlimit: 20000, 'transactioncurrencyid@odata.bind': `/transactioncurrencies(${rub()})` });
    const { text, body } = await ask('GET', `accounts(${id})?$select=creditlimit`);
    expect(text).to.include('"creditlimit":20000.0000');
    expect(body['_transactioncurrencyid_value']).to.equal(rub());
    await ask('PATCH', `accounts(${id})`, { merged: true, creditlimit_base: 7 }, { 'if-match': '*' });
    expect([fake.get('account', id)?.['merged'], fake.get('account', id)?.['creditlimit_base']]).to.deep.equal([false, null]);
    const bill = invoice();
    await ask('PATCH', `invoices(${bill})`, { duedate: '2026-03-01', new_date: '2026-02-24T10:00:00.5+03:00' }, { 'if-match': '*' }); // prettier-ignore
    expect([fake.get('invoice', bill)?.['duedate'], fake.get('invoice', bill)?.['new_date']]).to.deep.equal(['2026-03-01', '2026-02-24T07:00:00Z']); // prettier-ignore
  });

  it('D7 reads a lookup by one name and writes it by another, and says what a customer is only when asked', async () => {
    const id = invoice();
    const path = `invoices(${id})?$select=_customerid_value`;
    const name = '_customerid_value@Microsoft.Dynamics.CRM.lookuplogicalname';
    expect((await ask('GET', path)).body[name]).to.equal(undefined);
    expect((await ask('GET', path, undefined, { prefer: 'odata.include-annotations="*"' })).body[name]).to.equal('account');
    const wrong = { 'customerid_account@odata.bind': `/transactioncurrencies(${rub()})` };
    expect((await ask('PATCH', `invoices(${id})`, wrong, { 'if-match': '*' })).status).to.equal(400);
    const contact = String(fake.create('contact', { lastname: 'Иванов' })['contactid']);
    await ask('PATCH', `invoices(${id})`, { 'customerid_contact@odata.bind': `/contacts(${contact})` }, { 'if-match': '*' });
    expect([fake.get('invoice', id)?.['_accountid_value'], fake.get('invoice', id)?.['_contactid_value']]).to.deep.equal([null, contact]); // prettier-ignore
  });

  it('D8 takes no impossible state, changes nothing closed, locks prices once, and begins every row active', async () => {
    const id = invoice();
    const change = (body: Row): Promise<Reply> => ask('PATCH', `invoices(${id})`, body, { 'if-match': '*' });
    expect(code(await change({ statecode: 2, statuscode: 1 }))).to.deep.equal([400, '0x80048408']);
    const lock = (): Promise<Reply> => ask('POST', `invoices(${id})/Microsoft.Dynamics.CRM.LockInvoicePricing`, {});
    expect([(await lock()).status, code(await lock())]).to.deep.equal([204, [400, '0x80043b1d']]);
    expect((await ask('POST', 'UnlockInvoicePricing', { InvoiceId: id })).status).to.equal(204);
    expect((await change({ statecode: 3, statuscode: 100003 })).status).to.equal(204);
    expect(code(await change({ description: 'поздно' }))).to.deep.equal([400, '0x80043b1d']);
    expect(code(await change({ statecode: 2, statuscode: 100001 }))).to.deep.equal([400, '0x80100000']);
    const born = await ask('POST', 'accounts', { name: 'А', statecode: 1, statuscode: 2 });
    expect(code(born)).to.deep.equal([400, '0x80048408']);
  });

  it('D9 works totals out of lines, whatever was sent, and wants a currency', async () => {
    const made = await ask('POST', 'invoices', { ...head(account()), totalamount: 1, totaltax: 2 }, REPRESENTED);
    expect(made.text).to.include('"totalamount":360.6100').and.to.include('"totaltax":60.1000'); // 2 x 150.255 = 300.51, half up
    const without = Object.fromEntries(
      Object.entries(head(account())).filter(([name]) => !name.startsWith('transactioncurrency')),
    );
    expect(code(await ask('POST', 'invoices', without))).to.deep.equal([400, '0x80048cfb']);
    fake.edit('transactioncurrency', rub(), { currencyprecision: 0 });
    const whole = await ask('POST', 'invoices', head(account()), REPRESENTED);
    expect(whole.text).to.include('"totalamount":361.0000').and.to.include('"totaltax":60.0000');
    fake.edit('transactioncurrency', rub(), { currencyprecision: 2, statecode: 1 });
    expect(code(await ask('POST', 'invoices', head(account())))).to.deep.equal([400, '0x80048cfc']);
    fake.edit('transactioncurrency', rub(), { statecode: 0 });
  });

  it('D10 pages by a cookie that fails when it is altered, knows no $skip, and nests a link', async () => {
    for (const n of [1, 2, 3]) account({ name: String(n) });
    const page = await ask('GET', 'accounts?$select=name', undefined, { prefer: 'odata.maxpagesize=2' });
    const next = String(page.body['@odata.nextLink']);
    expect([rows(page).length, page.headers['preference-applied']]).to.deep.equal([2, 'odata.maxpagesize=2']);
    expect(rows(await ask('GET', next)).map((r) => r['name'])).to.deep.equal(['3']);
    expect((await ask('GET', next.replace('pagenumber', 'page'))).status).to.equal(400);
    expect((await ask('GET', 'accounts?$skip=1')).status).to.equal(400);
    const top = await ask('GET', 'accounts?$top=1', undefined, { prefer: 'odata.maxpagesize=2' });
    expect(rows(top).length).to.equal(2);
    fake.quirks.nestedLinks = true;
    const nested = (await ask('GET', `invoices(${invoice()})?$expand=invoice_details($select=quantity)`)).body;
    expect([nested['invoice_details'], typeof nested['invoice_details@odata.nextLink']]).to.deep.equal([[], 'string']);
  });

  it('D11 tells changes and then deletions, once its last page came, until the link is too old or a table changed', async () => {
    await fake.close();
    await start({ quirks: { deltaFirst: true } });
    const [one, other] = [account(), account()];
    const first = await ask('GET', 'accounts?$select=name', undefined, { prefer: 'odata.track-changes,odata.maxpagesize=1' });
    expect(first.body['@odata.deltaLink']).to.equal(undefined);
    const last = await ask('GET', String(first.body['@odata.nextLink']), undefined, { prefer: 'odata.track-changes,odata.maxpagesize=1' }); // prettier-ignore
    const link = String(last.body['@odata.deltaLink']);
    expect(last.text.indexOf('deltaLink')).to.be.lessThan(last.text.indexOf('"value"'));
    fake.remove('account', account());
    fake.remove('account', other);
    await ask('PATCH', `accounts(${one})`, { name: 'Новое' }, { 'if-match': '*' });
    const moved = rows(await ask('GET', link));
    expect(moved.map((r) => r['name'] ?? r['reason'])).to.deep.equal(['Новое', 'deleted', 'deleted']);
    expect(String(moved[1]?.['@odata.context'])).to.match(/#accounts\/\$deletedEntity$/);
    expect((await ask('GET', 'accounts?$filter=name eq 1', undefined, TRACKED)).status).to.equal(400);
    fake.org.table('account').tracked = false;
    expect(code(await ask('GET', 'accounts', undefined, TRACKED))).to.deep.equal([400, '0x80072491']);
    fake.org.table('account').tracked = true;
    fake.org.schemaVersion += 1;
    expect(code(await ask('GET', link))).to.deep.equal([400, '0x80044352']);
    fake.org.schemaVersion -= 1;
    now = new Date('2026-03-04T12:00:00Z');
    token = await signedIn();
    expect(code(await ask('GET', link))).to.deep.equal([400, '0x80044352']);
  });

  it('D13 carries a batch out part by part, a change set as a whole, and stops at the first refusal unless told to go on', async () => {
    const part = (head: string, body: string): string => `--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n${head} HTTP/1.1\r\nContent-Type:application/json\r\n\r\n${body}\r\n`; // prettier-ignore
    const send = (parts: string, more: Record<string, string> = {}): Promise<Reply> => ask('POST', '$batch', `\r\n${parts}--b--\r\n`, { 'content-type': 'multipart/mixed; boundary="b"', ...more }); // prettier-ignore
    const [good, bad] = [
      part('POST /api/data/v9.2/accounts', '{"name":"А"}'),
      part(`POST ${fake.url}accounts`, '{"name":"Б","customertypecode":999}'),
    ];
    const stopped = await send(good + bad + good);
    expect([stopped.status, fake.list('account').length]).to.deep.equal([400, 1]);
    expect((await send(good + bad + good, { prefer: 'odata.continue-on-error' })).text.match(/HTTP\/1\.1 \d+/g)).to.deep.equal(['HTTP/1.1 204', 'HTTP/1.1 400', 'HTTP/1.1 204']); // prettier-ignore
    expect((await send(Array.from({ length: 1001 }, () => good).join(''))).status).to.equal(400);
    const inSet = (head: string, body: string, id: number): string => `--c\nContent-Type: application/http\nContent-ID: ${String(id)}\n\n${head} HTTP/1.1\nContent-Type: application/json\n\n${body}\n`; // prettier-ignore
    const set = (inner: string): string => `--b\nContent-Type: multipart/mixed; boundary=c\n\n${inner}--c--\n`;
    const [one, two] = [
      inSet('POST accounts', '{"name":"Голова"}', 1),
      inSet('POST accounts', '{"name":"Филиал","parentaccountid@odata.bind":"$1"}', 2),
    ];
    expect((await send(set(one + two))).status).to.equal(200);
    const [parent, child] = fake.list('account').slice(-2);
    expect(child?.['_parentaccountid_value']).to.equal(parent?.['accountid']);
    const count = fake.list('account').length;
    expect((await send(set(one + inSet('POST accounts', '{"customertypecode":999}', 2)))).status).to.equal(400);
    expect((await send(set(inSet('GET accounts', '', 1)))).status).to.equal(400);
    expect(fake.list('account').length).to.equal(count);
  });

  it('D14 looks for duplicates only when it is asked to', async () => {
    account({ new_inn: '7701000010' });
    fake.api.duplicateRule = 'new_inn';
    const twin = { name: 'Двойник', new_inn: '7701000010' };
    expect(code(await ask('POST', 'accounts', twin, { 'mscrm.suppressduplicatedetection': 'false' }))).to.deep.equal([412, '0x80040333']); // prettier-ignore
    expect((await ask('POST', 'accounts', twin)).status).to.equal(204);
  });

  it('D15 asks to wait, is away, breaks off, and shows a page to sign in, when it is told to', async () => {
    fake.faults.status = { status: 429, retryAfter: 7, next: 1 };
    const busy = await ask('GET', 'accounts');
    expect([...code(busy), busy.headers['retry-after']]).to.deep.equal([429, '0x80072322', '7']);
    fake.faults.status = { status: 429, retryAfter: 7, grows: 5, next: 2 };
    const told = [await ask('GET', 'accounts'), await ask('GET', 'accounts')].map((r) => r.headers['retry-after']);
    expect(told).to.deep.equal(['7', '12']);
    fake.faults.status = { status: 503, next: 1 };
    expect((await ask('GET', 'accounts')).status).to.equal(503);
    fake.faults.html200 = { next: 1 };
    const page = await ask('GET', 'accounts');
    expect([page.status, page.headers['content-type'], page.text.slice(0, 9)]).to.deep.equal([200, 'text/html; charset=utf-8', '<!DOCTYPE']); // prettier-ignore
    for (const name of ['dropBefore', 'dropAfter', 'cutBody'] as const) {
      fake.faults[name] = { next: 1 };
      expect(await ask('GET', 'accounts').then(() => 'answered', () => 'broken'), name).to.equal('broken'); // prettier-ignore
    }
  });

  it('D16 writes codes in hex, and details only for those who ask', async () => {
    const plain = await ask('GET', `accounts(${NOBODY})`);
    expect(Object.keys(plain.body['error'] as Row)).to.deep.equal(['code', 'message']);
    const detailed = await ask('GET', `accounts(${NOBODY})`, undefined, { prefer: 'odata.include-annotations="*"' });
    expect(Object.keys(detailed.body['error'] as Row)).to.include('@Microsoft.PowerApps.CDS.TraceText');
    expect((plain.body['error'] as Row)['code']).to.equal('0x80040217');
  });

  it('D17 leaves the loser of a merge inactive, with the name of the winner', async () => {
    const [winner, loser] = [account(), account()];
    fake.merge(winner, loser);
    const { statecode, merged, _masterid_value: of } = (await ask('GET', `accounts(${loser})`)).body;
    expect([statecode, merged, of]).to.deep.equal([1, true, winner]);
  });

  it('D19 writes down every call, and finds what must never be sent', async () => {
    fake.forbid(['тайная заметка']);
    await ask('POST', 'accounts', { name: 'А', description: 'тут тайная заметка' });
    await ask('GET', 'competitors');
    expect(fake.log.map((r) => [r.method, r.path.split('/').at(-1), r.leaks.length > 0])).to.deep.equal([['POST', 'accounts', true], ['GET', 'competitors', false]]); // prettier-ignore
  });
});

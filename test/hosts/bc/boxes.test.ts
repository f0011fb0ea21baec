/** What the fake Business Central does that a connector has failed on (hosts/dynamics.md 8, check-list B); docs/reference/fake-bc.md lists it. */
import { expect } from 'chai';
import { request } from 'undici';
import { CLIENT, TENANT } from '../kit/entra.ts';
import { startFakeBc, type FakeBc, type FakeOptions, type Row } from './fake.ts';

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Row;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

describe('fake Business Central', () => {
  let fake: FakeBc;
  let token = '';

  const start = async (options: FakeOptions = {}): Promise<void> => {
    fake = await startFakeBc({ now: () => new Date('2026-02-24T12:00:00Z'), ...options });
    token = await signedIn();
  };
  beforeEach(() => start());
  afterEach(() => fake.close());

  async function signedIn(): Promise<string> {
    const form = { grant_type: 'client_credentials', client_id: CLIENT, client_secret: fake.entra.secret, scope: `${new URL(fake.url).origin}/.default` }; // prettier-ignore
    const answer = await request(`${fake.authority}${TENANT}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form).toString() }); // prettier-ignore
    return ((await answer.body.json()) as { access_token: string }).access_token;
  }

  async function ask(method: Method, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const answer = await request(fake.url + path, { method, headers: { authorization: `Bearer ${token}`, ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }); // prettier-ignore
    const text = await answer.body.text();
    return { status: answer.statusCode, headers: answer.headers, body: text.startsWith('{') ? (JSON.parse(text) as Row) : {} };
  }

  const at = (rest: string): string => `companies(${fake.main.o.id})/${rest}`;
  const rows = ({ body }: Reply): Row[] => body['value'] as Row[];
  const code = ({ status, body }: Reply): unknown[] => [status, (body['error'] as Row | undefined)?.['code']];
  const made = (more: Row = {}): Row => fake.main.create('customers', { displayName: 'Лютик', ...more });
  const draft = (customer: Row): Row => {
    const [item] = fake.main.of('items').values();
    return fake.main.create('salesInvoices', { customerId: customer['id'], salesInvoiceLines: [{ lineType: 'Item', itemId: item?.['id'], quantity: 2, unitPrice: 10 }] }); // prettier-ignore
  };

  it('lists its companies, and keeps their rows apart', async () => {
    made();
    expect(rows(await ask('GET', 'companies')).map((c) => c['name'])).to.deep.equal(['Ромашка', 'CRONUS']);
    expect(rows(await ask('GET', at('customers'))).length).to.equal(1);
    expect(rows(await ask('GET', `companies(${fake.other.o.id})/customers`)).length).to.equal(0);
    expect(code(await ask('GET', 'companies(00000000-0000-0000-0000-000000000001)/customers'))).to.deep.equal([404, 'Internal_CompanyNotFound']); // prettier-ignore
  });

  it('wants If-Match: 412 without it, 409 with a stale one, the row with the right one', async () => {
    const { id } = made();
    const path = at(`customers(${String(id)})`);
    expect((await ask('PATCH', path, { email: 'a' })).status).to.equal(412);
    expect(code(await ask('PATCH', path, { email: 'a' }, { 'if-match': 'W/"old"' }))).to.deep.equal([
      409,
      'Request_EntityChanged',
    ]);
    const { body } = await ask('GET', path);
    const changed = await ask('PATCH', path, { email: 'a' }, { 'if-match': String(body['@odata.etag']) });
    expect([changed.status, changed.body['email']]).to.deep.equal([200, 'a']);
    expect((await ask('DELETE', path)).status).to.equal(412);
    expect([(await ask('DELETE', path, undefined, { 'if-match': '*' })).status, (await ask('GET', path)).status]).to.deep.equal([204, 404]); // prettier-ignore
  });

  it('writes blanks as the recorded and the documented service do', async () => {
    const path = at(`customers(${String(made()['id'])})`);
    const { body } = await ask('GET', path);
    expect([body['blocked'], body['currencyId'], body['currencyCode']]).to.deep.equal(['_x0020_', '00000000-0000-0000-0000-000000000000', 'RUB']); // prettier-ignore
    fake.api.quirks.blank = ' ';
    expect((await ask('GET', path)).body['blocked']).to.equal(' ');
    const invoice = fake.main.create('salesInvoices', {
      customerId: fake.main.of('customers').keys().next().value,
      dueDate: '0001-01-01',
    });
    expect((await ask('GET', at(`salesInvoices(${String(invoice['id'])})`))).body['dueDate']).to.equal('0001-01-01');
  });

  it('refuses in the language that was asked for, with the number of the call behind it', async () => {
    const { body } = await ask('GET', at('customers(00000000-0000-0000-0000-000000000001)'), undefined, { 'accept-language': 'pl-PL' }); // prettier-ignore
    expect((body['error'] as Row)['message']).to.match(/^Błąd: .* {2}CorrelationId: {2}[-0-9a-f]+\.$/);
  });

  it('asks by a stamp that says nothing of deletions, equal stamps and clocks', async () => {
    const [one, two] = [made(), made({ displayName: 'Ландыш' })];
    fake.main.remove('customers', String(two['id']));
    const by = async (from: string): Promise<number> => rows(await ask('GET', at(`customers?$filter=lastModifiedDateTime gt ${from}`.replaceAll(' ', '%20')))).length; // prettier-ignore
    expect(await by('2026-02-24T11:59:59Z')).to.equal(1);
    expect(await by('2026-02-24T12:00:00.000Z')).to.equal(0); // an equal stamp is not after
    fake.main.habits.minutesAhead = -30;
    fake.main.update('customers', String(one['id']), { email: 'a' });
    expect(await by('2026-02-24T11:59:59Z')).to.equal(0); // a clock behind
  });

  it('posts a draft under another number, and changes nothing posted', async () => {
    const invoice = draft(made());
    const path = at(`salesInvoices(${String(invoice['id'])})`);
    expect((await ask('POST', `${path}/Microsoft.NAV.post`)).status).to.equal(204);
    const { body } = await ask('GET', path);
    expect([body['status'], body['number'] === invoice['number'], body['remainingAmount']]).to.deep.equal(['Open', false, 24]);
    expect(code(await ask('PATCH', path, { dueDate: '2026-03-01' }, { 'if-match': '*' }))).to.deep.equal([400, 'Application_DialogException']); // prettier-ignore
    expect((await ask('POST', `${path}/Microsoft.NAV.cancel`)).status).to.equal(204);
    expect((await ask('GET', path)).body['status']).to.equal('Canceled');
  });

  it('does not post for a blocked customer, an empty draft, a closed day', async () => {
    const refused = async (invoice: Row): Promise<unknown> => (await ask('POST', at(`salesInvoices(${String(invoice['id'])})/Microsoft.NAV.post`))).status; // prettier-ignore
    expect(await refused(draft(made({ blocked: 'All' })))).to.equal(400);
    expect(await refused(fake.main.create('salesInvoices', { customerId: made({ displayName: 'б' })['id'] }))).to.equal(400);
    const old = draft(made({ displayName: 'в' }));
    fake.main.update('salesInvoices', String(old['id']), { postingDate: '2019-12-31' });
    expect(await refused(old)).to.equal(400);
  });

  it('carries out a batch by its parts, or with a snapshot all of it or nothing, without ids', async () => {
    const { id } = made();
    const url = at(`customers(${String(id)})`);
    const change = (body: Row): unknown => ({ method: 'PATCH', url, headers: { 'If-Match': '*' }, body });
    const requests = [change({ email: 'a' }), change({ type: 'Wrong' })];
    const statuses = ({ body }: Reply): unknown[] => (body['responses'] as Row[]).map((r) => [r['id'], r['status']]);
    const whole = await ask('POST', '$batch', { requests }, { isolation: 'snapshot' });
    expect(statuses(whole)).to.deep.equal([[null, 200], [null, 400]]); // prettier-ignore
    expect((await ask('GET', url)).body['email']).to.equal('');
    await ask('POST', '$batch', { requests });
    expect((await ask('GET', url)).body['email']).to.equal('a');
    expect((await ask('POST', '$batch', { requests: Array.from({ length: 101 }, () => change({})) })).status).to.equal(400);
  });

  it('refuses what is more than it carries out at once', async () => {
    await fake.close();
    await start({ atOnce: 0 });
    const { status, headers, body } = await ask('GET', at('customers'));
    expect([status, headers['retry-after'], (body['error'] as Row)['code']]).to.deep.equal([
      429,
      '1',
      'Application_TooManyRequests',
    ]);
  });

  it('answers 408, 429, 502, 503 and 504 when told to, with a time to wait', async () => {
    for (const status of [408, 429, 502, 503, 504]) {
      fake.faults.status = { status, retryAfter: 3, next: 1 };
      const reply = await ask('GET', at('customers'));
      expect([reply.status, reply.headers['retry-after']]).to.deep.equal([status, '3']);
    }
  });

  it('has no delta links: an old one is gone', async () => {
    expect((await ask('GET', at('customers?$deltatoken=x'))).status).to.equal(410);
  });

  it('refuses an or over two fields, and skips over rows that move', async () => {
    made();
    const or = "customers?$filter=email eq 'a' or number eq 'b'".replaceAll(' ', '%20');
    expect((await ask('GET', at(or))).status).to.equal(501);
    for (const name of ['a', 'b', 'c']) made({ displayName: name });
    const page = async (skip: number): Promise<unknown[]> => rows(await ask('GET', at(`customers?$skip=${String(skip)}&$top=2&$orderby=displayName`))).map((r) => r['displayName']); // prettier-ignore
    const first = await page(0);
    made({ displayName: '0' });
    expect([first, await page(2)]).to.deep.equal([['a', 'b'], ['b', 'c']]); // prettier-ignore
  });

  it('works sums out by itself, and does not take what is read-only', async () => {
    const { id } = draft(made());
    const path = at(`salesInvoices(${String(id)})`);
    expect((await ask('GET', path)).body['totalAmountIncludingTax']).to.equal(24);
    for (const body of [{ totalAmountIncludingTax: 1 }, { pricesIncludeTax: true }, { status: 'Paid' }]) expect((await ask('PATCH', path, body, { 'if-match': '*' })).status).to.equal(400); // prettier-ignore
  });
});

/**
 * Every fault known of odata-v4-server 0.2.13 and its parser (dependencies.md 2.2 and 21, dynamics.md 5.4), asked of our feed: none of them is
 * here. The letters are those of the list.
 */
import { expect } from 'chai';
import type { Feed } from '../../connector/store/feed.ts';
import { offices } from '../server/office.ts';
import { fill, invoice, party, partyOf, put, Reader } from './reader.ts';
import { sqliteOf } from '../sqlite-of.ts';

describe('faults of the library the feed does not have', () => {
  const open = offices();

  async function reader(): Promise<Reader> {
    const office = await open();
    await fill(office);
    return new Reader(office);
  }
  const failing = (error: () => never): Feed => ({ sets: [{ name: 'Broken', entity: 'B', key: 'Id', properties: [{ name: 'Id', type: 'guid', isNullable: false, scale: 0 }], navigations: [], isSearchable: false, isPrivate: false }], page: async () => error(), count: async () => error() }); // prettier-ignore

  it('a: what throws inside neither ends the process nor leaves the reader waiting', async () => {
    const office = await open({ privateFeed: failing(() => { throw new Error('пароль в /home/x/y.ts'); }) }); // prettier-ignore
    const r = new Reader(office);
    for (const path of ['/Broken', '/Broken/$count', `/Broken(${party(1)})`]) {
      const { status, code, text } = await r.refusal(path);
      expect([status, code]).to.deep.equal([500, 'internal']);
      expect(text).not.to.match(/пароль|home|\.ts|stack/);
    }
    expect((await r.ask('/Counterparties')).status).to.equal(200);
  });

  it('b: values are taken apart before they are decoded, so &, %, +, # and quotes stay in them', async () => {
    const r = await reader();
    for (const raw of ['%2550', '%zz', '%E0%A4%A', '%']) expect((await r.refusal(`/Counterparties?$filter=${raw}`)).status, raw).to.equal(400);
    await put(r.office, partyOf(8, { name: 'a&b' }), partyOf(7, { name: 'x+y' }), partyOf(6, { name: '100%25' }));
    for (const [encoded, name] of [['a%26b', 'a&b'], ['x%2By', 'x+y'], ['100%2525', '100%25']] as const)
      expect((await r.ask(`/Counterparties?$filter=Name%20eq%20'${encoded}'&$select=Name`)).text, encoded).to.include(JSON.stringify(name));
    expect((await r.ask("/Counterparties?$filter=Name+eq+'a%26b'&$select=Name")).text).to.include('"a&b"');
    expect((await r.refusal('/Counterparties?$filter=Name eq'.replace(' ', '%20') + '%E0%A4%A')).code).to.equal('feed-address');
  });

  it('c: an option counts once, a column is what it is called, and a second of a name is refused', async () => {
    const r = await reader();
    const [row] = await r.rows('/Invoices', { select: 'InvoiceId,Total', top: '1' });
    expect(row).to.deep.equal({ InvoiceId: invoice(1), Total: 201 });
    expect(Object.keys((await r.rows('/Invoices', { select: 'Total,InvoiceId,Total' }))[0] ?? {})).to.deep.equal(['Total', 'InvoiceId']);
    for (const query of ['$top=1&$top=2', '$filter=true&%24filter=false', '$select=Name&$select=Name'])
      expect((await r.refusal(`/Counterparties?${query}`)).code).to.equal('feed-option-twice');
  });

  it('d: refusals are JSON with a code of text, the right status, and no word of where in the code', async () => {
    const r = await reader();
    const wanted: readonly [string, number, string][] = [
      ['/Nope', 404, 'feed-unknown'], ['/Counterparties/Name', 404, 'feed-unknown'], ['/Counterparties/$value', 501, 'feed-not-here'], ['/Counterparties?$filter=(((', 400, 'feed-filter'], ['/$batch', 501, 'feed-not-here'],
      ['/Counterparties?$apply=aggregate(x)', 501, 'feed-not-here'], ['/Counterparties?$compute=1', 501, 'feed-not-here'], ['/Counterparties?$levels=1', 501, 'feed-not-here'], ['/Counterparties?filter=true', 400, 'feed-option-unknown'],
      ['/Counterparties?$top=-1', 400, 'feed-option-value'], ['/Counterparties?$top=1.5', 400, 'feed-option-value'], ['/Counterparties?$top=9999999999999', 400, 'feed-option-value'], ['/Counterparties?$skip=x', 400, 'feed-option-value'],
      ['/Counterparties?$count=yes', 400, 'feed-option-value'], ['/Counterparties?$select=Nope', 400, 'feed-property'], ['/Counterparties?$select=', 400, 'feed-property'], ['/Counterparties?$orderby=Nope', 400, 'feed-property'],
      ['/Counterparties?$orderby=length(Name)', 501, 'feed-not-here'], ['/Counterparties?$expand=Nope', 400, 'feed-property'], ['/Invoices?$expand=Lines($filter=true)', 501, 'feed-not-here'], ['/Invoices?$expand=Lines/$ref', 501, 'feed-not-here'],
      ['/Invoices?$expand=Lines($expand=Invoice)', 501, 'feed-not-here'], ['/Invoices?$expand=*', 501, 'feed-not-here'], ['/$metadata?$filter=true', 400, 'feed-option-place'], ['/?$top=1', 400, 'feed-option-place'], ['/Counterparties/$count?$top=1', 400, 'feed-option-place'],
      ['/$crossjoin(A,B)', 501, 'feed-not-here'], ['/$all', 501, 'feed-not-here'], ['/$entity', 501, 'feed-not-here'], [`/Invoices(${invoice(99)})`, 404, 'feed-no-row'], [`/Invoices(${invoice(99)})/Lines`, 404, 'feed-no-row'],
      [`/Invoices(${invoice(1)})/Nope`, 404, 'feed-unknown'], [`/Invoices(${invoice(1)})?$filter=true`, 400, 'feed-option-place'], ['/%E0%A4%A', 400, 'feed-address'], ['/Counterparties?$skiptoken=x', 400, 'feed-token'],
    ];
    for (const [path, status, code] of wanted) {
      const said = await r.refusal(path);
      expect([path, said.status, said.code, said.type]).to.deep.equal([path, status, code, 'application/json;odata.metadata=minimal;charset=utf-8']);
      expect(said.headers['odata-version']).to.equal('4.0');
      expect(said.text).not.to.match(/stack|\.ts|node_modules|\bat \w+ \(/);
    }
    expect((await r.refusal('/Nope', { 'accept-language': 'ru' })).message).to.include('нет');
  }); // prettier-ignore

  it('e: $search, in, count, next pages and page sizes are kept to or refused, never passed over', async () => {
    const r = await reader();
    expect(await r.column('Counterparties', 'Name', { search: 'елка' })).to.deep.equal(['Ёлка & Co 50%']);
    expect(await r.column('Counterparties', 'Name', { search: 'нигде' })).to.deep.equal([]);
    expect((await r.refusal('/Problems?$search=x')).status).to.equal(501);
    for (const search of ['a OR b', 'NOT a', '(a)', '"a']) expect([400, 501], search).to.include((await r.refusal(`/Counterparties?$search=${encodeURIComponent(search)}`)).status);
    const page = await r.get('/Counterparties', { count: 'true' }, { prefer: 'odata.maxpagesize=2' });
    expect([page.value.length, page['@odata.count'], page['@odata.nextLink']?.includes('$skiptoken=')]).to.deep.equal([2, 3, true]);
  });

  it('f: $count counts in the database, what the filter leaves', async () => {
    const r = await reader();
    const asked: number[] = [];
    const { feed } = sqliteOf(r.office.sidebook);
    const page = feed.page.bind(feed);
    Object.assign(feed, { page: (q: never) => { asked.push(1); return page(q); } }); // prettier-ignore
    expect([(await r.ask('/Counterparties/$count')).text, (await r.ask('/Counterparties/$count?$filter=Active')).text, asked.length]).to.deep.equal(['3', '1', 0]);
    expect((await r.ask('/Counterparties/$count')).headers['content-type']).to.equal('text/plain;charset=utf-8');
    expect((await r.get('/Counterparties', { count: 'true', filter: 'false' }))['@odata.count']).to.equal(0);
  });

  it('g: HEAD is answered like GET without a body, OPTIONS with what is allowed and no permission for other sites', async () => {
    const r = await reader();
    const [head, get] = [await r.ask('/Counterparties', {}, 'HEAD'), await r.ask('/Counterparties')];
    expect([head.status, head.text, head.headers['content-length']]).to.deep.equal([200, '', String(Buffer.byteLength(get.text))]);
    const options = await r.ask('/Counterparties', { origin: 'https://evil.example', 'access-control-request-method': 'GET' }, 'OPTIONS');
    expect([options.status, options.headers['allow'], options.headers['access-control-allow-origin']]).to.deep.equal([204, 'GET, HEAD', undefined]);
    expect((await r.ask('/Counterparties', { origin: 'https://evil.example' })).headers['access-control-allow-origin']).to.equal(undefined);
  });

  it('writes nothing: every method that would is refused with what is allowed', async () => {
    const r = await reader();
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      for (const path of ['/Counterparties', `/Counterparties(${party(1)})`, '/', '/$metadata']) {
        const said = await r.refusal(path, {}, method);
        expect([method, said.status, said.code, said.headers['allow']]).to.deep.equal([method, 405, 'feed-read-only', 'GET, HEAD']);
      }
    expect((await r.refusal('/$batch', {}, 'POST')).status).to.equal(501);
    expect(await r.column('Counterparties', 'CounterpartyId')).to.have.length(3);
  });

  it('i: minimal metadata holds no links of rows, none holds no context; IEEE754Compatible makes texts of amounts', async () => {
    const r = await reader();
    const accept = (value: string): Promise<{ text: string; headers: Readonly<Record<string, unknown>> }> => r.ask('/Invoices?$top=1&$select=Total,Number', { accept: value });
    expect((await accept('application/json')).text).not.to.match(/odata\.(id|editLink)/);
    const none = await accept('application/json;odata.metadata=none');
    expect([JSON.parse(none.text), none.headers['content-type']]).to.deep.equal([{ value: [{ Total: 201, Number: 'РМ-001' }] }, 'application/json;odata.metadata=none;charset=utf-8']);
    const texts = await accept('application/json;odata.metadata=minimal;IEEE754Compatible=true');
    expect([(JSON.parse(texts.text) as { value: object[] }).value[0], texts.headers['content-type']]).to.deep.equal([{ Total: '201', Number: 'РМ-001' }, 'application/json;odata.metadata=minimal;IEEE754Compatible=true;charset=utf-8']);
    expect((await accept('application/json;odata.metadata=full')).headers['content-type']).to.equal('application/json;odata.metadata=minimal;charset=utf-8');
    expect((await r.refusal('/Invoices', { accept: 'application/atom+xml' })).status).to.equal(406);
    expect((await r.ask('/Invoices?$format=json', { accept: 'application/atom+xml' })).status).to.equal(200);
  }); // prettier-ignore

  it('amounts keep every digit on the wire', async () => {
    const r = await reader();
    const { text } = await r.ask('/Invoices?$select=Total&$orderby=Total%20desc&$top=1');
    expect(text).to.include('"Total":123456789012.34}');
    expect((await r.ask('/InvoiceLines?$select=Price&$orderby=Price&$top=1')).text).to.include('"Price":0.000001}');
    expect((await r.ask('/Invoices?$select=Total&$orderby=Total&$top=1')).text).to.include('"Total":-0.01}');
  });

  it('hangs on no bracket or quote that is never closed', async () => {
    const r = await reader();
    for (const filter of ['name%20eq%20[%22c', '%7B%22a%22%3A%22b', 'Name%20eq%20[', 'Name%20eq%20%7B', "Name%20eq%20'x", 'Name%20eq%20%22x', '[[[[', '{{{{', "'''", '((((']) {
      const started = performance.now();
      expect([filter, (await r.refusal(`/Counterparties?$filter=${filter}`)).status]).to.deep.equal([filter, 400]);
      expect(performance.now() - started).to.be.lessThan(1000);
    }
  });

  it('keys are GUIDs: anything else is refused before a statement sees it', async () => {
    const r = await reader();
    for (const key of ["'x'", '1', "'01900003-0000-7000-8000-000000000001'", '01900003-0000-7000-8000-00000000000', "1' or '1'='1", 'CounterpartyId=1', ''])
      expect([key, (await r.refusal(`/Counterparties(${encodeURIComponent(key)})`)).status]).to.deep.equal([key, 400]);
    expect((await r.ask(`/Counterparties(CounterpartyId=${party(1)})`)).status).to.equal(200);
    expect((await r.ask(`/Counterparties(${party(1).toUpperCase()})`)).status).to.equal(200);
  });

  it('links lead to where people reach it: publicUrl, or what a believed proxy says, never a Host that is none', async () => {
    const own = new Reader(await open({ server: { publicUrl: 'https://sidebook.example/books' } }));
    expect((await own.get('/'))['@odata.context']).to.equal('https://sidebook.example/books/odata/$metadata');
    const proxied = new Reader(await open({ server: { trustProxy: true } }));
    const said = await proxied.get('/', {}, { 'x-forwarded-host': 'feed.example', 'x-forwarded-proto': 'https' });
    expect(said['@odata.context']).to.equal('https://feed.example/odata/$metadata');
    const plain = new Reader(await open());
    expect((await plain.get('/', {}, { 'x-forwarded-host': 'evil.example' }))['@odata.context']).to.match(/^http:\/\/127\.0\.0\.1:/);
  });

  it('a reader of OData 3 is told so; a long address is 414', async () => {
    const r = await reader();
    expect([(await r.refusal('/Counterparties', { 'odata-maxversion': '3.0' })).code, (await r.ask('/Counterparties', { 'odata-maxversion': '4.01' })).status]).to.deep.equal(['feed-version', 200]);
    expect((await r.refusal(`/Counterparties?$filter=${'x'.repeat(9000)}`)).status).to.equal(414);
  });
}); // prettier-ignore

/**
 * The readers the feed is for, by what their documents demand (dynamics.md 5.1, 5.2), and two independent clients: @odata/client reads over the
 * wire, odata-query writes the questions.
 */
import { expect } from 'chai';
import { PRIVATE_SETS } from '../../connector/server/odata/private-sets.ts';
import { FEED_TITLES } from '../../connector/store/feed-titles.ts';
import { OData } from '@odata/client';
import { createRequire } from 'node:module';
import { SaxesParser } from 'saxes';
import { SHARED_SETS } from '../../connector/store/feed-sets.ts';
import { offices } from '../server/office.ts';
import { fill, invoice, invoiceOf, party, put, Reader, SECRET, type Row } from './reader.ts';

/** Its types are those of its CommonJS build. */
const { default: buildQuery } = createRequire(import.meta.url)('odata-query') as { default: (query: object) => string };

interface Tag {
  readonly name: string;
  readonly of: Readonly<Record<string, string>>;
}

/** Every element with its attributes; fails where the text is no XML. */
function tagsOf(xml: string): Tag[] {
  const [tags, parser] = [[] as Tag[], new SaxesParser()];
  parser.on('error', (error) => { throw error; }); // prettier-ignore
  parser.on('opentag', ({ name, attributes }) => tags.push({ name, of: attributes }));
  parser.write(xml).close();
  return tags;
}

describe('the feed and those who read it', () => {
  const open = offices();

  async function reader(key: { class?: 'host' | 'office' } = {}): Promise<Reader> {
    const office = await open();
    await fill(office);
    return new Reader(office, key);
  }
  const metadata = async (r: Reader): Promise<Tag[]> => tagsOf((await r.ask('/$metadata', { accept: 'application/xml' })).text);

  describe('Dataverse virtual tables', () => {
    it('get a GUID key on every set, and only types they can map', async () => {
      const tags = await metadata(await reader({ class: 'host' }));
      const [types, keys] = [tags.filter((t) => t.name === 'EntityType'), tags.filter((t) => t.name === 'PropertyRef').map((t) => t.of['Name'])];
      const properties = tags.filter((t) => t.name === 'Property');
      expect([types.length, keys.length]).to.deep.equal([5, 5]);
      expect(properties.filter((p) => keys.includes(p.of['Name']) && p.of['Nullable'] === 'false' && p.of['Type'] === 'Edm.Guid').length).to.be.at.least(5);
      expect(new Set(properties.map((p) => p.of['Type']))).to.deep.equal(new Set(['Edm.Guid', 'Edm.String', 'Edm.Boolean', 'Edm.DateTimeOffset', 'Edm.Decimal', 'Edm.Int32']));
      for (const p of properties.filter((x) => x.of['Type'] === 'Edm.Decimal')) expect([p.of['Precision'], ['4', '6'].includes(p.of['Scale'] ?? '')]).to.deep.equal(['18', true]);
      expect(properties.every((p) => p.of['Nullable'] === 'true' || p.of['Nullable'] === 'false')).to.equal(true);
    });

    it('get days as midnight in UTC, choices as words, and what may not be empty is not', async () => {
      const r = await reader({ class: 'host' });
      const [row] = await r.rows('/Invoices');
      expect([row?.['DueDate'], row?.['Date'], row?.['State']]).to.deep.equal(['2026-02-20T00:00:00Z', '2026-02-05T10:30:00Z', 'issued']);
      for (const { name, properties } of SHARED_SETS)
        for (const one of await r.rows(`/${name}`))
          for (const p of properties) if (!p.isNullable) expect([name, p.name, one[p.name] === null]).to.deep.equal([name, p.name, false]);
    });

    it('page as they really ask: $top, $select, $count, then $skip', async () => {
      const r = await reader({ class: 'host' });
      for (let n = 4; n <= 120; n++) await put(r.office, invoiceOf(n, { lines: [] }));
      const all: unknown[] = [];
      for (let skip = 0; ; skip += 50) {
        const page = await r.get(`/Invoices?$top=50&$select=InvoiceId,Number&$count=true${skip === 0 ? '' : `&$skip=${String(skip)}`}`);
        expect([page['@odata.count'], page['@odata.nextLink']]).to.deep.equal([120, undefined]);
        all.push(...page.value.map((row) => row['InvoiceId']));
        if (page.value.length < 50) break;
      }
      expect(new Set(all).size).to.equal(120);
    });

    it('look a row up by its key, and filter and sort as views do', async () => {
      const r = await reader({ class: 'host' });
      expect((await r.get(`/Counterparties(${party(2)})`))['TaxId']).to.equal('7700000002');
      expect(await r.column('Invoices', 'Number', { filter: `(contains(Number,'РМ') and Total ge 200) and CounterpartyId eq ${party(1)}`, orderby: 'Date desc,Number asc' })).to.deep.equal(['РМ-001']);
    });
  });

  describe('Excel and Power BI', () => {
    const EXCEL = { accept: 'application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7', 'odata-maxversion': '4.0' };

    it('are asked for Basic sign-in before anything else, and read the root with whatever they say they take', async () => {
      const r = await reader();
      const first = await r.office.ask('/odata', EXCEL);
      expect([first.status, first.headers['www-authenticate']]).to.deep.equal([401, 'Basic realm="Sidebook", charset="UTF-8"']);
      const basic = { ...EXCEL, authorization: `Basic ${btoa(`k0:${SECRET}`)}` };
      for (const path of ['/odata', '/odata/']) {
        const root = await r.office.ask(path, basic);
        expect([root.status, root.headers['odata-version'], root.headers['content-type']]).to.deep.equal([200, '4.0', 'application/json;odata.metadata=minimal;charset=utf-8']);
        expect((JSON.parse(root.text) as { value: Row[] }).value[0]).to.have.keys('name', 'kind', 'url', 'title');
      }
      const titled = JSON.parse((await r.office.ask('/odata', { ...basic, 'accept-language': 'ru-RU' })).text) as { value: Row[] };
      expect(titled.value.map(({ name, title }) => [name, title])).to.deep.include(['InvoiceLines', 'Строки счетов']);
      expect([...SHARED_SETS, ...PRIVATE_SETS].filter(({ name }) => !FEED_TITLES[name])).to.deep.equal([]);
    });

    it('get a $metadata that is XML, whole, with every navigation bound to a set', async () => {
      const r = await reader();
      const said = await r.ask('/$metadata', EXCEL);
      expect([said.status, said.headers['content-type']]).to.deep.equal([200, 'application/xml;charset=utf-8']);
      const tags = tagsOf(said.text);
      const [sets, types] = [tags.filter((t) => t.name === 'EntitySet'), tags.filter((t) => t.name === 'EntityType').map((t) => `Sidebook.${t.of['Name'] ?? ''}`)];
      expect([sets.length, sets.every((s) => types.includes(s.of['EntityType'] ?? ''))]).to.deep.equal([5, true]);
      expect(tags.filter((t) => t.name === 'NavigationProperty').length).to.equal(tags.filter((t) => t.name === 'NavigationPropertyBinding').length);
      for (const t of tags.filter((x) => x.name === 'NavigationProperty')) expect(types).to.include((t.of['Type'] ?? '').replace(/^Collection\((.*)\)$/, '$1'));
      expect(tags[0]?.of['Version']).to.equal('4.0');
    });

    it('repeat the first page several times and get the same, then follow nextLink to the end', async () => {
      const r = await reader();
      for (let n = 4; n <= 2100; n += 1) await put(r.office, invoiceOf(n, { lines: [] }));
      const [one, two] = [await r.ask('/Invoices', EXCEL), await r.ask('/Invoices', EXCEL)];
      expect(one.text).to.equal(two.text);
      const pages = await r.pages('/Invoices', EXCEL);
      expect(pages.map((p) => p.value.length)).to.deep.equal([1000, 1000, 100]);
    }).timeout(60_000);

    it('fold filter, select, order, top and skip, and open the table behind a row', async () => {
      const r = await reader();
      const folded = "/Invoices?$filter=Date%20ge%202026-02-01T00%3A00%3A00Z%20and%20Date%20lt%202026-03-01T00%3A00%3A00Z%20and%20State%20eq%20'issued'&$select=InvoiceId%2CNumber%2CTotal&$orderby=Total%20desc&$top=1000&$skip=1";
      expect((await r.rows(folded)).map((row) => row['Number'])).to.deep.equal(['РМ-001']);
      expect(await r.rows(`/Invoices(${invoice(2)})/Lines`, { select: 'Line' })).to.have.length(2);
      expect((await r.rows('/Invoices', { expand: 'Lines($select=Line,Price)', select: 'Number,Lines' }))[0]).to.deep.equal({ Number: 'РМ-001', Lines: [{ Line: 1, Price: 100.5 }] });
    });

    it('never meet an address longer than they can follow', async () => {
      const r = await reader();
      const { '@odata.nextLink': link = '' } = await r.get('/Invoices', { filter: `CounterpartyName ne '${'ж'.repeat(60)}'`, orderby: 'CounterpartyName,OrganisationName desc' }, { prefer: 'odata.maxpagesize=1' });
      expect(link.length).to.be.lessThan(2048);
    });
  });

  describe('independent clients', () => {
    it('@odata/client reads rows, filters, counts and single rows', async () => {
      const r = await reader();
      const client = OData.New4({
        serviceEndpoint: `http://127.0.0.1:${String(r.office.server.port)}/odata/`,
        metadataUri: `http://127.0.0.1:${String(r.office.server.port)}/odata/$metadata`,
        credential: { username: 'k0', password: SECRET },
      });
      const set = client.getEntitySet<Row>('Invoices');
      expect(await set.query(client.newFilter().property('State').eq('issued'))).to.have.length(2);
      expect((await set.query(client.newFilter().property('Number').eq("РМ-001")))[0]?.['Total']).to.equal(201);
      const params = client.newOptions().select(['Number', 'Total']).orderby('Total', 'desc').top(1).expand(['Lines']);
      const { value } = await client.newRequest<Row>({ collection: 'Invoices', method: 'GET', params });
      expect([value?.length, value?.[0]?.['Number'], (value?.[0]?.['Lines'] as unknown[]).length]).to.deep.equal([1, 'РМ-002', 2]);
      const refused = await client.getEntitySet<Row>('Nope').query().then(() => '', (error: unknown) => String(error)); // prettier-ignore
      expect(refused).to.include('There is no Nope');
    });

    it('odata-query writes questions the feed answers', async () => {
      const r = await reader();
      const ask = (query: object): Promise<readonly Row[]> => r.rows(`/Invoices${buildQuery(query)}`);
      const numbers = async (query: object): Promise<unknown[]> => (await ask({ ...query, select: ['Number'] })).map((row) => row['Number']);
      expect(await numbers({ filter: { Total: { gt: 200, lt: 1000 } } })).to.deep.equal(['РМ-001']);
      expect(await numbers({ filter: { or: [{ State: 'draft' }, { Number: { startswith: 'РМ-002' } }] } })).to.deep.equal(['РМ-002', null]);
      expect(await numbers({ filter: { not: { State: 'draft' } } })).to.deep.equal(['РМ-001', 'РМ-002']);
      expect(await numbers({ filter: { InvoiceId: { type: 'guid', value: invoice(2) } } })).to.deep.equal(['РМ-002']);
      expect(await numbers({ filter: { Number: { in: ['РМ-001', 'РМ-002'] } } })).to.deep.equal(['РМ-001', 'РМ-002']);
      expect(await numbers({ filter: { Date: { ge: new Date('2026-02-06T00:00:00Z') } } })).to.deep.equal([null]);
      expect(await numbers({ filter: { 'tolower(CounterpartyName)': { contains: 'ёлка' } } })).to.deep.equal(['РМ-002']);
      expect(await numbers({ orderBy: ['Total desc'], top: 1, skip: 1 })).to.deep.equal(['РМ-001']);
      expect((await ask({ expand: { Lines: { select: ['Price'] } }, top: 1 }))[0]?.['Lines']).to.deep.equal([{ Price: 100.5 }]);
    });
  });
}); // prettier-ignore

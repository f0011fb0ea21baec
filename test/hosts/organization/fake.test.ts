/** Check-list O of the host document (hosts/dynamics.md 8), from outside: envelopes on the wire, and an independent client. */
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClientAsync } from 'soap';
import { startFakeDataverse } from '../dataverse/fake.ts';
import { startFakeOrganization, type FakeOptions, type FakeOrganization } from './fake.ts';
import { NS } from './names.ts';
import { parseXml, typeOf, type Element } from './xml.ts';

const every = (e: Element, name: string): Element[] => [
  ...(e.name === name ? [e] : []),
  ...e.children.flatMap((c) => every(c, name)),
];
const PREFIXES = `xmlns:i="${NS.xsi}" xmlns:a="${NS.contracts}" xmlns:b="${NS.generic}" xmlns:c="${NS.xsd}" xmlns:d="${NS.arrays}"`;

describe('fake Organization.svc', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const fake of open.splice(0)) await fake.close();
  });
  const start = async (options: FakeOptions = {}): Promise<FakeOrganization> => {
    const fake = await startFakeOrganization(options);
    open.push(fake);
    return fake;
  };

  const authorization = (fake: FakeOrganization): string =>
    `Basic ${Buffer.from(`${fake.user}:${fake.secret}`).toString('base64')}`;

  async function ask(fake: FakeOrganization, operation: string, inner: string): Promise<Element> {
    const body = `<s:Envelope xmlns:s="${NS.soap11}"><s:Body><${operation} xmlns="${NS.services}" ${PREFIXES}>${inner}</${operation}></s:Body></s:Envelope>`;
    const headers = { authorization: authorization(fake), 'content-type': 'text/xml', soapaction: `"${NS.services}/IOrganizationService/${operation}"` }; // prettier-ignore
    return parseXml(await (await fetch(fake.url, { method: 'POST', headers, body })).text());
  }

  const execute = (fake: FakeOrganization, name: string, parameters = ''): Promise<Element> =>
    ask(fake, 'Execute', `<request i:type="a:OrganizationRequest"><a:Parameters>${parameters}</a:Parameters><a:RequestId i:nil="true"/><a:RequestName>${name}</a:RequestName></request>`); // prettier-ignore
  const fetchXml = (fake: FakeOrganization, fetch: string): Promise<Element> =>
    ask(fake, 'RetrieveMultiple', `<query i:type="a:FetchExpression"><a:Query>${fetch.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c] ?? c)}</a:Query></query>`); // prettier-ignore
  const pair = (key: string, value: string): string =>
    `<a:KeyValuePairOfstringanyType><b:key>${key}</b:key>${value}</a:KeyValuePairOfstringanyType>`;
  const account = (members: string): string => `<entity>${members}</entity>`;
  const NAME = `<a:Attributes>${pair('name', '<b:value i:type="c:string">Ромашка</b:value>')}</a:Attributes>`;

  it('O1 describes itself in documents an independent client loads, over both versions of SOAP', async () => {
    const fake = await start({ data: 'demo' });
    const client = await createClientAsync(`${fake.url}?wsdl`, { wsdl_headers: { authorization: authorization(fake) } });
    expect(Object.keys((client.describe() as Record<string, Record<string, object>>)['OrganizationService']?.['BasicHttpBinding_IOrganizationService'] ?? {}).length).to.equal(8); // prettier-ignore
    const body = `<s:Envelope xmlns:s="${NS.soap12}" xmlns:x="${NS.addressing}"><s:Header><x:Action>${NS.services}/IOrganizationService/Execute</x:Action><x:MessageID>urn:uuid:7</x:MessageID></s:Header><s:Body><Execute xmlns="${NS.services}" ${PREFIXES}><request><a:Parameters/><a:RequestName>WhoAmI</a:RequestName></request></Execute></s:Body></s:Envelope>`;
    const answer = await fetch(fake.url.replace(/\/web$/, ''), { method: 'POST', headers: { authorization: authorization(fake), 'content-type': 'application/soap+xml' }, body }); // prettier-ignore
    const root = parseXml(await answer.text());
    expect([root.ns, every(root, 'RelatesTo')[0]?.text]).to.deep.equal([NS.soap12, 'urn:uuid:7']);
  });

  it('O2 passes over members in another order or namespace, and wants an entity by its name', async () => {
    const fake = await start();
    const late = await ask(fake, 'Create', account(`<a:LogicalName>account</a:LogicalName>${NAME}`));
    expect(every(late, 'Message')[0]?.text).to.include('name is required');
    const foreign = await ask(fake, 'Create', account(`${NAME.replace('a:Attributes', 'c:Attributes').replace('</a:Attributes>', '</c:Attributes>')}<a:LogicalName>account</a:LogicalName>`)); // prettier-ignore
    expect(every(foreign, 'Message')[0]?.text).to.include('name is required');
    const capital = await ask(fake, 'Create', '<Entity/>');
    expect(every(capital, 'Message')[0]?.text).to.include('Value cannot be null');
    await ask(fake, 'Create', account(`${NAME}<a:LogicalName>account</a:LogicalName>`));
    expect(fake.list('account').map((a) => a['name'])).to.deep.equal(['Ромашка']);
  });

  it('O3 types every value in its namespace under changing prefixes, and takes nil for empty', async () => {
    const fake = await start();
    const made = fake.create('account', { name: 'Р', customertypecode: 3, creditlimit: '10.5', creditonhold: true, description: 'x' });
    const seen = new Map<string, string>();
    const prefixes = new Set<string>();
    for (let i = 0; i < 8; i++)
      for (const e of every(await fetchXml(fake, '<fetch><entity name="account"><all-attributes/></entity></fetch>'), 'KeyValuePairOfstringanyType')) {
        const value = e.children.find((c) => c.name === 'value');
        if (value) seen.set(e.children[0]?.text ?? '', `${typeOf(value).ns} ${typeOf(value).name}`);
        prefixes.add((value?.attributes.get('type') ?? '').split(':')[0] ?? '');
      }
    expect(prefixes.size).to.be.greaterThan(1);
    const types = ['accountid', 'name', 'customertypecode', 'creditlimit', 'creditonhold', 'versionnumber', 'createdon'].map((n) => seen.get(n));
    expect(types).to.deep.equal([`${NS.serialization} guid`, `${NS.xsd} string`, `${NS.contracts} OptionSetValue`, `${NS.contracts} Money`, `${NS.xsd} boolean`, `${NS.xsd} long`, `${NS.xsd} dateTime`]);
    const id = String(made['accountid']);
    await ask(fake, 'Update', account(`<a:Attributes>${pair('description', '<b:value i:nil="true"/>')}</a:Attributes><a:Id>${id}</a:Id><a:LogicalName>account</a:LogicalName>`));
    expect(fake.get('account', id)?.['description']).to.equal(null);
    const wrong = await ask(fake, 'Update', account(`<a:Attributes>${pair('customertypecode', '<b:value i:type="c:int">3</b:value>')}</a:Attributes><a:Id>${id}</a:Id><a:LogicalName>account</a:LogicalName>`));
    expect(every(wrong, 'ErrorCode').length).to.equal(0); // an int is a number: taken, as the service takes it
  }); // prettier-ignore

  it('O4 pages with an escaped cookie, and answers FetchXML as QueryExpression', async () => {
    const fake = await start();
    for (const name of ['А', 'Б', 'В']) fake.create('account', { name, customertypecode: 3 });
    const page = async (n: number, cookie: string): Promise<Element> =>
      fetchXml(fake, `<fetch count="2" page="${String(n)}"${cookie === '' ? '' : ` paging-cookie="${cookie.replace(/[<>"&]/g, (c) => `&#${String(c.charCodeAt(0))};`)}"`}><entity name="account"><attribute name="name"/></entity></fetch>`); // prettier-ignore
    const first = await page(1, '');
    const cookie = every(first, 'PagingCookie')[0]?.text ?? '';
    expect([every(first, 'MoreRecords')[0]?.text, every(first, 'TotalRecordCount')[0]?.text]).to.deep.equal(['true', '-1']);
    expect(cookie).to.match(/^<cookie page="1"><accountid last="\{[0-9A-F-]+\}" first="\{[0-9A-F-]+\}" \/><\/cookie>$/);
    const rows = (e: Element): string[] => every(e, 'Id').map((id) => id.text);
    const all = [...rows(first), ...rows(await page(2, cookie))];
    const expression = await ask(fake, 'RetrieveMultiple', '<query i:type="a:QueryExpression"><a:ColumnSet><a:AllColumns>false</a:AllColumns><a:Columns><d:string>name</d:string></a:Columns></a:ColumnSet><a:Criteria><a:Conditions><a:ConditionExpression><a:AttributeName>customertypecode</a:AttributeName><a:Operator>Equal</a:Operator><a:Values><d:anyType i:type="c:int">3</d:anyType></a:Values></a:ConditionExpression></a:Conditions><a:FilterOperator>And</a:FilterOperator></a:Criteria><a:EntityName>account</a:EntityName></query>'); // prettier-ignore
    expect(rows(expression)).to.deep.equal(all);
    expect(new Set(all).size).to.equal(3);
    expect(every(await page(3, cookie), 'ErrorCode').length).to.equal(1);
  });

  it('O5 refuses with signed codes, crashes without detail, and says for how long to wait', async () => {
    const fake = await start({ faults: { status: { status: 429, retryAfter: 65, next: 1 } } });
    const busy = await execute(fake, 'WhoAmI');
    expect([every(busy, 'ErrorCode')[0]?.text, every(busy, 'value')[0]?.text]).to.deep.equal(['-2147015902', 'PT1M5S']);
    const gone = await ask(fake, 'Delete', '<entityName>account</entityName><id>00000000-0000-4000-8000-000000000000</id>');
    expect(every(gone, 'ErrorCode')[0]?.text).to.equal('-2147220969');
    const crash = await ask(fake, 'Create', account(`<a:Attributes>${pair('name', '<b:value i:type="b:string">x</b:value>')}</a:Attributes><a:LogicalName>account</a:LogicalName>`)); // prettier-ignore
    expect([every(crash, 'Fault').length, every(crash, 'OrganizationServiceFault').length]).to.deep.equal([1, 0]);
  });

  it('O6 tells changes and deletions by tokens that expire, and carries out several requests or none', async () => {
    const fake = await start();
    const info = `<a:KeyValuePairOfstringanyType><b:key>PageInfo</b:key><b:value i:type="a:PagingInfo"><a:Count>50</a:Count><a:PageNumber>1</a:PageNumber></b:value></a:KeyValuePairOfstringanyType>`;
    const changes = (token: string): Promise<Element> =>
      execute(fake, 'RetrieveEntityChanges', pair('EntityName', '<b:value i:type="c:string">account</b:value>') + pair('DataVersion', token === '' ? '<b:value i:nil="true"/>' : `<b:value i:type="c:string">${token}</b:value>`) + info); // prettier-ignore
    const one = String(fake.create('account', { name: 'А' })['accountid']);
    const token = every(await changes(''), 'DataToken')[0]?.text ?? '';
    fake.remove('account', one);
    expect(every(await changes(token), 'RemovedItem').map((e) => e.children[0]?.text)).to.deep.equal([one]);
    fake.org.schemaVersion += 1;
    expect(every(await changes(token), 'ErrorCode')[0]?.text).to.equal('-2147204270');
    const create = (attributes: string): string =>
      `<a:OrganizationRequest><a:Parameters><a:KeyValuePairOfstringanyType><b:key>Target</b:key><b:value i:type="a:Entity">${attributes}<a:LogicalName>account</a:LogicalName></b:value></a:KeyValuePairOfstringanyType></a:Parameters><a:RequestName>Create</a:RequestName></a:OrganizationRequest>`;
    await execute(fake, 'ExecuteTransaction', pair('Requests', `<b:value>${create(NAME)}${create('<a:Attributes/>')}</b:value>`));
    expect(fake.list('account')).to.deep.equal([]);
    const old = await start({ quirks: { release: '5.0.9690.0' } });
    expect(every(await execute(old, 'ExecuteTransaction'), 'ErrorCode').length).to.equal(1);
  });

  it('O7 shows what the Web API wrote, and the other way round', async () => {
    const web = await startFakeDataverse();
    open.push(web);
    const fake = await start({ org: web.org });
    web.create('account', { name: 'Оттуда', customertypecode: 3 });
    const found = await fetchXml(fake, '<fetch><entity name="account"><attribute name="name"/></entity></fetch>');
    expect(every(found, 'value').map((v) => v.text)).to.include('Оттуда');
    await ask(fake, 'Create', account(`${NAME}<a:LogicalName>account</a:LogicalName>`));
    expect(web.list('account').map((a) => a['name'])).to.include('Ромашка');
  });

  it('is described with a test for every box there is', () => {
    const here = (path: string): string => readFileSync(join(import.meta.dirname, path), 'utf8');
    const guide = here('../../../docs/reference/fake-organization.md');
    const named = [...guide.slice(guide.indexOf('## What is proven')).matchAll(/"([^"]+)"/g)].map((m) => m[1]);
    const titles = [...here('fake.test.ts').matchAll(/\bit\('(O\d .+?)',/g)].map((m) => m[1]);
    expect(named).to.deep.equal(titles);
  });
});

/** The fakes of 1C's web services by what they answer on the wire, asked without the connector (hosts/1c.md 10, boxes of SOAP). */
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipped } from '../../../connector/zipped.ts';
import { startFakeEnterpriseData, type FakeEnterpriseData, type FakeOptions } from '../enterprisedata/fake.ts';
import { counterparty } from '../enterprisedata/objects.ts';
import { startFakeOnec, type FakeOnec } from '../onec/fake.ts';
import { party } from '../onec/samples.ts';
import { NS, SOAP11, SOAP12 } from '../soap/wire.ts';

const EXCHANGE = 'http://www.1c.ru/SSL/EnterpriseDataExchange_1_0_1_1';
const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const bytewise = (text: string): string => Buffer.from(text).toString('latin1');

interface Said {
  readonly status: number;
  readonly text: string;
}

describe('the fakes of 1C web services', () => {
  let [service, exchange]: [FakeOnec, FakeEnterpriseData] = [] as never;
  const more: FakeEnterpriseData[] = [];
  before(async () => {
    service = await startFakeOnec({});
    exchange = await startFakeEnterpriseData({ data: 'demo' });
  });
  after(async () => {
    for (const fake of [service, exchange, ...more]) await fake.close();
  });
  const other = async (options: FakeOptions): Promise<FakeEnterpriseData> => {
    const fake = await startFakeEnterpriseData(options);
    more.push(fake);
    return fake;
  };

  async function get(url: string, signedIn: string | null): Promise<Said> {
    const answer = await fetch(url, { headers: signedIn === null ? {} : { authorization: signedIn } });
    return { status: answer.status, text: await answer.text() };
  }
  async function post(url: string, authorization: string, action: string, inner: string, soap = SOAP11): Promise<Said> {
    const headers = soap === SOAP11 ? { 'content-type': 'text/xml; charset=utf-8', soapaction: bytewise(`"${action}"`) } : { 'content-type': bytewise(`application/soap+xml; charset=utf-8; action="${action}"`) }; // prettier-ignore
    const body = `<s:Envelope xmlns:s="${soap}"><s:Body>${inner}</s:Body></s:Envelope>`;
    const answer = await fetch(url, { method: 'POST', headers: { ...headers, authorization }, body });
    return { status: answer.status, text: await answer.text() };
  }
  const ofService = (name: string, inner: string, soap?: string): Promise<Said> =>
    post(service.ws, basic(service.user, service.password), `${NS}#Обмен:${name}`, `<m:${name} xmlns:m="${NS}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${inner}</m:${name}>`, soap); // prettier-ignore
  const ofExchange = (name: string, values: Readonly<Record<string, string>>, to = exchange, soap?: string): Promise<Said> =>
    post(`${to.url}EnterpriseDataExchange_1_0_1_1.1cws`, basic(to.user, to.password), `${EXCHANGE}#EnterpriseDataExchange_1_0_1_1:${name}`, `<m:${name} xmlns:m="${EXCHANGE}">${Object.entries(values).map(([n, v]) => `<m:${n}>${v}</m:${n}>`).join('')}</m:${name}>`, soap); // prettier-ignore
  const node = { ExchangePlanName: 'СинхронизацияДанныхЧерезУниверсальныйФормат', PeerCode: 'СБ' };
  const valueOf = (name: string, { text }: Said): string => new RegExp(`<\\w+:${name}[^>]*>([^<]*)<`).exec(text)?.[1] ?? '';

  for (const [who, of] of [
    ['any service', () => [service.ws, basic(service.user, service.password)]],
    ['the exchange', () => [`${exchange.url}EnterpriseDataExchange_1_0_1_1.1cws`, basic(exchange.user, exchange.password)]],
  ] as const)
    it(`describe ${who} in 1C's layout, with both bindings and an address nobody can reach, and only to who is signed in`, async () => {
      const [url = '', signedIn = ''] = of();
      expect((await get(`${url}?wsdl`, null)).status).to.equal(401);
      const { status, text } = await get(`${url}?wsdl`, signedIn);
      expect(status).to.equal(200);
      for (const part of ['soapbind:', 'soap12bind:', 'SoapBinding"', 'Soap12Binding"', 'RequestMessage"', 'style="document"', 'elementFormDefault="qualified"']) expect(text).to.include(part); // prettier-ignore
      expect(/address location="([^"]*)"/.exec(text)?.[1]).to.not.include('127.0.0.1');
    });

  it('take elements in their order alone, none missing, and nil only where it may be', async () => {
    const nil = (name: string): string => `<m:${name} xsi:nil="true"/>`;
    expect((await ofService('СписокКонтрагентов', `${nil('После')}<m:Сколько>5</m:Сколько>`)).status).to.equal(200);
    for (const wrong of [
      `<m:Сколько>5</m:Сколько>${nil('После')}`,
      '<m:Сколько>5</m:Сколько>',
      `${nil('После')}${nil('Сколько')}`,
      `${nil('После')}<m:Сколько>пять</m:Сколько>`,
    ]) {
      // prettier-ignore
      const { status, text } = await ofService('СписокКонтрагентов', wrong);
      expect([status, text.includes('Ошибка преобразования данных XDTO')], wrong).to.deep.equal([500, true]);
    }
    expect((await ofExchange('TestConnection', node)).status).to.equal(200);
    expect((await ofExchange('TestConnection', { PeerCode: 'СБ', ExchangePlanName: node.ExchangePlanName })).text).to.include('XDTO'); // prettier-ignore
  });

  it('tell an empty element from nil, and name xs and xsi on every child', async () => {
    party(service, { Description: 'Пустой' });
    const { text } = await ofService('НайтиКонтрагентов', '<m:ИНН xsi:nil="true"/><m:КПП xsi:nil="true"/><m:Наименование>Пустой</m:Наименование>'); // prettier-ignore
    expect(text)
      .to.include('<d:Комментарий/>')
      .and.match(/<m:return xmlns:xs="[^"]+" xmlns:xsi="[^"]+"/);
    const prepared = await ofExchange('PrepareDataForGetting', { ...node, PartSize: '0' });
    for (const child of ['return', 'OperationID', 'ErrorMessage']) expect(prepared.text).to.match(new RegExp(`<m:${child} xmlns:xs="[^"]+" xmlns:xsi="[^"]+"`)); // prettier-ignore
    expect(prepared.text).to.match(/<m:ErrorMessage[^>]* xsi:nil="true"\/>/);
  });

  it('speak SOAP 1.2 as well, with its own fault', async () => {
    const { status, text } = await ofService('СписокКонтрагентов', '', SOAP12);
    expect([status, text.includes('<soap:Reason>'), text.includes(SOAP12)]).to.deep.equal([500, true, true]);
    expect((await ofExchange('Ping', {}, exchange, SOAP12)).text).to.include(SOAP12);
  });

  it('say what went wrong in ErrorMessage where 1C does, in a fault where 1C does', async () => {
    const unknown = await ofExchange('TestConnection', { ...node, PeerCode: 'ХХ' });
    expect([unknown.status, valueOf('return', unknown), valueOf('ErrorMessage', unknown)]).to.deep.equal([200, 'false', 'Заданный узел плана обмена не найден: ХХ']); // prettier-ignore
    const absent = await ofExchange('GetDataPart', { FileID: 'нет', PartNumber: '1' });
    expect([absent.status, valueOf('ErrorMessage', absent), valueOf('return', absent)]).to.deep.equal([200, 'Часть файла с указанным номером не найдена.', '']); // prettier-ignore
    for (const bad of [
      await ofExchange('PutFilePart', { FileID: '', PartNumber: '1', PartData: '' }),
      await ofExchange('PutData', { ...node, FileID: 'никакой' }),
    ])
      // prettier-ignore
      expect([bad.status, bad.text.includes('faultstring')]).to.deep.equal([500, true]);
  });

  it('name module and line in a fault, and its reason twice', async () => {
    for (const { text } of [
      await ofService('Нет', ''),
      await ofExchange('PutFilePart', { FileID: '', PartNumber: '1', PartData: '' }),
    ])
      // prettier-ignore
      expect(text).to.match(/\{W[eе]bСервис\.\S+\.Модуль\(\d+\)\}: [\s\S]*по причине:\s*\{W[eе]bСервис/);
  });

  it('work on in the background: active, then completed or failed; an operation nobody knows was canceled', async () => {
    const fake = await other({ data: 'demo', habits: { actives: 2, failures: { load: 'Период закрыт' } } });
    const operation = valueOf('OperationID', await ofExchange('PrepareDataForGetting', { ...node, PartSize: '0' }, fake));
    const states: string[] = [];
    for (let i = 0; i < 3; i++) states.push(valueOf('Status', await ofExchange('PrepareDataActionResult', { OperationID: operation }, fake))); // prettier-ignore
    expect(states).to.deep.equal(['Active', 'Active', 'Completed']);
    await ofExchange('PutFilePart', { FileID: 'ф', PartNumber: '1', PartData: 'AAAA' }, fake);
    const loading = valueOf('OperationID', await ofExchange('PutData', { ...node, FileID: 'ф' }, fake));
    for (let i = 0; i < 2; i++) await ofExchange('PutDataActionResult', { OperationID: loading }, fake);
    const failed = await ofExchange('PutDataActionResult', { OperationID: loading }, fake);
    expect([valueOf('return', failed), valueOf('ErrorMessage', failed)]).to.deep.equal(['Failed', 'Период закрыт']);
    expect(valueOf('return', await ofExchange('PutDataActionResult', { OperationID: 'никто' }, fake))).to.equal('Canceled');
  });

  /** The archive 1C prepared, joined from its parts. */
  async function fetched(fake: FakeEnterpriseData, partKb: string): Promise<{ bytes: Buffer; sizes: number[] }> {
    const operation = valueOf('OperationID', await ofExchange('PrepareDataForGetting', { ...node, PartSize: partKb }, fake));
    const done = await ofExchange('PrepareDataActionResult', { OperationID: operation }, fake);
    const parts: Buffer[] = [];
    for (let n = 1; n <= Number(valueOf('PartCount', done)); n++)
      parts.push(Buffer.from(valueOf('return', await ofExchange('GetDataPart', { FileID: valueOf('FileID', done), PartNumber: String(n) }, fake)), 'base64')); // prettier-ignore
    return { bytes: Buffer.concat(parts), sizes: parts.map((p) => p.length) };
  }

  it('cut a zipped data.xml into parts of so many kilobytes', async () => {
    const fake = await other({});
    for (let n = 1; n <= 400; n++) fake.base.put(counterparty({ id: `11111111-0000-4000-8000-${String(n * 7919).padStart(12, '0')}`, name: `Лютик ${String((n * 104729) % 99991)}` })); // prettier-ignore
    const whole = await fetched(fake, '0');
    const cut = await fetched(fake, '1');
    expect(whole.sizes.length).to.equal(1);
    expect(cut.sizes.length).to.be.greaterThan(1);
    expect(cut.sizes.slice(0, -1).every((size) => size === 1024)).to.equal(true);
    expect(whole.bytes.toString('latin1'))
      .to.match(/^PK\x03\x04/)
      .and.include('data.xml');
  });

  /** One of our messages, put and loaded; what 1C says of it. */
  async function loaded(fake: FakeEnterpriseData, xml: string, fileId: string): Promise<[string, string]> {
    const bytes = await zipped([['data.xml', [Buffer.from(xml)]]]);
    await ofExchange('PutFilePart', { FileID: fileId, PartNumber: '1', PartData: bytes.toString('base64') }, fake);
    const operation = valueOf('OperationID', await ofExchange('PutData', { ...node, FileID: fileId }, fake));
    const said = await ofExchange('PutDataActionResult', { OperationID: operation }, fake);
    return [valueOf('return', said), valueOf('ErrorMessage', said)];
  }
  const ours = (fake: FakeEnterpriseData, no: number, received: number): string =>
    fake.base.envelope(fake.base.header(no).replace(/<msg:ReceivedNo>\d+/, `<msg:ReceivedNo>${String(received)}`), '');

  it('number messages both ways: what is confirmed is not sent again, what was taken is not taken again', async () => {
    const fake = await other({ data: 'demo' });
    await fetched(fake, '0');
    expect([fake.base.sentNo, fake.base.registered.size]).to.deep.equal([1, 6]);
    expect(await loaded(fake, ours(fake, 1, 0), 'а')).to.deep.equal(['Completed', '']);
    expect(fake.base.registered.size).to.equal(6);
    expect(await loaded(fake, ours(fake, 2, 1), 'б')).to.deep.equal(['Completed', '']);
    expect([fake.base.receivedNo, fake.base.registered.size]).to.deep.equal([2, 0]);
    expect((await loaded(fake, ours(fake, 2, 1), 'в'))[1]).to.include('Номер сообщения меньше или равен');
    expect(fake.base.message()).to.include('<msg:ReceivedNo>2</msg:ReceivedNo>');
  });

  it('offer the versions they were given, and write in the highest', async () => {
    const fake = await other({ versions: ['1.8'], data: 'demo' });
    expect(fake.base.message())
      .to.include('Ромашка ООО')
      .and.include('AvailableVersion>1.8<')
      .and.include('EnterpriseData/1.8"')
      .and.not.include('1.17');
    expect(exchange.base.message()).to.include('EnterpriseData/1.17"');
    const versions = await post(`${exchange.url}InterfaceVersion.1cws`, basic(exchange.user, exchange.password), 'http://www.1c.ru/SaaS/1.0/WS#InterfaceVersion:GetVersions', '<m:GetVersions xmlns:m="http://www.1c.ru/SaaS/1.0/WS"><m:InterfaceName>EnterpriseDataExchange</m:InterfaceName></m:GetVersions>'); // prettier-ignore
    expect(versions.text).to.include('1.0.1.1');
  });

  it('notice a private value in an envelope, and packed in a message', async () => {
    service.forbid(['цена 950']);
    await ofService('НайтиКонтрагентов', '<m:ИНН xsi:nil="true"/><m:КПП xsi:nil="true"/><m:Наименование>цена 950</m:Наименование>'); // prettier-ignore
    expect(service.log.at(-1)?.leaks).to.deep.equal(['цена 950']);
    const fake = await other({});
    fake.forbid(['цена 950']);
    await loaded(fake, `${ours(fake, 1, 0)}<!-- цена 950 -->`, 'а');
    expect(fake.base.leaks).to.deep.equal(['цена 950']);
  });

  it('answer slowly, not at all, half, or with a page, as they are told', async () => {
    const fake = await other({ data: 'demo' });
    const ping = (): Promise<Said | string> => ofExchange('Ping', {}, fake).catch(() => 'cut');
    fake.faults.cutBody = { next: 1 };
    expect(await ping()).to.equal('cut');
    fake.faults.html200 = { next: 1 };
    expect(JSON.stringify(await ping())).to.include('<!DOCTYPE html>');
    fake.faults.dropAfter = { next: 1 };
    expect(await ping()).to.equal('cut');
    fake.faults.delay = { next: 1, ms: 30 };
    const started = performance.now();
    await ping();
    expect(performance.now() - started).to.be.at.least(25);
  });

  it('replay a prepared answer of any service byte for byte', async () => {
    const prepared = `<?xml version="1.0"?><soap:Envelope xmlns:soap="${SOAP11}"><soap:Body>  ё\t</soap:Body></soap:Envelope>`;
    service.reply({ method: 'POST', path: 'ws/', contentType: 'text/xml; charset=utf-8', body: prepared, next: 1 });
    expect((await ofService('Долги', '')).text).to.equal(prepared);
    const reply = JSON.stringify([{ path: 'EnterpriseDataExchange', method: 'POST', body: prepared, next: 1 }]);
    await fetch(`${exchange.control}reply`, { method: 'POST', body: reply });
    expect((await ofExchange('Ping', {})).text).to.equal(prepared);
    expect((await ofExchange('Ping', {})).text).to.include('PingResponse');
  });

  it('are described with a test for every box there is', () => {
    const here = (path: string): string => readFileSync(join(import.meta.dirname, path), 'utf8');
    const guide = here('../../../docs/reference/fake-onec-services.md');
    const named = [...guide.slice(guide.indexOf('## What is proven')).matchAll(/"([^"]+)"/g)].map((m) => m[1]);
    const files = ['fakes.test.ts', 'guide.test.ts', '../enterprisedata/bad-input.test.ts', '../enterprisedata/corpus.test.ts', '../enterprisedata/exchange.test.ts', '../soap/client.test.ts']; // prettier-ignore
    const titles = new Set(files.flatMap((f) => [...here(f).matchAll(/\bit\((['"`])(.+?)\1,/g)].map((m) => m[2])));
    expect(named.length).to.be.greaterThan(15);
    expect(named.filter((title) => !titles.has(title))).to.deep.equal([]);
  });
});

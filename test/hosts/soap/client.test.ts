/** The SOAP client by what leaves and what comes, byte by byte. */
import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { message } from '../../../connector/errors.ts';
import type { Gate, Outgoing } from '../../../connector/hosts/gate.ts';
import { HostError } from '../../../connector/hosts/host.ts';
import { SoapClient, type SoapAnswer, type SoapObject, type SoapOptions } from '../../../connector/hosts/soap/index.ts';
import { envelope, fault11, fault12, wireServer, wsdlOf, type Said, type WireServer } from './wire.ts';

const WSDL = wsdlOf({
  types: {
    Счет: ['Номер', 'Сумма xs:decimal nil', 'Дата xs:dateTime', 'Проведен xs:boolean', 'Строки t:Строка many'],
    Строка: ['Товар', 'Количество xs:decimal'],
  },
  operations: {
    Записать: [['Ид', 'Счет t:Счет nil', 'Версия xs:string nil'], ['return t:Счет nil', 'Ответ xs:string nil']],
    Прочитать: [['Ид'], ['return t:Счет nil']],
  },
}); // prettier-ignore

/** Bytes that are left once everything nobody needs is thrown away. */
function inUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

const gateOf = (seen: Outgoing[]): Gate => ({ pass: async (o) => void seen.push(o) });
const writing = {
  entity: 'invoice',
  set: 'Счет',
  record: 'r',
  hostId: null,
  units: ['lines'],
  action: null,
  shown: null,
} as const;
const world = { now: () => new Date(0), random: () => 0.5, sleep: async () => undefined };
const AUTH = `Basic ${Buffer.from('Обмен:тайна').toString('base64')}`;

describe('SOAP client', () => {
  let server: WireServer;
  let client: SoapClient | null = null;
  let seen: Outgoing[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'wsdl-'));
  after(() => rmSync(folder, { recursive: true }));

  beforeEach(async () => {
    seen = [];
    server = await wireServer(() => ({ body: WSDL }));
  });
  afterEach(async () => {
    await client?.close();
    client = null;
    await server.close();
  });

  async function open(more: Partial<SoapOptions> = {}): Promise<SoapClient> {
    client = await SoapClient.open({
      id: 'buh', url: server.url, wsdl: { url: `${server.url}?wsdl` }, headers: async () => ({ authorization: AUTH }), world, gate: gateOf(seen), tries: 3, ...more,
    }); // prettier-ignore
    return client;
  }
  /** Opens, then lets the server say this to every envelope. */
  async function ask(said: Said | string, more: Partial<SoapOptions> = {}): Promise<SoapAnswer> {
    const opened = await open(more);
    server.answer = () => (typeof said === 'string' ? { body: said } : said);
    return opened.call('Прочитать', { Ид: '1' }, { at: { set: 'Прочитать' } });
  }
  async function refusal(work: () => Promise<unknown>): Promise<HostError> {
    try {
      await work();
    } catch (error) {
      if (error instanceof HostError) return error;
      throw error;
    }
    throw new Error('nothing was refused');
  }
  const bodyOf = (xml: string): string => /<soap:Body>(.*)<\/soap:Body>/s.exec(xml)?.[1] ?? '';

  it('writes arguments in the order of the schema, whatever order they were given in', async () => {
    const opened = await open();
    server.answer = () => ({ body: envelope('Записать', '<m:return xsi:nil="true"/><m:Ответ/>') });
    const счет: SoapObject = { Строки: [{ Количество: '1.500', Товар: 'Гвозди <№5> & "шурупы"' }, { Товар: '', Количество: '2' }], Проведен: 'false', Дата: '2026-02-24T00:00:00', Номер: ' 0001 ' }; // prettier-ignore
    await opened.call('Записать', { Счет: счет, Ид: '1' }, { at: { set: 'Записать' }, writing });
    expect(bodyOf(server.came.at(-1)!.body).replaceAll(/ xmlns(:\w+)?="[^"]*"/g, '')).to.equal(
      '<Записать><Ид>1</Ид><Счет><t:Номер> 0001 </t:Номер><t:Сумма xsi:nil="true"></t:Сумма><t:Дата>2026-02-24T00:00:00</t:Дата><t:Проведен>false</t:Проведен>' +
        '<t:Строки><t:Товар>Гвозди &lt;№5&gt; &amp; &quot;шурупы&quot;</t:Товар><t:Количество>1.500</t:Количество></t:Строки><t:Строки><t:Товар></t:Товар><t:Количество>2</t:Количество></t:Строки></Счет>' +
        '<Версия xsi:nil="true"></Версия></Записать>',
    );
  });

  it('speaks 1.1: the action in its header, Cyrillic as UTF-8, to the configured address alone', async () => {
    await ask(envelope('Прочитать', '<m:return xsi:nil="true"/>'));
    const { method, path, headers, body } = server.came.at(-1)!;
    expect([method, decodeURIComponent(path)]).to.deep.equal(['POST', '/base/ws/обмен.1cws']);
    expect(headers).to.include({ soapaction: '"http://sidebook.example/обмен#Обмен:Прочитать"', 'content-type': 'text/xml; charset=utf-8', authorization: AUTH }); // prettier-ignore
    expect(body).to.contain('http://schemas.xmlsoap.org/soap/envelope/').and.contain('<Ид>1</Ид>');
  });

  it('speaks 1.2: the action in the content type, and its own namespace', async () => {
    const answer = await ask(envelope('Прочитать', '<m:return xsi:nil="true"/>', 'http://www.w3.org/2003/05/soap-envelope'), { version: '1.2' }); // prettier-ignore
    const { headers, body } = server.came.at(-1)!;
    expect(headers['content-type']).to.equal('application/soap+xml; charset=utf-8; action="http://sidebook.example/обмен#Обмен:Прочитать"'); // prettier-ignore
    expect(headers['soapaction']).to.equal(undefined);
    expect(body).to.contain('http://www.w3.org/2003/05/soap-envelope');
    expect(answer.result).to.deep.equal({ return: null });
  });

  it('signs in for the WSDL too', async () => {
    server.answer = ({ headers }) => (headers['authorization'] === AUTH ? { body: WSDL } : { status: 401, body: '<html>Войдите</html>' }); // prettier-ignore
    expect([...(await open()).operations.keys()]).to.deep.equal(['Записать', 'Прочитать']);
  });

  it('keeps every value the text it was', async () => {
    const answer = await ask(
      envelope('Прочитать', '<m:return><d:Номер> 0001 </d:Номер><d:Сумма>12345678901234567.89</d:Сумма><d:Дата>2026-02-24T23:59:59</d:Дата><d:Проведен>true</d:Проведен><d:Строки><d:Товар>ё &amp; &lt;</d:Товар><d:Количество>9007199254740993</d:Количество></d:Строки></m:return>'),
    ); // prettier-ignore
    expect(answer.result).to.deep.equal({
      return: { Номер: ' 0001 ', Сумма: '12345678901234567.89', Дата: '2026-02-24T23:59:59', Проведен: 'true', Строки: [{ Товар: 'ё & <', Количество: '9007199254740993' }] },
    }); // prettier-ignore
  });

  it('tells nil, empty and absent apart', async () => {
    const answer = await ask(envelope('Прочитать', '<m:return><d:Номер/><d:Сумма xsi:nil="true"/><d:Строки><d:Товар xsi:type="xs:string"/></d:Строки></m:return>')); // prettier-ignore
    expect(answer.result).to.deep.equal({ return: { Номер: '', Сумма: null, Строки: [{ Товар: '' }] } });
  });

  it('holds no answer in memory for the sake of an id that was kept', async () => {
    const opened = await open();
    const body = envelope('Прочитать', `<m:return><d:Номер>7d0c3a52-8a4e-11f0-a1b2-00155d000000</d:Номер>${`<d:Строки><d:Товар>${'ж'.repeat(60_000)}</d:Товар></d:Строки>`.repeat(8)}</m:return>`); // prettier-ignore
    server.answer = () => ({ body });
    const number = async (): Promise<unknown> => Reflect.get(Object((await opened.call('Прочитать', { Ид: '1' }, { at: {} })).result?.['return']), 'Номер'); // prettier-ignore
    const ids = [await number()];
    const before = inUse();
    for (let n = 0; n < 8; n++) ids.push(await number());
    expect(inUse() - before, `${String(ids.length)} ids`).to.be.below(4 * body.length);
  });

  it('gives a fault as data, of both versions', async () => {
    const text = 'Неизвестная ошибка. {WebСервис.Обмен.Модуль(25)}: Период закрыт';
    const one = await ask({ status: 500, body: fault11(text, '<Где>Счет</Где>') });
    expect(one.fault).to.deep.equal({ code: 'soap:Server', text, detail: { Где: 'Счет' }, status: 500 });
    await client!.close();
    server.answer = () => ({ body: WSDL });
    const two = await ask({ status: 500, body: fault12(text) }, { version: '1.2' });
    expect(two.fault).to.include({ code: 'soap:Receiver', text });
  });

  it('sends nothing the WSDL does not know, and nothing without what it demands', async () => {
    const opened = await open();
    const wrong = (name: string, values: SoapObject) => refusal(() => opened.call(name, values, { at: {}, writing }));
    const before = server.came.length;
    expect(await wrong('Удалить', {})).to.include({ code: 'operation-absent', kind: 'not-published' });
    expect((await wrong('Записать', { Ид: '1', Счет: { Номер: '1', Дата: '', Проведен: '', Цена: '5' } }))).to.deep.include({ code: 'argument-unknown', at: { what: 'Записать/Счет/Цена', set: 'Записать/Счет/Цена' } }); // prettier-ignore
    expect(await wrong('Записать', {})).to.include({ code: 'argument-absent' });
    expect(server.came.length).to.equal(before);
  });

  it('shows the gate what an envelope says before it leaves', async () => {
    const opened = await open();
    server.answer = () => ({ body: envelope('Записать', '<m:return xsi:nil="true"/><m:Ответ/>') });
    await opened.call('Записать', { Ид: '1', Счет: null }, { at: {}, writing, says: '{"Комментарий":"свой"}' });
    expect(seen.at(-1)).to.deep.include({ method: 'POST', body: '{"Комментарий":"свой"}', writing, envelope: server.came.at(-1)!.body }); // prettier-ignore
    await opened.call('Записать', { Ид: '1', Счет: null }, { at: {} });
    expect(seen.at(-1)).to.deep.include({ body: '{"Ид":"1","Счет":null,"Версия":null}', writing: null });
  });

  it('repeats what only asks, and never what writes', async () => {
    const opened = await open();
    let left = 2;
    server.answer = () => (left-- > 0 ? { status: 503, body: 'занято' } : { body: envelope('Прочитать', '<m:return xsi:nil="true"/>') }); // prettier-ignore
    await opened.call('Прочитать', { Ид: '1' }, { at: {} });
    expect(server.came.length).to.equal(4);
    server.answer = () => ({ status: 503, body: 'занято' });
    expect(await refusal(() => opened.call('Записать', { Ид: '1' }, { at: {}, writing }))).to.include({ code: 'host-unreachable', outcome: 'unknown' }); // prettier-ignore
    expect(server.came.length).to.equal(5);
  });

  it('waits as long as the server asks before it asks again, also after a write, and says so of that', async () => {
    const slept: number[] = [];
    let now = 0;
    const sleep = async (ms: number): Promise<void> => {
      slept.push(ms);
      now += ms;
    };
    const opened = await open({ world: { ...world, now: () => new Date(now), sleep } });
    for (const status of [429, 503]) {
      let left = 1;
      server.answer = () => (left-- > 0 ? { status, body: 'занято', headers: { 'retry-after': '7' } } : { body: envelope('Прочитать', '<m:return xsi:nil="true"/>') }); // prettier-ignore
      await opened.call('Прочитать', { Ид: '1' }, { at: {} });
      server.answer = () => ({ status, body: 'занято', headers: { 'retry-after': '7' } });
      const error = await refusal(() => opened.call('Записать', { Ид: '1' }, { at: {}, writing }));
      expect([error.retryAfterMs, error.outcome]).to.deep.equal([7000, status === 429 ? 'not-sent' : 'unknown']);
    }
    expect(slept).to.deep.equal([7000, 7000, 7000]);
  });

  it('takes no answer for none: cut, empty, a page, another encoding, what no service sends', async () => {
    const opened = await open();
    const whole = envelope('Прочитать', '<m:return xsi:nil="true"/>');
    const deep = `<m:return>${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}</m:return>`;
    const said: readonly (readonly [Said, string])[] = [
      [{ body: whole, cutAfter: 100 }, 'connection-cut'],
      [{ body: whole.slice(0, -20) }, 'xml-cut'],
      [{ body: '' }, 'xml-cut'],
      [{ body: '<!DOCTYPE html><html><body>Вход</body></html>' }, 'html-instead-of-xml'],
      [{ body: Buffer.from(envelope('Прочитать', '<m:return>Ж</m:return>'), 'utf16le').subarray(0, -2) }, 'xml-cut'],
      [{ body: Buffer.from('<?xml version="1.0" encoding="utf-8"?><a>\xc6</a>', 'latin1') }, 'xml-encoding'],
      [{ body: '<?xml version="1.0" encoding="windows-1251"?><a>Ж</a>' }, 'xml-encoding'],
      [{ body: `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>${whole}` }, 'xml-dangerous'],
      [{ body: envelope('Прочитать', deep) }, 'xml-dangerous'],
      [{ body: envelope('Прочитать', '<__proto__><x>1</x></__proto__>') }, 'xml-dangerous'],
      [{ body: envelope('Прочитать', '<x:valueOf xmlns:x="x">1</x:valueOf>') }, 'xml-dangerous'],
      [{ body: envelope('Иное', '') }, 'not-understood'],
      [{ body: '<a/>' }, 'not-understood'],
      [{ body: envelope('Прочитать', '<m:return>&неизвестно;</m:return>') }, 'not-understood'],
      [{ body: gzipSync(Buffer.alloc(70_000_000, 32)), headers: { 'content-encoding': 'gzip' } }, 'answer-too-long'],
      [{ status: 401, body: 'ООО Ромашка' }, 'wrong-password'],
      [{ status: 404, body: 'нет' }, 'no-such-service'],
      [{ status: 415, body: 'нет' }, 'soap-version'],
      [{ status: 302, body: '', headers: { location: 'http://other.example/' } }, 'redirected'],
      [{ status: 500, body: '<html>Идёт обновление</html>' }, 'host-updating'],
    ];
    for (const [one, code] of said) {
      server.answer = () => one;
      const error = await refusal(() => opened.call('Прочитать', { Ид: '1' }, { at: { set: code } }));
      expect(error.code, one.body.toString().slice(0, 60)).to.equal(code);
      expect(JSON.stringify([error.message, error.at, { ...error }])).not.to.contain('Ромашка');
    }
    expect(Object.getPrototypeOf({})).to.equal(Object.prototype);
  });

  it('reads an answer in windows-1251 and a packed one', async () => {
    const text = envelope('Прочитать', '<m:return xsi:nil="true"/>');
    expect((await ask({ body: gzipSync(text), headers: { 'content-encoding': 'gzip' } })).result).to.deep.equal({ return: null });
    const ansi = Buffer.concat([...`<?xml version="1.0" encoding="windows-1251"?>${text}`].map((c) => Buffer.from([toAnsi(c)])));
    server.answer = () => ({ body: ansi, headers: { 'content-type': 'text/xml' } });
    expect((await client!.call('Прочитать', { Ид: '1' }, { at: {} })).result).to.deep.equal({ return: null });
  });

  it('reads a WSDL from a file, with what it imports beside it, and none of the network', async () => {
    writeFileSync(join(folder, 'обмен.wsdl'), WSDL.replace('<types>', '<types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:import namespace="http://more.example" schemaLocation="http://internal.example/deep/more.xsd"/></xs:schema>')); // prettier-ignore
    writeFileSync(join(folder, 'more.xsd'), '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://more.example"/>'); // prettier-ignore
    expect((await open({ wsdl: { file: join(folder, 'обмен.wsdl') } })).operations.size).to.equal(2);
    expect(server.came).to.deep.equal([]);
    expect(await refusal(() => open({ wsdl: { file: join(folder, 'нет.wsdl') } }))).to.include({ code: 'wsdl-missing' });
  });

  it('asks the configured host for imports, and no other', async () => {
    const importing = (from: string): string => WSDL.replace('<types>', `<types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:import namespace="http://more.example" schemaLocation="${from}"/></xs:schema>`); // prettier-ignore
    const xsd = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://more.example"/>';
    server.answer = ({ path }) => ({ body: path.endsWith('?xsd=1') ? xsd : importing('http://internal.example/base/ws/x.1cws?xsd=1') }); // prettier-ignore
    await open();
    expect(server.came.map(({ path }) => path)).to.include('/base/ws/x.1cws?xsd=1');
    server.answer = () => ({ body: importing('http://other.example/elsewhere.xsd') });
    expect(await refusal(() => open())).to.include({ code: 'wsdl-missing' });
    server.answer = () => ({ body: importing('file:///etc/passwd') });
    expect(await refusal(() => open())).to.include({ code: 'wsdl-missing' });
  });

  it('says what is wrong with a WSDL', async () => {
    const said: readonly (readonly [Said, string])[] = [
      [{ status: 404, body: 'нет' }, 'no-such-service'],
      [{ status: 401, body: 'ООО Ромашка' }, 'wrong-password'],
      [{ body: '<!DOCTYPE html><html>Вход</html>' }, 'html-instead-of-xml'],
      [{ body: '<a/>' }, 'wsdl-unreadable'],
      [{ body: '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>' }, 'wsdl-unreadable'],
      [{ body: WSDL.replace('<types>', '<!DOCTYPE x><types>') }, 'xml-dangerous'],
    ];
    for (const [one, code] of said) {
      server.answer = () => one;
      const error = await refusal(() => open());
      expect(error.code, one.body.toString().slice(0, 60)).to.equal(code);
      expect(message(error.code, { host: 'buh', ...error.at }, 'ru').what).to.not.match(/\(\)|\{\w+\}/);
    }
  });
});

/** Cyrillic capital and small letters of windows-1251; ё is not needed. */
const toAnsi = (letter: string): number => {
  const code = letter.codePointAt(0) ?? 0;
  return code < 128 ? code : code - 0x410 + 0xc0;
};

/** What the corpus recorded of the exchange, replayed: its operations, its WSDL, the header's package, the first message of a real base. */
import { expect } from 'chai';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Exchange } from '../../../connector/hosts/enterprisedata/exchange.ts';
import { formatOf, type Format } from '../../../connector/hosts/enterprisedata/formats.ts';
import { messageXml } from '../../../connector/hosts/enterprisedata/header.ts';
import { SoapExchange, type ExchangeService } from '../../../connector/hosts/enterprisedata/index.ts';
import { Mirror } from '../../../connector/hosts/enterprisedata/mirror.ts';
import { readMessage } from '../../../connector/hosts/enterprisedata/read.ts';
import type { Tree } from '../../../connector/hosts/enterprisedata/tree.ts';
import { HostError } from '../../../connector/hosts/host.ts';
import { operationsOfFile, type Shape } from '../../../connector/hosts/soap/index.ts';
import { openDatabase } from '../../../connector/store/sqlite/driver.ts';
import { zipped } from '../../../connector/zipped.ts';
import { wireServer, type Came, type WireServer } from '../soap/wire.ts';
import { Base } from './base.ts';
import { fieldsOf, namespaceOf, OPERATIONS, wsdlOf, type Service } from './wsdl.ts';
import { typesOf, violations } from './xdto.ts';

const CORPUS = new URL('../../../../shared/corpus/1c/', import.meta.url);
const text = (name: string): string => readFileSync(new URL(name, CORPUS), 'utf8');
const SERVICES = ['EnterpriseDataExchange_1_0_1_1', 'InterfaceVersion'] as const;

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly nillable: boolean;
  readonly direction: 'In' | 'Out';
}
interface Described {
  readonly name: string;
  readonly namespace: string;
  readonly operations: readonly { name: string; returns: string; returnsNillable: boolean; parameters: readonly Parameter[] }[];
}
const described = (service: Service): Described => JSON.parse(text(`soap/${service}.operations.json`)) as Described;
const ins = (all: readonly Parameter[]): readonly Parameter[] => all.filter((p) => p.direction === 'In');

/** Name, type without its prefix, may it be nil: what one argument is, whoever describes it. */
const argument = ({ name, type, nillable }: Omit<Parameter, 'direction'>): string =>
  `${name} ${type.replace(/^.*:/, '')}${nillable ? '!' : ''}`;
const ours = (fields: string): string[] => fieldsOf(fields).map(({ name, type, nil }) => argument({ name, type, nillable: nil }));

const SPACES = 'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const ANSWERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  TestConnection: { return: 'true' },
  PrepareDataForGetting: { OperationID: 'op-1' },
  PrepareDataActionResult: { return: ['FileID>f-1', 'PartCount>2', 'Status>Completed'].map((t) => `<d:${t}</d:${t.split('>')[0] ?? ''}>`).join('').replaceAll(/<d:(\w+)>/g, '<d:$1 xmlns:d="http://v8.1c.ru/SSL/Exchange/EnterpriseDataExchange">') },
  PutData: { OperationID: 'op-2' },
  PutDataActionResult: { return: 'Failed', ErrorMessage: '{ОбщийМодуль.ОбменДаннымиСервер.Модуль(25)}: Ошибка разбора XML\nпо причине:\nещё раз' },
  GetVersions: { return: '<v:Value xmlns:v="http://v8.1c.ru/8.1/data/core" xsi:type="xs:string">1.0.1.1</v:Value>' },
}; // prettier-ignore

/** A base that answers as the service descriptor says: return first, then what goes out, in their order. */
function replaying(parts: readonly Uint8Array[] = []): Promise<WireServer> {
  return wireServer(({ method, path, headers, body }) => {
    const service = SERVICES.find((s) => path.includes(s)) ?? SERVICES[0];
    if (method === 'GET') return { body: text(`soap/${service}.derived.wsdl`) };
    const { namespace, operations } = described(service);
    const named = operations.find((o) => headers['soapaction'] === `"${namespace}#${service}:${o.name}"`);
    if (!named) return { status: 500, body: '' };
    const said: Readonly<Record<string, string | undefined>> = named.name === 'GetDataPart' ? { return: Buffer.from(parts[Number(/PartNumber>(\d+)/.exec(body)?.[1]) - 1] ?? []).toString('base64') } : (ANSWERS[named.name] ?? {}); // prettier-ignore
    const element = (name: string): string => (said[name] === undefined ? `<m:${name} ${SPACES} xsi:nil="true"/>` : `<m:${name} ${SPACES}>${said[name]}</m:${name}>`); // prettier-ignore
    const inner = ['return', ...named.parameters.filter((p) => p.direction === 'Out').map((p) => p.name)].map(element);
    return { body: `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><m:${named.name}Response xmlns:m="${namespace}">${inner.join('')}</m:${named.name}Response></soap:Body></soap:Envelope>` }; // prettier-ignore
  });
}

const world = { now: () => new Date(0), random: () => 0, sleep: async () => undefined, uuid: () => 'file-1' };
const soapAt = (url: string): SoapExchange => new SoapExchange({ id: 'buh', url: new URL('./', url).href, plan: 'П', peerCode: 'СБ', headers: async () => ({}), world }); // prettier-ignore

/** Elements of the operation as they stood in the envelope, and those that were nil. */
function sentIn({ body }: Came, operation: string): { names: string[]; nil: string[] } {
  const inner = new RegExp(`<(?:\\w+:)?${operation}[\\s>][\\s\\S]*?(?:</(?:\\w+:)?${operation}>|/>)`).exec(body)?.[0] ?? '';
  const tags = [...inner.matchAll(/<(?:\w+:)?(\w+)([^<>]*)>/g)].slice(1);
  return { names: tags.map(([, name = '']) => name), nil: tags.filter(([, , more = '']) => more.includes('nil="true"')).map(([, name = '']) => name) }; // prettier-ignore
}

const CALLS: readonly (readonly [operation: string, ask: (s: ExchangeService) => Promise<unknown>, comes: unknown])[] = [
  ['TestConnection', (s) => s.test(), null],
  ['PrepareDataForGetting', (s) => s.prepare(64), 'op-1'],
  ['PrepareDataActionResult', (s) => s.prepared('op-1'), { status: 'Completed', error: null, fileId: 'f-1', parts: 2 }],
  ['GetDataPart', async (s) => String(await s.part('f-1', 1)), 'раз'],
  ['ConfirmGettingFile', (s) => s.release('f-1'), undefined],
  ['PutFilePart', (s) => s.putPart('f-2', 1, Buffer.from('два')), undefined],
  ['PutData', (s) => s.load('f-2'), 'op-2'],
  ['PutDataActionResult', (s) => s.loaded('op-2'), { status: 'Failed', error: 'Ошибка разбора XML' }],
  ['GetVersions', (s) => s.versions(), ['1.0.1.1']],
];

const told = (shape: Shape): unknown => shape.fields.map((f) => [f.name, f.kind === 'complex' ? told(f) : f.type, f.nillable]);

// Tests of facts that not every copy of the project has; without them nothing is registered.
if (existsSync(CORPUS))
  describe('the exchange as the corpus has it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sidebook-test-'));
    const closing: { close(): Promise<void> }[] = [];
    after(() => rmSync(folder, { recursive: true }));
    afterEach(async () => {
      for (const one of closing.splice(0).reverse()) await one.close();
    });

    for (const service of SERVICES)
      it(`is what the fake offers: ${service}, every operation, arguments and results in their order`, () => {
        const { namespace, operations } = described(service);
        expect(namespaceOf(service)).to.equal(namespace);
        expect(Object.keys(OPERATIONS[service])).to.deep.equal(operations.map((o) => o.name));
        for (const { name, returns, returnsNillable, parameters } of operations) {
          const out = [{ name: 'return', type: returns, nillable: returnsNillable }, ...parameters.filter((p) => p.direction === 'Out')]; // prettier-ignore
          expect(OPERATIONS[service][name]?.map(ours), name).to.deep.equal([ins(parameters).map(argument), out.map(argument)]);
        }
      });

    for (const service of SERVICES)
      it(`is the WSDL of the fake: ${service}`, async () => {
        const own = join(folder, `${service}.wsdl`);
        writeFileSync(own, wsdlOf(service));
        const [mine, theirs] = [await operationsOfFile(own), await operationsOfFile(new URL(`soap/${service}.derived.wsdl`, CORPUS).pathname)]; // prettier-ignore
        for (const [name, { input, output }] of theirs)
          expect([told(mine.get(name)!.input), told(mine.get(name)!.output)], name).to.deep.equal([told(input), told(output)]);
        expect([...mine.keys()]).to.deep.equal([...theirs.keys()]);
      });

    it('is what Sidebook asks by: each operation under its action, with every argument in its place and nil only where it may be', async () => {
      const server = await replaying([Buffer.from('раз')]);
      const exchange = soapAt(server.url);
      closing.push(server, exchange);
      for (const [operation, ask, comes] of CALLS) {
        expect(await ask(exchange), operation).to.deep.equal(comes);
        const wanted = SERVICES.flatMap((s) => described(s).operations).find((o) => o.name === operation)?.parameters ?? [];
        const { names, nil } = sentIn(
          server.came.findLast((c) => c.method === 'POST')!,
          operation,
        );
        expect(names, operation).to.deep.equal(ins(wanted).map((p) => p.name));
        expect(
          nil.filter((n) => !wanted.some((p) => p.name === n && p.nillable)),
          operation,
        ).to.deep.equal([]);
      }
      expect(CALLS.map(([name]) => name).sort()).to.deep.equal(SERVICES.flatMap((s) => described(s).operations.map((o) => o.name)).filter((n) => n !== 'Ping').sort()); // prettier-ignore
    });

    it('answers with the result of its package: the WSDL of the fake has its properties, in their order', async () => {
      const type = typesOf(text('enterprisedata/EnterpriseDataExchange_1_0_1_1.xdto.xml')).get('PrepareDataOperationResult');
      const own = join(folder, 'result.wsdl');
      writeFileSync(own, wsdlOf('EnterpriseDataExchange_1_0_1_1'));
      const result = (await operationsOfFile(own)).get('PrepareDataActionResult')?.output.fields.find((f) => f.name === 'return');
      expect(result?.fields.map((f) => [f.name, f.type, f.optional])).to.deep.equal(type?.map((p) => [p.name, p.type, p.least === 0])); // prettier-ignore
    });

    const header = async (xml: string | Uint8Array): Promise<Tree> => {
      async function* whole(): AsyncGenerator<Uint8Array> {
        yield typeof xml === 'string' ? Buffer.from(xml) : xml;
      }
      for await (const [piece] of readMessage(whole())) if (piece && 'header' in piece) return piece.header;
      throw new Error('no header');
    };
    const written = (receivedNo: number): string => messageXml({ format: formatOf('1.17') as Format, plan: 'П', to: 'БП', from: 'СБ', prefix: 'СБ', messageNo: 1, receivedNo, createdAt: '2026-02-24T10:00:00', kinds: ['Документ.СчетПокупателю'] }, []); // prettier-ignore

    it('has a package for the header of a message, which Sidebook’s and the fake’s satisfy', async () => {
      const types = typesOf(text('enterprisedata/ExchangeMessage.xdto.xml'));
      const base = new Base();
      for (const xml of [written(0), base.envelope(base.header(7), '')]) expect(violations(types, 'Header', await header(xml))).to.deep.equal([]); // prettier-ignore
      const [name, inner] = await header(written(0));
      const upsideDown: Tree = [name, [...(inner as Tree[])].reverse()];
      expect(violations(types, 'Header', upsideDown)).to.include('Header/Format: order');
      expect(violations(types, 'Header', [name, (inner as Tree[]).slice(1)])).to.deep.equal(['Header/Format: absent']);
      expect(violations(types, 'Header', [name, [...(inner as Tree[]), ['Лишнее', 'x']]])).to.deep.equal(['Header/Лишнее: unknown']); // prettier-ignore
    });

    it('was not kept to the letter by the base that was recorded: what it leaves out is not asked of it here', async () => {
      const types = typesOf(text('enterprisedata/ExchangeMessage.xdto.xml'));
      const recorded = await header(readFileSync(new URL('enterprisedata/handshake-message.xml', CORPUS)));
      expect(violations(types, 'Header', recorded)).to.deep.equal(['Header/SynchronizationContour/Node/LastUpdate: absent']);
    });

    it('brings the recorded message over the recorded service, byte for byte: refused for its versions alone, one lower it is taken', async () => {
      const recorded = readFileSync(new URL('enterprisedata/handshake-message.xml', CORPUS));
      const received = async (xml: Buffer): Promise<[string, string]> => {
        const bytes = await zipped([['data.xml', [xml]]]);
        const server = await replaying([bytes.subarray(0, 300), bytes.subarray(300)]);
        const service = soapAt(server.url);
        const mirror = new Mirror(openDatabase(':memory:'), () => 'copy-1');
        closing.push(server, service);
        const exchange = new Exchange(service, mirror, { host: 'buh', plan: 'П', peerCode: 'ДЗ', prefix: 'СБ', partKb: 1, operationMinutes: 1, world, wallClock: () => '2026-02-24T10:00:00' }); // prettier-ignore
        const code = await exchange.receive().then(() => '', (e: unknown) => (e instanceof HostError ? e.code : String(e))); // prettier-ignore
        return [code, mirror.word('peer')];
      };
      expect(await received(recorded)).to.deep.equal(['ed-no-common-version', '']);
      expect(await received(Buffer.from(recorded.toString('utf8').replace('1.22<', '1.17<')))).to.deep.equal(['', 'НФ']);
    });
  });

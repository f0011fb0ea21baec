/** A 1C base with the exchange service over real HTTP: strict about order and presence of elements, signed in for the WSDL too (hosts/1c.md 10). */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { SaxesParser } from 'saxes';
import { answerControl, readBody, type Operations } from '../kit/control.ts';
import { hitFaults, type Faults, type Hit } from '../kit/faults.ts';
import { listen } from '../kit/listen.ts';
import { createRandom } from '../kit/random.ts';
import { takeReply, type Reply } from '../kit/reply.ts';
import { findLeaks, type LoggedRequest } from '../kit/request-log.ts';
import { setFault } from '../kit/set-fault.ts';
import type { Tree } from '../../../connector/hosts/enterprisedata/tree.ts';
import { Base, COUNTERPARTY, INVOICE, type BaseOptions } from './base.ts';
import { as18, counterparty, invoice, shared, type Party } from './objects.ts';
import { InProcess, type Habits } from './service.ts';
import { fieldsOf, namespaceOf, OPERATIONS, wsdlOf, type Service } from './wsdl.ts';

export interface FakeOptions extends BaseOptions {
  port?: number;
  seed?: number;
  data?: 'demo' | 'empty';
  password?: string;
  faults?: Faults;
  habits?: Habits;
  /** A file it keeps its objects and numbers in from one start to the next. */
  state?: string;
}

export interface FakeEnterpriseData {
  /** http://127.0.0.1:PORT/base/ws/ */
  readonly url: string;
  readonly control: string;
  readonly user: string;
  readonly password: string;
  readonly base: Base;
  readonly service: InProcess;
  readonly faults: Faults;
  readonly log: LoggedRequest[];
  readonly replies: Reply[];
  /** Values that must never arrive here, in an envelope or packed in a message. */
  forbid(values: readonly string[]): void;
  close(): Promise<void>;
}

const PATH = '/base/ws/';
const SOAP11 = 'http://schemas.xmlsoap.org/soap/envelope/';
const SOAP12 = 'http://www.w3.org/2003/05/soap-envelope';
const DEMO = [
  ['Ромашка ООО', '7701000010'],
  ['Василёк АО', '7702000020'],
  ['Клевер ИП', '7703000030'],
] as const;

export async function startFakeEnterpriseData(options: FakeOptions = {}): Promise<FakeEnterpriseData> {
  const base = new Base(options);
  const state = options.state !== undefined && existsSync(options.state) ? readFileSync(options.state, 'utf8') : null;
  if (state !== null) base.restore(state);
  else if (options.data === 'demo') fillDemo(base);
  const random = createRandom(options.seed ?? 1);
  const server = await listen(options.port ?? 0, (request, response) => {
    serve(fake, request, response, random)
      .then(() => options.state !== undefined && writeFileSync(options.state, base.snapshot()))
      .catch(() => response.destroy());
  });
  const root = `http://127.0.0.1:${String(server.port)}`;
  const fake: FakeEnterpriseData = {
    url: root + PATH, control: `${root}/control/`, user: 'Синхронизация', password: options.password ?? 'пароль-1',
    base, service: new InProcess(base, options.habits), faults: options.faults ?? {}, log: [], replies: [],
    forbid: (values) => void (base.forbidden = values), close: () => server.close(),
  }; // prettier-ignore
  return fake;
}

const idOf = (kind: string, n: number): string => `${kind}-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** As the version the base writes in has it. */
const fitting = (base: Base, tree: Tree): Tree => (base.version === '1.8' ? as18(tree) : tree);

function fillDemo(base: Base): void {
  DEMO.forEach(([name, inn], i) => {
    const party = { id: idOf('c0000000', i + 1), name, inn, kpp: '770101001', phone: `+7 495 000-00-0${String(i + 1)}` };
    base.put(fitting(base, counterparty(party)));
    base.put(
      fitting(
        base,
        invoice({
          id: idOf('d0000000', i + 1),
          number: `0000-00000${String(i + 1)}`,
          date: `2026-02-0${String(i + 1)}T10:00:00`,
          party,
        }),
      ),
    );
  });
}

/** What a person at the base may do while it runs. */
const remote = ({ base, faults, replies }: FakeEnterpriseData): Operations => ({
  list: (kind: string) => base.list(kind),
  edit: (kind: string, id: string, path: string, text: string) => base.edit(kind, id, path, text),
  remove: (kind: string, id: string) => base.remove(kind, id),
  party: (id: string, name: string, inn: string, kpp: string, comment: string, isTrader = inn.length === 12) =>
    base.put(fitting(base, counterparty({ id, name, inn, kpp, isTrader, ...(comment === '' ? {} : { comment }) }))),
  bill: (party: Party, date: string) => {
    const n = base.list(INVOICE).length + 1;
    return base.put(fitting(base, invoice({ id: idOf('d0000000', n), number: `УТ00-${String(n).padStart(6, '0')}`, date, party, goods: 0, by: shared }))); // prettier-ignore
  },
  counterparties: () => base.list(COUNTERPARTY),
  invoices: () => base.list(INVOICE),
  numbers: () => ({ sent: base.sentNo, received: base.receivedNo, waiting: base.registered.size }),
  fault: (name: string, rule: unknown) => setFault(faults, name, rule),
  reply: (reply: Reply) => void replies.push(reply),
  forbid: (values: readonly string[]) => void (base.forbidden = values),
  leaks: () => base.leaks,
});

async function serve(
  fake: FakeEnterpriseData,
  request: IncomingMessage,
  response: ServerResponse,
  random: ReturnType<typeof createRandom>,
): Promise<void> {
  if (request.url?.startsWith('/control/') === true) return answerControl(request, response, remote(fake));
  const logged = recorded(request, await readBody(request));
  fake.log.push(logged);
  logged.leaks = findLeaks(logged, fake.base.forbidden);
  const hits = hitFaults(
    fake.faults,
    { method: logged.method, path: `${logged.path} ${logged.headers['soapaction'] ?? ''}` },
    random,
  );
  for (const { name, rule } of hits) if (name === 'delay' || name === 'slowFirst') await new Promise((resolve) => setTimeout(resolve, rule.ms ?? 0)); // prettier-ignore
  if (has(hits, 'hang')) return;
  if (has(hits, 'dropBefore')) return void response.destroy();
  const answer = pageOf(hits) ?? preparedOf(fake.replies, logged) ?? (await compute(fake, logged));
  if (has(hits, 'dropAfter')) return void response.destroy();
  send(response, logged, answer, hits);
}

const has = (hits: readonly Hit[], name: Hit['name']): boolean => hits.some((h) => h.name === name);

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}
const XML = 'text/xml; charset=utf-8';
const page = (status: number): Answer => ({ status, type: 'text/html; charset=utf-8', body: '<!DOCTYPE html><html><title>1С:Предприятие</title></html>' }); // prettier-ignore

function pageOf(hits: readonly Hit[]): Answer | undefined {
  for (const { name, rule } of hits) {
    if (name === 'html200' || name === 'html500') return page(name === 'html200' ? 200 : 500);
    if (name === 'status' || name === 'exclusive') return page(rule.status ?? 503);
    if (name === 'appException' || name === 'lockConflict')
      return {
        status: 500,
        type: XML,
        body: fault(SOAP11, '{ОбщийМодуль.Обмен.Модуль(25)}: Конфликт блокировок при выполнении транзакции'),
      };
  }
  return undefined;
}

function preparedOf(replies: Reply[], logged: LoggedRequest): Answer | undefined {
  const reply = takeReply(replies, logged);
  return reply && { status: reply.status ?? 200, type: reply.contentType ?? XML, body: reply.body };
}

function recorded(request: IncomingMessage, body: string): LoggedRequest {
  const url = request.url ?? '/';
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  );
  return {
    method: request.method ?? 'GET',
    path: decodeURIComponent(url.replace(/\?.*$/, '')),
    url,
    headers,
    body,
    status: 0,
    at: '',
    leaks: [],
  };
}

async function compute(fake: FakeEnterpriseData, { method, path, url, headers, body }: LoggedRequest): Promise<Answer> {
  const wanted = `Basic ${Buffer.from(`${fake.user}:${fake.password}`, 'utf8').toString('base64')}`;
  if (headers['authorization'] !== wanted) return page(401);
  const service = path.slice(PATH.length).replace(/\.1cws$/, '');
  if (!isService(service)) return page(404);
  if (method === 'GET') return url.endsWith('?wsdl') ? { status: 200, type: XML, body: wsdlOf(service) } : page(404);
  const soap = (headers['content-type'] ?? '').includes('application/soap+xml') ? SOAP12 : SOAP11;
  return answered(fake, service, soap, body);
}

const isService = (name: string): name is Service => Object.hasOwn(OPERATIONS, name);

async function answered(fake: FakeEnterpriseData, service: Service, soap: string, body: string): Promise<Answer> {
  const type = soap === SOAP12 ? 'application/soap+xml; charset=utf-8' : XML;
  try {
    const call = callIn(body, soap);
    const [ins, outs] = OPERATIONS[service][call.name] ?? [null, ''];
    if (ins === null) throw new Error(`Неизвестная операция ${call.name}`);
    mustBeInOrder(call, fieldsOf(ins).map((f) => f.name)); // prettier-ignore
    const values = await carriedOut(fake, call);
    const inner = fieldsOf(outs).map(({ name, nil }) => out(name, values[name], nil)).join(''); // prettier-ignore
    const xml = `<soap:Envelope xmlns:soap="${soap}"><soap:Body><m:${call.name}Response xmlns:m="${namespaceOf(service)}">${inner}</m:${call.name}Response></soap:Body></soap:Envelope>`;
    return { status: 200, type, body: xml };
  } catch (error) {
    return {
      status: 500,
      type,
      body: fault(soap, `{WebСервис.${service}.Модуль(25)}: ${error instanceof Error ? error.message : ''}`),
    };
  }
}

/** Every child repeats the declarations; what is not known is nil. */
const SPACES = 'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const out = (name: string, value: string | null | undefined, nil: boolean): string =>
  value === undefined || value === null ? (nil ? `<m:${name} ${SPACES} xsi:nil="true"/>` : `<m:${name} ${SPACES}/>`) : `<m:${name} ${SPACES}>${value}</m:${name}>`; // prettier-ignore

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const fault = (soap: string, text: string): string => {
  const said = escaped(`${text}\nпо причине:\n${text}`);
  const inner = soap === SOAP12 ? `<soap:Code><soap:Value>soap:Receiver</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="ru">${said}</soap:Text></soap:Reason>` : `<faultcode>soap:Server</faultcode><faultstring>${said}</faultstring><detail/>`; // prettier-ignore
  return `<soap:Envelope xmlns:soap="${soap}"><soap:Body><soap:Fault>${inner}</soap:Fault></soap:Body></soap:Envelope>`;
};

interface Call {
  readonly name: string;
  readonly args: readonly (readonly [name: string, text: string])[];
}

function callIn(body: string, soap: string): Call {
  const parser = new SaxesParser({ xmlns: true });
  const [path, args]: [string[], [string, string][]] = [[], []];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ local, uri }) => {
    if (path.length === 0 && uri !== soap) throw new Error('Неверное пространство имён конверта');
    path.push(local);
    if (path.length === 4) args.push([local, '']);
  });
  let name = '';
  parser.on('text', (text) => {
    const last = args.at(-1);
    if (path.length === 4 && last) last[1] += text;
  });
  parser.on('closetag', () => {
    if (path.length === 3) name = path[2] ?? '';
    path.pop();
  });
  parser.write(body).close();
  return { name, args };
}

/** XDTO reads a strict sequence: every element, in its order. */
function mustBeInOrder({ name, args }: Call, wanted: readonly string[]): void {
  const came = args.map(([n]) => n);
  if (came.join() !== wanted.join()) throw new Error(`Ошибка преобразования данных XDTO: ${name} (${came.join()})`);
}

type Values = Readonly<Record<string, string | null | undefined>>;

async function carriedOut(fake: FakeEnterpriseData, { name, args }: Call): Promise<Values> {
  const { base, service } = fake;
  const arg = (of: string): string => args.find(([n]) => n === of)?.[1] ?? '';
  const isNode = arg('ExchangePlanName') === base.plan && arg('PeerCode') === base.peer;
  if (args.some(([n]) => n === 'PeerCode') && !isNode)
    return {
      return: name === 'TestConnection' ? 'false' : '',
      ErrorMessage: `Заданный узел плана обмена не найден: ${arg('PeerCode')}`,
    };
  switch (name) {
    case 'Ping':
      return { return: '' };
    case 'GetVersions':
      return { return: (await service.versions()).map((v) => `<Value xmlns="http://v8.1c.ru/8.1/data/core" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string" xmlns:xs="http://www.w3.org/2001/XMLSchema">${v}</Value>`).join('') }; // prettier-ignore
    case 'TestConnection': {
      const why = await service.test();
      return { return: String(why === null), ErrorMessage: why ?? '' };
    }
    case 'PrepareDataForGetting':
      return { return: '', OperationID: await service.prepare(Number(arg('PartSize'))), ErrorMessage: null };
    case 'PrepareDataActionResult':
      return { return: resultOf(await service.prepared(arg('OperationID'))), ErrorMessage: null };
    case 'GetDataPart': {
      const bytes = await service.part(arg('FileID'), Number(arg('PartNumber')));
      return bytes
        ? { return: Buffer.from(bytes).toString('base64') }
        : { ErrorMessage: 'Часть файла с указанным номером не найдена.' };
    }
    case 'ConfirmGettingFile':
      await service.release(arg('FileID'));
      return { return: '' };
    case 'PutFilePart':
      if (arg('FileID') === '') throw new Error('Не указан идентификатор файла');
      await service.putPart(arg('FileID'), Number(arg('PartNumber') || '1'), Buffer.from(arg('PartData'), 'base64'));
      return { return: '' };
    case 'PutData':
      return { return: '', OperationID: await service.load(arg('FileID')) };
    default: {
      const { status, error } = await service.loaded(arg('OperationID'));
      return { return: status, ErrorMessage: error === null ? '' : escaped(error) };
    }
  }
}

function resultOf({
  status,
  error,
  fileId,
  parts,
}: {
  status: string;
  error: string | null;
  fileId: string;
  parts: number;
}): string {
  const said = error === null ? '' : `<d:ErrorMessage>${escaped(error)}</d:ErrorMessage>`;
  const file = fileId === '' ? '' : `<d:FileID>${fileId}</d:FileID><d:PartCount>${String(parts)}</d:PartCount>`;
  return `${said}${file}<d:Status>${status}</d:Status>`.replace(
    /<d:(\w+)>/g,
    '<d:$1 xmlns:d="http://v8.1c.ru/SSL/Exchange/EnterpriseDataExchange">',
  );
}

function send(response: ServerResponse, logged: LoggedRequest, { status, type, body }: Answer, hits: readonly Hit[]): void {
  logged.status = status;
  const bytes = Buffer.from(body, 'utf8');
  const isCut = has(hits, 'cutBody');
  const kept = has(hits, 'truncatedJson') || isCut ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes;
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': isCut ? bytes.length : kept.length,
    Date: new Date().toUTCString(),
  });
  if (!isCut) response.end(kept);
  else response.write(kept, () => response.destroy());
}

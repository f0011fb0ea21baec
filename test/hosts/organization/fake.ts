/** A fake organisation of Dynamics CRM over its Organization Service, on real HTTP (hosts/dynamics.md 3 and 8, check-list O). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { prepareDemo, SCREEN, type Data } from '../dataverse/demo.ts';
import { ApiError } from '../dataverse/errors.ts';
import { Organisation, type Row } from '../dataverse/organisation.ts';
import { answerControl, readBody, type Operations } from '../kit/control.ts';
import { hitFaults, type Faults, type Hit } from '../kit/faults.ts';
import { openJournal } from '../kit/journal.ts';
import { listen } from '../kit/listen.ts';
import { createRandom, type Random } from '../kit/random.ts';
import { findLeaks, type LoggedRequest } from '../kit/request-log.ts';
import { setFault } from '../kit/set-fault.ts';
import { wsdlDocument, type WsdlKind } from './documents.ts';
import { envelopeXml, readEnvelope, responseXml, type Asked } from './envelope.ts';
import { faultOf, faultXml } from './faults.ts';
import { answerOperation, type Quirks, type Service } from './messages.ts';
import { Doors, type SignIn } from './doors.ts';
import type { Style } from './values.ts';

export type { Row } from '../dataverse/organisation.ts';

export interface FakeOptions {
  port?: number;
  seed?: number;
  /** `empty` (default) has reference data only. */
  data?: Data;
  now?: () => Date;
  /** How it lets in: Basic unless told otherwise. */
  signIn?: SignIn;
  secret?: string;
  quirks?: Partial<Quirks>;
  wsdl?: WsdlKind;
  faults?: Faults;
  state?: string;
  /** The same data another fake shows (O7). */
  org?: Organisation;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export interface FakeOrganization {
  /** http://127.0.0.1:PORT/ORG/XRMServices/2011/Organization.svc/web */
  readonly url: string;
  readonly control: string;
  readonly user: string;
  readonly secret: string;
  /** Where ADFS gives tokens, and for which client. */
  readonly authority: string;
  readonly clientId: string;
  readonly org: Organisation;
  readonly service: Service;
  readonly quirks: Quirks;
  readonly faults: Faults;
  readonly doors: Doors;
  readonly log: LoggedRequest[];
  wsdl: WsdlKind;
  create(table: string, body: Row): Row;
  edit(table: string, id: string, changes: Row): Row;
  remove(table: string, id: string): void;
  get(table: string, id: string): Row | undefined;
  list(table: string): Row[];
  merge(winner: string, loser: string): void;
  forbid(values: readonly string[]): void;
  /** Called before every operation that may change data, with its name. */
  beforeWrite: ((operation: string) => void) | undefined;
  /** The operation whose next answer is lost on its way; what it did stays done. */
  lose: string | null;
  /** Instead of the answer: for answers nobody sane would give. */
  instead: ((operation: string) => Answer | undefined) | undefined;
  close(): Promise<void>;
}

const PATH = '/Sales/XRMServices/2011/Organization.svc';
const XML11 = { 'Content-Type': 'text/xml; charset=utf-8' };
const XML12 = { 'Content-Type': 'application/soap+xml; charset=utf-8' };
const HTML = { 'Content-Type': 'text/html; charset=utf-8' };
const READING = new Set(['Retrieve', 'RetrieveMultiple']);

const LOST: Answer = { status: 0, headers: {}, body: '' };

interface Inner extends FakeOrganization {
  readonly now: () => Date;
  readonly forbidden: string[];
  readonly random: Random;
}

export async function startFakeOrganization(options: FakeOptions = {}): Promise<FakeOrganization> {
  const random = createRandom(options.seed ?? 1);
  const now = options.now ?? (() => new Date());
  const journal = options.state === undefined ? undefined : openJournal(options.state);
  const org = options.org ?? new Organisation({ now, id: () => guid(random), journal });
  prepareDemo(org, options.data ?? 'empty');
  const quirks: Quirks = {
    release: '8.2.0000.0000',
    clientIds: true,
    zone: null,
    labels: true,
    trackingDays: 7,
    ...options.quirks,
  };
  const server = await listen(options.port ?? 0, (request, response) => {
    serve(fake, request, response).catch(() => response.destroy());
  });
  const root = `http://127.0.0.1:${String(server.port)}`;
  const doors = new Doors(options.signIn ?? 'basic', options.secret ?? 'секрет-1', now);
  const forbidden: string[] = [];
  const fake: Inner = {
    url: `${root}${PATH}/web`, control: `${root}/control/`, authority: `${root}/adfs/`, clientId: doors.clientId, user: doors.user, secret: doors.secret,
    org, quirks, doors, faults: options.faults ?? {}, log: [], wsdl: options.wsdl ?? 'resolved', beforeWrite: undefined, lose: null, instead: undefined, now, forbidden, random,
    service: { org, quirks, denied: new Set(), hidden: new Set(), duplicateRule: null, style: () => styleOf(random, quirks) },
    ...peopleOf(org), forbid: (values) => void forbidden.push(...values),
    close: async () => {
      await server.close();
      journal?.close();
    },
  }; // prettier-ignore
  return fake;
}

/** Prefixes nobody may rely on. */
const styleOf = (random: Random, quirks: Quirks): Style => ({
  p: random.chance(0.5) ? ['a', 'b', 'c'] : ['q1', 'ns2', 'x'],
  labels: quirks.labels,
  zone: quirks.zone,
});

const guid = (random: Random): string => {
  const hex = Array.from({ length: 32 }, () => random.whole(0, 15).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
};

const peopleOf = (org: Organisation): Pick<FakeOrganization, 'create' | 'edit' | 'remove' | 'get' | 'list' | 'merge'> => {
  const get = (table: string, id: string): Row => org.get(table, id) ?? {};
  return {
    create: (table, body) => get(table, org.create(table, body)),
    edit: (table, id, changes) => (org.update(table, id, changes, null), get(table, id)),
    remove: (table, id) => org.remove(table, id),
    get: (table, id) => org.get(table, id),
    list: (table) => [...org.of(table).values()],
    merge: (winner, loser) => {
      org.update('account', loser, { statecode: 1, statuscode: 2, 'masterid@odata.bind': `/accounts(${winner})` }, null);
      org.of('account').set(loser, { ...get('account', loser), merged: true });
    },
  };
};

async function serve(fake: Inner, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url?.startsWith('/control/') === true) return answerControl(request, response, remote(fake), SCREEN);
  const logged = recorded(fake, request, await readBody(request));
  if (logged.path.startsWith('/adfs/')) return send(response, logged, fake.doors.token(logged));
  fake.log.push(logged);
  const hits = hitFaults(fake.faults, logged, fake.random);
  for (const { name, rule } of hits) if (name === 'delay' || name === 'slowFirst') await new Promise((resolve) => setTimeout(resolve, rule.ms ?? 0)); // prettier-ignore
  if (has(hits, 'hang')) return;
  if (has(hits, 'dropBefore')) return void response.destroy();
  const answer = fake.doors.refusal(logged, request.socket) ?? pageOf(fake, hits) ?? compute(fake, logged);
  if (has(hits, 'dropAfter') || answer === LOST) return void response.destroy();
  send(response, logged, answer, hits);
}

const has = (hits: readonly Hit[], name: Hit['name']): boolean => hits.some((h) => h.name === name);

function recorded(fake: Inner, request: IncomingMessage, body: string): LoggedRequest {
  const url = request.url ?? '/';
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));
  const logged: LoggedRequest = { method: request.method ?? 'GET', path: decodeURIComponent(url.replace(/\?.*$/, '')), url, headers, body, status: 0, at: fake.now().toISOString(), leaks: [] };
  logged.leaks = findLeaks(logged, fake.forbidden);
  return logged;
} // prettier-ignore

/** Pages of the web server, and the limiter's fault. */
function pageOf(fake: Inner, hits: readonly Hit[]): Answer | undefined {
  for (const { name, rule } of hits) {
    if (name === 'html200' || name === 'html500') return { status: name === 'html200' ? 200 : 500, headers: HTML, body: '<!DOCTYPE html><html><title>Sign in</title></html>' }; // prettier-ignore
    if (name === 'status' && rule.status === 429) return faulted(fake, new ApiError(429, '0x80072322', 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.', { 'Retry-After': String(rule.retryAfter ?? 1) })); // prettier-ignore
    if (name === 'status')
      return { status: rule.status ?? 503, headers: HTML, body: '<html><h1>Service Unavailable</h1></html>' };
    if (name === 'lockConflict') return faulted(fake, new ApiError(500, '0x80044151', 'SQL timeout expired.'));
    if (name === 'appException') return faulted(fake, new ApiError(500, '', 'The server was unable to process the request due to an internal error.')); // prettier-ignore
  }
  return undefined;
}

function compute(fake: Inner, logged: LoggedRequest): Answer {
  const { method, path, url } = logged;
  if (!path.startsWith(PATH)) return { status: 404, headers: HTML, body: '<html><h1>404</h1></html>' };
  if (method === 'GET') return described(fake, url);
  const version = path.endsWith('/web') ? '1.1' : '1.2';
  try {
    return operated(fake, readEnvelope(logged.body, logged.headers, version));
  } catch (error) {
    return faulted(fake, error, version);
  }
}

function operated(fake: Inner, asked: Asked): Answer {
  const { name } = asked.call;
  const instead = fake.instead?.(operationOf(asked));
  if (instead) return instead;
  if (!READING.has(name)) fake.beforeWrite?.(operationOf(asked));
  try {
    const body = envelopeXml(asked, `${name}Response`, responseXml(name, answerOperation(fake.service, asked.call)));
    if (fake.lose === operationOf(asked)) {
      fake.lose = null;
      return LOST;
    }
    return { status: 200, headers: asked.version === '1.1' ? XML11 : XML12, body };
  } catch (error) {
    return faulted(fake, error, asked.version, `${name}OrganizationServiceFaultFault`, asked.messageId);
  }
}

/** Create, RetrieveMultiple; of Execute the name of its request. */
const operationOf = ({ call }: Asked): string =>
  call.name === 'Execute' ? (call.children[0]?.children.find((c) => c.name === 'RequestName')?.text ?? 'Execute') : call.name;

function faulted(fake: Inner, error: unknown, version: Asked['version'] = '1.1', action = 'fault', messageId: string | null = null): Answer {
  const body = envelopeXml({ version, messageId }, action, faultXml(faultOf(error), version, fake.now().toISOString()));
  return { status: 500, headers: version === '1.1' ? XML11 : XML12, body };
} // prettier-ignore

function described(fake: Inner, url: string): Answer {
  const [, query = ''] = url.split(/\?(.*)/s);
  const text = wsdlDocument(fake.wsdl, query, fake.url);
  return text === null
    ? { status: 404, headers: HTML, body: '<html><h1>404</h1></html>' }
    : { status: 200, headers: XML11, body: text };
}

function send(response: ServerResponse, logged: LoggedRequest, { status, headers, body }: Answer, hits: readonly Hit[] = []): void {
  logged.status = status;
  const bytes = Buffer.from(body);
  const isCut = has(hits, 'cutBody');
  const kept = has(hits, 'truncatedJson') || isCut ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes;
  response.writeHead(status, { ...headers, 'Content-Length': isCut ? bytes.length : kept.length, Date: new Date().toUTCString() });
  if (!isCut) response.end(kept);
  else response.write(kept, () => response.destroy());
} // prettier-ignore

const remote = (fake: Inner): Operations => ({
  ...peopleOf(fake.org),
  fault: (name: string, rule: unknown) => setFault(fake.faults, name, rule),
});

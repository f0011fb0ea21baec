/** A fake organisation of Dynamics 365 on Dataverse over real HTTP, with its own sign-in (hosts/dynamics.md 8, check-list D). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerControl, readBody, type Operations } from '../kit/control.ts';
import { hitFaults, type Faults, type Hit } from '../kit/faults.ts';
import { openJournal } from '../kit/journal.ts';
import { listen } from '../kit/listen.ts';
import { createRandom } from '../kit/random.ts';
import { findLeaks, type LoggedRequest } from '../kit/request-log.ts';
import { setFault } from '../kit/set-fault.ts';
import { answerCall, refusal, type Answer, type Api } from './api.ts';
import { answerBatch } from './batch.ts';
import { prepareDemo, SCREEN, type Data } from './demo.ts';
import { ApiError } from './errors.ts';
import { answerLabels } from './label-calls.ts';
import { Labels } from './labels.ts';
import { Organisation, type Row } from './organisation.ts';
import { Reading, type Quirks } from './read.ts';

export type { Row } from './organisation.ts';

export interface FakeOptions {
  port?: number;
  seed?: number;
  /** `empty` (default) has reference data only. */
  data?: Data;
  now?: () => Date;
  secret?: string;
  quirks?: Partial<Quirks>;
  faults?: Faults;
  /** A file to which committed writes are appended and from which they are replayed at the next start. */
  state?: string;
}

export interface FakeDataverse {
  /** http://127.0.0.1:PORT/api/data/v9.2/ */
  readonly url: string;
  /** http://127.0.0.1:PORT/control/ */
  readonly control: string;
  /** Where it signs in. */
  readonly authority: string;
  readonly tenant: string;
  readonly clientId: string;
  readonly secret: string;
  /** Who may reach the labels, and nobody else may. */
  readonly administrator: { readonly clientId: string; readonly secret: string };
  readonly labels: Labels;
  readonly org: Organisation;
  readonly api: Api;
  readonly quirks: Quirks;
  readonly faults: Faults;
  readonly log: LoggedRequest[];
  /** Seconds a token given from now on lives. */
  tokenSeconds: number;
  /** What Entra ID answers instead of a token. */
  signInError: string | null;
  create(table: string, body: Row): Row;
  edit(table: string, id: string, changes: Row): Row;
  remove(table: string, id: string): void;
  get(table: string, id: string): Row | undefined;
  list(table: string): Row[];
  /** Two accounts become one: the loser stays, inactive, and says who won. */
  merge(winner: string, loser: string): void;
  forbid(values: readonly string[]): void;
  /** Called before every request that may change data. */
  beforeWrite: ((request: LoggedRequest) => void) | undefined;
  close(): Promise<void>;
}

const TENANT = 'contoso.onmicrosoft.com';
const CLIENT = '22222222-2222-4222-8222-222222222222';
const ADMINISTRATOR = { clientId: '33333333-3333-4333-8333-333333333333', secret: 'секрет-администратора' };
const PATH = '/api/data/v9.2/';
const HTML = { 'Content-Type': 'text/html; charset=utf-8' };

export async function startFakeDataverse(options: FakeOptions = {}): Promise<FakeDataverse> {
  const random = createRandom(options.seed ?? 1);
  const now = options.now ?? (() => new Date());
  const journal = options.state === undefined ? undefined : openJournal(options.state);
  const org = new Organisation({ now, id: () => guid(random), journal });
  prepareDemo(org, options.data ?? 'empty');
  const quirks: Quirks = {
    nestedLinks: false,
    deltaFirst: false,
    foreignLink: null,
    trackingDays: 7,
    clientIds: true,
    bare: false,
    ...options.quirks,
  };
  const server = await listen(options.port ?? 0, (request, response) => {
    serve(fake, request, response, random).catch(() => response.destroy());
  });
  const root = `http://127.0.0.1:${String(server.port)}`;
  const forbidden: string[] = [];
  const fake: Inner = {
    url: root + PATH, control: `${root}/control/`, authority: `${root}/`, tenant: TENANT, clientId: CLIENT, secret: options.secret ?? 'секрет-1',
    org, quirks, faults: options.faults ?? {}, log: [], tokenSeconds: 3600, signInError: null, beforeWrite: undefined, tokens: new Map(), administrators: new Set(), administrator: ADMINISTRATOR, labels: new Labels(now), now, forbidden,
    api: { org, reading: new Reading(org, quirks), quirks, base: root + PATH, denied: new Set(), duplicateRule: null, beforePart: null },
    ...peopleOf(org), forbid: (values) => void forbidden.push(...values),
    close: async () => {
      await server.close();
      journal?.close();
    },
  }; // prettier-ignore
  return fake;
}

interface Inner extends FakeDataverse {
  /** Token -> when it ends. */
  readonly tokens: Map<string, number>;
  /** Tokens of the administrator. */
  readonly administrators: Set<string>;
  readonly now: () => Date;
  readonly forbidden: string[];
}

const guid = (random: { whole: (from: number, to: number) => number }): string => {
  const hex = Array.from({ length: 32 }, () => random.whole(0, 15).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
};

const peopleOf = (org: Organisation): Pick<FakeDataverse, 'create' | 'edit' | 'remove' | 'get' | 'list' | 'merge'> => {
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
      // What belonged to the one belongs to the other, closed invoices too.
      for (const row of org.of('invoice').values())
        if (row['_accountid_value'] === loser) org.touch('invoice', String(row['invoiceid']), { _accountid_value: winner, _customerid_value: winner }); // prettier-ignore
    },
  };
};

async function serve(
  fake: Inner,
  request: IncomingMessage,
  response: ServerResponse,
  random: ReturnType<typeof createRandom>,
): Promise<void> {
  if (request.url?.startsWith('/control/') === true) return answerControl(request, response, remote(fake), SCREEN);
  const logged = recorded(fake, request, await readBody(request));
  if (logged.path.endsWith('/oauth2/v2.0/token')) return send(response, logged, signIn(fake, logged));
  fake.log.push(logged);
  const hits = hitFaults(fake.faults, logged, random);
  for (const { name, rule } of hits) if (name === 'delay' || name === 'slowFirst') await new Promise((resolve) => setTimeout(resolve, rule.ms ?? 0)); // prettier-ignore
  if (has(hits, 'hang')) return;
  if (has(hits, 'dropBefore')) return void response.destroy();
  const answer = pageOf(hits) ?? (await computeLabels(fake, logged)) ?? compute(fake, logged);
  if (has(hits, 'dropAfter')) return void response.destroy();
  send(response, logged, answer, hits);
}

const has = (hits: readonly Hit[], name: Hit['name']): boolean => hits.some((h) => h.name === name);

function recorded(fake: Inner, request: IncomingMessage, body: string): LoggedRequest {
  const url = request.url ?? '/';
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  );
  const path = decodeURIComponent(url.replace(/\?.*$/, ''));
  const logged: LoggedRequest = { method: request.method ?? 'GET', path, url, headers, body, status: 0, at: fake.now().toISOString(), leaks: [] }; // prettier-ignore
  logged.leaks = findLeaks(logged, fake.forbidden);
  return logged;
}

/** Pages of the web server, and the limiter's three refusals (1.12). */
function pageOf(hits: readonly Hit[]): Answer | undefined {
  for (const { name, rule } of hits) {
    if (name === 'html200' || name === 'html500') return { status: name === 'html200' ? 200 : 500, headers: HTML, body: '<!DOCTYPE html><html><title>Sign in to your account</title></html>' }; // prettier-ignore
    if (name === 'status' && rule.status === 429) return refusal(new ApiError(429, '0x80072322', 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.', { 'Retry-After': String(rule.retryAfter ?? 1) }), false); // prettier-ignore
    if (name === 'status') return { status: rule.status ?? 503, headers: { ...HTML, ...(rule.retryAfter === undefined ? {} : { 'Retry-After': String(rule.retryAfter) }) }, body: '<html><h1>Service Unavailable</h1></html>' }; // prettier-ignore
    if (name === 'lockConflict') return refusal(new ApiError(500, '0x80044151', 'SQL timeout expired.'), false);
  }
  return undefined;
}

async function computeLabels(fake: Inner, logged: LoggedRequest): Promise<Answer | null> {
  try {
    if (!logged.path.startsWith(PATH)) return null;
    const token = authorised(fake, logged);
    const call = { method: logged.method, path: logged.path.slice(PATH.length), query: '', headers: logged.headers, body: logged.body }; // prettier-ignore
    return await answerLabels(fake.labels, call, fake.administrators.has(token));
  } catch (error) {
    return refusal(error, false);
  }
}

function compute(fake: Inner, logged: LoggedRequest): Answer {
  const annotated = (logged.headers['prefer'] ?? '').includes('include-annotations');
  try {
    if (!logged.path.startsWith(PATH)) throw new ApiError(404, '0x80060888', 'Resource not found.');
    authorised(fake, logged);
    if (logged.method !== 'GET') fake.beforeWrite?.(logged);
    if (logged.path === `${PATH}$batch`) return answerBatch(fake.api, logged.headers, logged.body);
    const [, query = ''] = logged.url.split(/\?(.*)/s);
    return answerCall(fake.api, { method: logged.method, path: logged.path.slice(PATH.length), query, headers: logged.headers, body: logged.body }); // prettier-ignore
  } catch (error) {
    return refusal(error, annotated);
  }
}

function authorised(fake: Inner, { headers }: LoggedRequest): string {
  const token = (headers['authorization'] ?? '').replace('Bearer ', '');
  if ((fake.tokens.get(token) ?? 0) <= fake.now().getTime()) throw new ApiError(401, '', 'HTTP Error 401 - Unauthorized: Access is denied', { 'WWW-Authenticate': `Bearer authorization_uri=${fake.authority}${TENANT}/oauth2/authorize` }); // prettier-ignore
  return token;
}

/** Entra ID: a token for the right secret, and its own numbers for everything else. */
function signIn(fake: Inner, logged: LoggedRequest): Answer {
  const form = new URLSearchParams(logged.body);
  const wrong = (number: string, text: string): Answer => ({ status: 401, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ error: 'invalid_client', error_description: `AADSTS${number}: ${text}` }) }); // prettier-ignore
  if (fake.signInError !== null) return wrong(fake.signInError, 'told to');
  if (!logged.path.startsWith(`/${TENANT}/`)) return wrong('90002', 'Tenant not found.');
  const isAdministrator = form.get('client_id') === ADMINISTRATOR.clientId;
  if (form.get('client_id') !== CLIENT && !isAdministrator) return wrong('700016', 'Application was not found in the directory.');
  if (form.get('client_secret') !== (isAdministrator ? ADMINISTRATOR.secret : fake.secret))
    return wrong('7000215', 'Invalid client secret provided.');
  if (form.get('scope') !== `${new URL(fake.url).origin}/.default`)
    return wrong('500011', 'The resource principal was not found.');
  const token = `token-${String(fake.tokens.size + 1)}`;
  if (isAdministrator) fake.administrators.add(token);
  fake.tokens.set(token, fake.now().getTime() + fake.tokenSeconds * 1000);
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ token_type: 'Bearer', expires_in: fake.tokenSeconds, access_token: token }) }; // prettier-ignore
}

function send(
  response: ServerResponse,
  logged: LoggedRequest,
  { status, headers, body }: Answer,
  hits: readonly Hit[] = [],
): void {
  logged.status = status;
  const bytes = Buffer.from(body, 'utf8');
  const isCut = has(hits, 'cutBody');
  const kept = has(hits, 'truncatedJson') || isCut ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes;
  response.writeHead(status, {
    ...headers,
    'Content-Length': isCut ? bytes.length : kept.length,
    Date: new Date().toUTCString(),
  });
  if (!isCut) response.end(kept);
  else response.write(kept, () => response.destroy());
}

const remote = (fake: Inner): Operations => ({
  ...peopleOf(fake.org),
  fault: (name: string, rule: unknown) => setFault(fake.faults, name, rule),
});

/** A fake environment of Business Central over real HTTP, with its own sign-in (hosts/dynamics.md 8, check-list B). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerControl, readBody, type Operations } from '../kit/control.ts';
import { CLIENT, Entra, TENANT } from '../kit/entra.ts';
import { hitFaults, type Faults, type Hit } from '../kit/faults.ts';
import { openJournal } from '../kit/journal.ts';
import { listen } from '../kit/listen.ts';
import { createRandom } from '../kit/random.ts';
import { findLeaks, type LoggedRequest } from '../kit/request-log.ts';
import { setFault } from '../kit/set-fault.ts';
import { answerCall, refusal, type Answer, type Api } from './api.ts';
import { Company, type Row } from './company.ts';
import { fillCompany } from './demo.ts';
import { ApiError, busy } from './errors.ts';
import type { Quirks } from './read.ts';

export type { Row } from './company.ts';

export interface FakeOptions {
  port?: number;
  seed?: number;
  /** `empty` (default) has reference data only. */
  data?: 'demo' | 'empty';
  now?: () => Date;
  secret?: string;
  quirks?: Partial<Quirks>;
  faults?: Faults;
  /** Requests of one user that are carried out at once; more are refused. */
  atOnce?: number;
  /** A file to which committed writes are appended and from which they are replayed at the next start. */
  state?: string;
}

export interface FakeBc {
  /** http://127.0.0.1:PORT/v2.0/TENANT/Production/api/v2.0/ */
  readonly url: string;
  /** http://127.0.0.1:PORT/control/ */
  readonly control: string;
  /** Where it signs in. */
  readonly authority: string;
  readonly tenant: string;
  readonly clientId: string;
  readonly company: string;
  readonly entra: Entra;
  /** The company that is synchronised, and another one beside it. */
  readonly main: Company;
  readonly other: Company;
  readonly api: Api;
  readonly faults: Faults;
  readonly log: LoggedRequest[];
  /** The most requests that were under way at the same time. */
  peak: number;
  /** Called before every request that may change data. */
  beforeWrite: ((request: LoggedRequest) => void) | undefined;
  forbid(values: readonly string[]): void;
  close(): Promise<void>;
}

const PATH = `/v2.0/${TENANT}/Production/api/v2.0/`;
const HTML = { 'Content-Type': 'text/html; charset=utf-8' };
const IDS = ['e802e7d1-5408-f011-9afa-6045bdabb318', '3ab5c248-e72b-f011-9a4a-7c1e5275406f'] as const;

interface Inner extends FakeBc {
  readonly now: () => Date;
  readonly forbidden: string[];
  readonly atOnce: number;
  running: number;
}

export async function startFakeBc(options: FakeOptions = {}): Promise<FakeBc> {
  const random = createRandom(options.seed ?? 1);
  const now = options.now ?? (() => new Date());
  const journal = options.state === undefined ? undefined : openJournal(options.state);
  const [main, other] = (['Ромашка', 'CRONUS'] as const).map((name, i) => new Company({ id: IDS[i] ?? '', name, now, newId: () => guid(random), journal })) as [Company, Company]; // prettier-ignore
  if (main.of('companyInformation').size === 0) for (const company of [main, other]) fillCompany(company, company === main ? (options.data ?? 'empty') : 'empty'); // prettier-ignore
  const quirks: Quirks = { blank: '_x0020_', foreignLink: null, nestedLinks: false, ...options.quirks };
  const server = await listen(options.port ?? 0, (request, response) => {
    serve(fake, request, response, random).catch(() => response.destroy());
  });
  const root = `http://127.0.0.1:${String(server.port)}`;
  const forbidden: string[] = [];
  const companies = new Map([main, other].map((c) => [c.o.id, c]));
  const fake: Inner = {
    url: root + PATH, control: `${root}/control/`, authority: `${root}/`, tenant: TENANT, clientId: CLIENT, company: main.o.name,
    entra: new Entra(options.secret ?? 'секрет-1', now), main, other, api: { companies, quirks, base: root + PATH, denied: new Set() },
    faults: options.faults ?? {}, log: [], peak: 0, running: 0, atOnce: options.atOnce ?? 5, beforeWrite: undefined, now, forbidden, forbid: (values) => void forbidden.push(...values),
    close: async () => {
      await server.close();
      journal?.close();
    },
  }; // prettier-ignore
  return fake;
}

const guid = (random: { whole: (from: number, to: number) => number }): string => {
  const hex = Array.from({ length: 32 }, () => random.whole(0, 15).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-f011-9${hex.slice(17, 20)}-${hex.slice(20)}`;
};

async function serve(
  fake: Inner,
  request: IncomingMessage,
  response: ServerResponse,
  random: ReturnType<typeof createRandom>,
): Promise<void> {
  if (request.url?.startsWith('/control/') === true) return answerControl(request, response, remote(fake), SCREEN);
  const logged = recorded(fake, request, await readBody(request));
  if (logged.path.endsWith('/oauth2/v2.0/token'))
    return send(response, logged, fake.entra.signIn(logged, new URL(fake.url).origin));
  fake.log.push(logged);
  fake.running += 1;
  fake.peak = Math.max(fake.peak, fake.running);
  try {
    await answered(fake, response, logged, hitFaults(fake.faults, logged, random));
  } finally {
    fake.running -= 1;
  }
}

async function answered(fake: Inner, response: ServerResponse, logged: LoggedRequest, hits: readonly Hit[]): Promise<void> {
  for (const { name, rule } of hits) if (name === 'delay' || name === 'slowFirst') await new Promise((resolve) => setTimeout(resolve, rule.ms ?? 0)); // prettier-ignore
  if (has(hits, 'hang')) return;
  if (has(hits, 'dropBefore')) return void response.destroy();
  const answer = pageOf(hits) ?? compute(fake, logged);
  if (has(hits, 'dropAfter')) return void response.destroy();
  send(response, logged, answer, hits);
}

const has = (hits: readonly Hit[], name: Hit['name']): boolean => hits.some((h) => h.name === name);

function recorded(fake: Inner, request: IncomingMessage, body: string): LoggedRequest {
  const url = request.url ?? '/';
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')])); // prettier-ignore
  const path = decodeURIComponent(url.replace(/\?.*$/, ''));
  const logged: LoggedRequest = { method: request.method ?? 'GET', path, url, headers, body, status: 0, at: fake.now().toISOString(), leaks: [] }; // prettier-ignore
  logged.leaks = findLeaks(logged, fake.forbidden);
  return logged;
}

/** Refusals of the service and pages of what stands before it. */
function pageOf(hits: readonly Hit[]): Answer | undefined {
  for (const { name, rule } of hits) {
    const wait: Record<string, string> = rule.retryAfter === undefined ? {} : { 'Retry-After': String(rule.retryAfter) };
    if (name === 'html200' || name === 'html500') return { status: name === 'html200' ? 200 : 500, headers: HTML, body: '<!DOCTYPE html><html><title>Sign in to your account</title></html>' }; // prettier-ignore
    if (name === 'status' && rule.status === 429) return refusal(busy(rule.retryAfter), '');
    if (name === 'status')
      return { status: rule.status ?? 503, headers: { ...HTML, ...wait }, body: '<html><h1>Service Unavailable</h1></html>' };
  }
  return undefined;
}

function compute(fake: Inner, logged: LoggedRequest): Answer {
  try {
    if (!logged.path.startsWith(PATH)) throw new ApiError(404, 'NoEnvironment', 'Environment does not exist.');
    if (!fake.entra.knows(logged.headers['authorization'])) throw new ApiError(401, 'Authentication_InvalidCredentials', 'The server has rejected the client credentials.'); // prettier-ignore
    if (fake.running > fake.atOnce) throw busy(1);
    if (logged.method !== 'GET') fake.beforeWrite?.(logged);
    const [, query = ''] = logged.url.split(/\?(.*)/s);
    return answerCall(fake.api, { method: logged.method, path: logged.path.slice(PATH.length), query, headers: logged.headers, body: logged.body }); // prettier-ignore
  } catch (error) {
    return refusal(error, logged.headers['accept-language'] ?? '');
  }
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
  response.writeHead(status, { ...headers, 'Content-Length': isCut ? bytes.length : kept.length, Date: new Date(logged.at).toUTCString() }); // prettier-ignore
  if (!isCut) response.end(kept);
  else response.write(kept, () => response.destroy());
}

const SCREEN = {
  salesInvoices: ['number', 'invoiceDate', 'customerName', 'totalAmountIncludingTax', 'remainingAmount', 'status'],
  customers: ['number', 'displayName', 'taxRegistrationNumber', 'phoneNumber'],
};

const remote = (fake: Inner): Operations => ({
  list: (set: string) => [...fake.main.of(set).values()],
  get: (set: string, id: string) => fake.main.get(set, id),
  create: (set: string, body: Row) => fake.main.create(set, body),
  edit: (set: string, id: string, body: Row) => fake.main.update(set, id, body),
  remove: (set: string, id: string) => fake.main.remove(set, id),
  post: (id: string) => fake.main.post(id),
  pay: (id: string, amount: string) => fake.main.pay(id, amount),
  fault: (name: string, rule: unknown) => setFault(fake.faults, name, rule),
});

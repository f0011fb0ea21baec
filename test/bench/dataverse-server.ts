/** A big organisation of Dataverse, from a process of its own: PARTIES, INVOICES, milliseconds before each answer. Prints its port when it listens. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from '../hosts/dataverse/api.ts';
import { readBody } from '../hosts/kit/control.ts';
import { listen } from '../hosts/kit/listen.ts';
import { patternOf, type Rows } from './dataverse-pages.ts';

const [parties = 0, invoices = 0, delay = 0] = process.argv.slice(2).map(Number);
const PATH = '/api/data/v9.2/';
/** Set -> its objects, and how many rows each has. */
const BIG: ReadonlyMap<string, { readonly count: number; readonly each: number }> = new Map([
  ['accounts', { count: parties, each: 1 }],
  ['invoices', { count: invoices, each: 1 }],
  ['invoicedetails', { count: invoices, each: 4 }],
]);
const pattern = await patternOf(parties);
const made = new Map<string, Rows>();
/** What was asked of the big sets since somebody signed in: the others ask the same. */
let asked: [path: string, prefer: string][] = [];
let isKept = false;

function rowsOf(set: string, select: string): Rows {
  const known = made.get(`${set} ${select}`) ?? pattern.rows(set, select);
  made.set(`${set} ${select}`, known);
  return known;
}

const JSON_TYPE = { 'content-type': 'application/json; odata.metadata=minimal', 'odata-version': '4.0' };
const send = (response: ServerResponse, body: string, headers: Answer['headers'] = JSON_TYPE, status = 200): void =>
  void response.writeHead(status, headers).end(body);

const page = (set: string, rows: readonly string[], link = ''): string =>
  `{"@odata.context":"$metadata#${set}","value":[${rows.join(',')}]${link}}`;

/** Lines of named invoices, or a page of everything with the link to the next. */
function pageOf(base: string, set: string, options: URLSearchParams, prefer: string): string {
  const { count, each } = BIG.get(set) ?? { count: 0, each: 1 };
  const select = options.get('$select') ?? '';
  const rows = rowsOf(set, select);
  const filter = options.get('$filter');
  if (filter !== null)
    return page(set, [...filter.matchAll(/([0-9a-f]{8})-0002-/g)].map(([, n = '']) => rows(parseInt(n, 16)))); // prettier-ignore
  const from = options.has('$deltatoken') ? count : Number(options.get('$skiptoken') ?? 0);
  const to = Math.min(count, from + Number(/maxpagesize=(\d+)/.exec(prefer)?.[1] ?? 5000) / each);
  const next = `${base}${set}?$select=${select}&${to < count ? `$skiptoken=${String(to)}` : '$deltatoken=end'}`;
  const link = `,"@odata.${to < count ? 'next' : 'delta'}Link":"${next}"`;
  return page(set, Array.from({ length: to - from }, (_, i) => rows(from + i)), link); // prettier-ignore
}

/** The library puts a question whose address is long into a batch of one. */
async function batched(request: IncomingMessage, response: ServerResponse, base: string): Promise<void> {
  const [, address = '', headers = ''] = /GET (\S+) HTTP\/1.1\r?\n([^]*)/.exec(await readBody(request)) ?? [];
  const url = new URL(address, base);
  const body = pageOf(base, url.pathname.slice(PATH.length), url.searchParams, headers);
  const part = [
    '--all',
    'Content-Type: application/http',
    '',
    'HTTP/1.1 200 OK',
    'Content-Type: application/json',
    '',
    body,
    '--all--',
    '',
  ];
  send(response, part.join('\r\n'), { 'content-type': 'multipart/mixed; boundary=all' });
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const base = `http://${request.headers.host ?? ''}${PATH}`;
  const url = new URL(request.url ?? '/', base);
  if (url.pathname.endsWith('/token')) return signIn(response);
  if (url.pathname === '/asked') return ((isKept = true), send(response, JSON.stringify(asked)));
  const path = decodeURIComponent(url.pathname).slice(PATH.length);
  if (path === '$batch') return void batched(request, response, base).catch(() => response.destroy());
  const prefer = [request.headers['prefer'] ?? ''].flat().join();
  if (!BIG.has(path) || url.searchParams.has('$top')) {
    const { body, headers, status } = pattern.answer(path, url.search.slice(1));
    return send(response, body, headers, status);
  }
  if (!isKept) asked.push([path + url.search, prefer]);
  send(response, pageOf(base, path, url.searchParams, prefer));
}

function signIn(response: ServerResponse): void {
  [asked, isKept] = [[], false];
  send(response, JSON.stringify({ token_type: 'Bearer', expires_in: 36_000, access_token: 'bench' }));
}

const { port } = await listen(0, (request, response) => {
  if (delay > 0) setTimeout(answer, delay, request, response);
  else answer(request, response);
});
process.stdout.write(`${String(port)}\n`);
process.on('disconnect', () => process.exit(0));

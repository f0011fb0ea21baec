/**
 * A server for stories: dist/widgets as in production (same headers), a page for each story, and an API that answers what the
 * story says. `/story/{widget}/{name}?lang=&theme=&density=` - the API of a page is `/story-api/{session}/`, so that calls count.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { inEnglish } from './story-english.ts';
import { STORY_NOW, STORY_TZ, type Stories, type Story, type StoryAnswer } from '../../widgets/story.ts';
import { buildWidgets, catalogues, widgetNames } from '../../widgets/build.js';
import { pseudoLong, pseudoRightToLeft } from '../../widgets/runtime/pseudo.ts';
import type { Catalogue } from '../../widgets/runtime/i18n.ts';
import type { Manifest } from '../../widgets/manifest.ts';
import { longGerman } from './german.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Of this run: no other run, and no build, changes it meanwhile. */
export const OUT = mkdtempSync(join(tmpdir(), 'sidebook-stories-'));
process.on('exit', () => rmSync(OUT, { recursive: true, force: true }));
let built: Promise<Manifest> | null = null;
/** As in production, frame-ancestors apart: a story stands alone. */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

export interface StorySite {
  readonly origin: string;
  readonly manifest: Manifest;
  readonly stories: Readonly<Record<string, Stories>>;
  readonly catalogues: Readonly<Record<string, Catalogue>>;
  /** Another page at a path: what a test needs besides stories. Null headers: none of ours. */
  readonly serve: (path: string, answer: (req: IncomingMessage, res: ServerResponse) => void) => void;
  readonly stop: () => Promise<void>;
}

async function allStories(): Promise<Record<string, Stories>> {
  const all: Record<string, Stories> = {};
  for (const name of widgetNames()) {
    if (!existsSync(join(ROOT, 'widgets', name, 'story.ts'))) continue;
    const module = (await import(`../../widgets/${name}/story.ts`)) as { stories: Stories };
    all[name] = module.stories;
  }
  return all;
}

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  json: 'application/json',
  html: 'text/html',
  css: 'text/css',
};
/** `named`: by what it holds, so that a browser keeps it, as in production. */
export function sendFile(res: ServerResponse, path: string, named = false): void {
  const type = TYPES[path.split('.').at(-1) ?? ''] ?? 'text/plain';
  try {
    const text = readFileSync(path);
    res.writeHead(200, {
      'Content-Type': `${type}; charset=utf-8`,
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': POLICY,
      ...(named ? { 'Cache-Control': 'public, max-age=31536000, immutable' } : {}),
    });
    res.end(text);
  } catch {
    res.writeHead(404).end();
  }
}

const isSilent = (answer: StoryAnswer): boolean =>
  answer.status === 'never' || (answer.then !== undefined && isSilent(answer.then));

/** Data of the page in JSON, its script in a file: the policy allows no inline script. */
function storyPage(
  site: Pick<StorySite, 'manifest' | 'catalogues'>,
  widget: string,
  story: Story,
  session: string,
  query: URLSearchParams,
): string {
  const silent = Object.values(story.calls).some(isSilent);
  const lang = query.get('lang') ?? 'ru';
  // As in production: a page has the texts of its language.
  const catalogues = { [lang]: site.catalogues[lang] ?? site.catalogues['en'] };
  const data = { widget, silent, story: { entity: story.entity ?? null }, api: `/story-api/${session}/`, now: STORY_NOW, tz: STORY_TZ, catalogues,
    page: `/assets/${site.manifest.page.js}`, script: `/assets/${site.manifest.widgets[widget]?.js ?? ''}`, lang,
    theme: query.get('theme') ?? 'light', density: query.get('density') ?? 'compact', tokens: Object.fromEntries([...query].filter(([key]) => key.startsWith('token-')).map(([key, value]) => [key.slice(6), value])) }; // prettier-ignore
  return `<!doctype html><html lang="${data.lang.slice(0, 2)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Story ${widget}</title>
<script type="module" src="/story-run.js"></script><script type="application/json" id="data">${JSON.stringify(data).replace(/</g, '\\u003c')}</script></head><body><main id="root"></main></body></html>`;
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Runs in the page; written as a function so that it is checked, sent as text. */
const RUN = `
const data = JSON.parse(document.getElementById('data').textContent);
document.body.style.margin = '0';
window.sidebookEvents = []; window.sidebookMissing = [];
const open = new Set(), { send } = XMLHttpRequest.prototype;
let asked = 0;
XMLHttpRequest.prototype.send = function (body) {
  asked += 1;
  const ended = new Promise((resolve) => (this.onloadend = resolve)).then(() => open.delete(ended));
  open.add(ended);
  send.call(this, body);
};
window.sidebookAsked = () => (data.silent ? null : asked);
window.sidebookAnswered = () => (data.silent ? null : Promise.all(open));
const { mount, createApi, createTokens } = await import(data.page);
const { default: widget } = await import(data.script);
let key = 0;
const tokens = createTokens(() => Promise.resolve('story-token'));
const api = createApi({ base: data.api, tokens, newKey: () => 'key-' + String(++key) });
if (data.theme === 'dark') document.body.style.background = '#1b1f25';
window.sidebook = mount(document.getElementById('root'), { widget, entity: data.story.entity, api, catalogues: data.catalogues, lang: data.lang, tz: data.tz,
  theme: data.theme, density: data.density, tokens: data.tokens, emit: (name, detail) => window.sidebookEvents.push({ name, detail }),
  missing: (text) => window.sidebookMissing.push(text) });
`;

function answerCall(
  res: ServerResponse,
  req: IncomingMessage,
  given: StoryAnswer | undefined,
  count: number,
  lang: string,
): void {
  let answer = given;
  for (let i = 1; i < count && answer?.then; i++) answer = answer.then;
  if (answer?.status === 'never') return;
  if (answer?.status === 'lost') return void req.socket.destroy();
  const status = answer === undefined ? 404 : (answer.status ?? 200);
  const missing = {
    type: 'about:blank',
    title: 'Story has no such call',
    status: 404,
    detail: '',
    code: 'no-such-call',
    next: '',
    who: 'admin',
    traceId: 'story',
  };
  res.writeHead(status, {
    'Content-Type': status < 300 ? 'application/json' : 'application/problem+json',
    'Cache-Control': 'no-store',
  });
  const body = answer === undefined ? missing : (answer.body ?? {});
  res.end(JSON.stringify(lang === 'ru' ? body : inEnglish(body)));
}

/** @param port 0: any free one */
export async function startStorySite(port = 0): Promise<StorySite> {
  const manifest = await (built ??= buildWidgets(OUT));
  const texts: Record<string, Catalogue> = await catalogues();
  const en = texts['en'] ?? {};
  const all = { ...texts, 'en-XA': pseudoLong(en), 'ar-XB': pseudoRightToLeft(en), de: longGerman(en) };
  const stories = await allStories();
  const sessions = new Map<string, { story: Story; lang: string; counts: Map<string, number> }>();
  const extra = new Map<string, (req: IncomingMessage, res: ServerResponse) => void>();
  let last = 0;

  const openStory = (res: ServerResponse, widget: string, name: string, query: URLSearchParams): void => {
    const story = stories[widget]?.[name];
    if (!story) return void res.writeHead(404).end(`no story ${widget}/${name}`);
    const session = String(++last);
    sessions.set(session, { story, lang: query.get('lang') ?? 'ru', counts: new Map() });
    res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': POLICY });
    res.end(storyPage({ manifest, catalogues: all }, widget, story, session, query));
  };
  const callStory = (req: IncomingMessage, res: ServerResponse, session: string, path: string): void => {
    const found = sessions.get(session);
    const call = `${req.method ?? ''} ${path}`;
    const count = (found?.counts.get(call) ?? 0) + 1;
    found?.counts.set(call, count);
    req.resume().on('end', () => answerCall(res, req, found?.story.calls[call], count, found?.lang ?? 'ru'));
  };
  const index = (res: ServerResponse): void => {
    const links = Object.entries(stories).flatMap(([widget, ones]) =>
      Object.keys(ones).map((name) => `<li><a href="/story/${widget}/${name}">${widget}: ${name}</a></li>`),
    );
    res
      .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
      .end(`<!doctype html><title>Stories</title><ul>${links.join('')}</ul>`);
  };

  const server: Server = createServer((req, res) => {
    const url = new URL(req.url ?? '/', 'http://story');
    const [, first = '', second = '', ...rest] = url.pathname.split('/').map(decodeURIComponent);
    const other = extra.get(url.pathname);
    if (other) return other(req, res);
    if (url.pathname === '/') return index(res);
    if (url.pathname === '/axe.js') return sendFile(res, AXE, true);
    if (url.pathname === '/story-run.js')
      return void res.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8' }).end(RUN);
    if (first === 'story') return openStory(res, second, rest[0] ?? '', url.searchParams);
    if (first === 'story-api') return callStory(req, res, second, rest.join('/'));
    if (url.pathname.includes('..')) return void res.writeHead(404).end();
    sendFile(res, join(OUT, decodeURIComponent(url.pathname)), first === 'assets');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(address.port)}`,
    manifest,
    stories,
    catalogues: all,
    serve: (path, answer) => void extra.set(path, answer),
    stop: () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  };
}

/** A host on another origin: serves the pages here, put together only from the guides, and plays their back end. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { EMBED } from '../xml.ts';

const HERE = import.meta.dirname;
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

export interface HostOptions {
  /** Origin of Sidebook. */
  readonly sidebook: string;
  readonly entity: string;
  /** Name of the host the Dynamics form stands for; "dyn" as in the guide without. */
  readonly dynamics?: string;
  /** Of the host's back end: a token for these objects, from `sidebook key add` or POST /embed/v1/tokens. */
  readonly token: (client: string, entities: readonly string[]) => Promise<string>;
}

/** Answers of the back end by path; anything else is a file. */
async function backEnd({ sidebook, entity, token }: HostOptions, path: string, body: string): Promise<string | null> {
  if (path === '/sidebook-token') return token('portal', [entity]);
  if (path === '/api/data/v9.2/sidebook_GetEmbedToken') return JSON.stringify({ token: await token('dyn', [body]) });
  if (path === '/1c/page') return (await fetch(`${sidebook}/embed/v1/1c.html`)).text();
  if (path === '/1c/token') return token('ut11', [entity]);
  if (path !== '/1c/start') return null;
  const api = `${sidebook}/api/v1/`;
  const [widget, action = ''] = body.split(' ');
  const start = {
    api,
    token: await token('ut11', [entity]),
    widget,
    action,
    entity,
    lang: 'ru',
    theme: 'light',
    density: 'compact',
  };
  return JSON.stringify(start);
}

function file(path: string, { sidebook, entity, dynamics = 'dyn' }: HostOptions): string {
  const inside = normalize(path).replace(/^[/\\]+/, '');
  const folder = inside.startsWith('webresources') ? join(EMBED, 'dynamics') : HERE;
  const text = inside === 'webresources/sidebook_loader.js' ? '' : readFileSync(join(folder, inside), 'utf8');
  return text
    .replaceAll('https://sidebook.example', sidebook)
    .replace('client="dyn"', `client="${dynamics}"`)
    .replace('ut11:Catalog_Контрагенты:6a1e0000-0000-11ee-9c1a-00155d0a0a01', entity);
}

async function answer(options: HostOptions, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const path = decodeURIComponent(new URL(req.url ?? '/', 'http://host').pathname);
  let body = '';
  for await (const chunk of req) body += String(chunk);
  const said = req.method === 'POST' ? await backEnd(options, path, body) : null;
  if (said !== null) return void res.end(said);
  const isLoader = path.endsWith('/sidebook_loader.js'); // the administrator's copy
  const text = isLoader ? await (await fetch(`${options.sidebook}/embed/v1/loader.js`)).text() : file(path, options);
  res.setHeader('Content-Type', `${TYPES[extname(path)] ?? 'text/plain'}; charset=utf-8`);
  res.end(text);
}

/** Listens on a free port of this machine; `localhost`, where Sidebook is 127.0.0.1, so that it is another site as well. */
export async function serveHost(options: HostOptions): Promise<{ origin: string; close: () => Promise<void> }> {
  const server: Server = createServer((req, res) => {
    answer(options, req, res).catch((error: unknown) => {
      res.statusCode = 404;
      res.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  return { origin: `http://localhost:${String(port)}`, close };
}

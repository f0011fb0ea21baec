/** A server on loopback with a client of its own, one clock, and every line it logs: what a caller sends, the bytes and headers that come. */
import { createHmac } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Router } from 'express';
import { request } from 'undici';
import type { Config } from '../../connector/config.ts';
import { Sidebook } from '../../connector/main.ts';
import { ApiError } from '../../connector/server/api-error.ts';
import { KeyFiles } from '../../connector/server/auth/key-files.ts';
import type { Client, Registry } from '../../connector/server/auth/registry.ts';
import { serverLog } from '../../connector/server/http/log.ts';
import { principalOf } from '../../connector/server/principal.ts';
import { startServer, type RunningServer, type ServerDeps } from '../../connector/server/server.ts';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import { configOf, stoppedClock, worldAt, type Clock } from '../scenarios/setting.ts';

export const ENTITY = 'ut11:Catalog_Контрагенты:6a1e5b0e-0000-11ee-8000-000000000001';
export const SECRET = 'c2VjcmV0LW9mLXRoZS1jbGllbnQtdXQxMS0zMi1ieXRl';
export const ORIGIN = 'https://crm.example';
export const KID = 'k1';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Of problem+json. */
  readonly code: string;
}

export interface Wishes extends Partial<Omit<ServerDeps, 'sidebook' | 'world' | 'log'>> {
  readonly server?: Partial<Config['server']>;
  readonly secrets?: Config['secrets'];
}

type Claims = Readonly<Record<string, unknown>>;
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** As a host writes it by hand: nothing of ours takes part. */
export function signed(claims: Claims, secret: string | null, header: Claims = { alg: 'HS256', typ: 'JWT', kid: KID }): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${secret === null ? '' : createHmac('sha256', secret).update(text).digest('base64url')}`;
}

export class Office {
  readonly clock: Clock;
  readonly registry: Registry;
  readonly keys: KeyFiles;
  readonly folder: string;
  readonly sidebook: Sidebook;
  server!: RunningServer;
  /** Every line of the log. */
  log = '';
  /** How often a handler of the API ran. */
  handled = 0;
  /** 'slow': the slow change has begun; 'go': it may end. */
  readonly events = new EventEmitter();

  constructor(clock: Clock, folder: string, { server = {}, secrets }: Wishes) {
    this.clock = clock;
    this.folder = folder;
    const world = worldAt(clock);
    const config = configOf({ url: 'http://127.0.0.1:9/odata/', user: 'u' });
    const section = { ...config.server, ...server, listen: { host: '127.0.0.1', port: 0, ...server.listen } };
    this.sidebook = new Sidebook(
      { ...config, folder, server: section, secrets: secrets ?? config.secrets },
      { world },
      openSqlite({ file: ':memory:', world }),
    );
    this.registry = this.sidebook.store.accounts.registry;
    this.keys = new KeyFiles(join(folder, 'keys'));
    this.client();
    this.registry.addKey({ kid: KID, client: 'ut11', addedAt: this.clock.now().toISOString(), revokedAt: null });
    this.keys.write('ut11', KID, SECRET);
  }

  async open(wishes: Wishes): Promise<this> {
    const { world } = this.sidebook;
    const log = serverLog(world, { write: (line) => void (this.log += line) });
    this.server = await startServer({ api: this.#api(), registry: this.registry, keys: this.keys, assets: this.#assets(), ...wishes, sidebook: this.sidebook, world, log }); // prettier-ignore
    return this;
  }

  client(more: Partial<Client> = {}): void {
    this.registry.saveClient({
      id: 'ut11', title: 'УТ', origins: [ORIGIN], allowNullOrigin: false, allowAll: false, autoCreateUsers: true, hostRoles: { Бухгалтер: 'accountant', Менеджер: 'sales' },
      shells: ['frame', '1c'], addedAt: this.clock.now().toISOString(), revokedAt: null, ...more,
    }); // prettier-ignore
  }

  claims(more: Claims = {}): Claims {
    const iat = Math.floor(this.clock.now().getTime() / 1000);
    return {
      aud: 'embed/v1', cid: 'ut11', sub: 'ut11:5f0c', name: 'Иванова А.', rol: ['Бухгалтер'], scp: [ENTITY], wdg: ['counterparty'], loc: 'ru', tz: 'Europe/Moscow',
      iat, exp: iat + 600, jti: 'jti-0000-0001', ...more,
    }; // prettier-ignore
  }

  token = (more: Claims = {}): string => signed(this.claims(more), SECRET);

  async ask(
    path: string,
    headers: Readonly<Record<string, string>> = {},
    method = 'GET',
    body?: string | Buffer,
  ): Promise<Answer> {
    const answer = await request(`http://127.0.0.1:${String(this.server.port)}${path}`, {
      method: method as 'GET',
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.body.text();
    const isProblem = String(answer.headers['content-type']).startsWith('application/problem+json');
    const code = isProblem ? (JSON.parse(text) as { code: string }).code : '';
    return { status: answer.statusCode, headers: answer.headers, text, code };
  }

  /** An API call with a token. */
  call = (token: string, more: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    this.ask('/api/v1/whoami', { authorization: `Bearer ${token}`, ...more });

  post = (path: string, body: string, more: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    this.ask(path, { authorization: `Bearer ${this.token()}`, 'content-type': 'application/json', ...more }, 'POST', body);

  async close(): Promise<void> {
    await this.server.close();
    await this.sidebook.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Stands for the API: who asks, what was sent, a failure. */
  #api(): Router {
    const router = Router();
    router.get('/whoami', (_req, res) => {
      const { actor, name, roles, lang } = principalOf(res);
      res.json({ actor, name, roles: [...roles], lang });
    });
    router.post('/echo', (req, res) => void res.status(201).json({ n: ++this.handled, got: req.body as unknown }));
    router.post('/slow', async (_req, res) => {
      this.handled++;
      const go = once(this.events, 'go');
      this.events.emit('slow');
      await go;
      res.status(201).json({});
    });
    router.post('/late', async () => {
      this.handled++;
      const go = once(this.events, 'go');
      this.events.emit('slow');
      await go;
      throw new ApiError(503, 'store-busy');
    });
    router.post('/refused', () => {
      this.handled++;
      throw new ApiError(409, 'record-moved', { rev: 7 }, { 'lines.0.price': 'input-field' });
    });
    router.post('/telemetry', (_req, res) => void res.status(204).end());
    router.get('/broken', () => {
      throw new Error('Иванова должна 1 234 567,80');
    });
    return router;
  }

  #assets(): string {
    const folder = join(this.folder, 'widgets');
    mkdirSync(join(folder, 'assets'), { recursive: true });
    const manifest = {
      build: 'b1', loader: 'loader.js', page: { js: 'page-1.js' }, styles: { css: 'styles-1.css' }, widgets: { counterparty: { js: 'counterparty-1.js' } }, locales: { ru: 'locale-ru-1.json', en: 'locale-en-1.json' },
      onec: { file: '1c.html' }, probe: { file: 'probe.html', js: 'probe.js' },
    }; // prettier-ignore
    const files = { 'loader.js': '1;', '1c.html': '<!doctype html><p>1C<script type="application/json" id="sidebook-locales">{}</script>', 'probe.html': '<!doctype html>', 'assets/page-1.js': `/* ${'x'.repeat(500)} */`, 'assets/counterparty-1.js': '2;' }; // prettier-ignore
    const texts = { 'assets/locale-ru-1.json': '{"counterparty.a":"Долг","invoices.a":"Счёт","runtime.a":"Да"}', 'assets/locale-en-1.json': '{"counterparty.a":"Debt","invoices.a":"Bill","runtime.a":"Yes"}' }; // prettier-ignore
    for (const [name, text] of Object.entries({ ...files, ...texts, 'manifest.json': JSON.stringify(manifest) }))
      writeFileSync(join(folder, name), text);
    writeFileSync(join(this.folder, 'secret.js'), 'not for anyone');
    return folder;
  }
}

/** For one describe: servers that are stopped after each test. */
export function offices(): (wishes?: Wishes) => Promise<Office> {
  const open: Office[] = [];
  afterEach(async () => {
    for (const office of open.splice(0)) await office.close();
  });
  return async (wishes = {}) => {
    const office = new Office(stoppedClock(), mkdtempSync(join(tmpdir(), 'sidebook-office-')), wishes);
    await office.open(wishes);
    open.push(office);
    return office;
  };
}

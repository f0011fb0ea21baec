/** The whole of it: a fake 1C, a Sidebook over it, the real server, and pages of other origins as the guides say; every line of its log. */
import type { Registry } from '../../connector/server/auth/registry.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { apiRouter } from '../../connector/server/api/index.ts';
import { KeyFiles } from '../../connector/server/auth/key-files.ts';
import type { Client } from '../../connector/server/auth/registry.ts';
import { Tokens } from '../../connector/server/auth/tokens.ts';
import { WIDGETS } from '../../connector/server/contract/embed.ts';
import { serverLog } from '../../connector/server/http/log.ts';
import { startServer, type RunningServer } from '../../connector/server/server.ts';
import { Sidebook } from '../../connector/main.ts';
import { buildWidgets } from '../../widgets/build.js';
import { serveHost } from '../embed-samples/pages/serve.ts';
import { startFakeOnec } from '../hosts/onec/fake.ts';
import { HOST, Setting, stoppedClock, type Wishes } from '../scenarios/setting.ts';
import { browser } from './chromium.ts';

/** Labels are for administrators; a token that names them is refused to anybody else. */
export const OF_SALES = WIDGETS.filter((widget) => widget !== 'translations');

export const SECRET = 'c2VjcmV0LW9mLXRoZS1jbGllbnRzLTMyLWJ5dGVzLWxvbmc';
/** One for each guide: any page, Dynamics (which here stands for the fake's base), 1C. */
const CLIENTS = ['portal', HOST, 'ut11'];
export const ROLES = ['Бухгалтер', 'Менеджер'];

export interface Seen {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export class Real {
  readonly s: Setting;
  readonly registry: Registry;
  readonly #folder = mkdtempSync(join(tmpdir(), 'sidebook-real-'));
  readonly #keys = new KeyFiles(join(this.#folder, 'keys'));
  server!: RunningServer;
  host!: Awaited<ReturnType<typeof serveHost>>;
  log = '';
  /** Of the widgets the next tokens are for, and who asks for them. */
  user = { id: '17', name: 'Иванова А.' };
  /** Every token that was given out. */
  readonly tokens: string[] = [];
  /** Seconds the next tokens live. */
  ttl = 600;
  entity = '';
  whole = false;
  /** Who asks is an administrator of labels. */
  isAdministrator = false;

  constructor(s: Setting) {
    this.s = s;
    this.registry = s.sidebook.store.accounts.registry;
  }

  async start(): Promise<void> {
    const { sidebook, world } = this.s;
    const assets = join(this.#folder, 'widgets');
    await buildWidgets(assets);
    const api = apiRouter({ sidebook, world, config: sidebook.config });
    const log = serverLog(world, { write: (line) => void (this.log += line) });
    this.server = await startServer({ sidebook, world, api, registry: this.registry, keys: this.#keys, assets, log });
  }

  /** Pages about this object, on another origin; the server lets that origin in. */
  async open(entity: string): Promise<void> {
    this.entity = entity;
    const tokens = new Tokens(this.registry, this.#keys, this.s.world);
    this.host = await serveHost({
      sidebook: this.server.url, entity, dynamics: HOST,
      token: async (client, entities) => {
        const id = client === 'dyn' ? HOST : client;
        const { token } = await tokens.issue(id, SECRET, { user: { ...this.user, roles: this.isAdministrator ? ['Администратор'] : ROLES }, scope: { entities: this.whole ? '*' : entities }, widgets: this.isAdministrator ? ['translations'] : this.whole ? OF_SALES : ['counterparty', 'invoices'], lang: 'ru', tz: 'Europe/Moscow', ttl: this.ttl });
        this.tokens.push(token);
        return token;
      },
    }); // prettier-ignore
    for (const id of CLIENTS) {
      this.client(id);
      this.registry.addKey({ kid: `key-${id}`, client: id, addedAt: NOW, revokedAt: null });
      this.#keys.write(id, `key-${id}`, SECRET);
    }
  }

  client(id: string, more: Partial<Client> = {}): void {
    this.registry.saveClient({
      id, title: id, origins: [this.host.origin], allowNullOrigin: id === 'ut11', allowAll: true, autoCreateUsers: true,
      hostRoles: { Бухгалтер: 'accountant', Менеджер: 'sales', Администратор: 'admin' }, shells: ['frame', '1c'], addedAt: NOW, revokedAt: null, ...more,
    }); // prettier-ignore
  }

  async close(): Promise<void> {
    await this.host?.close();
    await this.server.close();
    await this.s.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
const NOW = '2026-02-24T09:00:00.000Z';

export async function startReal(wishes: Wishes = {}): Promise<Real> {
  const clock = stoppedClock();
  const setting = new Setting(await startFakeOnec({ now: clock.now }), clock, wishes);
  const { config, world, sidebook } = setting;
  setting.config = { ...config, server: { ...config.server, listen: { host: '127.0.0.1', port: 0 } } };
  setting.sidebook = new Sidebook(setting.config, { world, holder: 'test' }, sidebook.store);
  await setting.sidebook.begin();
  await setting.switchWriting(true);
  const real = new Real(setting);
  await real.start();
  return real;
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly errors: string[];
  /** Everything that was asked of anyone. */
  readonly seen: Seen[];
  readonly close: () => Promise<void>;
}

/** A page with the server's clock whose timers run; everything it sends is kept. */
export async function visit(real: Real, init = ''): Promise<Visit> {
  const context = await (await browser()).newContext({ viewport: { width: 900, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.clock.setFixedTime(real.s.clock.now());
  if (init) await page.addInitScript(init);
  const errors: string[] = [];
  const seen: Seen[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  context.on('request', (request) => {
    void request.allHeaders().then(
      (headers) => seen.push({ url: request.url(), headers, body: request.postData() ?? '' }),
      () => undefined,
    );
  });
  return { page, context, errors, seen, close: () => context.close() };
}

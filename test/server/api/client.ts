/**
 * The API from outside: the real routes over HTTP, a principal instead of a token. Every answer is checked against the schema the
 * operation names, every refusal against RFC 9457, so that no test passes over an answer the contract does not know.
 */
import { expect } from 'chai';
import express, { json } from 'express';
import { apiRouter } from '../../../connector/server/api/index.ts';
import type { Operation } from '../../../connector/server/api/operation.ts';
import { OPERATIONS } from '../../../connector/server/api/operations.ts';
import { ROLES, type Role } from '../../../connector/roles.ts';
import { WIDGETS, type Widget } from '../../../connector/server/contract/embed.ts';
import { problemDetails } from '../../../connector/server/contract/shared.ts';
import { sendProblem } from '../../../connector/server/http/errors.ts';
import { requestLog, serverLog } from '../../../connector/server/http/log.ts';
import { idempotent } from '../../../connector/server/http/idempotency.ts';
import { unknownTo } from '../../../connector/server/http/methods.ts';
import type { Principal } from '../../../connector/server/principal.ts';
import type { Sidebook } from '../../../connector/main.ts';
import { listen } from '../../hosts/kit/listen.ts';
import { stage, type Setting, type Stage, type Wishes } from '../../scenarios/setting.ts';

export interface Who {
  readonly roles?: readonly Role[];
  readonly scope?: '*' | readonly string[];
  readonly widgets?: readonly Widget[];
  readonly lang?: 'ru' | 'en';
  readonly timeZone?: string;
  readonly actor?: string;
  readonly owners?: Principal['owners'];
  readonly team?: string | null;
}

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly etag: string | null;
  readonly text: string;
}

export const principal = (who: Who = {}): Principal => ({
  client: 'ut11', actor: who.actor ?? 'ut11:anna', name: 'Анна', roles: new Set(who.roles ?? ['admin']), scope: who.scope === undefined || who.scope === '*' ? '*' : new Set(who.scope),
  widgets: new Set(who.widgets ?? WIDGETS), lang: who.lang ?? 'en', locale: who.lang ?? 'en', timeZone: who.timeZone ?? 'Europe/Moscow',
  owners: who.owners ?? null, team: who.team ?? null, granted: false,
}); // prettier-ignore

let keys = 0;
const newKey = (): string => `key-${String(++keys).padStart(8, '0')}`;

export class Client {
  readonly url: string;
  readonly #failure: () => string;
  #who: Principal = principal();
  readonly close: () => Promise<void>;

  constructor(url: string, close: () => Promise<void>, set: (who: () => Principal) => void, failure: () => string) {
    this.url = url;
    this.#failure = failure;
    this.close = close;
    set(() => this.#who);
  }

  as(who: Who): this {
    this.#who = principal(who);
    return this;
  }

  /** The answer, whatever it is; its shape is checked. */
  async ask<T = unknown>(
    method: string,
    path: string,
    more: { body?: unknown; match?: string; none?: string; key?: string } = {},
  ): Promise<Answer<T>> {
    const headers: Record<string, string> = { 'content-type': 'application/json', 'idempotency-key': more.key ?? newKey() };
    if (more.match !== undefined) headers['if-match'] = `"${more.match}"`;
    if (more.none !== undefined) headers['if-none-match'] = more.none;
    const sent = more.body === undefined ? {} : { body: JSON.stringify(more.body) };
    const answer = await fetch(`${this.url}${path}`, { method: method.toUpperCase(), headers, ...sent });
    const text = await answer.text();
    const body: unknown = /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
    if (answer.status === 500) throw new Error(`${path}: ${this.#failure()}`);
    if (answer.status !== 304) checkShape(method, path, answer.status, body);
    expect(answer.headers.get('cache-control')).to.equal('no-store');
    return { status: answer.status, body: body as T, etag: answer.headers.get('etag'), text };
  }

  /** What must succeed. */
  async get<T>(path: string): Promise<T> {
    return this.#done(await this.ask<T>('get', path), path);
  }
  async post<T>(path: string, body?: unknown, match?: string): Promise<T> {
    return this.#done(await this.ask<T>('post', path, { body, ...(match === undefined ? {} : { match }) }), path);
  }

  #done<T>(answer: Answer<T>, path: string): T {
    if (answer.status >= 300) throw new Error(`${path}: ${String(answer.status)} ${answer.text}`);
    return answer.body;
  }
}

const fits = (op: Operation, method: string, path: string): boolean =>
  op.method === method &&
  new RegExp(`^${op.path.replace('.', '\\.').replace(/\{\w+\}/g, '[^/]+?')}$`).test(path.split('?')[0] ?? '');

function checkShape(method: string, path: string, status: number, body: unknown): void {
  const found = OPERATIONS.filter((op) => fits(op, method, path));
  const op = found.find((o) => !/\{id\}$/.test(o.path)) ?? found[0];
  const schema = status >= 400 ? problemDetails : op?.answer;
  if (!schema || schema === 'html' || schema === 'file') return;
  const read = schema.safeParse(body);
  if (!read.success)
    throw new Error(`${method} ${path} ${String(status)}: ${read.error.message} in ${JSON.stringify(body).slice(0, 500)}`);
}

export async function serveApi(sidebook: Sidebook): Promise<Client> {
  let who: () => Principal = () => principal();
  const app = express();
  app.set('query parser', 'simple');
  let failure = '';
  const log = serverLog(sidebook.world, {
    write: (line) => {
      if (/"failed"/.test(line)) failure = line;
    },
  });
  app.use(requestLog(log, { uuid: () => sidebook.world.uuid() }), json({ limit: '30mb' }), (_req, res, next) => {
    res.locals['principal'] = who();
    next();
  });
  const router = apiRouter({ sidebook, world: sidebook.world, config: sidebook.config });
  const { answers } = sidebook.store.accounts;
  app.use('/api/v1', idempotent(answers, sidebook.world), router, unknownTo(router), sendProblem(log));
  const server = await listen(0, app);
  return new Client(`http://127.0.0.1:${String(server.port)}/api/v1`, () => server.close(), (ask) => (who = ask), () => failure); // prettier-ignore
}

export interface Office {
  readonly s: Setting;
  readonly api: Client;
}

/** A base, a Sidebook and its API; ended after each test. */
export function office(): { open: (wishes?: Wishes) => Promise<Office>; stage: Stage } {
  const on = stage();
  return {
    stage: on,
    open: async (wishes = {}) => {
      const s = await on.start(wishes);
      const api = await serveApi(s.sidebook);
      on.ending(() => api.close());
      return { s, api };
    },
  };
}

export const PARTY = (key: string): string => `buh:Catalog_Контрагенты:${key}`;
export const INVOICE = (key: string): string => `buh:Document_СчетНаОплатуПокупателю:${key}`;
export const about = (entity: string): string => `entity=${encodeURIComponent(entity)}`;
export const ALL_ROLES = ROLES;

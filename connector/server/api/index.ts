/** The routes of /api/v1, made of the operation table. */
import { createHash } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import type { z } from 'zod';
import { matchOf } from '../http/etag.ts';
import { unitName } from '../../words/format.ts';
import { hostTitle } from '../../words/host-title.ts';
import { ApiError } from '../api-error.ts';
import { principalOf, type Principal } from '../principal.ts';
import { addressOf, admit } from './admit.ts';
import { Api } from './api.ts';
import { Trail } from './audited.ts';
import type { ApiDeps } from './deps.ts';
import type { Operation, SentFile } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { refusedBy, wrongInput } from './refusals.ts';

export function apiRouter(deps: ApiDeps): Router {
  const router = Router();
  const api = new Api(deps);
  for (const op of OPERATIONS) router[op.method](addressOf(op), (req, res) => answer(api, op, req, res));
  return router;
}

async function answer(api: Api, op: Operation, req: Request, res: Response): Promise<void> {
  const who = principalOf(res);
  const trail = new Trail(api.sidebook.audit, op);
  await admit(trail, who, op);
  const call = { api, who, id: String(req.params['id'] ?? ''), query: parsed(op.query, req.query), body: parsed(op.body, req.body), match: op.match ? matchOf(req) : '', key: req.get('idempotency-key') ?? '', gone: goneOf(res) }; // prettier-ignore
  res.set('Cache-Control', 'no-store');
  await trail.begin(call);
  try {
    send(op, req, res, await op.run(call));
  } catch (error) {
    const refused = refusedBy(error);
    await trail.failed(call, refused);
    throw titled(api, who, refused);
  }
}

function goneOf(res: Response): AbortSignal {
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  return gone.signal;
}

/** People know a base by its title, and fields by their labels. */
function titled({ config }: Api, who: Principal, error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  const { host, unit } = error.detail;
  const named = { ...(typeof host === 'string' ? { host: hostTitle(who, config, host) } : {}), ...(typeof unit === 'string' ? { unit: unitName(who.lang, unit) } : {}) }; // prettier-ignore
  return new ApiError(error.status, error.code, { ...error.detail, ...named }, error.fields);
}

/** Zod's own sentences stay inside: the widget marks the field, the catalogue says what is wrong with it. */
function parsed(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined;
  const read = schema.safeParse(value ?? {}, { reportInput: true });
  if (!read.success) throw wrongInput(read.error);
  return read.data;
}

function send(op: Operation, req: Request, res: Response, body: unknown): void {
  if (op.answer === null) return void res.status(204).end();
  if (op.answer === 'html') return void res.type('html').send(body);
  if (op.answer === 'file') return sendFile(res, body as SentFile);
  if (op.method === 'get') return sendFresh(req, res, JSON.stringify(body));
  res.status(statusOf(op, body)).json(body);
}

/** Somebody else's file: a browser that opened it beside our pages would run what it holds. */
function sendFile(res: Response, { name, bytes }: SentFile): void {
  res.attachment(name).set({
    'Content-Type': 'application/octet-stream',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  });
  res.send(bytes);
}

/** By hand: a browser that is given If-None-Match says "no-cache" as well, and express then never answers 304. */
function sendFresh(req: Request, res: Response, text: string): void {
  const etag = `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  res.set('ETag', etag);
  const seen = (req.get('if-none-match') ?? '').split(',').map((tag) => tag.trim());
  if (seen.includes(etag)) res.status(304).end();
  else res.type('json').send(text);
}

/** What takes longer than anybody waits is accepted, not done. */
const statusOf = (op: Operation, body: unknown): number =>
  op.method === 'post' && typeof body === 'object' && body !== null && 'ok' in body && op.path === '/plans' ? 202 : 200;

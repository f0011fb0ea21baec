/** The routes of /api/v1, made of the operation table. */
import { Router, type Request, type Response } from 'express';
import type { z } from 'zod';
import { ApiError } from '../api-error.ts';
import { matchOf } from '../http/etag.ts';
import { principalOf } from '../principal.ts';
import { Api, demandRole } from './api.ts';
import type { ApiDeps } from './deps.ts';
import type { Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { refusedBy, wrongInput } from './refusals.ts';

export function apiRouter(deps: ApiDeps): Router {
  const router = Router();
  const api = new Api(deps);
  for (const op of OPERATIONS) router[op.method](op.path.replace(/\{(\w+)\}/g, ':$1'), (req, res) => answer(api, op, req, res));
  return router;
}

async function answer(api: Api, op: Operation, req: Request, res: Response): Promise<void> {
  const who = principalOf(res);
  demandRole(who, op);
  const call = { api, who, id: String(req.params['id'] ?? ''), query: parsed(op.query, req.query), body: parsed(op.body, req.body), match: op.match ? matchOf(req) : '' }; // prettier-ignore
  res.set('Cache-Control', 'no-store');
  try {
    send(op, res, await op.run(call));
  } catch (error) {
    throw refusedBy(error);
  }
}

/** Zod's own sentences stay inside: the widget marks the field, the catalogue says what is wrong with it. */
function parsed(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined;
  const read = schema.safeParse(value ?? {});
  if (!read.success) throw wrongInput(read.error);
  return read.data;
}

function send(op: Operation, res: Response, body: unknown): void {
  if (op.answer === null) return void res.status(204).end();
  if (op.answer === 'html') return void res.type('html').send(body);
  res.status(statusOf(op, body)).json(body);
}

/** What takes longer than anybody waits is accepted, not done. */
const statusOf = (op: Operation, body: unknown): number =>
  op.method === 'post' && typeof body === 'object' && body !== null && 'ok' in body && op.path === '/plans' ? 202 : 200;

export { ApiError };

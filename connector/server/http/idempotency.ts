/**
 * A change asked twice is made once: the same key and request get the same answer for a day. A key is taken before the work begins,
 * so that a process that dies in the middle leaves a mark; whoever asks again is then told to look, and nothing is made twice.
 */
import { createHash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { World } from '../../model.ts';
import { ApiError } from '../api-error.ts';
import { principalOf } from '../principal.ts';

export interface Answered {
  /** Digest of what was asked. */
  readonly request: string;
  /** Null: not answered, still at work or broken off. */
  readonly status: number | null;
  readonly answer: string;
}

export interface Answers {
  /** False: the key is taken already. */
  begin(actor: string, key: string, request: string, at: string): boolean;
  get(actor: string, key: string): Answered | null;
  finish(actor: string, key: string, status: number, answer: string): void;
  drop(actor: string, key: string): void;
  forgetBefore(at: string): void;
}

const DAY_MS = 24 * 3_600_000;
const KEY = /^[\x21-\x7e]{8,200}$/;
/** What changes nothing needs no key. */
const FREE =
  /^\/(invoices\/preview|imports\/preview|prices\/find|notes\/find|translations\/preview|translations\/export|telemetry)\/?$/;

/** Behind authentication and the body parser. */
export const idempotent =
  (answers: Answers, world: Pick<World, 'now'>): RequestHandler =>
  (req, res, next) => {
    if (req.method === 'GET' || req.method === 'HEAD' || FREE.test(req.path)) return next();
    const key = req.get('idempotency-key') ?? '';
    if (!KEY.test(key)) throw new ApiError(400, 'key-needed');
    const { actor } = principalOf(res);
    const now = world.now().getTime();
    answers.forgetBefore(new Date(now - DAY_MS).toISOString());
    const request = digestOf(req);
    if (!answers.begin(actor, key, request, new Date(now).toISOString())) return again(answers.get(actor, key), request, res);
    keep(answers, actor, key, res);
    next();
  };

function again(known: Answered | null, request: string, res: Response): void {
  if (known && known.request !== request) throw new ApiError(422, 'key-reused');
  if (!known || known.status === null) throw new ApiError(409, 'key-running');
  res.status(known.status).set('Idempotency-Replayed', 'true');
  if (known.answer === '') res.end();
  else res.type('application/json').send(known.answer);
}

/**
 * Kept before it is sent, also where nobody waits for it any more. The key of what was refused is free again: either nothing was
 * changed, or a repeat finds what was made (new-invoice.ts).
 */
function keep(answers: Answers, actor: string, key: string, res: Response): void {
  const send = res.send.bind(res);
  res.send = (body?: unknown) => {
    if (res.statusCode >= 300) answers.drop(actor, key);
    else answers.finish(actor, key, res.statusCode, typeof body === 'string' ? body : '');
    return send(body);
  };
}

const digestOf = (req: Request): string =>
  createHash('sha256').update(`${req.method} ${req.originalUrl} ${JSON.stringify(req.body ?? null)}`).digest('base64url'); // prettier-ignore

/** How often one may ask: the API by client and user, tokens by address, and what fails much less often. */
import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, MemoryStore, rateLimit, type Options } from 'express-rate-limit';
import { ApiError } from '../api-error.ts';
import { principalOf } from '../principal.ts';

/** Requests a minute. */
export interface Limits {
  readonly api: number;
  readonly tokens: number;
  /** Wrong secrets and forged tokens of one address. */
  readonly failures: number;
  /** Pages of the feed, by key. */
  readonly feed?: number;
}

export const USUAL: Limits = { api: 600, tokens: 600, failures: 20, feed: 3000 };

const WINDOW_MS = 60_000;

const limiter = (options: Partial<Options>): RequestHandler =>
  rateLimit({
    windowMs: WINDOW_MS, validate: false, standardHeaders: 'draft-8', legacyHeaders: false, keyGenerator: addressOf,
    handler: (_req, res, next) => next(new ApiError(429, 'too-often', { seconds: Number(res.get('Retry-After')) || WINDOW_MS / 1000 })),
    ...options,
  }); // prettier-ignore

/** A proxy may put the port behind the address (IIS does): another connection is not another caller. */
const addressOf = ({ ip = '' }: Request): string =>
  ipKeyGenerator(ip.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1').replace(/^\[(.+)\](?::\d+)?$/, '$1'));

export const apiLimit = (limits: Limits): RequestHandler =>
  limiter({ identifier: 'api', limit: limits.api, keyGenerator: (_req, res: Response) => principalOf(res).actor });

export const tokenLimit = (limits: Limits): RequestHandler => limiter({ identifier: 'tokens', limit: limits.tokens });

/** A whole set is read page by page, as fast as it comes. */
export const feedLimit = (limits: Limits): RequestHandler =>
  limiter({
    identifier: 'feed', limit: limits.feed ?? 3000,
    keyGenerator: (_req, res: Response<unknown, { feedKey?: { readonly id: string } }>) => res.locals.feedKey?.id ?? '',
  }); // prettier-ignore

const FORGED: readonly unknown[] = ['token-bad', 'bad_client'];

/**
 * Counts only what was refused as not genuine: an expired token is everyday life, and so are many requests at a time from one
 * address (a terminal server, a proxy) and requests their page breaks off.
 */
export function failureLimit({ failures }: Limits): RequestHandler {
  const counted = new MemoryStore();
  counted.init({ windowMs: WINDOW_MS } as Options);
  return async (req, res, next) => {
    const address = addressOf(req);
    const known = await counted.get(address);
    if (known && known.totalHits >= failures) return next(tooOften(res, known.resetTime));
    res.on('close', () => {
      if (FORGED.includes(res.locals['refused'])) void counted.increment(address);
    });
    next();
  };
}

function tooOften(res: Response, until: Date | undefined): ApiError {
  const seconds = Math.max(1, Math.ceil(((until?.getTime() ?? 0) - Date.now()) / 1000));
  res.set('Retry-After', String(seconds));
  return new ApiError(429, 'too-often', { seconds });
}

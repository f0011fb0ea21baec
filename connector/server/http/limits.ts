/** How often one may ask: the API by client and user, tokens by address, and what fails much less often. */
import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit, type Options } from 'express-rate-limit';
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

const addressOf = (req: Request): string => ipKeyGenerator(req.ip ?? '');

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

/** Counts only what was refused as not genuine: an expired token is everyday life. */
export const failureLimit = (limits: Limits): RequestHandler =>
  limiter({
    identifier: 'failures', limit: limits.failures, skipSuccessfulRequests: true,
    requestWasSuccessful: (_req, res) => !FORGED.includes(res.locals['refused']),
  }); // prettier-ignore

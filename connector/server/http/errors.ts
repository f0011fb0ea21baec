/** Every refusal leaves as problem+json (RFC 9457) in the words of the catalogue; a failure of ours says nothing but its traceId. */
import type { ErrorRequestHandler, Request, Response } from 'express';
import { isCode, message, SidebookError, type Lang } from '../../errors.ts';
import { said, whoOf } from '../../words/whose.ts';
import { PASSING, storeError } from '../../store-errors.ts';
import { ApiError } from '../api-error.ts';
import type { ProblemDetails } from '../contract/shared.ts';
import type { Principal } from '../principal.ts';
import type { Log } from './log.ts';

/** The last handler. */
export const sendProblem =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    const known = toApiError(error);
    const refused = known ?? new ApiError(500, 'internal');
    note(log, req, refused, known ? (known.cause ?? null) : error);
    res.locals['refused'] = refused.code;
    if (res.headersSent) return next(error);
    for (const [name, value] of Object.entries(headersOf(refused))) res.set(name, value);
    const body = problemOf(refused, langOf(req, res), traceOf(req), retryAfter(res));
    res.status(refused.status).set('Cache-Control', 'no-store').type('application/problem+json').send(JSON.stringify(body));
  };

const traceOf = ({ id }: Request): string => (typeof id === 'string' ? id : '');

function note(log: Log, { id }: Request, { status, code, ...more }: ApiError & { why?: string }, cause: unknown): void {
  if (cause !== null) log.error({ traceId: id, err: cause }, 'failed');
  else if (status === 401 || status === 403) log.warn({ traceId: id, code, why: more.why }, 'refused');
}

/** What express, its parsers and the store throw, in our words. Null: nobody foresaw it. */
function toApiError(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error;
  const known = storeError(error, '');
  if (known instanceof SidebookError && known.cause !== undefined && known !== error)
    return new ApiError(PASSING.has(known.code) ? 503 : 500, known.code, known.detail);
  if (error instanceof SidebookError) return new ApiError(409, error.code, error.detail);
  if (error instanceof URIError) return new ApiError(400, 'address-unknown');
  return parserError(error);
}

function parserError(error: unknown): ApiError | null {
  const { type, limit } = (error ?? {}) as { type?: unknown; limit?: unknown };
  if (type === 'entity.too.large') return new ApiError(413, 'body-too-large', { limit: Math.floor(Number(limit) / 1024) });
  if (type === 'charset.unsupported' || type === 'encoding.unsupported') return new ApiError(415, 'body-malformed');
  const isBody = typeof type === 'string' && /^(entity|request|stream)\./.test(type);
  return isBody ? new ApiError(400, 'body-malformed') : null;
}

function headersOf({ status, code, detail }: ApiError): Record<string, string> {
  if (code === 'bad_client') return { 'WWW-Authenticate': 'Basic realm="sidebook", charset="UTF-8"' };
  if (status === 401) return { 'WWW-Authenticate': code === 'token-missing' ? 'Bearer' : 'Bearer error="invalid_token"' };
  if (status === 405) return { Allow: String(detail['allowed']) };
  return status === 503 ? { 'Retry-After': '5' } : {};
}

const retryAfter = (res: Response): number | undefined => Number(res.get('Retry-After')) || undefined;

/** The token's language; before there is a token, what the request asks for. */
function langOf(req: Request, res: Response): Lang {
  const { principal } = res.locals as { principal?: Principal };
  return principal?.lang ?? (req.acceptsLanguages('en', 'ru') === 'ru' ? 'ru' : 'en');
}

export function problemOf(error: ApiError, lang: Lang, traceId: string, retry?: number): ProblemDetails {
  const { what, next } = said({ lang }, error.code, error.detail);
  const fields = Object.entries(error.fields).map(([path, code]) => [path, message(code, error.detail, lang).what]);
  return {
    type: `urn:sidebook:problem:${error.code}`, title: what, status: error.status, detail: what, code: isCode(error.code) ? error.code : 'internal', next,
    who: whose(error), traceId, ...(fields.length > 0 ? { fields: Object.fromEntries(fields) as Record<string, string> } : {}),
    ...(retry === undefined ? {} : { retryAfter: retry }),
  }; // prettier-ignore
}

/** Whose turn it is. */
function whose({ status, code }: ApiError): ProblemDetails['who'] {
  if (status === 429 || code === 'token-expired') return 'itself';
  if (status === 503) return whoOf(code);
  return status === 401 || status === 403 || status >= 500 ? 'admin' : whoOf(code, 'you');
}

/** Nothing of the API is reached without a token that stands every check, from a page that may use it. */
import type { RequestHandler } from 'express';
import { ApiError } from '../api-error.ts';
import type { Origins } from './origins.ts';
import type { Tokens } from './tokens.ts';

/** Sets res.locals.principal. The token counts in the Authorization header alone: addresses end up in logs. */
export const authenticate =
  (tokens: Tokens, origins: Origins): RequestHandler =>
  async (req, res, next) => {
    const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(req.get('authorization') ?? '')?.[1];
    if (token === undefined) throw new ApiError(401, 'token-missing');
    const { client, principal } = await tokens.verify(token);
    const origin = req.get('origin');
    if (origin !== undefined && !origins.isOf(client, origin)) {
      res.removeHeader('Access-Control-Allow-Origin'); // the page must not even read the refusal
      throw new ApiError(403, 'origin-refused');
    }
    res.locals['principal'] = principal;
    next();
  };

/** `Authorization: Basic client:secret`, in UTF-8. */
export function basicOf(header: string | undefined): { client: string; secret: string } | null {
  const encoded = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(header ?? '')?.[1];
  const text = Buffer.from(encoded ?? '', 'base64').toString('utf8');
  const at = text.indexOf(':');
  return at < 1 ? null : { client: text.slice(0, at), secret: text.slice(at + 1) };
}

/** If-Match of changes. The ETags of answers and the 304 are express' own (weak, of the body). */
import type { Request } from 'express';
import { ApiError } from '../api-error.ts';

/** What the caller saw: the text within the quotes, W/ or not. Without it a change would overwrite what nobody looked at. */
export function matchOf(req: Pick<Request, 'get'>): string {
  const seen = /^\s*(?:W\/)?"([^"]*)"\s*$/.exec(req.get('if-match') ?? '')?.[1];
  if (seen === undefined) throw new ApiError(428, 'match-needed');
  return seen;
}

/**
 * What an answer of Dataverse means when it is not what was asked for (hosts/dynamics.md 1.1, 1.12, 1.13): decided by the code in the
 * body, not by the status. The host's own sentence is kept for the person who resolves the problem and never logged.
 */
import { isHtml, readError, sentenceOf, type Answer, type AskedFor, type Said } from '../answers.ts';
import { ALONE, reactionTo, type Reaction } from '../dynamics-codes.ts';
import { HostError } from '../host.ts';
import { retryAfterMs } from '../http.ts';

export function hostError(answer: Answer, asked: AskedFor): HostError {
  const said = readError(answer.text);
  const [kind, code] = meaning(answer, said);
  const wait = retryAfterMs(answer.headers);
  return new HostError(kind, asked.host, {
    code,
    status: answer.status,
    at: asked.at,
    outcome: asked.write && kind === 'unavailable' && answer.status >= 500 ? 'unknown' : 'not-sent',
    ...(ALONE.has(code) ? { alone: true } : {}),
    ...(wait === null ? {} : { retryAfterMs: wait }),
    ...(said ? { sentence: sentenceOf(said.message) } : {}),
  });
}

function meaning({ status, text }: Answer, said: Said | null): Reaction {
  const known = said ? reactionTo(said.code.toLowerCase()) : undefined;
  if (known) return known;
  if (status >= 300 && status < 400) return ['bad-response', 'redirected'];
  if (status === 401) return ['unauthorised', 'token-refused'];
  if (status === 412) return ['stale', 'stale'];
  if (status === 429) return ['unavailable', 'too-many-requests'];
  if (said && status === 404) return ['not-published', 'not-published'];
  if (said && status < 600 && status !== 503 && status !== 502 && status !== 504) return ['refused', 'host-refused'];
  if (status === 403 || status === 404) return ['unauthorised', 'no-such-organisation'];
  if (status >= 500) return ['unavailable', isHtml(text) ? 'host-updating' : 'host-unreachable'];
  return ['bad-response', 'not-understood'];
}

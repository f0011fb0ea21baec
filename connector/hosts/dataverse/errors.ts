/**
 * What an answer of Dataverse means when it is not what was asked for (hosts/dynamics.md 1.1, 1.12, 1.13): decided by the code in the
 * body, not by the status. The host's own sentence is kept for the person who resolves the problem and never logged.
 */
import { isHtml, readError, sentenceOf, type Answer, type AskedFor, type Said } from '../answers.ts';
import { HostError, type HostErrorKind } from '../host.ts';
import { retryAfterMs } from '../http.ts';

/** Code -> how to react, and the text of the catalogue. */
const CODES: Readonly<Record<string, readonly [HostErrorKind, string]>> = {
  '0x80040217': ['refused', 'object-gone'],
  '0x80060891': ['refused', 'object-gone'],
  '0x80060882': ['stale', 'stale'],
  '0x80040237': ['refused', 'key-exists'],
  '0x80060892': ['refused', 'key-exists'],
  '0x80040333': ['refused', 'duplicate-rule'],
  '0x80040220': ['unauthorised', 'privilege-missing'],
  '0x80040231': ['unauthorised', 'privilege-missing'],
  '0x80048405': ['unauthorised', 'privilege-missing'],
  '0x80072560': ['unauthorised', 'user-not-member'],
  '0x80072491': ['not-published', 'tracking-off'],
  '0x80044352': ['cursor-lost', 'cursor-lost'],
  '0x80044331': ['refused', 'text-too-long-there'],
  '0x80041103': ['bad-response', 'property-vanished'],
  '0x80060888': ['bad-response', 'property-vanished'],
  '0x80048408': ['refused', 'state-impossible'],
  '0x80043b1d': ['refused', 'invoice-closed-there'],
  '0x80100000': ['refused', 'invoice-closed-there'],
  '0x80100001': ['refused', 'invoice-closed-there'],
  '0x80048cfb': ['refused', 'currency-there'],
  '0x80048cf6': ['refused', 'currency-there'],
  '0x80048ced': ['refused', 'currency-there'],
  '0x80048cfc': ['refused', 'currency-there'],
  '0x80072322': ['unavailable', 'too-many-requests'],
  '0x80072321': ['unavailable', 'too-many-requests'],
  '0x80072326': ['unavailable', 'too-many-requests'],
  '0x80044151': ['unavailable', 'lock-conflict'],
  '0x80040216': ['unavailable', 'host-exception'],
  '0x80048061': ['refused', 'labels-there-zip'],
  '0x80044249': ['refused', 'labels-there-schema'],
  '0x80044248': ['refused', 'labels-there-organization'],
  '0x80048047': ['refused', 'labels-there-solution'],
  '0x80044195': ['refused', 'labels-there-language'],
  '0x80044199': ['refused', 'labels-there-language'],
  '0x80048026': ['refused', 'labels-there-language'],
  '0x80044247': ['refused', 'labels-there-faults'],
  '0x80044246': ['refused', 'labels-there-faults'],
  '0x80060752': ['refused', 'labels-there-faults'],
};

/** Of one set or one object, however the host is otherwise. */
const ALONE: ReadonlySet<string> = new Set(['lock-conflict', 'host-exception', 'privilege-missing']);

export function hostError(answer: Answer, asked: AskedFor): HostError {
  const said = readError(answer.text);
  const [kind, code] = meaning(answer, said);
  const wait = retryAfterMs(answer.headers['retry-after']);
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

function meaning({ status, text }: Answer, said: Said | null): readonly [HostErrorKind, string] {
  const known = said ? CODES[said.code.toLowerCase()] : undefined;
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

/**
 * What an answer of Business Central means when it is not what was asked for (hosts/dynamics.md 4.3): by the code in the body first,
 * by the status else. Its sentence is in the language of the user there, so it is shown and never read.
 */
import { isHtml, readError, sentenceOf, type Answer, type AskedFor, type Said } from '../answers.ts';
import { HostError, type HostErrorKind } from '../host.ts';
import { retryAfterMs } from '../http.ts';

/** Code -> how to react, and the text of the catalogue. */
const CODES: Readonly<Record<string, readonly [HostErrorKind, string]>> = {
  Request_EntityChanged: ['stale', 'stale'],
  Internal_RecordNotFound: ['refused', 'object-gone'],
  Internal_EntityWithSameKeyExists: ['refused', 'key-exists'],
  Application_StringExceededLength: ['refused', 'text-too-long-there'],
  Authentication_InvalidCredentials: ['unauthorised', 'token-refused'],
  Authorization_RequestDenied: ['unauthorised', 'permission-missing'],
  Internal_CompanyNotFound: ['unauthorised', 'company-unknown'],
};

/** A path that is not there: an object by its id, else a set this installation does not have. */
const ABSENT: ReadonlySet<string> = new Set(['BadRequest_NotFound', 'BadRequest_ResourceNotFound']);
const ALONE: ReadonlySet<string> = new Set(['permission-missing']);
/** Ended by the service while it may have been at work. */
const ENDED: ReadonlySet<number> = new Set([408, 504]);

export function hostError(answer: Answer, asked: AskedFor): HostError {
  const said = readError(answer.text);
  const [kind, code] = meaning(answer, said);
  const wait = retryAfterMs(answer.headers);
  const isOpen = asked.write && kind === 'unavailable' && (answer.status >= 500 || ENDED.has(answer.status));
  return new HostError(kind, asked.host, {
    code,
    status: answer.status,
    at: asked.at,
    outcome: isOpen ? 'unknown' : 'not-sent',
    ...(ALONE.has(code) || ENDED.has(answer.status) ? { alone: true } : {}),
    ...(wait === null ? {} : { retryAfterMs: wait }),
    ...(said ? { sentence: sentenceOf(withoutTail(said.message)) } : {}),
  });
}

/** The number of the call in its logs, behind every message. */
const withoutTail = (message: string): string => message.replace(/\s*CorrelationId:.*$/s, '');

function meaning({ status, text }: Answer, said: Said | null): readonly [HostErrorKind, string] {
  const known = said ? CODES[said.code] : undefined;
  if (known) return known;
  if (said && ABSENT.has(said.code)) return ['refused', 'object-gone'];
  if (said && status === 404) return ['not-published', 'not-published'];
  return byStatus(status, said !== null, text);
}

function byStatus(status: number, isTold: boolean, text: string): readonly [HostErrorKind, string] {
  if (status >= 300 && status < 400) return ['bad-response', 'redirected'];
  if (status === 401) return ['unauthorised', 'token-refused'];
  if (status === 403) return ['unauthorised', isTold ? 'permission-missing' : 'no-such-environment'];
  if (status === 404) return ['unauthorised', 'no-such-environment'];
  if (status === 409 || status === 412) return ['stale', 'stale'];
  if (status === 410) return ['cursor-lost', 'cursor-lost'];
  if (status === 429) return ['unavailable', 'too-many-requests'];
  if (ENDED.has(status)) return ['unavailable', 'host-slow'];
  if (isTold && status < 500) return ['refused', 'host-refused'];
  if (status >= 500) return ['unavailable', isHtml(text) ? 'host-updating' : 'host-unreachable'];
  return ['bad-response', 'not-understood'];
}

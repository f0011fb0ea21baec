/**
 * What an answer of Dataverse means when it is not what was asked for (hosts/dynamics.md 1.1, 1.12, 1.13): decided by the code in the
 * body, not by the status. The host's own sentence is kept for the person who resolves the problem and never logged.
 */
import type { HostId } from '../../model.ts';
import { Blocked } from '../gate.ts';
import { HostError, type HostErrorKind } from '../host.ts';
import { NoAnswer, retryAfterMs } from '../http.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface AskedFor {
  readonly host: HostId;
  readonly write: boolean;
  /** For messages: the set, the object. Never a value. */
  readonly at: Readonly<Record<string, string>>;
}

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
};

/** Of one set or one object, however the host is otherwise. */
const ALONE: ReadonlySet<string> = new Set(['lock-conflict', 'host-exception', 'privilege-missing']);

interface Said {
  readonly code: string;
  readonly message: string;
}

/** The error of the Web API inside a body; null = the body is none. */
export function readError(text: string): Said | null {
  try {
    const { error } = JSON.parse(text) as { error?: { code?: unknown; message?: unknown } };
    if (typeof error !== 'object') return null;
    const word = (value: unknown): string => (typeof value === 'string' ? value : '');
    return { code: word(error.code).toLowerCase(), message: word(error.message) };
  } catch {
    return null;
  }
}

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
  const known = said ? CODES[said.code] : undefined;
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

const sentenceOf = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 500);
const isHtml = (text: string): boolean => /^\s*(<!doctype html|<html)/i.test(text);

/** A 200 that is no JSON: a sign-in page, a proxy, an answer that breaks off. */
export const notJson = (answer: Answer, asked: AskedFor): HostError =>
  new HostError('bad-response', asked.host, {
    code: isHtml(answer.text) ? 'html-instead-of-json' : 'json-cut',
    status: answer.status,
    at: asked.at,
    outcome: asked.write ? 'unknown' : 'not-sent',
  });

const NO_ANSWER = {
  refused: 'host-unreachable',
  timeout: 'host-slow',
  cut: 'connection-cut',
  'unknown-host': 'unknown-host',
  tls: 'tls-untrusted',
} as const;

/** A request without an answer, or one that was not let out. `code` stands for whatever the reason was. */
export function unreachable(error: unknown, asked: AskedFor, code?: string): HostError {
  if (error instanceof HostError) return error;
  if (error instanceof Blocked) return blocked(error, asked);
  if (!(error instanceof NoAnswer)) throw error;
  return new HostError('unavailable', asked.host, {
    code: code ?? NO_ANSWER[error.reason],
    at: asked.at,
    outcome: asked.write && error.sent ? 'unknown' : 'not-sent',
    alone: error.sent,
    cause: error,
  });
}

const blocked = ({ code, at }: Blocked, asked: AskedFor): HostError =>
  code === 'wall-blind'
    ? new HostError('unavailable', asked.host, { code })
    : new HostError('leak', asked.host, { code, at: { ...asked.at, ...at } });

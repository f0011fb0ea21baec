/**
 * What a 1C answer means when it is not what was asked for (hosts/1c.md 2.10): JSON, Atom, HTML, an application server's
 * exception. One kind per reaction; the host's own sentence is kept for the accountant and never logged.
 */
import type { HostId } from '../../model.ts';
import { Blocked } from '../gate.ts';
import { HostError, type HostErrorKind } from '../host.ts';
import { NoAnswer } from '../http.ts';
import { CLOSED, INTERNAL, LOCK, sentenceOf } from '../onec-words.ts';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** False: the bytes are in another encoding, and the text is a guess. */
  readonly isUtf8?: boolean;
}

export interface AskedFor {
  readonly host: HostId;
  readonly write: boolean;
  /** For messages: the set, the object. Never a value. */
  readonly at: Readonly<Record<string, string>>;
}

interface Said {
  readonly code: string | null;
  readonly text: string;
}

/** The OData error inside a body; null = the body is no OData error (a web server's page, an exception, nothing). */
export function readError(answer: Answer): Said | null {
  const { text } = answer;
  if (text.trimStart().startsWith('{')) return jsonError(text);
  const code = /<(?:m:)?code>([^<]*)<\//.exec(text);
  if (!code) return null;
  const message = /<(?:m:)?message[^>]*>([^<]*)<\//.exec(text);
  return { code: code[1] ?? null, text: unescape(message?.[1] ?? '') };
}

function jsonError(text: string): Said | null {
  try {
    const body = JSON.parse(text.replace(/^\uFEFF/, '')) as Record<string, unknown>;
    const error = body['odata.error'] as { code?: unknown; message?: { value?: unknown } } | undefined;
    if (error)
      return {
        code: typeof error.code === 'string' ? error.code : null,
        text: typeof error.message?.value === 'string' ? error.message.value : '',
      };
    return 'exception' in body ? { code: null, text: exceptionText(body['exception']) } : null;
  } catch {
    return null;
  }
}

/** exception / inner / descr, nested: the innermost description says most. */
function exceptionText(exception: unknown): string {
  if (typeof exception !== 'object' || exception === null) return '';
  const { inner, descr } = exception as { inner?: unknown; descr?: unknown };
  return exceptionText(inner) || (typeof descr === 'string' ? descr : '');
}

const unescape = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

/** "Not implemented" and its like do not pass with time (hosts/1c.md 2.10). */
const LASTING = new Set([501, 505]);

/** Of one set or one object, however the base is otherwise. */
const ALONE = new Set(['lock-conflict', 'host-exception', 'no-right']);

export function hostError(answer: Answer, asked: AskedFor): HostError {
  const said = readError(answer);
  const make = (
    kind: HostErrorKind,
    code: string,
    more: { outcome?: 'not-sent' | 'unknown'; sentence?: string } = {},
  ): HostError =>
    new HostError(kind, asked.host, {
      code,
      status: answer.status,
      at: asked.at,
      outcome: more.outcome ?? 'not-sent',
      ...(ALONE.has(code) ? { alone: true } : {}),
      ...(more.sentence ? { sentence: more.sentence } : {}),
    });
  const unknown = asked.write ? 'unknown' : 'not-sent';
  if (answer.status === 401 || answer.status === 403)
    return said?.code === '20' ? make('unauthorised', 'no-right') : make('unauthorised', 'wrong-password');
  if (answer.status === 412) return make('stale', 'stale');
  if (answer.status === 406) return make('unavailable', 'no-session');
  if (answer.status === 429) return make('unavailable', 'too-many-requests');
  if (said?.code === '8') return make('not-published', 'not-published');
  if (said?.code === '9') return make('refused', 'object-gone');
  if (said?.code === '15') return make('refused', 'key-exists');
  if (said?.code === '6' || said?.code === '10') return make('bad-response', 'property-vanished');
  if (said && answer.status === 500) return businessError(said, make, unknown);
  if (said) return make('refused', 'request-refused', { sentence: sentenceOf(said.text) });
  if (answer.status === 404) return make('unauthorised', 'no-such-base');
  if (answer.status >= 500 && !LASTING.has(answer.status))
    return make('unavailable', isHtml(answer) ? 'host-updating' : 'host-unreachable', { outcome: unknown });
  return make('bad-response', 'not-understood', { outcome: unknown });
}

type Make = (kind: HostErrorKind, code: string, more?: { outcome?: 'not-sent' | 'unknown'; sentence?: string }) => HostError;

/** 500 with code -1: code of the configuration threw and nothing is stored. Its text tells whom it concerns. */
function businessError(said: Said, make: Make, unknown: 'not-sent' | 'unknown'): HostError {
  const sentence = sentenceOf(said.text);
  if (said.code === null) return make('unavailable', 'host-exception', { outcome: unknown });
  if (LOCK.test(said.text)) return make('unavailable', 'lock-conflict');
  if (CLOSED.test(said.text)) return make('refused', 'period-closed', { sentence });
  if (INTERNAL.test(said.text)) return make('refused', 'host-internal', { sentence });
  return make('refused', 'host-refused', { sentence });
}

export const isHtml = (answer: Answer): boolean =>
  answer.contentType.includes('html') || /^\s*(<!doctype html|<html)/i.test(answer.text);

/** A 200 that is no JSON: a login page, a proxy, a base being updated. */
export const notJson = (answer: Answer, asked: AskedFor): HostError =>
  new HostError('bad-response', asked.host, {
    code: isHtml(answer) ? 'html-instead-of-json' : 'json-cut',
    status: answer.status,
    at: asked.at,
    outcome: asked.write ? 'unknown' : 'not-sent',
  });

/** A request without an answer, or one that was not let out. */
export function notSent(error: unknown, asked: AskedFor): HostError {
  if (error instanceof Blocked) return blocked(error, asked);
  return unreachable(error, asked);
}

/** One record holds what must not leave; where the wall cannot see, nothing is written at all. */
const blocked = ({ code, at }: Blocked, asked: AskedFor): HostError =>
  code === 'wall-blind'
    ? new HostError('unavailable', asked.host, { code })
    : new HostError('leak', asked.host, { code, at: { ...asked.at, ...at } });

export function unreachable(error: unknown, asked: AskedFor): HostError {
  if (!(error instanceof NoAnswer)) throw error;
  const code = {
    refused: 'host-unreachable',
    timeout: 'host-slow',
    cut: 'connection-cut',
    'unknown-host': 'unknown-host',
    tls: 'tls-untrusted',
  }[error.reason];
  return new HostError('unavailable', asked.host, {
    code,
    at: asked.at,
    outcome: asked.write && error.sent ? 'unknown' : 'not-sent',
    alone: error.sent,
    cause: error,
  });
}

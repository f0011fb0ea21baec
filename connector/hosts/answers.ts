/** Answers of a host that speaks JSON, and requests that got none: what every adapter of that kind needs to tell what went wrong. */
import type { HostId } from '../model.ts';
import { Blocked } from './gate.ts';
import { HostError } from './host.ts';
import { NoAnswer } from './http.ts';

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

/** The error an OData host put into a body. */
export interface Said {
  readonly code: string;
  readonly message: string;
}

/** The error inside a body; null = the body is none. */
export function readError(text: string): Said | null {
  try {
    const { error } = JSON.parse(text) as { error?: { code?: unknown; message?: unknown } };
    if (typeof error !== 'object') return null;
    const word = (value: unknown): string => (typeof value === 'string' ? value : '');
    return { code: word(error.code), message: word(error.message) };
  } catch {
    return null;
  }
}

/** The host's own sentence, for the person who resolves the problem. */
export const sentenceOf = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 500);
export const isHtml = (text: string): boolean => /^\s*(<!doctype html|<html)/i.test(text);

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

/** Calls of the API by XMLHttpRequest, which 1C's engine has as well: token, time limit, one more try, ETag, problem+json. */
import type { ProblemDetails } from '../../connector/server/contract/shared.ts';
import { type Tokens } from './auth.ts';
import { Failure } from './failure.ts';

export interface ApiRequest {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  /** Beneath /api/v1/, without a slash before it: `invoices/…/issue`. */
  readonly path: string;
  readonly body?: unknown;
  /** Etag of what was seen: the server refuses with 412 when it moved (failure kind `moved`). */
  readonly ifMatch?: string;
  /** Of this one intention: a repeat with the same key is done once. Made anew when left out. */
  readonly key?: string;
}

export interface Api {
  /** GET; unchanged answers come from memory by their ETag. */
  readonly get: <T>(path: string) => Promise<T>;
  readonly send: <T>(request: ApiRequest) => Promise<T>;
  /** GET of a file that is not JSON, to be saved: the token never goes into an address. */
  readonly text: (path: string) => Promise<string>;
  /** Asks for a new token, as the button "Обновить доступ" does. */
  readonly renewAccess: () => Promise<void>;
  readonly newKey: () => string;
}

export interface ApiOptions {
  /** `https://m.example/api/v1/` */
  readonly base: string;
  readonly tokens: Tokens;
  readonly newKey: () => string;
  readonly createXhr?: () => XMLHttpRequest;
  readonly wait?: (ms: number) => Promise<void>;
}

interface Raw {
  readonly status: number;
  readonly text: string;
  readonly header: (name: string) => string | null;
}
interface Kept {
  readonly etag: string;
  readonly data: unknown;
}

export const TIMEOUT_MS = 15_000;
const RETRY_MS = 300;
/** Longer waits are for the person to decide. */
const LONGEST_WAIT_MS = 5_000;
const KEPT_ANSWERS = 30;
const PASSING = [429, 502, 503, 504];

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function exchange(
  xhr: XMLHttpRequest,
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Raw> {
  return new Promise((resolve, reject) => {
    xhr.open(method, url);
    xhr.timeout = TIMEOUT_MS;
    for (const name of Object.keys(headers)) xhr.setRequestHeader(name, headers[name] ?? '');
    xhr.onload = () => resolve({ status: xhr.status, text: xhr.responseText, header: (name) => xhr.getResponseHeader(name) });
    xhr.onerror = () => reject(new Failure('network'));
    xhr.ontimeout = () => reject(new Failure('timeout'));
    xhr.send(body);
  });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const isProblem = (value: unknown): value is ProblemDetails =>
  isObject(value) && typeof value['code'] === 'string' && typeof value['title'] === 'string';

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}

const kindOf = (status: number): Failure['kind'] => {
  if (status === 401) return 'expired';
  if (status === 403) return 'forbidden';
  return status === 412 ? 'moved' : 'refused';
};
/** What answers in HTML is not the module but a gateway before it: what it says is for nobody. */
function refusal(raw: Raw): Failure {
  const body = parsed(raw.text);
  if (isProblem(body)) return new Failure(kindOf(raw.status), body);
  return new Failure(raw.status === 401 || raw.status === 403 ? kindOf(raw.status) : 'module');
}

/** Null: there is none (204). A page where JSON should be is no answer, whatever its status says. */
function answerOf({ text }: Raw): unknown {
  const data = parsed(text);
  if (data === null && text !== '') throw new Failure('module');
  return data;
}

/** How long to wait before the one repeat of a GET; null: not at all. */
function pause(raw: Raw | null): number | null {
  if (raw === null) return RETRY_MS;
  if (PASSING.indexOf(raw.status) < 0) return null;
  const seconds = Number(raw.header('Retry-After') ?? 0);
  const ms = Math.max(RETRY_MS, seconds * 1000);
  return ms <= LONGEST_WAIT_MS ? ms : null;
}

export function createApi(options: ApiOptions): Api {
  const { base, tokens, newKey, createXhr = () => new XMLHttpRequest(), wait = sleep } = options;
  const kept = new Map<string, Kept>();

  const once = (
    token: string,
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<Raw> => exchange(createXhr(), method, base + path, { ...headers, Authorization: `Bearer ${token}` }, body);

  /** With a fresh token once, when the one we have is refused. */
  const withToken = async (
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<Raw> => {
    const token = await granted(tokens.get());
    const raw = await once(token, method, path, headers, body);
    if (raw.status !== 401) return raw;
    return once(await granted(tokens.renew(token)), method, path, headers, body);
  };

  const remember = (path: string, etag: string | null, data: unknown): void => {
    if (etag === null) return;
    kept.delete(path);
    kept.set(path, { etag, data });
    if (kept.size > KEPT_ANSWERS) kept.delete(kept.keys().next().value ?? '');
  };

  const read = async (path: string, again: boolean): Promise<unknown> => {
    const known = kept.get(path);
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (known) headers['If-None-Match'] = known.etag;
    const raw = await withToken('GET', path, headers).catch((thrown: unknown) => {
      if (again && thrown instanceof Failure && thrown.kind === 'network') return null;
      throw thrown;
    });
    const ms = again ? pause(raw) : null;
    if (ms !== null) return wait(ms).then(() => read(path, false));
    if (raw === null) throw new Failure('network');
    if (raw.status === 304 && known) return known.data;
    if (raw.status !== 200) throw refusal(raw);
    const data = answerOf(raw);
    remember(path, raw.header('ETag'), data);
    return data;
  };

  const send = async ({ method, path, body, ifMatch, key }: ApiRequest): Promise<unknown> => {
    const headers: Record<string, string> = { 'Content-Type': 'application/json', 'Idempotency-Key': key ?? newKey() };
    if (ifMatch !== undefined) headers['If-Match'] = ifMatch;
    const raw = await withToken(method, path, headers, JSON.stringify(body ?? {}));
    if (raw.status < 200 || raw.status > 299) throw refusal(raw);
    return answerOf(raw);
  };

  const text = async (path: string): Promise<string> => {
    const raw = await withToken('GET', path, {});
    if (raw.status !== 200) throw refusal(raw);
    return raw.text;
  };

  return {
    text,
    get: <T>(path: string) => read(path, true) as Promise<T>,
    send: <T>(request: ApiRequest) => send(request) as Promise<T>,
    renewAccess: () => granted(tokens.fresh()).then(() => undefined),
    newKey,
  };
}

/** A provider that cannot make a token is the same to a person as one that expired. */
const granted = (token: Promise<string>): Promise<string> =>
  token.catch(() => {
    throw new Failure('expired');
  });

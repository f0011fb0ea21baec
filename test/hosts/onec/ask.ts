import { request as httpRequest } from 'node:http';
import type { FakeOnec } from './fake.ts';

/** What came back over the wire, before anything is made of it. */
export interface Answered {
  readonly status: number;
  /** Header values as Node hands them over: latin-1. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Asking {
  /** Query options by name, encoded here; JSON is asked for unless `$format` says otherwise or is null. */
  readonly query?: Readonly<Record<string, string | null>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as it is, instead of the encoded path and query. */
  readonly rawUrl?: string;
  readonly login?: string;
}

export const basic = (fake: FakeOnec): string =>
  `Basic ${Buffer.from(`${fake.user}:${fake.password}`, 'utf8').toString('base64')}`;

/** One request over real HTTP; `path` is written as people write it, e.g. `Catalog_Валюты(guid'…')`. */
export function ask(fake: FakeOnec, method: string, path: string, asking: Asking = {}): Promise<Answered> {
  const url = asking.rawUrl ?? new URL(fake.url).pathname + encodeURI(path) + queryText(asking.query);
  const body = asking.body === undefined ? '' : typeof asking.body === 'string' ? asking.body : JSON.stringify(asking.body);
  const headers = { authorization: asking.login ?? basic(fake), 'content-length': Buffer.byteLength(body), ...asking.headers };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: '127.0.0.1', port: new URL(fake.url).port, method, path: url, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: plainHeaders(response.headers),
            text: Buffer.concat(chunks).toString('utf8'),
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function queryText(query: Asking['query'] = {}): string {
  const all = Object.entries({ $format: 'json', ...query }).filter((pair): pair is [string, string] => pair[1] !== null);
  return all.length === 0 ? '' : `?${all.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}

function plainHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

export type Json = Record<string, unknown>;

/** Reads JSON and fails with the answer itself when the status is another one than expected. */
export async function askJson(
  fake: FakeOnec,
  method: string,
  path: string,
  asking: Asking & { expect?: number } = {},
): Promise<Json> {
  const answered = await ask(fake, method, path, asking);
  const expected = asking.expect ?? (method === 'POST' ? 201 : 200);
  if (answered.status !== expected)
    throw new Error(`${method} ${path}: ${answered.status} instead of ${expected}: ${answered.text.slice(0, 400)}`);
  return JSON.parse(answered.text) as Json;
}

export const getJson = (fake: FakeOnec, path: string, query: Asking['query'] = {}): Promise<Json> =>
  askJson(fake, 'GET', path, { query });

/** The rows of a collection. */
export async function rowsOf(fake: FakeOnec, path: string, query: Asking['query'] = {}): Promise<Json[]> {
  return (await getJson(fake, path, query))['value'] as Json[];
}

/** Status and error code of a refused request. */
export async function refused(
  fake: FakeOnec,
  method: string,
  path: string,
  asking: Asking = {},
): Promise<{ status: number; code: string; text: string }> {
  const answered = await ask(fake, method, path, asking);
  const error = (JSON.parse(answered.text) as { 'odata.error': { code: string; message: { value: string } } })['odata.error'];
  return { status: answered.status, code: error.code, text: error.message.value };
}

export const element = (set: string, key: unknown): string => `${set}(guid'${String(key)}')`;

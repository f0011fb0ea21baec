/**
 * One 1C infobase over HTTP: Basic in UTF-8, one pooled session where it works, JSON asked for and checked
 * (hosts/1c.md 2.2, 2.11).
 */
import type { HostId, World } from '../../model.ts';
import { READS_ONLY, type Gate } from '../gate.ts';
import { Http, NoAnswer, type HttpRequest, type HttpResponse } from '../http.ts';
import { Pace } from '../pace.ts';
import { hostError, notJson, notSent, readError, type Answer, type AskedFor } from './errors.ts';
import { utf8Text } from '../utf8.ts';

export interface ClientOptions {
  readonly host: HostId;
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly world: World;
  readonly timeoutMs?: number;
  readonly tries?: number;
  /** Without one this client only reads. */
  readonly gate?: Gate;
  readonly onRequest?: (seen: { method: string; status: number | null; ms: number; retry: number }) => void;
}

/** Cold bases take 30 s and more for the first answer (hosts/1c.md 2.12). */
const TIMEOUT_MS = 120_000;

export type JsonObject = Readonly<Record<string, unknown>>;

export class OnecClient {
  readonly #o: ClientOptions;
  readonly #http: Http;
  readonly #pace: Pace;
  readonly #auth: string;
  #session: string | null = null;
  #sessions: 'unknown' | 'works' | 'no-effect' = 'unknown';
  requests = 0;

  constructor(options: ClientOptions) {
    this.#o = options;
    this.#auth = `Basic ${Buffer.from(`${options.user}:${options.password}`, 'utf8').toString('base64')}`;
    this.#pace = new Pace(options.world, options.host);
    // One session answers one request at a time; a second connection would be a second licence.
    this.#http = new Http({
      baseUrl: options.url.endsWith('/') ? options.url : `${options.url}/`, world: options.world, parallel: 1, timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      tries: options.tries ?? 5, gate: options.gate ?? READS_ONLY, pace: this.#pace, clock: () => options.world.now().getTime(), ...(options.onRequest ? { onRequest: options.onRequest } : {}),
    }); // prettier-ignore
  }

  get host(): HostId {
    return this.#o.host;
  }

  get url(): string {
    return this.#o.url.endsWith('/') ? this.#o.url : `${this.#o.url}/`;
  }

  get sessions(): 'unknown' | 'works' | 'no-effect' {
    return this.#sessions;
  }

  /** A JSON object; anything else is an error, never an empty answer. */
  async json(r: HttpRequest, at: Readonly<Record<string, string>> = {}): Promise<JsonObject> {
    const asked = this.#asked(r, at);
    const answer = await this.#text(await this.#send(r, asked), asked);
    if (answer.status >= 300) throw hostError(answer, asked);
    if (answer.isUtf8 === false) throw notJson(answer, asked); // another encoding would change names without a word
    if (answer.text === '') return {};
    return parse(answer, asked);
  }

  /** The body as it streams in; the status is checked first. */
  async stream(
    r: HttpRequest,
    at: Readonly<Record<string, string>> = {},
  ): Promise<{ body: HttpResponse['body']; contentType: string; asked: AskedFor }> {
    const asked = this.#asked(r, at);
    const response = await this.#send({ ...r, beside: true }, asked);
    if (response.status >= 300) throw hostError(await this.#text(response, asked), asked);
    return { body: response.body, contentType: header(response, 'content-type'), asked };
  }

  /** The web server's own clock, as it says on every answer. */
  async date(): Promise<string | null> {
    const asked = this.#asked({ method: 'GET', path: '' }, {});
    const response = await this.#send({ method: 'GET', path: '?$format=json' }, asked);
    await response.body.dump();
    return header(response, 'date') || null;
  }

  #asked = (r: HttpRequest, at: Readonly<Record<string, string>>): AskedFor => ({
    host: this.#o.host,
    write: r.method === 'PATCH' || (r.method === 'POST' && !/SelectChanges|NotifyChanges/.test(r.path)),
    at,
  });

  async #send(r: HttpRequest, asked: AskedFor): Promise<HttpResponse> {
    const response = await this.#once(r, asked);
    if (this.#session === null || (response.status !== 400 && response.status !== 404)) return response;
    const answer = await this.#text(response, asked);
    if (readError(answer)) throw hostError(answer, asked); // an answer of OData: the session lives
    this.#session = null; // the session died before the request reached 1C: a new one, once
    return this.#once(r, asked);
  }

  async #once(r: HttpRequest, asked: AskedFor): Promise<HttpResponse> {
    this.requests += 1;
    try {
      const response = await this.#http.send({ ...r, headers: this.#headers(r) });
      this.#learnSession(response);
      return response;
    } catch (error) {
      throw notSent(error, asked);
    }
  }

  #headers(r: HttpRequest): Record<string, string> {
    return {
      authorization: this.#auth,
      accept: 'application/json',
      ...(r.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      ...(this.#session !== null
        ? { cookie: `ibsession=${this.#session}` }
        : this.#sessions === 'no-effect'
          ? {}
          : { ibsession: 'start' }),
      ...r.headers,
    };
  }

  #learnSession(response: HttpResponse): void {
    if (this.#session !== null || this.#sessions === 'no-effect' || response.status >= 400) return;
    const cookie = /ibsession=([^;]+)/i.exec(header(response, 'set-cookie'));
    this.#session = cookie?.[1] ?? null;
    this.#sessions = this.#session === null ? 'no-effect' : 'works';
  }

  async #text(response: HttpResponse, asked: AskedFor): Promise<Answer> {
    try {
      const { text, isUtf8 } = decoded(Buffer.from(await response.body.arrayBuffer()));
      return { status: response.status, contentType: header(response, 'content-type'), text, isUtf8 };
    } catch (error) {
      throw notSent(new NoAnswer('cut', true, error), asked);
    }
  }

  async close(): Promise<void> {
    if (this.#session !== null && !this.#pace.isBusy) {
      const r: HttpRequest = { method: 'GET', path: '?$format=json', headers: { ibsession: 'finish' } };
      await this.json(r).catch(() => undefined); // the base ends it by itself in a while
    }
    await this.#http.close();
  }
}

const header = (response: HttpResponse, name: string): string => [response.headers[name] ?? ''].flat().join('; ');

function decoded(bytes: Buffer): { text: string; isUtf8: boolean } {
  const whole = utf8Text(bytes);
  const text = whole ?? bytes.toString('latin1');
  return { text: text.startsWith('\uFEFF') ? text.slice(1) : text, isUtf8: whole !== null };
}

function parse(answer: Answer, asked: AskedFor): JsonObject {
  try {
    const value: unknown = JSON.parse(answer.text);
    if (typeof value === 'object' && value !== null) return value as JsonObject;
  } catch {
    // said below
  }
  throw notJson(answer, asked);
}

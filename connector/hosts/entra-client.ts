/**
 * A host over HTTP that speaks JSON and signs in at Entra ID (hosts/dynamics.md 1.1, 1.6, 1.12, 4.3): a token on every request, JSON
 * asked for and checked, links followed on this host alone, and the host's wish to be asked less obeyed to the second.
 */
import type { HostId, World } from '../model.ts';
import { notJson, unreachable, type Answer, type AskedFor } from './answers.ts';
import { Tokens } from './entra.ts';
import { entityProperties } from './entity-metadata.ts';
import { parseExact } from './exact.ts';
import { READS_ONLY, type Gate } from './gate.ts';
import { HostError, type MetaProperty, type OnRequest } from './host.ts';
import { Http, NoAnswer, retryAfterMs, type HttpRequest, type HttpResponse } from './http.ts';
import { Pace } from './pace.ts';

export interface ClientOptions {
  readonly id: HostId;
  /** Of the API, with a slash at its end or without. */
  readonly url: string;
  readonly tenant: string;
  readonly clientId: string;
  readonly secret: string;
  readonly authority: string;
  readonly world: World;
  readonly timeoutMs?: number;
  readonly tries?: number;
  /** An answer longer than this is not read to its end. */
  readonly mostBytes?: number;
  /** Without one this client only reads. */
  readonly gate?: Gate;
  readonly onRequest?: OnRequest;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** What differs between the hosts of this family. */
export interface Manner {
  /** An answer that is not what was asked for. */
  readonly explain: (answer: Answer, asked: AskedFor) => HostError;
  /** A short list or a call that tells the server's clock with it. */
  readonly alive: string;
}

const TIMEOUT_MS = 120_000;
const TRIES = 5;
/** Too many requests, and not said for how long. */
const BUSY_MS = 5000;
/** Four at a time: Business Central runs five of one user, Dataverse 52 (hosts/dynamics.md 1.12, 4.3). */
const PARALLEL = 4;
/** No answer of ours is longer; a server that sends more is not listened to. */
const MOST_BYTES = 200_000_000;
const VERSION = { 'odata-version': '4.0', 'odata-maxversion': '4.0', accept: 'application/json' };

export class EntraClient {
  readonly url: string;
  readonly host: HostId;
  readonly #tries: number;
  readonly #mostBytes: number;
  readonly #http: Http;
  readonly #tokens: Tokens;
  readonly #pace: Pace;
  readonly #manner: Manner;

  constructor(o: ClientOptions, manner: Manner) {
    this.#manner = manner;
    this.url = o.url.endsWith('/') ? o.url : `${o.url}/`;
    this.host = o.id;
    this.#tries = o.tries ?? TRIES;
    this.#mostBytes = o.mostBytes ?? MOST_BYTES;
    this.#pace = new Pace(o.world, o.id);
    const timeoutMs = o.timeoutMs ?? TIMEOUT_MS;
    this.#http = new Http({
      baseUrl: this.url, world: o.world, parallel: PARALLEL, timeoutMs, tries: this.#tries, gate: o.gate ?? READS_ONLY, pace: this.#pace,
      clock: () => o.world.now().getTime(), ...(o.onRequest ? { onRequest: o.onRequest } : {}),
    }); // prettier-ignore
    this.#tokens = new Tokens({ ...o, host: o.id, origin: new URL(this.url).origin, timeoutMs, tries: this.#tries });
  }

  /** A JSON object; {} for an answer without a body. Anything else is an error, never an empty answer. */
  async json(r: HttpRequest, at: Readonly<Record<string, string>> = {}): Promise<JsonObject> {
    const asked = { host: this.host, write: r.writing !== undefined, at };
    const answer = await this.#text(await this.#send(r, asked), asked);
    if (answer.status >= 300) throw this.#manner.explain(answer, asked);
    return answer.text === '' ? {} : parsed(answer, asked);
  }

  /** The rest of an address this host gave, or an error: no token ever goes to a host that is not configured. */
  below(link: string, at: Readonly<Record<string, string>>): string {
    if (link.startsWith(this.url)) return link.slice(this.url.length);
    throw new HostError('bad-response', this.host, { code: 'foreign-link', at });
  }

  /** `$metadata`, as it streams. Throws HostError where it breaks off. */
  async *metadata(): AsyncIterable<MetaProperty> {
    const asked = { host: this.host, write: false, at: { set: '$metadata' } };
    const response = await this.#send({ method: 'GET', path: '$metadata', headers: { accept: 'application/xml' }, beside: true }, asked); // prettier-ignore
    if (response.status >= 300) throw this.#manner.explain(await this.#text(response, asked), asked);
    try {
      yield* entityProperties(response.body);
    } catch (error) {
      throw unreachable(new NoAnswer('cut', true, error), asked);
    }
  }

  /** Any answer with its text, whatever its status: batches are judged part by part. */
  async answer(r: HttpRequest, asked: AskedFor): Promise<Answer> {
    return this.#text(await this.#send(r, asked), asked);
  }

  /** What an answer that is an error means. */
  explain(answer: Answer, asked: AskedFor): HostError {
    return this.#manner.explain(answer, asked);
  }

  /** The clock of the web server. */
  async serverDate(): Promise<string | null> {
    const asked = { host: this.host, write: false, at: { set: this.#manner.alive } };
    const response = await this.#send({ method: 'GET', path: this.#manner.alive }, asked);
    await response.body.dump();
    return header(response.headers, 'date') || null;
  }

  /** An answer of 401 or 429 means that nothing was carried out: it is asked again, a write too. */
  async #send(r: HttpRequest, asked: AskedFor): Promise<HttpResponse> {
    for (let tries = 1; ; tries++) {
      const response = await this.#once(r, asked);
      const isLast = tries >= this.#tries;
      if (response.status === 429) this.#pace.busy(retryAfterMs(response.headers) ?? BUSY_MS);
      const again = (response.status === 401 && tries === 1) || (response.status === 429 && !isLast);
      if (!again) return response;
      if (response.status === 401) this.#tokens.forget();
      await response.body.dump();
    }
  }

  async #once(r: HttpRequest, asked: AskedFor): Promise<HttpResponse> {
    const authorization = `Bearer ${await this.#tokens.get()}`;
    const type = r.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
    try {
      return await this.#http.send({ ...r, headers: { ...VERSION, ...type, authorization, ...r.headers } });
    } catch (error) {
      throw unreachable(error, asked);
    }
  }

  async #text(response: HttpResponse, asked: AskedFor): Promise<Answer> {
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of response.body) {
        size += (chunk as Buffer).length;
        if (size > this.#mostBytes) throw tooLong(asked);
        chunks.push(chunk as Buffer);
      }
    } catch (error) {
      throw error instanceof HostError ? error : unreachable(new NoAnswer('cut', true, error), asked);
    }
    return { status: response.status, headers: response.headers, text: Buffer.concat(chunks).toString('utf8').replace(/^\uFEFF/, '') }; // prettier-ignore
  }

  async close(): Promise<void> {
    await Promise.all([this.#http.close(), this.#tokens.close()]);
  }
}

/** A write was carried out, whatever the length of its answer. */
const tooLong = ({ host, write, at }: AskedFor): HostError =>
  new HostError('bad-response', host, { code: 'answer-too-long', at, outcome: write ? 'unknown' : 'not-sent' });

export const header = (headers: HttpResponse['headers'], name: string): string => [headers[name] ?? ''].flat().join('; ');

export function parsed(answer: Answer, asked: AskedFor): JsonObject {
  const value = parseExact(answer.text);
  if (typeof value === 'object' && value !== null) return { ...value };
  throw notJson(answer, asked);
}

/**
 * HTTP toward a host: a pool, time-outs, a limit of parallel requests, repeated GETs. Only what asks is repeated; a write that fails
 * says whether it may have happened and the engine decides after reading (sync-design A16). Bodies never reach a log.
 */
import PQueue from 'p-queue';
import { Agent, request, type Dispatcher } from 'undici';
import { jsonBatchText } from './json-batch.ts';
import { batchText, type BatchPart } from './multipart.ts';
import type { World } from '../model.ts';
import type { Gate, Writing, Written } from './gate.ts';
import type { Pace } from './pace.ts';

export interface HttpOptions {
  readonly baseUrl: string;
  readonly world: Pick<World, 'sleep' | 'random'>;
  readonly parallel: number;
  /** Where who we are belongs to a connection: exactly so many. */
  readonly connections?: number;
  readonly timeoutMs: number;
  readonly tries: number;
  /** What every request passes before it leaves. */
  readonly gate: Gate;
  readonly onRequest?: (seen: { method: string; status: number | null; ms: number; retry: number }) => void;
  readonly clock?: () => number;
  /** Where a host tells everyone to wait, and not only who asked. */
  readonly pace?: Pick<Pace, 'busy' | 'ready'>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below the base URL, percent-encoded already. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs?: number;
  /** A long list that streams: beside the queue, so that other requests can be made while it is read. */
  readonly beside?: boolean;
  /** What it changes; without this it has no body, an envelope apart. */
  readonly writing?: Writing;
  /** The XML that leaves; `body` then tells the gate as JSON what it says. */
  readonly envelope?: string;
  /** What the envelope changes, piece by piece; `writing` and `body` then say nothing of it. */
  readonly parts?: readonly Written[];
  /** A question that has to be posted: asked again like a GET. */
  readonly repeatable?: boolean;
  /**
   * Many requests as one: those of a group are carried out together or not at all. The body is made here, of what passed the gate
   * request by request and of nothing else.
   */
  readonly batch?: readonly (readonly BatchPart[])[];
  /** How the many are written as one. */
  readonly batchAs?: 'multipart' | 'json';
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Dispatcher.ResponseData['body'];
}

/** The request got no answer. `sent`: false = surely not carried out. */
export class NoAnswer extends Error {
  readonly sent: boolean;
  readonly reason: 'refused' | 'timeout' | 'cut' | 'unknown-host' | 'tls';
  constructor(reason: NoAnswer['reason'], sent: boolean, cause: unknown) {
    super(reason, { cause });
    this.reason = reason;
    this.sent = sent;
  }
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
const AGAIN = new Set([408, 429, 502, 503, 504]);

export class Http {
  readonly #o: HttpOptions;
  readonly #agent: Agent;
  readonly #queue: PQueue;

  constructor(options: HttpOptions) {
    this.#o = options;
    this.#agent = new Agent({
      connections: options.connections ?? options.parallel + 1,
      headersTimeout: options.timeoutMs,
      bodyTimeout: options.timeoutMs,
      connect: { timeout: 30_000 },
    });
    this.#queue = new PQueue({ concurrency: options.parallel });
  }

  /** `again` looks at an answer that came and says whether a GET is worth repeating beyond the usual statuses. */
  async send(r: HttpRequest, again: (status: number) => boolean = () => false): Promise<HttpResponse> {
    for (let tries = 1; ; tries++) {
      const last = !(r.method === 'GET' || r.repeatable) || tries >= this.#o.tries;
      const answer = await this.#once(r, tries).catch((error: unknown) => {
        if (last || !(error instanceof NoAnswer)) throw error;
        return null;
      });
      const isBusy = answer !== null && (AGAIN.has(answer.status) || again(answer.status));
      const asked = isBusy ? retryAfterMs(answer.headers) : null;
      if (asked !== null) this.#o.pace?.busy(asked); // also of the last try: nobody asks before its time is over
      if (answer && (last || !isBusy)) return answer;
      if (answer) await answer.body.dump();
      await this.#wait(asked, tries);
    }
  }

  async #wait(asked: number | null, tries: number): Promise<void> {
    if (asked === null) return this.#o.world.sleep(this.#backOff(tries));
    if (!this.#o.pace) await this.#o.world.sleep(Math.min(LONGEST_WAIT_MS, asked)); // else waited for before the next request, whichever that is
  }

  #backOff = (tries: number): number =>
    Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1)) * (0.5 + this.#o.world.random() / 2);

  async #once(r: HttpRequest, tries: number): Promise<HttpResponse> {
    return r.beside ? this.#request(r, tries) : this.#queue.add(() => this.#request(r, tries));
  }

  async #request(r: HttpRequest, tries: number): Promise<HttpResponse> {
    const { method, headers = {}, body = null, writing = null, envelope = null, parts = [] } = r;
    await this.#o.pace?.ready();
    await this.#o.gate.pass({ method, url: this.#o.baseUrl + r.path, headers, body, writing, envelope, parts });
    const sent = r.batch ? await this.#batch(r.batch, r.batchAs ?? 'multipart') : { body: envelope ?? body, headers };
    const started = this.#o.clock?.() ?? 0;
    const timeout = r.timeoutMs ?? this.#o.timeoutMs;
    let status: number | null = null;
    try {
      const answer = await request(this.#o.baseUrl + r.path, {
        method: r.method, dispatcher: this.#agent, headers: { ...headers, ...sent.headers }, headersTimeout: timeout, bodyTimeout: timeout, ...(sent.body === null ? {} : { body: sent.body }),
      }); // prettier-ignore
      status = answer.statusCode;
      return { status, headers: answer.headers, body: answer.body };
    } catch (error) {
      throw noAnswer(error);
    } finally {
      this.#o.onRequest?.({ method: r.method, status, ms: (this.#o.clock?.() ?? 0) - started, retry: tries - 1 });
    }
  }

  async #batch(
    groups: readonly (readonly BatchPart[])[],
    as: 'multipart' | 'json',
  ): Promise<{ body: string; headers: Record<string, string> }> {
    const boundary = `batch_${Math.floor(this.#o.world.random() * 1e15).toString(36)}`;
    for (const { method, path, headers = {}, body = null, writing = null } of groups.flat())
      await this.#o.gate.pass({ method, url: this.#o.baseUrl + path, headers, body, writing });
    if (as === 'json') return { body: jsonBatchText(groups.flat()), headers: { 'content-type': 'application/json' } };
    return {
      body: batchText(this.#o.baseUrl, boundary, groups),
      headers: { 'content-type': `multipart/mixed; boundary="${boundary}"` },
    };
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Seconds, or a date by the clock of the server that says it: measured against the date of its answer, ours may differ. null when there is
 * none, or none that can be read.
 */
export function retryAfterMs(headers: Headers): number | null {
  const text = one(headers['retry-after']);
  if (text === '') return null;
  const seconds = Number(text);
  const ms = Number.isNaN(seconds) ? Math.max(0, Date.parse(text) - Date.parse(one(headers['date']))) : seconds * 1000;
  return ms >= 0 ? ms : null;
}

const one = (header: string | string[] | undefined): string =>
  (Array.isArray(header) ? (header[0] ?? '') : (header ?? '')).trim();

export function noAnswer(error: unknown): NoAnswer {
  const code = errorCode(error);
  if (code === 'ECONNREFUSED') return new NoAnswer('refused', false, error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new NoAnswer('unknown-host', false, error);
  if (code.includes('CERT') || code.startsWith('ERR_TLS') || code === 'DEPTH_ZERO_SELF_SIGNED_CERT')
    return new NoAnswer('tls', false, error);
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return new NoAnswer('timeout', false, error);
  if (code.includes('TIMEOUT')) return new NoAnswer('timeout', true, error);
  return new NoAnswer('cut', true, error);
}

function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('errors' in error && Array.isArray(error.errors)) return errorCode(error.errors[0]);
  return 'cause' in error ? errorCode(error.cause) : '';
}

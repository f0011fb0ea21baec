/**
 * Envelopes and WSDL documents over our own HTTP (connector/hosts/http.ts): one configured address whatever a WSDL says, bodies bounded
 * before and after unpacking, everything guarded before a parser sees it. Only what says so is ever repeated.
 */
import { createGunzip, createInflate } from 'node:zlib';
import { pipeline, type Readable } from 'node:stream';
import { HostError, type OnRequest } from '../host.ts';
import { Http, NoAnswer, retryAfterMs, type HttpRequest, type HttpResponse } from '../http.ts';
import { READS_ONLY, type Gate, type Writing, type Written } from '../gate.ts';
import { Pace } from '../pace.ts';
import type { HostId, World } from '../../model.ts';
import { soapError, statusError, type AskedFor } from './errors.ts';
import { BadXml, isHtml, xmlText } from './guard.ts';

/** Signing in that belongs to a connection (NTLM): there is one then, and one request at a time. */
export interface Handshake {
  /** The header that begins it. */
  first(): string;
  /** What answers the `www-authenticate` of the server; null: that is no challenge. */
  second(asked: string): string | null;
}

export interface WireOptions {
  readonly id: HostId;
  /** The address of the service as configured; nothing but its folder is ever asked. */
  readonly url: string;
  /** Sign-in and whatever else every request carries, asked for before each. */
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
  readonly handshake?: Handshake;
  readonly world: Pick<World, 'sleep' | 'random' | 'now'>;
  readonly timeoutMs?: number;
  readonly tries?: number;
  readonly parallel?: number;
  /** No answer is longer, packed or unpacked. */
  readonly mostBytes?: number;
  /** Without one this client only asks. */
  readonly gate?: Gate;
  readonly onRequest?: OnRequest;
}

/** What an envelope is about. */
export interface About {
  /** For messages. Never a value. */
  readonly at: Readonly<Record<string, string>>;
  /** What it changes; absent = it only asks, and may be repeated. */
  readonly writing?: Writing;
  /** What it changes, where that is more than one thing; `says` then says nothing of it. */
  readonly parts?: readonly Written[];
  /** What it says, as JSON, for the gate; the arguments unless told otherwise. */
  readonly says?: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: HttpResponse['headers'];
}

/** Cold bases take 30 s and more for the first answer (hosts/1c.md 2.12). */
const TIMEOUT_MS = 120_000;
const MOST_BYTES = 64_000_000;

export class Wire {
  readonly #o: WireOptions;
  readonly #http: Http;
  readonly #folder: URL;
  readonly #most: number;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: WireOptions) {
    this.#o = options;
    this.#folder = new URL('.', options.url);
    this.#most = options.mostBytes ?? MOST_BYTES;
    this.#http = new Http({
      baseUrl: this.#folder.href, world: options.world, parallel: options.parallel ?? 1, ...(options.handshake ? { connections: 1 } : {}), timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      tries: options.tries ?? 5, gate: options.gate ?? READS_ONLY, pace: new Pace(options.world, options.id), clock: () => options.world.now().getTime(), ...(options.onRequest ? { onRequest: options.onRequest } : {}),
    }); // prettier-ignore
  }

  /** Below the folder of the configured address, whatever name the host gives itself; null = elsewhere, and never asked. */
  pathOf(url: string): string | null {
    const { pathname, search } = new URL(url, this.#o.url);
    return pathname.startsWith(this.#folder.pathname) ? pathname.slice(this.#folder.pathname.length) + search : null;
  }

  /** A document. @throws HostError */
  get(path: string, at: AskedFor['at']): Promise<WireAnswer> {
    return this.#send({ method: 'GET', path, headers: { accept: 'text/xml' } }, { host: this.#o.id, write: false, at });
  }

  /** An envelope to the one address. @throws HostError */
  post(envelope: string, headers: Readonly<Record<string, string>>, about: About): Promise<WireAnswer> {
    const { writing, parts } = about;
    const asked = { host: this.#o.id, write: writing !== undefined || parts !== undefined, at: about.at };
    const request: HttpRequest = {
      method: 'POST', path: this.pathOf(this.#o.url) ?? '', headers: bytewise(headers), body: about.says ?? '{}', envelope,
      ...(writing ? { writing } : parts ? { parts } : { repeatable: true }),
    }; // prettier-ignore
    return this.#send(request, asked);
  }

  async #send(r: HttpRequest, asked: AskedFor): Promise<WireAnswer> {
    try {
      const answer = await this.#alone(async () =>
        this.#signedIn({ ...r, headers: { ...r.headers, ...(await this.#o.headers()) } }),
      );
      return await this.#read(answer, asked);
    } catch (error) {
      throw soapError(error, asked);
    }
  }

  /** A handshake must not be broken by another request in between. */
  #alone(work: () => Promise<HttpResponse>): Promise<HttpResponse> {
    if (!this.#o.handshake) return work();
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** A 401 means that nothing was carried out: who we are is said on this connection, and it is asked again. */
  async #signedIn(r: HttpRequest): Promise<HttpResponse> {
    const answer = await this.#http.send(r);
    const { handshake } = this.#o;
    if (answer.status !== 401 || !handshake) return answer;
    await answer.body.dump();
    const asked = await this.#http.send({ method: 'GET', path: r.path, headers: { authorization: handshake.first() } });
    const second = handshake.second(header(asked.headers, 'www-authenticate'));
    if (second === null) return asked;
    await asked.body.dump();
    return this.#http.send({ ...r, headers: { ...r.headers, authorization: second } });
  }

  async #read(answer: HttpResponse, asked: AskedFor): Promise<WireAnswer> {
    const { status, headers } = answer;
    const bytes = await wholeBody(answer, this.#most, () => new HostError('bad-response', asked.host, { code: 'answer-too-long', at: asked.at, outcome: asked.write ? 'unknown' : 'not-sent' })); // prettier-ignore
    const failed = statusError(status, isHtml(bytes.toString('latin1', 0, 2000)), retryAfterMs(headers), asked);
    if (failed) throw failed;
    return { status, headers, text: textOf(bytes, headers) };
  }

  /** The clock of the web server as it says on an answer; null where it says nothing. */
  async date(path: string): Promise<string | null> {
    const { headers } = await this.get(path, {});
    return header(headers, 'date') || null;
  }

  close(): Promise<void> {
    return this.#http.close();
  }
}

/** An answer without a body is none: it says neither done nor refused. */
function textOf(bytes: Buffer, headers: HttpResponse['headers']): string {
  if (bytes.length === 0) throw new BadXml('xml-cut', 'empty');
  return xmlText(bytes, header(headers, 'content-type'));
}

/** Letters beyond Latin-1 (Cyrillic in SOAPAction) leave as the bytes of UTF-8, which is what 1C compares with. */
const bytewise = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value, 'utf8').toString('latin1')]));

const header = (headers: HttpResponse['headers'], name: string): string => [headers[name] ?? ''].flat().join('; ');

async function wholeBody(answer: HttpResponse, most: number, tooLong: () => Error): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of unpacked(answer)) {
      const piece = chunk as Buffer;
      size += piece.length;
      if (size > most) throw tooLong();
      chunks.push(piece);
    }
  } catch (error) {
    throw error instanceof HostError ? error : new NoAnswer('cut', true, error);
  }
  return Buffer.concat(chunks);
}

/** Some web servers pack what nobody asked them to pack. What is counted is what comes out. */
function unpacked({ headers, body }: HttpResponse): Readable {
  const coding = header(headers, 'content-encoding').toLowerCase();
  if (coding !== 'gzip' && coding !== 'deflate') return body;
  return pipeline(body, coding === 'gzip' ? createGunzip() : createInflate(), () => undefined); // a failure is met by who reads
}

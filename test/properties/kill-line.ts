/**
 * The line between Sidebook and 1C: passes everything on, counts it, and asks its owner at each request what is to happen. A process can
 * be killed before its request arrives, after it was carried out and before the answer, or right after the answer.
 */
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Moment = 'none' | 'before' | 'after' | 'later';

export interface LineOptions {
  /** The real address. */
  readonly url: string;
  readonly moment: (method: string) => Moment;
  readonly kill: (moment: Moment) => void;
  /** Awaited before a request is passed on: what somebody over there does just now. */
  readonly meanwhile: () => Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
}

export class Line {
  readonly methods: string[] = [];
  /** Writes only: confirming a package of the exchange plan changes no data. */
  readonly writes: string[] = [];
  readonly #server: Server;
  /** Every process reads it first, and it takes the fake longer than all the rest. */
  #metadata: Promise<Answer> | null = null;
  readonly #o: LineOptions;

  constructor(options: LineOptions) {
    this.#o = options;
    this.#server = createServer((request, response) => {
      this.#pass(request, response).catch(() => response.destroy());
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}${new URL(this.#o.url).pathname}`;
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [method, path] = [request.method ?? 'GET', request.url ?? ''];
    this.methods.push(method);
    if (method !== 'GET' && !/SelectChanges|NotifyChangesReceived/.test(path)) this.writes.push(`${method} ${path}`);
    const body = await bytesOf(request);
    await this.#o.meanwhile();
    const moment = this.#o.moment(method);
    if (moment === 'before') return this.#cut(response, moment);
    const answer = await (path.includes('$metadata') ? (this.#metadata ??= this.#forward(request, body)) : this.#forward(request, body)); // prettier-ignore
    if (moment === 'after') return this.#cut(response, moment);
    response.writeHead(answer.status, answer.headers);
    response.end(answer.bytes);
    if (moment === 'later') this.#o.kill(moment);
  }

  #cut(response: ServerResponse, moment: Moment): void {
    this.#o.kill(moment);
    response.destroy();
  }

  #forward(
    request: IncomingMessage,
    body: Buffer,
  ): Promise<{ status: number; headers: IncomingMessage['headers']; bytes: Buffer }> {
    const { hostname, port } = new URL(this.#o.url);
    const node = `'http://${String(request.headers.host)}`; // 1C compares the address of an exchange plan with its own
    const path = (request.url ?? '').replaceAll(encodeURIComponent(node), encodeURIComponent(`'http://${hostname}:${port}`));
    const headers = { ...request.headers, host: `${hostname}:${port}` };
    return new Promise((resolve, reject) => {
      const sent = ask({ hostname, port, method: request.method, path, headers }, (answer) => {
        bytesOf(answer).then((bytes) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, bytes }), reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function bytesOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

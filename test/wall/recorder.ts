/**
 * A proxy in front of a fake 1C that keeps every byte it was sent, and looks for texts in it in every form a byte can have: plain,
 * percent-encoded, base64, XML-escaped, \u-escaped, zipped. It knows nothing of the product.
 */
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { FakeOnec } from '../hosts/onec/fake.ts';

export interface Recorded {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

export class Recorder {
  readonly requests: Recorded[] = [];
  readonly #server: Server;
  #fake: FakeOnec | null = null;

  constructor() {
    this.#server = createServer((request, response) => void this.#pass(request, response).catch(() => response.destroy()));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** The address of the fake, by way of this. */
  before(fake: FakeOnec): string {
    this.#fake = fake;
    const { port } = this.#server.address() as AddressInfo;
    return fake.url.replace(new URL(fake.url).host, `127.0.0.1:${String(port)}`);
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(request);
    const { method = '', url = '' } = request;
    this.requests.push({ method, url, headers: request.rawHeaders, body });
    const target = new URL(this.#fake?.url ?? '');
    const sent = ask({ host: target.hostname, port: target.port, method, path: url, headers: request.headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    }); // prettier-ignore
    sent.on('error', () => response.destroy());
    sent.end(body);
  }

  /** Everything that came over the wire, piece by piece. */
  blobs(): Buffer[] {
    return this.requests.flatMap((r) => [Buffer.from(r.url), ...r.headers.map((h) => Buffer.from(h, 'latin1')), r.body]);
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

/** What a blob may say: itself, and with one encoding after another undone. */
function readings(blob: Buffer, deeper = 2): string[] {
  const text = (blob[0] === 0x1f && blob[1] === 0x8b ? gunzipSync(blob) : blob).toString('utf8');
  if (deeper === 0) return [text];
  const undone = [percent, numbered, escaped].map((undo) => undo(text)).filter((t) => t !== text);
  const packed = (text.match(/[a-z0-9+/_-]{20,}/gi) ?? []).flatMap((run) => [0, 1, 2, 3].map((n) => Buffer.from(run.slice(n), 'base64'))); // prettier-ignore
  return [text, ...[...undone.map((t) => Buffer.from(t)), ...packed].flatMap((b) => readings(b, deeper - 1))];
}

const percent = (text: string): string =>
  text.replace(/(%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
const numbered = (text: string): string =>
  text.replace(/&#(x?)([0-9a-f]+);/gi, (_all, hex: string, n: string) => String.fromCharCode(parseInt(n, hex === '' ? 10 : 16)));
const escaped = (text: string): string =>
  text.replace(/\\u([0-9a-f]{4})/gi, (_all, n: string) => String.fromCharCode(parseInt(n, 16)));

/** Letters alone, small, in one alphabet: whoever pastes a text may have touched it. */
const bare = (text: string): string =>
  text.normalize('NFC').toLowerCase().replaceAll('ё', 'е').replace(/[aceopxyk]/g, (c) => 'асеорхук'['aceopxyk'.indexOf(c)] ?? c).replace(/[^а-я]/g, ''); // prettier-ignore

/** Which of the texts, or 20 letters of one in a row, stand in the blobs. */
export function foundIn(blobs: readonly Buffer[], texts: readonly string[]): string[] {
  const different = new Map(blobs.map((b) => [b.toString('latin1'), b]));
  const said = new Set([...different.values()].flatMap((b) => readings(b)).map(bare).filter((t) => t.length >= RUN)); // prettier-ignore
  const all = [...said].join('|');
  return texts.filter((text) => runs(bare(text)).some((run) => all.includes(run)));
}

const RUN = 20;
const runs = (letters: string): string[] => Array.from({ length: Math.max(0, letters.length - RUN + 1) }, (_, i) => letters.slice(i, i + RUN)); // prettier-ignore

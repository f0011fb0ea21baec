/**
 * A web server in front of the fake that tells the same facts in other words: properties in another order, other white space,
 * another base path, versions in another encoding. The connector must not notice.
 */
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FakeOnec } from '../hosts/onec/fake.ts';

export interface Proxy {
  readonly url: string;
  close(): Promise<void>;
}

const PATH = '/1c/%D0%91%D1%83%D1%85/odata/standard.odata/';

export async function startProxy(fake: () => FakeOnec): Promise<Proxy> {
  const server = createServer((request, response) => void pass(fake(), server, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: addressOf(server),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const addressOf = (server: Server): string => `http://127.0.0.1:${String((server.address() as AddressInfo).port)}${PATH}`;

async function pass(fake: FakeOnec, server: Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = new URL(fake.url);
  const body = await bytesOf(request);
  const path = (request.url ?? '').replace(PATH, target.pathname).replaceAll(encodeURIComponent(addressOf(server)), encodeURIComponent(fake.url)); // prettier-ignore
  const version = request.headers['if-match'];
  const headers = { ...request.headers, host: target.host, ...(version === undefined ? {} : { 'if-match': toFake(version) }) };
  const sent = ask(
    { host: target.hostname, port: target.port, method: request.method, path, headers, agent: false },
    (answer) => {
      void bytesOf(answer)
        .then((bytes) => {
          const text = bytes.toString('utf8');
          const isJson = String(answer.headers['content-type']).includes('json') && text !== '';
          const told = isJson ? retold(JSON.parse(text)) : text.replaceAll(fake.url, addressOf(server));
          const { 'content-length': length, 'transfer-encoding': encoding, ...rest } = answer.headers;
          response.writeHead(answer.statusCode ?? 502, { ...rest, 'x-was': `${length ?? ''} ${encoding ?? ''}` });
          response.end(told);
        })
        .catch(() => response.destroy());
    },
  );
  sent.on('error', () => response.destroy());
  sent.end(body);
}

async function bytesOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Versions travel as upper-case hex behind a letter; inside they are base64. */
const fromFake = (version: string): string => `v${Buffer.from(version, 'base64').toString('hex').toUpperCase()}`;
const toFake = (version: string): string =>
  version.startsWith('v') ? Buffer.from(version.slice(1), 'hex').toString('base64') : version;

/** The same JSON with its properties backwards, tabs and line ends between them. */
function retold(value: unknown): string {
  return `\r\n${JSON.stringify(backwards(value), null, '\t').replaceAll('\n', '\r\n')}\r\n`;
}

function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, v]) => [name, name === 'DataVersion' && typeof v === 'string' ? fromFake(v) : backwards(v)] as const); // prettier-ignore
  return Object.fromEntries(entries.reverse());
}

/** An HTTP or HTTPS server that does not wait for slow callers, and its end: nothing new, what runs is finished, then it is over. */
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import { TLS_PASSPHRASE } from '../config/secrets.ts';
import { SidebookError } from '../errors.ts';

/** Milliseconds. */
export interface Patience {
  /** Until the headers are there. */
  readonly headers: number;
  /** Until the whole request is there. */
  readonly request: number;
  /** Without a byte in either direction. */
  readonly idle: number;
  /** How often the first two are looked at. */
  readonly check: number;
  /** For running requests when the server stops. */
  readonly stop: number;
}
export const USUAL_PATIENCE: Patience = { headers: 10_000, request: 30_000, idle: 120_000, check: 5_000, stop: 5_000 };

export function makeServer(config: Config, patience: Patience, app: RequestListener): Server {
  const limits = { headersTimeout: patience.headers, requestTimeout: patience.request, connectionsCheckingInterval: patience.check, maxHeaderSize: 16_384 }; // prettier-ignore
  const tls = tlsOf(config);
  const server = tls ? secureServer({ ...limits, ...tls.options }, tls.file, app) : createServer(limits, app);
  return server.setTimeout(patience.idle, (socket) => socket.destroy());
}

function tlsOf(config: Config): { options: ServerOptions; file: string } | null {
  const { tls } = config.server;
  if (!tls) return null;
  if ('cert' in tls) return { options: { cert: bytes(config, tls.cert), key: bytes(config, tls.key) }, file: tls.cert };
  const passphrase = config.secrets.get(TLS_PASSPHRASE);
  return { options: { pfx: bytes(config, tls.pfx), ...(passphrase === undefined ? {} : { passphrase }) }, file: tls.pfx };
}

function bytes(config: Config, file: string): Buffer {
  try {
    return readFileSync(resolve(config.folder, file));
  } catch (error) {
    throw new SidebookError('tls-unusable', { file, reason: reasonOf(error) }, error);
  }
}

function secureServer(options: ServerOptions, file: string, app: RequestListener): Server {
  try {
    return createSecureServer({ minVersion: 'TLSv1.2', ...options }, app);
  } catch (error) {
    throw new SidebookError('tls-unusable', { file, reason: reasonOf(error) }, error);
  }
}

const reasonOf = (error: unknown): string => {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return String(code ?? message ?? error);
};

/** The port it listens on in the end. `next`: how many following ports may be tried where one is taken. */
export async function listen(server: Server, at: { host: string; port: number }, next = 0): Promise<number> {
  try {
    return await listenOnce(server, at);
  } catch (error) {
    const code = reasonOf(error);
    if (code === 'EADDRINUSE' && next > 0) return listen(server, { ...at, port: at.port + 1 }, next - 1);
    const free = String(await freePort(at)); // as text: a count would be grouped
    throw new SidebookError('cannot-listen', { address: `${at.host}:${String(at.port)}`, reason: code, free }, error);
  }
}

const NEXT = 20;

/** For whoever has to choose another: one of the next that is free now, else any. Where none is, it is not the port. */
async function freePort({ host, port }: { host: string; port: number }): Promise<number> {
  for (const tried of [...Array.from({ length: NEXT }, (_, n) => port + 1 + n), 0]) {
    const probe = createServer();
    const found = await listenOnce(probe, { host, port: tried }).catch(() => null);
    if (found === null) continue;
    await new Promise((done) => probe.close(done));
    return found;
  }
  return port + 1;
}

const listenOnce = (server: Server, { host, port }: { host: string; port: number }): Promise<number> =>
  new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      const address = server.address();
      done(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

/** Answers that are not out yet. */
export function answersOf(server: Server): ReadonlySet<ServerResponse> {
  const open = new Set<ServerResponse>();
  server.on('request', (_req, res) => {
    open.add(res);
    res.on('close', () => open.delete(res));
  });
  return open;
}

/** Accepts nobody any more, lets running requests end, closes what lies idle; whoever is not ready in time is cut off. */
export async function end(server: Server, answers: Iterable<ServerResponse>, patience: Pick<Patience, 'stop'>): Promise<void> {
  for (const answer of answers) if (!answer.headersSent) answer.setHeader('Connection', 'close');
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), patience.stop);
  await closed;
  clearTimeout(cut);
}

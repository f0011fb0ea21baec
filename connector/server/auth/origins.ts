/** From which pages the API may be asked: those of a client, and our own (frame pages call from our origin). */
import type { ServerConfig } from '../../config/server.ts';
import type { Client, Registry } from './registry.ts';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** An origin as a browser sends it, or null when it is none we let in: https anywhere, http on this machine only. */
export function originOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { origin, protocol, hostname } = new URL(text);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
  return isSafe && origin === text.toLowerCase() ? origin : null;
}

/** Where our own pages come from. Never taken from the request: a Host header can say anything. */
export function ownOrigins(config: Pick<ServerConfig, 'publicUrl' | 'listen' | 'tls'>, port: number): ReadonlySet<string> {
  const scheme = config.tls ? 'https' : 'http';
  const host = config.listen.host.includes(':') ? `[${config.listen.host}]` : config.listen.host;
  const here = [...LOOPBACK, host].map((name) => `${scheme}://${name}:${String(port)}`);
  return new Set([config.publicUrl ?? '', ...here].filter((url) => URL.canParse(url)).map((url) => new URL(url).origin));
}

export class Origins {
  readonly #registry: Pick<Registry, 'clients'>;
  readonly #own: () => ReadonlySet<string>;

  /** `own` is asked each time: the port may be known only after listening. */
  constructor(registry: Pick<Registry, 'clients'>, own: () => ReadonlySet<string>) {
    this.#registry = registry;
    this.#own = own;
  }

  isOf(client: Client, origin: string): boolean {
    return origin === 'null' ? client.allowNullOrigin : client.origins.includes(origin) || this.#own().has(origin);
  }

  /** Of any client: a preflight carries no token, so it cannot be told whose it is. */
  isKnown(origin: string): boolean {
    return this.#registry.clients().some((client) => client.revokedAt === null && this.isOf(client, origin));
  }
}

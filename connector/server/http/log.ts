/** Structured logs: what was asked, how it ended, how long it took. Never a token, a cookie, a query, a body, a name or a sum. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';
import { pinoHttp, type HttpLogger } from 'pino-http';
import type { World } from '../../model.ts';

export type Log = Logger;

const SECRET = ['req.headers', 'res.headers', '*.authorization', '*.cookie', '*.token', '*.secret', '*.password', 'authorization', 'cookie', 'token', 'secret', 'password']; // prettier-ignore

export const serverLog = (world: Pick<World, 'now'>, to?: DestinationStream, level = 'info'): Log =>
  pino(
    {
      level, base: null, redact: { paths: SECRET, remove: true }, serializers: { err: errorFacts },
      timestamp: () => `,"time":"${world.now().toISOString()}"`,
    },
    to ?? pino.destination(2),
  ); // prettier-ignore

/** Where it happened, not what was said: the message of an error may hold what a host or a person wrote. */
function errorFacts(error: Error): object {
  const { type, stack } = stdSerializers.err(error);
  const code = (error as { code?: unknown }).code;
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 12); // prettier-ignore
  return { type, ...(typeof code === 'string' ? { code } : {}), at: frames.map((line) => line.trim()) };
}

/** One line a request; req.id is its traceId. */
export const requestLog = (log: Log, world: Pick<World, 'uuid'>): HttpLogger =>
  pinoHttp({
    logger: log,
    genReqId: () => world.uuid(),
    serializers: {
      req: (req: { id: unknown; method: string; url: string }) => ({ id: req.id, method: req.method, path: pathOf(req.url) }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode }),
    },
    customLogLevel: (_req: IncomingMessage, res: ServerResponse, error?: Error) =>
      error !== undefined || res.statusCode >= 500 ? 'error' : res.statusCode >= 400 ? 'warn' : 'info',
    autoLogging: { ignore: (req: IncomingMessage) => /^\/(health|metrics)\b/.test(req.url ?? '') },
    quietReqLogger: true,
  });

const pathOf = (url: string): string => url.split(/[?#]/)[0]?.slice(0, 200) ?? '';

/** The routes of the server and the order of their guards. */
import express, { Router, type Express, type RequestHandler } from 'express';
import type { Sidebook } from '../main.ts';
import { bodies } from './api/admit.ts';
import { authenticate } from './auth/middleware.ts';
import type { Origins } from './auth/origins.ts';
import type { Registry } from './auth/registry.ts';
import type { Tokens } from './auth/tokens.ts';
import type { Assets } from './embed/assets.ts';
import { embedRouter } from './embed/routes.ts';
import type { Texts } from './embed/texts.ts';
import { sendProblem } from './http/errors.ts';
import { closed, cors } from './http/headers.ts';
import { inTheirLanguage } from './http/language.ts';
import { health } from './http/health.ts';
import { idempotent, type Answers } from './http/idempotency.ts';
import { apiLimit, failureLimit, type Limits } from './http/limits.ts';
import { requestLog, type Log } from './http/log.ts';
import { principalOf } from './principal.ts';
import { unknownTo } from './http/methods.ts';
import { odataRouter, type FeedDeps } from './odata/router.ts';
import { isLocal, Metrics } from './http/metrics.ts';

export interface AppDeps {
  readonly sidebook: Sidebook;
  readonly registry: Registry;
  readonly tokens: Tokens;
  readonly origins: Origins;
  readonly answers: Answers;
  readonly assets: Assets | null;
  readonly texts: Texts;
  readonly limits: Limits;
  readonly log: Log;
  /** Everything under /api/v1, behind authentication. */
  readonly api: Router;
  /** What /odata reads, and who may. */
  readonly feed: FeedDeps;
  /** OpenAPI of it. */
  readonly openapi: object | null;
  /** Pages beside widgets and API: those of the demo. */
  readonly pages: Router | null;
  readonly isStopping: () => boolean;
}

export function createApp(deps: AppDeps): Express {
  const { server } = deps.sidebook.config;
  const isHttps = server.tls !== undefined || (server.publicUrl?.startsWith('https:') ?? false);
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', server.trustProxy === true ? 1 : server.trustProxy);
  const metrics = new Metrics(deps.sidebook);
  app.use(requestLog(deps.log, deps.sidebook.world), metrics.count, closed(isHttps));
  app.use('/health', health(deps.sidebook, deps.isStopping));
  if (server.metrics !== 'off') app.get('/metrics', metricsGuard(server.metrics === 'open'), metrics.serve);
  const embed = embedRouter({ ...deps, isHttps, base: basePath(server.publicUrl), telemetry: server.telemetry });
  app.use('/embed/v1', embed, unknownTo(embed));
  app.use('/api/v1', apiGuards(deps), ...(server.telemetry ? [metrics.hear] : []), deps.api, unknownTo(deps.api));
  app.use('/odata', odataRouter({ ...deps.feed, limits: deps.limits, log: deps.log, publicUrl: server.publicUrl }));
  if (deps.openapi) app.get('/openapi.json', (_req, res) => void res.json(deps.openapi));
  if (deps.pages) app.use(deps.pages);
  app.use(unknownTo(Router()), sendProblem(deps.log));
  return app;
}

const basePath = (publicUrl = ''): string => (URL.canParse(publicUrl) ? new URL(publicUrl).pathname.replace(/\/$/, '') : '');

function apiGuards({ tokens, origins, answers, limits, sidebook }: AppDeps): RequestHandler[] {
  return [
    (_req, res, next) => {
      res.set('Cache-Control', 'no-store');
      next();
    },
    cors(origins),
    failureLimit(limits),
    authenticate(tokens, origins),
    inTheirLanguage((_req, res) => principalOf(res).locale),
    apiLimit(limits),
    bodies(sidebook.audit),
    idempotent(answers, sidebook.world),
  ];
}

/** To others there are no metrics at all. */
const metricsGuard =
  (isOpen: boolean): RequestHandler =>
  (req, _res, next) =>
    isOpen || isLocal(req) ? next() : next('route');

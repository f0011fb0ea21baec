/** Figures for Prometheus: requests by route and status, their times, open problems, lag of the hosts. No ids, no names. */
import type { Request, RequestHandler, Response } from 'express';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { z } from 'zod';
import { isCode } from '../../errors.ts';
import type { Sidebook } from '../../main.ts';
import { telemetry } from '../contract/embed.ts';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 15];

export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Counter({ name: 'sidebook_http_requests_total', help: 'Requests by route and status', labelNames: ['method', 'route', 'status'], registers: [this.#registry] }); // prettier-ignore
  readonly #seconds = new Histogram({ name: 'sidebook_http_request_seconds', help: 'Time to the last byte of the answer', labelNames: ['method', 'route'], buckets: SECONDS, registers: [this.#registry] }); // prettier-ignore
  readonly #firstData = new Histogram({ name: 'sidebook_widget_first_data_seconds', help: 'Until a widget showed data, as it reports', labelNames: ['widget', 'shell'], buckets: SECONDS, registers: [this.#registry] }); // prettier-ignore
  readonly #widgetErrors = new Counter({ name: 'sidebook_widget_errors_total', help: 'Errors widgets met, as they report', labelNames: ['widget', 'code'], registers: [this.#registry] }); // prettier-ignore

  constructor(sidebook: Sidebook) {
    const { store, world } = sidebook;
    new Gauge({
      name: 'sidebook_problems_open', help: 'Problems that wait for a person', labelNames: ['host', 'kind'], registers: [this.#registry],
      async collect() {
        this.reset();
        for (const p of await store.queries.problemCounts()) this.inc({ host: p.host, kind: p.kind }, p.count);
      },
    }); // prettier-ignore
    new Gauge({
      name: 'sidebook_host_lag_seconds', help: 'Since the last success of a host', labelNames: ['host'], registers: [this.#registry],
      async collect() {
        this.reset();
        for (const { id, lastSuccessAt: at } of await store.read((t) => t.hosts()))
          if (at !== null) this.set({ host: id }, (world.now().getTime() - Date.parse(at)) / 1000);
      },
    }); // prettier-ignore
  }

  /** Counts every request when its answer is out. */
  count: RequestHandler = (req, res, next) => {
    const end = this.#seconds.startTimer();
    res.on('finish', () => {
      const labels = { method: methodOf(req), route: routeOf(req, res) };
      this.#requests.inc({ ...labels, status: res.statusCode });
      end(labels);
    });
    next();
  };

  /** What widgets report of themselves, once the API has taken it. Codes of the catalogue alone: others could be any number. */
  hear: RequestHandler = (req, res, next) => {
    const { data } = telemetry.safeParse(req.path === '/telemetry' ? req.body : null);
    if (data) res.on('finish', () => res.statusCode < 300 && this.#note(data));
    next();
  };

  #note({ widget, shell, firstDataMs, errors }: z.output<typeof telemetry>): void {
    if (firstDataMs !== null) this.#firstData.observe({ widget, shell }, firstDataMs / 1000);
    for (const code of errors) this.#widgetErrors.inc({ widget, code: isCode(code) ? code : 'other' });
  }

  serve: RequestHandler = async (_req, res) => {
    res.type(this.#registry.contentType).send(await this.#registry.metrics());
  };
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'OPTIONS']);
const methodOf = (req: Request): string => (METHODS.has(req.method) ? req.method : 'other');

/** The pattern, never the address itself: its number is bounded and it holds no id. */
function routeOf(req: Request, res: Response): string {
  const { path } = (req.route ?? {}) as { path?: unknown };
  if (res.statusCode === 404 && path === undefined) return 'unknown';
  return typeof path === 'string' ? `${req.baseUrl.toLowerCase()}${path}` : 'other'; // /API/V1 is the same place
}

/** The connection itself comes from this machine, and no proxy stands between. */
export const isLocal = (req: Request): boolean =>
  /^(::ffff:)?127\.|^::1$/.test(req.socket.remoteAddress ?? '') && !req.get('x-forwarded-for') && !req.get('forwarded');

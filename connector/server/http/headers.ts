/** Security headers: closed by default, opened a route at a time (widgets.md 5). */
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Origins } from '../auth/origins.ts';

const CLOSED = { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] };

type Policy = Readonly<Record<string, readonly string[]>>;

/** What other sites may load and show: no X-Frame-Options (frame-ancestors says it), no opener policy. */
const SHOWN = { xFrameOptions: false, crossOriginResourcePolicy: { policy: 'cross-origin' }, crossOriginOpenerPolicy: false, originAgentCluster: false } as const; // prettier-ignore

const secured = (policy: Policy, more: Partial<typeof SHOWN>, isHttps: boolean): RequestHandler =>
  helmet({
    contentSecurityPolicy: { useDefaults: false, directives: Object.fromEntries(Object.entries(policy).map(([k, v]) => [k, [...v]])) },
    strictTransportSecurity: isHttps ? { maxAge: 15_552_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    ...more,
  }); // prettier-ignore

/** Data and everything else that is no page. */
export const closed = (isHttps: boolean): RequestHandler => secured(CLOSED, {}, isHttps);

/** Headers of the closed default that a shown page must not have. */
const TAKEN_BACK = ['X-Frame-Options', 'Cross-Origin-Opener-Policy', 'Origin-Agent-Cluster'];

const shown =
  (headers: RequestHandler): RequestHandler =>
  (req, res, next) => {
    for (const name of TAKEN_BACK) res.removeHeader(name);
    headers(req, res, next);
  };

/** loader.js, assets: used by pages of others. */
export const shared = (isHttps: boolean): RequestHandler => shown(secured(CLOSED, SHOWN, isHttps));

/** A page of ours. `ancestors`: who may frame it; nobody = embedding is off. */
export const page = (ancestors: readonly string[], isHttps: boolean): RequestHandler =>
  shown(secured(
    {
      defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'", 'data:'], connectSrc: ["'self'"],
      frameAncestors: ancestors.length > 0 ? ancestors : ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], requireTrustedTypesFor: ["'script'"],
    },
    SHOWN,
    isHttps,
  )); // prettier-ignore

const ALLOWED = {
  'Access-Control-Allow-Methods': 'GET, POST, PATCH',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Accept-Language',
  'Access-Control-Max-Age': '600',
};

/** CORS of the API: by name, never "*", no credentials. A preflight of anyone else is answered without a word of permission. */
export const cors =
  (origins: Origins): RequestHandler =>
  (req, res, next) => {
    const origin = req.get('origin');
    res.vary('Origin');
    if (origin !== undefined && origins.isKnown(origin)) {
      res.set('Access-Control-Allow-Origin', origin);
      res.set('Access-Control-Expose-Headers', 'ETag, Retry-After, RateLimit, RateLimit-Policy');
      if (req.method === 'OPTIONS') res.set(ALLOWED);
    }
    if (req.method !== 'OPTIONS') return next();
    if (req.get('access-control-request-private-network') === 'true' && res.get('Access-Control-Allow-Origin'))
      res.set('Access-Control-Allow-Private-Network', 'true'); // a cloud form that reaches into the LAN
    res.status(204).end();
  };

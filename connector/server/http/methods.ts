/** 404 or 405: whether an address is known, and with which methods. */
import type { RequestHandler, Router } from 'express';
import { ApiError } from '../api-error.ts';

/** After all routes of a router: nothing took the request. */
export const unknownTo =
  (router: Router): RequestHandler =>
  (req) => {
    const allowed = methodsOf(router, req.path);
    if (allowed.length === 0) throw new ApiError(404, 'address-unknown');
    throw new ApiError(405, 'method-wrong', { method: req.method, allowed: allowed.join(', ') });
  };

function methodsOf(router: Router, path: string): string[] {
  const routes = router.stack.flatMap(({ route }) => (route && fits(route.path, path) ? [route] : []));
  const all = new Set(routes.flatMap((route) => route.stack.map(({ method }) => method.toUpperCase())));
  if (all.has('GET')) all.add('HEAD');
  return [...all].sort();
}

/** Our patterns are plain: literal parts and `:name`. */
const fits = (pattern: string, path: string): boolean =>
  new RegExp(`^${pattern.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&').replace(/:\w+/g, '[^/]+')}/?$`).test(path);

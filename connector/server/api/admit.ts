/** Who may ask at all. Where a body may be large that comes before it is read: nobody else makes the server hold and parse a file. */
import { json, Router } from 'express';
import type { Audit } from '../../audit/audit.ts';
import { principalOf, type Principal } from '../principal.ts';
import { demandRole } from './api.ts';
import { Trail } from './audited.ts';
import type { Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';

/** Bytes a body may have where an operation says nothing. */
const BODY = 256 * 1024;

export const addressOf = ({ path }: Operation): string => path.replace(/\{(\w+)\}/g, ':$1');

/** @throws ApiError where role, right or widget do not fit; the audit counts it */
export async function admit(trail: Trail, who: Principal, op: Operation): Promise<void> {
  try {
    demandRole(who, op);
  } catch (error) {
    await trail.barred(who);
    throw error;
  }
}

/** Behind authentication. */
export function bodies(audit: Audit): Router {
  const router = Router();
  for (const op of OPERATIONS)
    if (op.most !== undefined)
      router[op.method](addressOf(op), (_req, res, next) => admit(new Trail(audit, op), principalOf(res), op).then(() => next()), json({ limit: op.most })); // prettier-ignore
  router.use(json({ limit: BODY }));
  return router;
}

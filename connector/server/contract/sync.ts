/** Is the data fresh, who acts, what comes next; and the stored plan of the command line (S9). */
import { z } from 'zod';
import { cause, change, decimal, instant } from './shared.ts';

export const hostStatus = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.string(),
  state: z.enum(['ok', 'late', 'failing', 'paused', 'restored', 'never']),
  /** Is writing to it on. */
  writes: z.boolean(),
  lastSuccessAt: instant.nullable(),
  lagSeconds: z.number().int().nullable(),
  /** What goes with the next cycles. */
  queue: z.number().int(),
  /** What goes on once somebody answers: not counted in `queue`. */
  waiting: z.number().int(),
  /** What goes by itself once what it refers to has been placed, often behind such an answer: not counted in `queue` either. */
  behind: z.number().int(),
  /** Open problems that are not mere waiting. */
  problems: z.number().int(),
  causes: z.array(cause),
  pausedBy: z.string().nullable(),
});
export type HostStatus = z.infer<typeof hostStatus>;

export const PLAN_DOES = ['create', 'change', 'act', 'pull', 'link', 'adopt', 'ask', 'wait', 'hold'] as const;
export const planTotal = z.object({
  host: z.string(),
  entity: z.string(),
  entityLabel: z.string(),
  does: z.enum(PLAN_DOES),
  doesLabel: z.string(),
  count: z.number().int(),
  sums: z.array(z.object({ currency: z.string(), amount: decimal })),
});
export const planStep = z.object({
  host: z.string(),
  entity: z.string(),
  title: z.string(),
  does: z.enum(PLAN_DOES),
  doesLabel: z.string(),
  amount: decimal.nullable(),
  currency: z.string().nullable(),
  /** Why it is held back, in words; null: it goes. */
  hold: z.string().nullable(),
  changes: z.array(change),
});
export type PlanStep = z.infer<typeof planStep>;

/** GET /api/v1/plans/{id}?all=1; without `all` the ten largest by money. */
export const planView = z.object({
  id: z.string(),
  host: z.string().nullable(),
  madeAt: instant,
  state: z.enum(['proposed', 'accepted', 'applied', 'stale']),
  acceptedBy: z.string().nullable(),
  /** Why the guard stopped the run; null: it did not. */
  refused: cause.nullable(),
  totals: z.array(planTotal),
  steps: z.array(planStep),
  stepCount: z.number().int(),
  mayAccept: z.boolean(),
});
export type PlanView = z.infer<typeof planView>;

export const syncView = z.object({
  state: z.literal('ready'),
  hosts: z.array(hostStatus),
  /** What happened lately, newest first, in words. */
  journal: z.array(z.object({ at: instant, host: z.string().nullable(), text: z.string() })),
  plans: z.array(planView.omit({ steps: true })),
  may: z.object({ retry: z.boolean(), plan: z.boolean(), accept: z.boolean() }),
});
export type SyncView = z.infer<typeof syncView>;

/** POST /api/v1/sync/retry {host}; POST /api/v1/plans {host}: makes a plan now; POST /api/v1/plans/{id}/accept. */
export const hostRequest = z.object({ host: z.string() });
export const done = z.object({ ok: z.literal(true), text: z.string() });
export type Done = z.infer<typeof done>;

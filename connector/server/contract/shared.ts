/**
 * Words both sides of the HTTP API use. The schemas are the one source: the server checks requests with them, the OpenAPI
 * document is made of them, and the widgets import their types alone (no schema library ends up in a browser).
 * Money is decimal text, dates and instants ISO text, ids opaque text. Texts for people come in the language of the token.
 */
import { z } from 'zod';

/** Decimal text: "-1234.5"; never a number. */
export const decimal = z.string().regex(/^-?\d{1,15}(\.\d{1,6})?$/);
export const day = z.iso.date();
/** Wall clock of the organisation to the second, no zone. */
export const wallClock = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
export const instant = z.iso.datetime();
/** `{host}:{type}:{id}`: an object by the host's own key, or `sidebook:counterparty:{uuid}` for one of ours. */
export const entityId = z.string().regex(/^[a-z][a-z0-9-]{0,30}:[\p{L}\p{N}_.]{1,120}:[^\s:]{1,120}$/u);
export const recordId = z.uuid();

/** Whose fault it is, what to do, and whether it passes by itself. */
export const cause = z.object({
  code: z.string(),
  text: z.string(),
  next: z.string(),
  who: z.enum(['you', 'accountant', 'admin', 'itself']),
  /** When it is tried again by itself, if that is known. */
  retryAt: instant.nullable(),
});
export type Cause = z.infer<typeof cause>;

/** How old the shown host's data is. `at` null: never read whole. */
export const freshness = z.object({
  host: z.string(),
  title: z.string(),
  at: instant.nullable(),
  stale: z.boolean(),
  cause: cause.nullable(),
});
export type Freshness = z.infer<typeof freshness>;

/** Of one record towards one host: in step, on its way, or waiting for a person (W5). */
export const badge = z.object({
  host: z.string(),
  title: z.string(),
  state: z.enum(['in-step', 'waiting', 'problem', 'not-there', 'read-only', 'gone']),
  /** Last time both were seen equal. */
  at: instant.nullable(),
  text: z.string(),
  problem: z.number().int().nullable(),
});
export type Badge = z.infer<typeof badge>;

/** One sum a currency. `currency`: ISO code. */
export const sum = z.object({ currency: z.string(), amount: decimal, count: z.number().int().nonnegative() });
export type Sum = z.infer<typeof sum>;

/** A difference of one field, already in words; null: nothing stood there. */
export const change = z.object({
  field: z.string(),
  label: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type Change = z.infer<typeof change>;

/** What the host's record could be, when Sidebook does not know it yet. */
export const candidate = z.object({
  id: recordId,
  name: z.string(),
  taxId: z.string().nullable(),
  branchCode: z.string().nullable(),
  score: z.number().min(0).max(1),
  reasons: z.array(z.string()),
});
export type Candidate = z.infer<typeof candidate>;

/** The form's record is unknown here: why, and which of ours it may be. Never another company's data beyond names. */
export const notLinked = z.object({
  state: z.literal('not-linked'),
  why: z.string(),
  problem: z.number().int().nullable(),
  candidates: z.array(candidate),
  mayLink: z.boolean(),
});
export type NotLinked = z.infer<typeof notLinked>;

/** RFC 9457, plus what a widget shows: the next step, whose turn it is, and what to quote to support. */
export const problemDetails = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  /** Catalogue code (errors.ts). */
  code: z.string(),
  next: z.string(),
  who: z.enum(['you', 'accountant', 'admin', 'itself']),
  traceId: z.string(),
  /** Wrong inputs by path: "lines.0.price". */
  fields: z.record(z.string(), z.string()).optional(),
  retryAfter: z.number().int().optional(),
});
export type ProblemDetails = z.infer<typeof problemDetails>;

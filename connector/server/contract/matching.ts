/** What may be one and the same: the object asked about, the cards it could be, how likely and why (D2, D3). */
import { z } from 'zod';
import { PROBLEM_KINDS } from '../../model.ts';
import { instant, type NotLinked } from './shared.ts';

export const reason = z.object({
  text: z.string(),
  /** It speaks against being one. */
  against: z.boolean(),
});

/** One field of both cards, as text for people; null: nothing stands there. */
export const sameField = z.object({
  field: z.string(),
  label: z.string(),
  asked: z.string().nullable(),
  other: z.string().nullable(),
  /** Both stand there and are equal. */
  equal: z.boolean(),
});

export const pair = z.object({
  /** What `same` takes; null: it stands for another record already, so it cannot be this one. */
  as: z.string().nullable(),
  name: z.string(),
  /** Whole percent; null: nothing of it is known yet. */
  score: z.number().int().min(0).max(100).nullable(),
  reasons: z.array(reason),
  fields: z.array(sameField),
});
export type Pair = z.infer<typeof pair>;

export const matchRow = z.object({
  id: z.number().int(),
  /** Send it back as If-Match with the answer. */
  etag: z.string(),
  kind: z.enum(PROBLEM_KINDS),
  /** Both cards are in the same base. */
  isInside: z.boolean(),
  host: z.string(),
  title: z.string(),
  subject: z.string(),
  /** Where the object asked about is: the title of the base, or null = here. */
  at: z.string().nullable(),
  /** Where the cards it could be are. */
  otherAt: z.string().nullable(),
  since: instant,
  /** Put off until then. */
  due: instant.nullable(),
  assignee: z.string().nullable(),
  pairs: z.array(pair),
  may: z.object({ answer: z.boolean() }),
  resolved: z.object({ at: instant, by: z.string(), answer: z.string() }).nullable(),
});
export type MatchRow = z.infer<typeof matchRow>;

/** GET /api/v1/matching?entity=&state=open|answered&after=&limit= */
export const matchingQuery = z.object({
  entity: z.string().optional(),
  state: z.enum(['open', 'answered']).default('open'),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const matchingView = z.object({
  state: z.literal('ready'),
  total: z.number().int(),
  /** What waits first, what was put off after it. */
  rows: z.array(matchRow),
  next: z.number().int().nullable(),
  may: z.object({ answer: z.boolean() }),
});
export type MatchingView = z.infer<typeof matchingView>;
export type MatchingAnswer = MatchingView | NotLinked;

/** POST /api/v1/matching/{id}/later: so many days from now; 0: it waits now. */
export const laterRequest = z.object({ days: z.number().int().min(0).max(90) });
export const laterAnswer = z.object({ due: instant.nullable() });
export type LaterAnswer = z.infer<typeof laterAnswer>;

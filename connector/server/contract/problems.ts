/** What waits for a person: conflicts and everything else, with both sides, what was agreed, and the answers that fit (C3). */
import { z } from 'zod';
import { PROBLEM_KINDS } from '../../model.ts';
import { instant, recordId } from './shared.ts';

export const CHOICES = [
  'ours', 'theirs', 'value', 'keep', 'deactivate', 'create-again', 'same', 'apart', 'retry', 'host-right', 'module-right',
] as const; // prettier-ignore

/** One field of a difference, as text for people; null = empty, absent = never agreed / not known. */
export const difference = z.object({
  field: z.string(),
  label: z.string(),
  base: z.string().nullable().optional(),
  ours: z.string().nullable().optional(),
  theirs: z.string().nullable().optional(),
  /** It may be typed anew. */
  mayType: z.boolean(),
  /** As what it is typed; absent: as text. */
  input: z.enum(['number', 'day', 'choice']).optional(),
  /** What there is to choose from. */
  options: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
});
export type Difference = z.infer<typeof difference>;

export const answerOption = z.object({
  choose: z.enum(CHOICES),
  /** With `same`: the record or the host's object it is; null: one of the items a person looks for (POST /problems/{id}/items). */
  as: z.string().nullable(),
  label: z.string(),
  /** What will happen, in words. */
  effect: z.string(),
  usual: z.boolean(),
});
export type AnswerOption = z.infer<typeof answerOption>;

export const problemRow = z.object({
  id: z.number().int(),
  /** Send it back as If-Match with the answer: it moves when either side does. */
  etag: z.string(),
  kind: z.enum(PROBLEM_KINDS),
  kindLabel: z.string(),
  host: z.string(),
  title: z.string(),
  entity: z.string().nullable(),
  record: recordId.nullable(),
  subject: z.string(),
  unit: z.string().nullable(),
  unitLabel: z.string().nullable(),
  what: z.string(),
  next: z.string(),
  code: z.string(),
  /** The host names no author over OData: when it was seen. */
  since: instant,
  oursAt: instant.nullable(),
  oursBy: z.string().nullable(),
  tries: z.number().int(),
  assignee: z.string().nullable(),
  due: instant.nullable(),
  differences: z.array(difference),
  /** Whose value holds by the settings of the exchange; null: nobody's, a person says. */
  owner: z.enum(['ours', 'theirs']).nullable(),
  /** Open conflicts of this unit towards this host, this one too: how many one answer for all would be about. */
  alike: z.number().int(),
  /** Labels of fields one side changed and that merged by themselves. */
  merged: z.array(z.string()),
  answers: z.array(answerOption),
  /** Passes by itself, or with another answer. */
  waits: z.object({ title: z.string(), problem: z.number().int().nullable() }).nullable(),
  resolved: z.object({ at: instant, by: z.string(), answer: z.string(), mayUndo: z.boolean() }).nullable(),
});
export type ProblemRow = z.infer<typeof problemRow>;

/** GET /api/v1/problems?entity=&kind=&state=open|answered&after=&limit= */
export const problemsQuery = z.object({
  entity: z.string().optional(),
  kind: z.enum(PROBLEM_KINDS).optional(),
  state: z.enum(['open', 'answered']).default('open'),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const problemsView = z.object({
  state: z.literal('ready'),
  total: z.number().int(),
  kinds: z.array(z.object({ kind: z.enum(PROBLEM_KINDS), label: z.string(), count: z.number().int() })),
  rows: z.array(problemRow),
  next: z.number().int().nullable(),
  /** Open proposals of sales for posted invoices (S3), to accept in the books or decline. */
  proposals: z.array(
    z.object({
      id: z.number().int(),
      record: recordId,
      subject: z.string(),
      by: z.string(),
      /** Of whoever asks: may be withdrawn. */
      mine: z.boolean(),
      at: instant,
      changes: z.array(z.object({ label: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
    }),
  ),
  may: z.object({ answer: z.boolean(), bulk: z.boolean(), decide: z.boolean() }),
});
export type ProblemsView = z.infer<typeof problemsView>;

/** POST /api/v1/problems/{id}/answer with If-Match. */
export const answerRequest = z.object({
  choose: z.enum(CHOICES),
  as: z.string().max(200).optional(),
  /** With `value`: field -> text as a person types it. */
  values: z.record(z.string(), z.string().nullable()).optional(),
});
export type AnswerRequest = z.infer<typeof answerRequest>;

/** POST /api/v1/problems/bulk: every open conflict of this unit towards this host, one side. First with preview, then without. */
export const bulkRequest = z.object({
  host: z.string(),
  unit: z.string(),
  choose: z.enum(['ours', 'theirs']),
  preview: z.boolean(),
  /** Of the preview: answered are exactly these. */
  ids: z.array(z.number().int()).max(500).optional(),
});
export const bulkAnswer = z.object({
  rows: z.array(
    z.object({ id: z.number().int(), subject: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
  answered: z.array(z.number().int()),
  /** Moved meanwhile: asked again. */
  moved: z.array(z.number().int()),
});
export type BulkAnswer = z.infer<typeof bulkAnswer>;

/** POST /api/v1/problems/{id}/items {search}: goods of the base that waits, one of which a line means. */
export const itemsRequest = z.object({ search: z.string().trim().min(1).max(200) });
export const itemsAnswer = z.object({
  rows: z.array(z.object({ id: recordId, name: z.string(), sku: z.string().nullable(), code: z.string().nullable() })),
});
export type ItemsAnswer = z.infer<typeof itemsAnswer>;

/**
 * POST /api/v1/problems/undo {ids}: within its ten seconds or later; after the push it is a new edit. Each by itself: what can be
 * taken back is, of each of the rest `failed` says why not.
 */
export const undoRequest = z.object({ ids: z.array(z.number().int()).min(1).max(500) });
export const undoAnswer = z.object({
  undone: z.array(z.number().int()),
  failed: z.array(z.object({ id: z.number().int(), text: z.string() })),
});
export type UndoAnswer = z.infer<typeof undoAnswer>;

/** POST /api/v1/proposals/{id}: declined here, withdrawn by who made it; accepted is only seen in the books. */
export const proposalRequest = z.object({ state: z.enum(['declined', 'withdrawn']) });

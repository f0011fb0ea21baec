/** /api/v1/translations: labels in every language, looked at first, taken over whole, taken back. What takes long is a job that is asked for. */
import { z } from 'zod';
import { instant } from './shared.ts';

/** "Sidebook": labels of its own, and no base can have that name; else a base of Dynamics. */
const target = z.string().regex(/^(Sidebook|[a-z][a-z0-9-]{0,30})$/);
const lcid = z.number().int();

const completeness = z.object({ lcid, name: z.string(), done: z.number().int(), missing: z.number().int() });
export type Completeness = z.infer<typeof completeness>;

export const labelsView = z.object({
  targets: z.array(z.object({
    id: target,
    title: z.string(),
    /** Of a base it is known only once it exported them. */
    languages: z.array(completeness).nullable(),
    /** A column can be added for one of these. */
    more: z.array(z.object({ lcid, name: z.string() })),
    /** What undo takes back. */
    last: z.object({ at: instant, by: z.string(), from: z.string(), changes: z.number().int() }).nullable(),
  })),
  /** The caller's job that is not over or not looked at yet. */
  job: z.string().nullable(),
}); // prettier-ignore
export type LabelsView = z.infer<typeof labelsView>;

/** 20 MB of archive in base64. */
export const UPLOAD_TEXT = 28_000_000;

export const lookRequest = z.object({
  target,
  file: z.string().trim().min(1).max(200),
  base64: z.base64().max(UPLOAD_TEXT),
  /** Another edited copy of the same export: both are merged. */
  second: z
    .object({ file: z.string().trim().min(1).max(200), base64: z.base64().max(UPLOAD_TEXT) })
    .nullable()
    .default(null),
  /** An empty cell clears its label; rows whose base text is another one now are taken as well. */
  clear: z.boolean().default(false),
  stale: z.boolean().default(false),
});
export type LookRequest = z.input<typeof lookRequest>;

/** `language`: a column for one more language of Sidebook, empty so far. xlsx: what each label is stands beside it. `missing`: only labels a language lacks. */
export const exportRequest = z.object({
  target,
  format: z.enum(['zip', 'xlsx']).default('zip'),
  language: lcid.nullable().default(null),
  missing: z.boolean().default(false),
  fill: z.enum(['known', 'pseudo']).nullable().default(null),
});
export type ExportRequest = z.input<typeof exportRequest>;
/** `last`: when what one saw was imported; where something else is the last one now, nothing is taken back. */
export const undoRequest = z.object({ target, last: instant.nullable().default(null) });
export type UndoRequest = z.input<typeof undoRequest>;

/** What of a preview is taken: languages, without changes that were warned of, without single ones by their number. What takes a later import back is taken only where `without` is said and does not name it. */
export const takeRequest = z.object({
  languages: z.array(lcid).max(100),
  without: z.array(z.string().max(60)).max(50).default(['takes-back']),
  except: z.array(z.number().int().min(0)).max(100_000).default([]),
  /** Whose text holds where both copies changed one; null: it stays as it is. */
  prefer: z.enum(['first', 'second']).nullable().default(null),
});
export type TakeRequest = z.input<typeof takeRequest>;

const severity = z.enum(['error', 'skip', 'warning', 'note']);

const change = z.object({ n: z.number().int(), place: z.string(), lcid, language: z.string(), base: z.string(), before: z.string().nullable(), after: z.string().nullable(), other: z.object({ after: z.string().nullable(), warned: z.array(z.string()) }).nullable(), warned: z.array(z.string()) }); // prettier-ignore
export type LabelChange = z.infer<typeof change>;

const preview = z.object({
  rows: z.number().int(),
  languages: z.array(z.object({ lcid, name: z.string(), added: z.number().int(), changed: z.number().int(), unchanged: z.number().int(), emptied: z.number().int(), cleared: z.number().int(), skipped: z.number().int() })),
  stopped: z.boolean(),
  /** Errors first; those that count most of what there are. */
  findings: z.array(z.object({ severity, kind: z.string(), place: z.string(), what: z.string(), next: z.string() })),
  findingsAll: z.number().int(),
  changes: z.number().int(),
  /** Of two copies: their names, and texts both changed differently, the first of how many there are. */
  copies: z.array(z.string()),
  differ: z.array(change),
  differAll: z.number().int(),
  /** Kinds of warnings changes have, and how many. */
  warned: z.array(z.object({ kind: z.string(), count: z.number().int() })),
}); // prettier-ignore
export type LabelsPreview = z.infer<typeof preview>;

export const changesPage = z.object({ changes: z.array(change), total: z.number().int() });
export type ChangesPage = z.infer<typeof changesPage>;

const text = z.object({ label: z.string(), lcid, before: z.string().nullable(), after: z.string().nullable() });
const report = z.object({
  arrived: z.number().int(),
  of: z.number().int(),
  missing: z.array(text),
  moved: z.array(text),
  /** Changed again since: left as they are. */
  left: z.array(text),
  remarks: z.array(z.string()),
});
export type LabelsReport = z.infer<typeof report>;

export const labelsJob = z.object({
  id: z.string(),
  target,
  does: z.enum(['look', 'take', 'undo', 'export']),
  state: z.enum(['running', 'done', 'failed']),
  step: z.enum(['read', 'export', 'import', 'publish', 'compare']),
  /** 0 to 1, where it is known. */
  share: z.number().nullable(),
  failed: z.object({ what: z.string(), next: z.string() }).nullable(),
  preview: preview.nullable(),
  report: report.nullable(),
  /** Name of a file that may be fetched, and how many labels are in it. */
  file: z.string().nullable(),
  labels: z.number().int().nullable(),
});
export type LabelsJob = z.infer<typeof labelsJob>;

export const labelsFile = z.object({ name: z.string(), base64: z.string() });
export type LabelsFile = z.infer<typeof labelsFile>;
export const labelsEnded = z.object({ ok: z.literal(true) });

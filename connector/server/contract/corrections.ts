/** What is done to a price that stands already, and to a battlecard; what an import would leave behind when it is taken back. */
import { z } from 'zod';
import { instant } from './shared.ts';
import { entity, evidence, evidenceFile, positive, source } from './prices.ts';

const id = z.string().max(100);
const reason = z.string().trim().max(2000).nullable().default(null);

/** POST /prices/{id}/correct: what was written wrong. Everything else of the row stays: when it was seen, pack, region, terms. */
export const correctPrice = z.object({
  entity,
  price: positive,
  vatIncluded: z.boolean(),
  source,
  evidence,
  /** Another file; null: that of the row stays. */
  file: evidenceFile.nullable().default(null),
  reason,
});
export type CorrectPrice = z.input<typeof correctPrice>;

/** POST /prices/{id}/withdraw, POST /rival-stock/{id}/withdraw; `on` false: what was withdrawn counts again, as a new row. */
export const withdrawFact = z.object({ entity, reason, on: z.boolean().default(true) });
export type WithdrawFact = z.input<typeof withdrawFact>;

const words = z
  .string()
  .trim()
  .max(10_000)
  .nullable()
  .transform((text) => text || null);
/** PATCH /rivals/{id}/card, If-Match: its rev. */
export const newCard = z.object({ entity, strengths: words, weaknesses: words, answer: words });
export type NewCard = z.input<typeof newCard>;

export const about = z.object({ entity });

/** GET /prices/{id}/file: `as=base64` for engines that cannot read bytes. */
export const fileQuery = z.object({ entity, as: z.enum(['bytes', 'base64']).default('bytes') });

export const importsQuery = z.object({ entity, after: z.string().max(400).optional() });
export const importRow = z.object({
  id,
  kind: z.enum(['prices', 'offer']),
  rival: z.string(),
  file: z.string(),
  by: z.string(),
  at: instant,
  /** Prices, stock levels and lines of an offer it brought. */
  rows: z.number().int(),
  leftOut: z.number().int(),
  undone: z.object({ by: z.string(), at: instant }).nullable(),
});
export type ImportRow = z.infer<typeof importRow>;
/** GET /imports: newest first. */
export const importsView = z.object({
  rows: z.array(importRow),
  next: z.string().nullable(),
  may: z.object({ undo: z.boolean() }),
});
export type ImportsView = z.infer<typeof importsView>;

/** GET /imports/{id}/undo: `rests`: rows somebody corrected later; with any of them nothing is taken back. */
export const importWould = z.object({ rows: z.number().int(), items: z.number().int(), rests: z.number().int() });
export type ImportWould = z.infer<typeof importWould>;

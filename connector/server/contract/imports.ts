/** POST /api/v1/imports: a rival's price list or offer, pasted or as a file: looked at first, taken over whole, taken back whole (O7). */
import { z } from 'zod';
import { instant } from './shared.ts';
import { entity, ofRival } from './prices.ts';

/** As connector/import/heads.ts has them; "-": the column is none of these. */
export const COLUMN_FIELDS = [
  '-', 'name', 'sku', 'price', 'currency', 'unit', 'pack', 'vat', 'minQuantity', 'stock', 'leadDays', 'date', 'quantity', 'terms', 'region',
] as const; // prettier-ignore

const id = z.string().max(100);

export const importRequest = z.object({
  entity,
  kind: z.enum(['prices', 'offer']),
  competitor: ofRival,
  /** Name of the file, or what the pasted rows shall be called. */
  file: z.string().trim().min(1).max(200),
  content: z.discriminatedUnion('is', [
    z.object({ is: z.literal('file'), base64: z.base64() }),
    z.object({ is: z.literal('rows'), text: z.string() }),
  ]),
  /** By letter, as Excel names columns; empty: by their heads. */
  map: z.array(z.object({ column: z.string().max(10), field: z.enum(COLUMN_FIELDS) })).max(100).default([]),
  currency: z.string().regex(/^[A-Z]{3}$/).nullable().default(null),
  vat: z.enum(['in', 'out']).nullable().default(null),
  /** The decimal mark where no column says. */
  mark: z.enum([',', '.']).nullable().default(null),
  /** Goods nothing of ours comes near become items of their own. */
  newItems: z.boolean().default(true),
  /** By key of an open line: an item, "new" or "skip". */
  decisions: z.record(z.string().max(1100), z.string().max(100)).default({}),
}); // prettier-ignore
export type ImportAsked = z.input<typeof importRequest>;

export const importPreview = z.object({
  columns: z.array(z.object({ letter: z.string(), head: z.string(), field: z.enum(COLUMN_FIELDS).nullable(), sample: z.string() })),
  currency: z.string().nullable(),
  vat: z.enum(['in', 'out']).nullable(),
  /** Rows that would be taken over, that wait for a decision, that are left out. */
  taken: z.number().int(),
  open: z.number().int(),
  leftOut: z.number().int(),
  newItems: z.number().int(),
  /** Nothing can be taken over before what stops it is mended. */
  stopped: z.boolean(),
  sample: z.array(z.object({ row: z.number().int(), name: z.string(), item: z.string(), price: z.string(), currency: z.string() })),
  /** The first of them, those that stop it before the others. */
  found: z.array(z.object({ level: z.enum(['stop', 'row', 'note']), code: z.string(), place: z.string(), came: z.string(), what: z.string(), next: z.string() })),
  foundAll: z.number().int(),
  asked: z.array(z.object({ key: z.string(), row: z.number().int(), name: z.string(), proposals: z.array(z.object({ item: id, name: z.string(), score: z.number() })) })),
  /** The same rows were brought in before. */
  before: z.object({ id, at: instant }).nullable(),
}); // prettier-ignore
export type ImportPreview = z.infer<typeof importPreview>;

/** `taken`: as the preview said; where it would be other rows now, nothing is done. `again`: though the same was brought in before. */
export const importApply = importRequest.extend({ taken: z.number().int(), again: z.boolean().default(false) });
export type ImportApply = z.input<typeof importApply>;

/** Counts alone: who made a change may hear its answer again from what is shared. */
export const importDone = z.object({ ok: z.literal(true), id, prices: z.number().int(), stock: z.number().int(), items: z.number().int(), lines: z.number().int(), leftOut: z.number().int() }); // prettier-ignore
export type ImportDone = z.infer<typeof importDone>;

export const importUndone = z.object({ ok: z.literal(true), rows: z.number().int() });
export type ImportUndone = z.infer<typeof importUndone>;

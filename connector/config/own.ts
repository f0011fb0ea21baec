/** Sections of sidebook.config.jsonc about Sidebook's own files: where the audit lies, how long what is kept. */
import { z } from 'zod';

export const auditSection = z
  .object({ file: z.string().min(1).optional().describe('SQLite file of the audit; without it audit.db beside the store') })
  .strict()
  .default({});

const days = (least: number): z.ZodNumber => z.number().int().min(least).max(36_500);

/** What is left out is kept for ever. */
export const retentionSection = z
  .object({
    journalDays: days(30).optional().describe('What changed in records, and why; undo and the history of an invoice rest on it'),
    problemDays: days(30).optional().describe('Problems that were answered or passed by themselves'),
    auditValueDays: days(30).optional().describe('Values in the audit; its rows stay, and it still verifies'),
    egressDays: days(30).optional().describe('What left for hosts, field by field, as "sidebook audit egress" prints it'),
    tokenDays: days(1).default(30).describe('Revoked tokens; none lives longer than ten minutes anyway'),
  })
  .strict()
  .default({ tokenDays: 30 });
export type Retention = z.output<typeof retentionSection>;

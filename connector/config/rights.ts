/** Section `rights` of sidebook.config.jsonc: whose counterparties which role sees. */
import { z } from 'zod';

const reach = z.enum(['all', 'team', 'own']).default('all');

const most = z.number().int().min(0).max(1_000_000_000).optional();

export const rightsSection = z
  .object({
    rows: z
      .object({
        operator: reach.describe('Of an operator'),
        sales: reach.describe('Of a salesperson'),
        lead: reach.describe('Of the lead of a team'),
      })
      .strict()
      .prefault({})
      .describe('Whose counterparties, with their invoices and problems, a role sees: all, those of their team, their own'),
    exports: z
      .object({
        operator: most, sales: most, lead: most, accountant: most, auditor: most,
        admin: most.describe('Also of the command line, where the person at this machine acts as administrator'),
        feed: most.describe('Of a key of the OData feed without a role'),
      })
      .strict()
      .prefault({})
      .describe('Rows a role may take out in a day (UTC), by files of the command line and by the OData feed; without a number as many as they like'),
  })
  .strict()
  .prefault({}); // prettier-ignore
export type ExportRights = z.output<typeof rightsSection>['exports'];
export type RowRights = z.output<typeof rightsSection>['rows'];

/** Section `rights` of sidebook.config.jsonc: whose counterparties which role sees. */
import { z } from 'zod';

const reach = z.enum(['all', 'team', 'own']).default('all');

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
  })
  .strict()
  .prefault({});
export type RowRights = z.output<typeof rightsSection>['rows'];

/** GET /api/v1/counterparty?entity=…: who, how much they owe, whose they are, is it fresh - one call (W2). */
import { z } from 'zod';
import { badge, candidate, day, decimal, freshness, instant, notLinked, recordId, sum } from './shared.ts';
import { invoiceRow, paidOther } from './invoices.ts';

/** Settlements as the host knows them; never summed from invoices. */
export const debt = z.object({
  organisation: z.string().nullable(),
  currency: z.string(),
  debt: decimal,
  advance: decimal,
  overdue: decimal,
});

export const counterpartyView = z.object({
  state: z.literal('ready'),
  id: recordId,
  rev: z.number().int(),
  /** Of the form it is shown in: `buh:Catalog_Контрагенты:…`. */
  entity: z.string(),
  name: z.string(),
  legalName: z.string().nullable(),
  kind: z.enum(['company', 'soleTrader', 'person', 'foreign']).nullable(),
  taxId: z.string().nullable(),
  branchCode: z.string().nullable(),
  registrationNo: z.string().nullable(),
  country: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  owner: z.string().nullable(),
  active: z.boolean().nullable(),
  deletionMark: z.boolean(),
  stage: z.enum(['prospect', 'live']),
  /** Empty with `debtWhy` said: not published, never read. Empty without: owes nothing. */
  debts: z.array(debt),
  debtAt: instant.nullable(),
  debtWhy: z.string().nullable(),
  /**
   * Days since the oldest unpaid invoice was due, whichever organisation of ours it is of: of several the greatest, and one without
   * anything overdue does not lessen it. Null when none is overdue.
   */
  overdueDays: z.number().int().nullable(),
  unpaid: z.array(sum),
  unpaidOther: paidOther,
  /** How many issued invoices stand in no host that tells of payments: they are not in `unpaid`. */
  untold: z.number().int(),
  invoices: z.array(invoiceRow),
  /** What payment history allows to say; null with fewer than three paid invoices. */
  limitHint: z
    .object({
      currency: z.string(),
      /** Paid within the last twelve months. */
      paid: decimal,
      invoices: z.number().int(),
      /** Median days between due date (or date) and payment; negative = early. */
      medianLateDays: z.number().int(),
      /** The mean month of those twelve: more than that on credit is more than they usually pay in a month. */
      limit: decimal,
      lastPaidAt: day.nullable(),
    })
    .nullable(),
  /** One line, in words: debtor first, then preferences ("не звонить по понедельникам"). */
  warnings: z.array(z.object({ kind: z.enum(['debtor', 'preference', 'deletion-mark', 'inactive']), text: z.string() })),
  /** Asked before a call, a greeting or a new offer: a debtor is warned of (W2). */
  guard: z.object({ warn: z.boolean(), text: z.string() }),
  badges: z.array(badge),
  problems: z.number().int(),
  freshness: z.array(freshness),
  may: z.object({ issue: z.boolean(), resolve: z.boolean(), seeInvoices: z.boolean(), note: z.boolean() }),
});
export type CounterpartyView = z.infer<typeof counterpartyView>;

export const counterpartyAnswer = z.discriminatedUnion('state', [counterpartyView, notLinked]);
export type CounterpartyAnswer = z.infer<typeof counterpartyAnswer>;

/** POST /api/v1/links: the host's record is this one of ours. */
export const linkRequest = z.object({ entity: z.string(), record: recordId });
export { candidate };

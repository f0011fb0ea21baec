/** Invoices of one counterparty or of all: paid or not, in the books or not - two fields, two marks. */
import { z } from 'zod';
import { cause, change, day, decimal, freshness, instant, notLinked, recordId, sum, wallClock } from './shared.ts';

/** untold: no attached host that has the invoice tells of payments. */
export const PAID_STATES = ['unpaid', 'part', 'paid', 'reversed', 'untold'] as const;
export const PUSH_STATES = ['local', 'queued', 'sending', 'in-host', 'rejected', 'problem'] as const;

/** Paid in currencies of their own, which no sum counts. */
export const paidOther = z.array(z.object({ currency: z.string(), amount: decimal }));

export const invoiceRow = z.object({
  id: recordId,
  rev: z.number().int(),
  /** Its object in the host where it lives: `buh:Document_СчетНаОплатуПокупателю:…`; null until it is there. */
  entity: z.string().nullable(),
  number: z.string().nullable(),
  date: wallClock.nullable(),
  dueDate: day.nullable(),
  counterparty: z.object({ id: recordId, name: z.string() }).nullable(),
  currency: z.string(),
  total: decimal,
  /** By payments in its own currency alone. */
  paid: decimal,
  /** Paid in other currencies: stands beside `paid`, never in it. */
  paidOther,
  /** total - paid, never below zero. */
  left: decimal,
  state: z.enum(['draft', 'issued', 'cancelled']),
  posted: z.boolean(),
  paidState: z.enum(PAID_STATES),
  paidAt: day.nullable(),
  /** Null: not overdue. */
  overdueDays: z.number().int().nullable(),
  push: z.object({
    state: z.enum(PUSH_STATES),
    host: z.string().nullable(),
    title: z.string().nullable(),
    /** Why it is not there yet, in words. */
    text: z.string().nullable(),
    problem: z.number().int().nullable(),
  }),
  totalsDiffer: z.boolean(),
});
export type InvoiceRow = z.infer<typeof invoiceRow>;

export const INVOICE_FILTERS = ['all', 'overdue', 'unpaid', 'drafts', 'cancelled'] as const;

/** GET /api/v1/invoices?entity=&filter=&search=&after=&limit= */
export const invoicesQuery = z.object({
  entity: z.string().optional(),
  filter: z.enum(INVOICE_FILTERS).default('all'),
  search: z.string().max(200).optional(),
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(30),
});

export const invoicesView = z.object({
  state: z.literal('ready'),
  counterparty: z.object({ id: recordId, name: z.string() }).nullable(),
  /** untold: issued ones nobody tells the payments of, neither unpaid nor overdue. */
  counts: z.object({ all: z.number().int(), overdue: z.number().int(), unpaid: z.number().int(), drafts: z.number().int(), untold: z.number().int() }), // prettier-ignore
  unpaid: z.array(sum),
  /** Of a counterparty or an invoice: what was paid besides of what is unpaid. Of all invoices together it is not asked. */
  unpaidOther: paidOther,
  rows: z.array(invoiceRow),
  /** Hand it back as `after` for the next page; null: that was all. */
  next: z.string().nullable(),
  freshness: z.array(freshness),
  /** The counterparty is a debtor: warned of before a new invoice. */
  guard: z.object({ warn: z.boolean(), text: z.string() }),
  may: z.object({ create: z.boolean(), issue: z.boolean(), propose: z.boolean(), retry: z.boolean() }),
  /** What the new-invoice form needs, so that it opens without another call. */
  form: z.object({
    organisations: z.array(z.object({ id: recordId, name: z.string() })),
    currencies: z.array(z.object({ id: recordId, code: z.string() })),
    vatRates: z.array(z.string()),
    vatRate: z.string(),
    /** Where it will be created, and why it cannot be. */
    host: z.string().nullable(),
    why: cause.nullable(),
  }),
});
export type InvoicesView = z.infer<typeof invoicesView>;
export const invoicesAnswer = z.discriminatedUnion('state', [invoicesView, notLinked]);
export type InvoicesAnswer = z.infer<typeof invoicesAnswer>;

export const invoiceLine = z.object({
  product: recordId.nullable(),
  text: z.string(),
  quantity: decimal,
  unit: z.string().nullable(),
  price: decimal,
  discount: decimal,
  amount: decimal,
  vatRate: z.string(),
  vatAmount: decimal,
});

export const proposal = z.object({
  id: z.number().int(),
  state: z.enum(['open', 'accepted', 'declined', 'withdrawn']),
  by: z.string(),
  at: instant,
  changes: z.array(change),
});

/** GET /api/v1/invoices/{id}: lines, payments, revisions, proposals. */
export const invoiceView = z.object({
  row: invoiceRow,
  organisation: z.string().nullable(),
  contract: z.string().nullable(),
  responsible: z.string().nullable(),
  comment: z.string().nullable(),
  vatIncluded: z.boolean(),
  vatTotal: decimal,
  lines: z.array(invoiceLine),
  payments: z.array(
    z.object({
      number: z.string().nullable(),
      date: day.nullable(),
      amount: decimal,
      currency: z.string(),
      kind: z.string().nullable(),
      reversed: z.boolean(),
    }),
  ),
  revisions: z.array(z.object({ n: z.number().int(), at: instant, host: z.string(), changes: z.array(change) })),
  proposals: z.array(proposal),
  /** Why its frozen fields cannot be edited here; null: they can. */
  frozen: z.string().nullable(),
  /** Fields that may be edited here, by name, with their labels. */
  editable: z.array(z.object({ field: z.string(), label: z.string() })),
  may: z.object({ edit: z.boolean(), propose: z.boolean(), issue: z.boolean(), withdraw: z.boolean(), note: z.boolean() }),
});
export type InvoiceView = z.infer<typeof invoiceView>;

/** POST /api/v1/invoices. At most six things to type: item, quantity, price, VAT, due date, comment. */
export const newInvoice = z.object({
  counterparty: recordId,
  organisation: recordId.nullable().default(null),
  currency: recordId.nullable().default(null),
  vatIncluded: z.boolean().default(true),
  dueDate: day.nullable().default(null),
  comment: z.string().max(2000).nullable().default(null),
  lines: z
    .array(
      z.object({
        product: recordId.nullable().default(null),
        text: z.string().trim().min(1).max(1000),
        quantity: decimal,
        price: decimal,
        vatRate: z.string(),
      }),
    )
    .min(1)
    .max(500),
  /** true: issued at once and queued for the books; false: kept as a draft. */
  issue: z.boolean().default(false),
  /** Ask the books to post it. */
  post: z.boolean().default(false),
});
export type NewInvoice = z.input<typeof newInvoice>;

/** POST /api/v1/invoices/preview: what the lines come to, computed in decimal arithmetic by the server. */
export const invoicePreview = z.object({ lines: z.array(invoiceLine), total: decimal, vatTotal: decimal });
export type InvoicePreview = z.infer<typeof invoicePreview>;

/** PATCH /api/v1/invoices/{id} with If-Match: field -> text. `propose`: keep what the books refuse as a proposal. */
export const invoiceEdit = z.object({
  changes: z.record(z.string(), z.string().nullable()),
  propose: z.boolean().default(false),
});

/** GET /api/v1/products?search=: for the item field. Our price, if one is known. */
export const productHit = z.object({
  id: recordId,
  name: z.string(),
  sku: z.string().nullable(),
  unit: z.string().nullable(),
  vatRate: z.string().nullable(),
  price: decimal.nullable(),
});
export const productsAnswer = z.object({ rows: z.array(productHit) });
export type ProductHit = z.infer<typeof productHit>;

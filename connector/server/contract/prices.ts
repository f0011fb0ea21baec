/**
 * GET /api/v1/prices?entity=…: our price against the rivals' for each line, what they offered and what they have - one call (W4).
 * Private: changes answer ids and counts alone, because answers to changes are kept beside what is shared.
 */
import { z } from 'zod';
import { day, decimal, instant, notLinked, recordId } from './shared.ts';

export const SOURCES = ['site', 'price-list', 'offer', 'call', 'meeting', 'customer', 'other'] as const;
export const source = z.enum(SOURCES);
const currency = z.string().regex(/^[A-Z]{3}$/);
const id = z.string().max(100);

/** One price of a rival: as it was seen, and made equal to the terms of its line. */
export const rivalPrice = z.object({
  id,
  competitor: id,
  price: decimal,
  currency,
  vatIncluded: z.boolean(),
  unit: z.string(),
  /** Made equal; null: it cannot be, and `why` says so. */
  value: decimal.nullable(),
  /** (ours - theirs) / theirs in percent, above zero we are dearer. */
  difference: decimal.nullable(),
  /** Each step of making it equal, in words. */
  how: z.array(z.string()),
  /** Why it does not count, in words; null: it does. */
  why: z.string().nullable(),
  seenAt: instant,
  ageDays: z.number().int(),
  stale: z.boolean(),
  source,
  evidence: z.string().nullable(),
  /** Name of the file it was seen on; null: none is kept. */
  file: z.string().nullable(),
  by: z.string(),
  minQuantity: decimal.nullable(),
  terms: z.string().nullable(),
  region: z.string().nullable(),
});
export type RivalPrice = z.infer<typeof rivalPrice>;

/** About how many they have; `word`: as people say it, against the quantity of the line where there is one. */
export const rivalStock = z.object({
  id,
  competitor: id,
  word: z.enum(['none', 'few', 'some', 'many', 'unknown']),
  least: decimal,
  most: decimal.nullable(),
  leadDays: z.number().int().nullable(),
  seenAt: instant,
  ageDays: z.number().int(),
  stale: z.boolean(),
  source,
  by: z.string(),
});
export type RivalStock = z.infer<typeof rivalStock>;

export const priceLine = z.object({
  /** Tells the lines of one answer apart. */
  key: z.string(),
  /** Null: nobody has written a price of it yet. */
  item: id.nullable(),
  product: recordId.nullable(),
  name: z.string(),
  quantity: decimal.nullable(),
  /** What all prices of the line are made equal to. */
  in: z.object({ unit: z.string(), currency, vat: z.enum(['in', 'out']) }),
  ours: z.object({ value: decimal.nullable(), from: z.string(), how: z.array(z.string()) }).nullable(),
  /** Why ours is not known, in words. */
  oursWhy: z.string().nullable(),
  /** Of the prices that count. */
  least: decimal.nullable(),
  middle: decimal.nullable(),
  /** Of ours against the least. */
  difference: decimal.nullable(),
  counted: z.number().int(),
  prices: z.array(rivalPrice),
  stock: z.array(rivalStock),
});
export type PriceLine = z.infer<typeof priceLine>;

export const OUTCOMES = ['open', 'won', 'lost', 'withdrawn'] as const;
export const rivalOffer = z.object({
  id,
  rev: z.number().int(),
  competitor: id,
  number: z.string().nullable(),
  date: day,
  validUntil: day.nullable(),
  currency,
  vatIncluded: z.boolean(),
  total: decimal,
  lines: z.array(z.object({ text: z.string(), quantity: decimal, unit: z.string(), price: decimal })),
  /** Lines beyond those shown. */
  more: z.number().int(),
  terms: z.string().nullable(),
  evidence: z.string().nullable(),
  outcome: z.enum(OUTCOMES),
  wonBy: id.nullable(),
  why: z.string().nullable(),
  by: z.string(),
});
export type RivalOffer = z.infer<typeof rivalOffer>;

/** Against one rival: why we win, how to answer, how it went before. */
export const battlecard = z.object({
  competitor: id,
  rev: z.number().int(),
  strengths: z.string().nullable(),
  weaknesses: z.string().nullable(),
  answer: z.string().nullable(),
  won: z.number().int(),
  lost: z.number().int(),
});
export type Battlecard = z.infer<typeof battlecard>;

export const pricesView = z.object({
  state: z.literal('ready'),
  about: z.enum(['counterparty', 'invoice']),
  /** Number of the invoice, name of the counterparty. */
  title: z.string(),
  counterparty: recordId.nullable(),
  lines: z.array(priceLine),
  /** Lines beyond those shown. */
  more: z.number().int(),
  offers: z.array(rivalOffer),
  cards: z.array(battlecard),
  /** Known rivals, those shown here first; the others are found by name. */
  competitors: z.array(z.object({ id, name: z.string() })),
  /** Beneath "Commercial secret" on paper: its holder and the holder's address, where they are configured. */
  stamp: z.array(z.string()),
  /** Days after which a price is shown as ageing, and after which it does not count. */
  ageing: z.number().int(),
  fresh: z.number().int(),
  may: z.object({ write: z.boolean() }),
});
export type PricesView = z.infer<typeof pricesView>;

export const pricesAnswer = z.discriminatedUnion('state', [pricesView, notLinked]);
export type PricesAnswer = z.infer<typeof pricesAnswer>;

export const entity = z.string().max(400);
export const pricesQuery = z.object({ entity });

/** POST /prices/find: the words stay out of addresses. */
export const findPrices = z.object({ entity, search: z.string().trim().min(1).max(200) });
export const foundPrices = z.object({
  lines: z.array(priceLine),
  competitors: pricesView.shape.competitors,
  cards: pricesView.shape.cards,
});
export type FoundPrices = z.infer<typeof foundPrices>;

/** Which item it is of: one we have, or what an invoice's line or a person calls it. */
const ofItem = z.object({
  item: id.nullable(),
  product: recordId.nullable(),
  name: z.string().trim().min(1).max(1000),
  unit: z.string().trim().min(1).max(50),
});
/** A rival by id, or by name: a new one where nobody has it. */
export const ofRival = z.object({ id: id.nullable(), name: z.string().trim().min(1).max(300) });
const seen = { entity, of: ofItem, competitor: ofRival, source };

export const positive = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,6})?$/)
  .refine((text) => /[1-9]/.test(text));

/** A link, or words. */
export const evidence = z.string().trim().max(2000).nullable().default(null);
/** What it was seen on, kept beside the price: at most four megabytes, of the kinds of evidence-kinds.ts. */
export const evidenceFile = z.object({ name: z.string().trim().min(1).max(200), base64: z.base64() });

/** POST /prices: what somebody saw just now. `again`: though the same is known already. */
export const newPrice = z.object({
  ...seen,
  price: positive,
  currency,
  vatIncluded: z.boolean(),
  unit: z.string().trim().min(1).max(50),
  packFactor: positive.default('1'),
  evidence,
  file: evidenceFile.nullable().default(null),
  again: z.boolean().default(false),
});
export type NewPrice = z.input<typeof newPrice>;

/** POST /rival-stock: "много", "10-50", "нет". */
export const newStock = z.object({ ...seen, stock: z.string().trim().min(1).max(60) });
export type NewStock = z.input<typeof newStock>;

/** POST /rival-offers: what the customer showed or told of, for the counterparty of the form. */
export const newOffer = z.object({
  entity,
  competitor: ofRival,
  number: z.string().trim().max(100).nullable().default(null),
  validUntil: day.nullable().default(null),
  currency,
  vatIncluded: z.boolean(),
  lines: z.array(z.object({ item: id.nullable(), text: z.string().trim().min(1).max(1000), quantity: positive, unit: z.string().trim().min(1).max(50), price: positive })).max(50),
  terms: z.string().trim().max(10_000).nullable().default(null),
}); // prettier-ignore
export type NewOffer = z.input<typeof newOffer>;

/** POST /rival-offers/{id}/outcome, If-Match: its rev. */
export const newOutcome = z.object({
  entity,
  outcome: z.enum(OUTCOMES),
  wonBy: id.nullable().default(null),
  why: z.string().trim().max(10_000).nullable().default(null),
});
export type NewOutcome = z.input<typeof newOutcome>;

/** Which row it became; `known`: the same was written before and nothing was added. */
export const written = z.object({ ok: z.literal(true), id, known: z.boolean() });
export type Written = z.infer<typeof written>;

export const historyQuery = z.object({
  entity,
  item: id,
  competitor: id.optional(),
  unit: z.string().max(50),
  currency,
  vat: z.enum(['in', 'out']),
});
/** Rows newest first, the corrected and withdrawn ones as well; `next`: there are older ones. */
export const priceHistory = z.object({
  rows: z.array(rivalPrice.pick({ id: true, competitor: true, price: true, currency: true, vatIncluded: true, unit: true, value: true, seenAt: true, source: true, by: true, file: true }).extend({
    state: z.enum(['live', 'corrected', 'withdrawn']),
    /** Of a row that gave way: why, and by whom. */
    reason: z.string().nullable(),
    changedBy: z.string().nullable(),
  })),
  next: z.boolean(),
}); // prettier-ignore
export type PriceHistory = z.infer<typeof priceHistory>;

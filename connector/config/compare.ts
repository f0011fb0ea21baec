/** Section `compare` of sidebook.config.jsonc: which price is ours, and what other currencies cost, when prices are compared. */
import { z } from 'zod';

const currency = z.string().regex(/^[A-Z]{3}$/, 'currency');
/** Decimal text: no rate passes through a float. */
const amount = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,8})?$/, 'rate')
  .refine((text) => /[1-9]/.test(text), 'rate');
const rate = z
  .object({
    rate: amount.describe('What `per` of it cost, e.g. "92.5"'),
    per: amount.default('1').describe('How many of it that is the price of'),
    date: z.iso.date().describe('The day it is of; shown with every figure it made'),
  })
  .strict();

export const compareSection = z
  .object({
    priceType: z.string().min(1).max(100).optional().describe('Type of price that is ours, as 1C calls it: only prices of this type are read'),
    listVat: z.enum(['in', 'out']).optional().describe('Is VAT inside our list prices, where the list itself does not say'),
    currency: currency.default('RUB').describe('Currency the rates below are in'),
    rates: z.record(currency, rate).default({}).describe('Currency -> its rate; without one nothing is compared across currencies'),
  })
  .strict()
  .prefault({}); // prettier-ignore
export type CompareConfig = z.output<typeof compareSection>;

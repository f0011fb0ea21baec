/** Rates somebody typed, all into one currency, as rates between any two of them. Exact: nothing is divided here (model.md 5). */
import { multiply } from '../decimal.ts';
import type { Rate } from './compare.ts';

export interface Rates {
  /** What the rates are in, ISO letters. */
  readonly currency: string;
  readonly rates: Readonly<Record<string, Rate>>;
}

/** `per` of `from` cost `rate` of `to`; null = not known, and never 1. Of two days the older one is told. */
export function rateBetween({ currency, rates }: Rates, from: string, to: string): Rate | null {
  const [a, b] = [rateInto(currency, rates, from), rateInto(currency, rates, to)];
  if (!a || !b) return null;
  if (to === currency) return a;
  const date = from === currency || b.date < a.date ? b.date : a.date;
  return { rate: multiply(a.rate, b.per), per: multiply(a.per, b.rate), date };
}

const rateInto = (currency: string, rates: Rates['rates'], of: string): Rate | undefined =>
  of === currency ? { rate: '1', per: '1', date: '9999-12-31' } : Object.hasOwn(rates, of) ? rates[of] : undefined;

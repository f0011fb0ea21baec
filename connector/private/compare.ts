/**
 * Our price against the rivals' for one item, honestly: VAT, pack, unit and currency are made equal first, and every step is kept with its
 * figure. What cannot be made equal is said so and never guessed: no rate is not a rate of 1, an unknown VAT rate is not 20 %. Stale facts
 * and those for larger quantities are shown and do not count. Pure; decimals only (model.md 6).
 */
import { add, compare as compareDecimals, divide, isZero, multiply, round, subtract } from '../decimal.ts';
import type { Price } from './model.ts';
import type { Stale } from './private-store.ts';

export interface Quoted {
  readonly price: string;
  readonly currency: string;
  /** null = nobody said. */
  readonly vatIncluded: boolean | null;
  /** Percent, "20/120", "none" where VAT is not charged; null = not known. */
  readonly vatRate: string | null;
  readonly unit: string;
  /** How many of the item's units one `unit` holds; null = not known. */
  readonly packFactor: string | null;
  /** Taken off the whole of a line. */
  readonly discount?: { readonly sum: string; readonly quantity: string };
}

/** `per` of the one currency cost `rate` of the other. */
export interface Rate {
  readonly rate: string;
  readonly per: string;
  readonly date: string;
}

export interface Terms {
  /** The item's own unit: prices are per one of it. */
  readonly unit: string;
  readonly currency: string;
  readonly vat: 'in' | 'out';
  /** null = none is known: not comparable. */
  readonly rate: (from: string, to: string) => Rate | null;
  /** How many of the item's units somebody wants; null = not known, every minimum will do. */
  readonly quantity: string | null;
}

/** What was done to a price, in order; `result`: the price after it, 6 places. */
export type Step =
  | { readonly step: 'discount'; readonly sum: string; readonly quantity: string; readonly result: string }
  | { readonly step: 'pack'; readonly factor: string; readonly from: string; readonly to: string; readonly result: string }
  | { readonly step: 'vat-off' | 'vat-on'; readonly percent: string; readonly result: string }
  | { readonly step: 'no-vat'; readonly result: string }
  | { readonly step: 'rate'; readonly from: string; readonly to: string; readonly rate: string; readonly per: string; readonly date: string; readonly result: string }; // prettier-ignore

/** In place of a unit or a currency of ours that nobody wrote down. */
export const UNSAID = '?';

export type Obstacle =
  | { readonly why: 'vat-unknown' | 'vat-unsaid' }
  | { readonly why: 'no-rate' | 'unit-unknown'; readonly from: string; readonly to: string };

/** Made equal to `Terms`, or what stands in the way. */
export interface Normal {
  readonly steps: readonly Step[];
  readonly value: string | null;
  readonly obstacle: Obstacle | null;
}

export type Aside = 'stale' | 'min-quantity' | 'not-comparable';

export interface Compared extends Normal {
  readonly price: Stale<Price>;
  /** Why it does not count; null = it does. */
  readonly aside: Aside | null;
  /** (ours - theirs) / theirs in percent, 2 places: above zero we are dearer. null = one of the two is missing, or theirs is 0. */
  readonly difference: string | null;
}

export interface Comparison {
  readonly ours: Normal | null;
  readonly rivals: readonly Compared[];
  /** Of the prices that count. */
  readonly least: string | null;
  readonly middle: string | null;
  readonly counted: number;
  /** How many of those that count are cheaper than we; null = ours is missing. */
  readonly cheaper: number | null;
}

/** An exact quotient: rounded once, where it is shown. */
interface Exact {
  readonly above: string;
  readonly below: string;
}

const PLACES = 6;
const shown = ({ above, below }: Exact): string => divide(above, below, PLACES);
const order = (a: Exact, b: Exact): -1 | 0 | 1 => compareDecimals(multiply(a.above, b.below), multiply(b.above, a.below));

export function compare(ours: Quoted | null, rivals: readonly Stale<Price>[], terms: Terms): Comparison {
  const own = ours && normalise(ours, terms);
  const all = rivals.map((price) => ({ price, made: normalise(price, terms) }));
  const compared = all.map(({ price, made }): Compared => ({
    price, ...told(made), aside: asideOf(price, made, terms), difference: own?.exact && made.exact ? difference(own.exact, made.exact) : null,
  })); // prettier-ignore
  const counted = all.flatMap(({ made }, i) => (compared[i]?.aside === null && made.exact ? [made.exact] : [])).sort(order);
  return {
    ours: own && told(own),
    rivals: compared,
    least: counted[0] ? shown(counted[0]) : null,
    middle: middleOf(counted),
    counted: counted.length,
    cheaper: own?.exact ? counted.filter((c) => order(c, own.exact ?? c) < 0).length : null,
  };
}

interface Made {
  readonly steps: readonly Step[];
  readonly exact: Exact | null;
  readonly obstacle: Obstacle | null;
}

const told = ({ steps, exact, obstacle }: Made): Normal => ({ steps, value: exact && shown(exact), obstacle });

function asideOf(price: Stale<Price>, made: Made, { quantity }: Terms): Aside | null {
  if (!made.exact) return 'not-comparable';
  if (price.stale) return 'stale';
  if (quantity === null || price.minQuantity === null) return null;
  return compareDecimals(multiply(price.minQuantity, price.packFactor), quantity) > 0 ? 'min-quantity' : null;
}

function normalise(quoted: Quoted, terms: Terms): Made {
  const steps: Step[] = [];
  const stopped = (obstacle: Obstacle): Made => ({ steps, exact: null, obstacle });
  const single = packed(quoted, terms, discounted(quoted, { above: quoted.price, below: '1' }, steps), steps);
  if (single === null) return stopped({ why: 'unit-unknown', from: quoted.unit, to: terms.unit });
  const bare = taxed(quoted, terms, single, steps);
  if (bare === null) return stopped({ why: quoted.vatIncluded === null ? 'vat-unsaid' : 'vat-unknown' });
  const exact = exchanged(quoted, terms, bare, steps);
  return exact ? { steps, exact, obstacle: null } : stopped({ why: 'no-rate', from: quoted.currency, to: terms.currency });
}

function discounted({ discount }: Quoted, at: Exact, steps: Step[]): Exact {
  if (!discount || isZero(discount.sum) || isZero(discount.quantity)) return at;
  const next = {
    above: subtract(multiply(at.above, discount.quantity), discount.sum),
    below: multiply(at.below, discount.quantity),
  };
  steps.push({ step: 'discount', ...discount, result: shown(next) });
  return next;
}

/** null: how many of the item's units one holds is not known. */
function packed({ unit, packFactor }: Quoted, terms: Terms, at: Exact, steps: Step[]): Exact | null {
  if (unit === terms.unit && (packFactor === null || compareDecimals(packFactor, '1') === 0)) return at;
  if (packFactor === null) return null;
  const next = { above: at.above, below: multiply(at.below, packFactor) };
  steps.push({ step: 'pack', factor: packFactor, from: unit, to: terms.unit, result: shown(next) });
  return next;
}

/** null: the rate is needed and not known, or nobody said whether VAT is in the price. */
function taxed({ vatIncluded, vatRate }: Quoted, { vat }: Terms, at: Exact, steps: Step[]): Exact | null {
  if (vatIncluded === (vat === 'in')) return at;
  if (vatRate === null) return null;
  const percent = vatRate === 'none' ? '0' : (vatRate.split('/')[0] ?? '0');
  if (isZero(percent)) {
    steps.push({ step: 'no-vat', result: shown(at) });
    return at;
  }
  if (vatIncluded === null) return null;
  const [whole, part] = [add('100', percent), '100'];
  const next = vatIncluded
    ? { above: multiply(at.above, part), below: multiply(at.below, whole) }
    : { above: multiply(at.above, whole), below: multiply(at.below, part) };
  steps.push({ step: vatIncluded ? 'vat-off' : 'vat-on', percent, result: shown(next) });
  return next;
}

/** null: no rate is known, or one nobody can divide by. */
function exchanged({ currency: from }: Quoted, { currency: to, rate: rateOf }: Terms, at: Exact, steps: Step[]): Exact | null {
  if (from === to) return at;
  const known = rateOf(from, to);
  if (known === null || compareDecimals(known.rate, '0') <= 0 || compareDecimals(known.per, '0') <= 0) return null;
  const next = { above: multiply(at.above, known.rate), below: multiply(at.below, known.per) };
  steps.push({ step: 'rate', from, to, ...known, result: shown(next) });
  return next;
}

function difference(ours: Exact, theirs: Exact): string | null {
  const [a, b] = [multiply(ours.above, theirs.below), multiply(theirs.above, ours.below)];
  return isZero(b) ? null : divide(multiply(subtract(a, b), '100'), b, 2);
}

/** As people are shown it: nobody asks that price, so nothing stands after its kopecks. Below one every digit counts. */
export const middleShown = (middle: string): string => (compareDecimals(middle, '1') < 0 ? middle : round(middle, 2));

/** Of an even number: halfway between the two in the middle. */
function middleOf(sorted: readonly Exact[]): string | null {
  const [a, b] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  if (!a || !b) return null;
  return divide(add(multiply(a.above, b.below), multiply(b.above, a.below)), multiply('2', multiply(a.below, b.below)), PLACES);
}

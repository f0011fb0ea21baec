/** What prices and stock do not have in common: their own columns, checked on the way in, read on the way out. */
import type { SqlRow } from '../../store/rows.ts';
import type { Check } from '../check.ts';
import type { Confidence, Kept, PriceFact, Source, StockFact } from '../model.ts';
import type { Cell, Keeping } from './names.ts';
import { flag, instant, maybe, maybeMicros, micros, number, text, word } from './values.ts';

type Any = PriceFact | StockFact;

export interface FactKind<Fact extends Any> {
  readonly kind: 'price' | 'stock';
  readonly table: 'prices' | 'stock';
  readonly columns: readonly string[];
  /** Their values, in the order of `columns`. */
  readonly checked: (fact: Fact, check: Check, texts: Keeping) => readonly Cell[];
  readonly region: (fact: Fact) => string | null;
  readonly read: (row: SqlRow) => Kept<Fact>;
}

const SOURCES = ['site', 'price-list', 'offer', 'call', 'meeting', 'customer', 'other'] as const satisfies readonly Source[];
const CONFIDENCES = ['sure', 'likely', 'rumour'] as const satisfies readonly Confidence[];

/** The columns both have: what was seen when, from where. */
export function checkSeen(fact: Any, check: Check): number {
  check.choice('source', fact.source, SOURCES);
  check.choice('confidence', fact.confidence, CONFIDENCES);
  return check.seen('observedAt', fact.observedAt);
}

const common = (row: SqlRow) => ({
  id: text(row, 'id'), item: text(row, 'item_id'), competitor: text(row, 'competitor_id'), observedAt: instant(row, 'observed_at'),
  source: word(row, 'source', SOURCES), evidence: maybe(row, 'evidence_text'), confidence: word(row, 'confidence', CONFIDENCES),
  replaces: maybe(row, 'replaces_id'), reason: maybe(row, 'reason_text'), withdrawn: flag(row, 'withdrawn'), import: maybe(row, 'import'), file: maybe(row, 'file_name'), by: text(row, 'by'), at: instant(row, 'at'),
}); // prettier-ignore

export const PRICES: FactKind<PriceFact> = {
  kind: 'price',
  table: 'prices',
  columns: ['price', 'currency', 'vat_included', 'vat_rate', 'unit', 'pack_factor', 'min_quantity', 'terms'],
  checked(fact, check, texts) {
    check.currency('currency', fact.currency);
    check.vatRate('vatRate', fact.vatRate);
    return [
      check.micros('price', fact.price), fact.currency, check.flag('vatIncluded', fact.vatIncluded), fact.vatRate, check.text('unit', fact.unit, 50),
      check.factor('packFactor', fact.packFactor), check.optionalMicros('minQuantity', fact.minQuantity), texts.typed(check, 'terms', fact.terms, 2000),
    ]; // prettier-ignore
  },
  region: (fact) => fact.region,
  read: (row) => ({
    ...common(row), price: micros(row, 'price'), currency: text(row, 'currency'), vatIncluded: flag(row, 'vat_included'), vatRate: maybe(row, 'vat_rate'),
    unit: text(row, 'unit'), packFactor: micros(row, 'pack_factor'), minQuantity: maybeMicros(row, 'min_quantity'), terms: maybe(row, 'terms_text'),
    region: maybe(row, 'region_text'),
  }), // prettier-ignore
};

export const STOCK: FactKind<StockFact> = {
  kind: 'stock',
  table: 'stock',
  columns: ['least', 'most', 'lead_days'],
  checked(fact, check) {
    const [least, most] = [check.micros('least', fact.least), check.optionalMicros('most', fact.most)];
    if (most !== null && most < least) check.wrong('most', 'order', fact.most);
    return [least, most, leadDays(fact.leadDays, check)];
  },
  region: () => null,
  read: (row) => ({
    ...common(row), least: micros(row, 'least'), most: maybeMicros(row, 'most'), leadDays: row['lead_days'] === null ? null : number(row, 'lead_days'),
  }), // prettier-ignore
};

function leadDays(days: number | null, check: Check): number | null {
  if (days === null || (Number.isSafeInteger(days) && days >= 0 && days <= 3650)) return days;
  check.wrong('leadDays', Number.isFinite(days) && days < 0 ? 'negative' : 'not-a-number', String(days));
  return null;
}

/** Hosts that keep what is paid, or owed, in columns of their own: their links become due with the sums (sync/figures.ts). */
import { unscaled } from '../decimal.ts';
import { MONEY_PLACES, TOLD, type Told } from './projections.ts';
import type { SqlRow } from './rows.ts';
import type { OwedSum } from './store.ts';

/** The mark as it stands in the text of the hashes. */
export const markOf = (what: Told): string => `"${TOLD[what]}"`;

const text = (v: unknown): string | null => (typeof v === 'string' ? v : null);
/** Whole numbers of one store, decimal texts of the other. */
const sum = (v: unknown): string | null => (typeof v === 'bigint' ? unscaled(v, MONEY_PLACES) : text(v));

export const owedOf = (r: SqlRow): OwedSum => ({
  host: String(r['host']),
  organisation: text(r['organisation']),
  currency: text(r['currency']),
  debt: sum(r['debt']),
  advance: sum(r['advance']),
  overdue: sum(r['overdue']),
  since: String(r['since']),
});

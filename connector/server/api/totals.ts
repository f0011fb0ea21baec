/** Counts and sums over all invoices: kept while nothing was stored, and for a few seconds while much is. */
import type { World } from '../../model.ts';
import type { InvoiceCounts, InvoicesOf, UnpaidSum, ViewQueries } from '../../store/view-queries.ts';

export interface InvoiceTotals {
  readonly counts: InvoiceCounts;
  readonly unpaid: readonly UnpaidSum[];
}

const KEPT_MS = 10_000;

export class Totals {
  readonly #views: ViewQueries;
  readonly #world: Pick<World, 'now'>;
  #kept: { readonly mark: string; readonly at: number; readonly totals: InvoiceTotals } | null = null;

  constructor(views: ViewQueries, world: Pick<World, 'now'>) {
    this.#views = views;
    this.#world = world;
  }

  async of(of: InvoicesOf, today: string): Promise<InvoiceTotals> {
    if (of.counterparty !== null || of.invoice !== null) return this.#read(of, today);
    const mark = `${today} ${String(await this.#views.journalMark())}`;
    const now = this.#world.now().getTime();
    const kept = this.#kept;
    if (kept && (kept.mark === mark || (kept.mark.startsWith(today) && now - kept.at < KEPT_MS))) return kept.totals;
    const totals = await this.#read(of, today);
    this.#kept = { mark, at: now, totals };
    return totals;
  }

  async #read(of: InvoicesOf, today: string): Promise<InvoiceTotals> {
    return { counts: await this.#views.invoiceCounts(of, today), unpaid: await this.#views.unpaidSums(of, today) };
  }
}

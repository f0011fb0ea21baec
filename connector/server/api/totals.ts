/** Counts and sums over all invoices: kept while nothing was stored, and for a few seconds while much is. */
import type { World } from '../../model.ts';
import type { InvoiceCounts, InvoicesOf, UnpaidSum, ViewQueries } from '../../store/view-queries.ts';
import type { Owners } from '../owners.ts';

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

  /** `views`: as the person sees them; only sums over everybody's are kept. */
  async of(views: SeenTotals, of: InvoicesOf, today: string, owners: Owners): Promise<InvoiceTotals> {
    if (of.counterparty !== null || of.invoice !== null || owners !== null) return read(views, of, today);
    const mark = `${today} ${JSON.stringify(of.tellers ?? null)} ${String(await this.#views.journalMark())}`;
    const now = this.#world.now().getTime();
    const kept = this.#kept;
    if (
      kept &&
      (kept.mark === mark || (kept.mark.startsWith(`${today} ${JSON.stringify(of.tellers ?? null)}`) && now - kept.at < KEPT_MS))
    )
      return kept.totals;
    const totals = await read(views, of, today);
    this.#kept = { mark, at: now, totals };
    return totals;
  }
}

type SeenTotals = Pick<ViewQueries, 'invoiceCounts' | 'unpaidSums'>;

async function read(views: SeenTotals, of: InvoicesOf, today: string): Promise<InvoiceTotals> {
  return { counts: await views.invoiceCounts(of, today), unpaid: await views.unpaidSums(of, today) };
}

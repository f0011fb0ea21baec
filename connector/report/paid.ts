/** What invoices are paid, of the payments of one host alone: as it shows them now, and as they stand here. */
import { textOf } from '../fields.ts';
import type { Fields, HostId, RecordId, SharedRecord } from '../model.ts';
import { countedIn, paymentRows, type PaymentRow } from '../store/projections.ts';
import type { Store } from '../store/store.ts';

/** Of each invoice: its sums by the currencies of payments and of what they settle. */
export class Paid {
  readonly #sums = new Map<RecordId, Map<string, PaymentRow>>();

  add(payment: { readonly fields: Fields }): void {
    for (const row of paymentRows(payment)) if (row.reversed === 0 && row.invoice !== null) this.#add(row.invoice, row);
  }

  /** Counted as the tables count (store/projections.ts). `names`: what payments may call the invoice. */
  of(names: readonly string[], invoice: Fields): bigint {
    const own = textOf(invoice, 'currency') || null;
    const all = names.flatMap((name) => [...(this.#sums.get(name)?.values() ?? [])]);
    return all.reduce((sum, row) => sum + (countedIn(row, own) ?? 0n), 0n);
  }

  #add(invoice: RecordId, row: PaymentRow): void {
    const sums = this.#sums.get(invoice) ?? new Map<string, PaymentRow>();
    const key = `${row.currency ?? ''}|${row.settledIn ?? ''}`;
    const sum = sums.get(key);
    const settled = row.settled === null ? null : row.settled + (sum?.settled ?? 0n);
    this.#sums.set(invoice, sums.set(key, { ...row, amount: row.amount + (sum?.amount ?? 0n), settled }));
  }
}

/** Of the invoices that another base's payments pay too: what this host's say of them. A base shows its own alone. */
export interface Shared {
  readonly paid: Paid;
  readonly invoices: ReadonlySet<RecordId>;
}

/** Reads every payment there is: asked only where something differs. */
export async function sharedPaid(store: Store, host: HostId): Promise<Shared> {
  const [paid, invoices] = [new Paid(), new Set<RecordId>()];
  for await (const page of allPayments(store)) {
    const links = await store.read((t) => t.linksToward(host, page.map((p) => p.id))); // prettier-ignore
    for (const payment of page)
      if (links.get(payment.id)?.some((l) => l.hostId !== null)) paid.add(payment);
      else for (const { invoice } of paymentRows(payment)) if (invoice !== null) invoices.add(invoice);
  }
  return { paid, invoices };
}

const PAGE = 1000;

async function* allPayments(store: Store): AsyncIterable<readonly SharedRecord[]> {
  let page: readonly SharedRecord[] = [];
  do {
    const after = page.at(-1)?.id ?? null;
    page = await store.read((t) => t.recordsOf('payment', after, PAGE));
    yield page;
  } while (page.length === PAGE);
}

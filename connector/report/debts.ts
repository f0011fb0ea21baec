/** Debt as the settlements of a host have it now, beside what was last read of it: per counterparty, organisation and currency. */
import { scaled, unscaled } from '../decimal.ts';
import { textOf } from '../fields.ts';
import type { Fields, HostId, RecordId } from '../model.ts';
import { MONEY_PLACES } from '../store/projections.ts';
import type { Queries } from '../store/queries.ts';
import type { Store } from '../store/store.ts';

export interface Debt {
  readonly counterparty: RecordId;
  readonly organisation: RecordId | null;
  readonly currency: RecordId | null;
  readonly here: string;
  readonly there: string;
}

interface Owed extends Omit<Debt, 'here' | 'there'> {
  here: bigint;
  there: bigint;
}

/** A counterparty that exists twice there owes the sum of both; what only one side knows stands against nothing. */
export class Debts {
  readonly #owed = new Map<string, Owed>();
  count = 0;

  there(fields: Fields): void {
    this.count += 1;
    this.#of(fields).there += debtIn(fields);
  }

  async here(store: Store & { readonly queries: Queries }, host: HostId): Promise<void> {
    for (let after = 0; ;) {
      const page = await store.queries.hostIdsOf(host, 'balance', after, 1000);
      const last = page.at(-1);
      if (!last) return;
      after = last.n;
      const records = await store.read((t) => t.records(page.map((p) => p.record)));
      for (const { fields } of records.values()) this.#of(fields).here += debtIn(fields);
    }
  }

  all(): Debt[] {
    return [...this.#owed.values()].map((o) => ({ ...o, here: said(o.here), there: said(o.there) }));
  }

  #of(fields: Fields): Owed {
    const id = (name: string): string | null => textOf(fields, name) || null;
    const of = { counterparty: id('counterparty') ?? '', organisation: id('organisation'), currency: id('currency') };
    const key = Object.values(of).join('|');
    const owed = this.#owed.get(key) ?? { ...of, here: 0n, there: 0n };
    this.#owed.set(key, owed);
    return owed;
  }
}

const debtIn = (fields: Fields): bigint => scaled(textOf(fields, 'debt') || '0', MONEY_PLACES);
const said = (v: bigint): string => unscaled(v, MONEY_PLACES);

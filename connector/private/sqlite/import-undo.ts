/** Taking an import back: rows are withdrawn, not deleted; a row somebody corrected later stops it all. */
import type { Id, PriceFact, StockFact } from '../model.ts';
import { ImportRests, type Undone, type WouldUndo } from '../imports.ts';
import type { Facts } from './facts.ts';
import type { Items } from './items.ts';
import type { Offers } from './offers.ts';
import type { Scoped } from './scoped.ts';
import { text } from '../kept/values.ts';

export interface Parts {
  readonly prices: Facts<PriceFact>;
  readonly stock: Facts<StockFact>;
  readonly offers: Offers;
  readonly items: Items;
}

/** Of its rows, those whose last word is now somebody's correction; one that was withdrawn, or counts again as it was, stands in nobody's way. */
const CORRECTED = (table: 'prices' | 'stock'): string =>
  `with recursive later (n) as (select n from ${table} where {facts} and import = ? and replaces is null and live = 0
    union all select f.n from ${table} f join later on f.replaces = later.n) select count(*) as rows from later join ${table} f on f.n = later.n where f.live = 1 and f.import is not ?`;
const LIVE = (table: 'prices' | 'stock'): string =>
  `select id from ${table} where {facts} and import = ? and live = 1 order by n`;
/** Nothing but this import ever spoke of it, and nobody changed it. */
const UNUSED = `select i.id from import_items m join imports on imports.n = m.import join items i on i.n = m.item where {facts} and imports.id = ? and i.rev = 1 and i.active = 1
  and not exists (select 1 from prices p where p.item = i.n and p.live = 1) and not exists (select 1 from stock s where s.item = i.n and s.live = 1)
  and not exists (select 1 from offer_lines l join offers o on o.n = l.offer where l.item = i.n and o.import is not imports.id)
  and not exists (select 1 from analogues a where a.item = i.n or a.of_item = i.n)`;
/** Before its rows are withdrawn they speak of the item as well. */
const UNUSED_THEN = UNUSED.replace('p.live = 1)', 'p.live = 1 and p.import is not ?)').replace(
  's.live = 1)',
  's.live = 1 and s.import is not ?)',
);

export class ImportUndo {
  readonly #db: Scoped;
  readonly #parts: Parts;

  constructor(db: Scoped, parts: Parts) {
    this.#db = db;
    this.#parts = parts;
  }

  /** Inside a change. */
  all(id: Id): Undone {
    const { rests, prices, stock, offers } = this.#found(id);
    if (rests > 0) throw new ImportRests(rests);
    this.#parts.prices.withdraw(prices);
    this.#parts.stock.withdraw(stock);
    for (const offer of offers) this.#withdrawOffer(offer);
    const items = this.#ids(UNUSED, id);
    if (items.length > 0) this.#parts.items.putAside(items);
    return { rows: prices.length + stock.length + offers.length, items: items.length };
  }

  /** Items are counted as if its own rows were gone already. */
  would(id: Id): WouldUndo {
    const { rests, prices, stock, offers } = this.#found(id);
    const items = this.#ids(UNUSED_THEN, id, id, id);
    return { rows: prices.length + stock.length + offers.length, items: items.length, rests };
  }

  #found(id: Id) {
    const [prices, stock] = [this.#ids(LIVE('prices'), id), this.#ids(LIVE('stock'), id)];
    return { rests: this.#rests(id), prices, stock, offers: this.#ids('select id from offers where {facts} and import = ?', id) };
  }

  #rests(id: Id): number {
    const count = (sql: string, ...ids: Id[]): number => Number(this.#db.get(sql, ...ids)?.['rows'] ?? 0);
    const changed = count('select count(*) as rows from offers where {facts} and import = ? and rev > 1', id);
    return changed + count(CORRECTED('prices'), id, id) + count(CORRECTED('stock'), id, id);
  }

  #ids = (sql: string, ...ids: Id[]): Id[] => this.#db.all(sql, ...ids).map((row) => text(row, 'id'));

  #withdrawOffer(id: Id): void {
    const offer = this.#parts.offers.one(id);
    if (offer) this.#parts.offers.save({ ...offer, outcome: 'withdrawn' }, offer.rev);
  }
}

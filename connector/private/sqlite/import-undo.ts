/** Taking an import back: rows are withdrawn, not deleted; a row somebody corrected later stops it all. */
import type { Id, PriceFact, StockFact } from '../model.ts';
import { ImportRests, type Undone } from '../imports.ts';
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

/** A correction of one of its rows; a row that was withdrawn one by one stands in nobody's way. */
const CORRECTED = (table: 'prices' | 'stock'): string =>
  `select count(*) as rows from ${table} f join ${table} later on later.replaces = f.n where {facts} and f.import = ? and f.replaces is null and later.withdrawn = 0`;
const LIVE = (table: 'prices' | 'stock'): string =>
  `select id from ${table} where {facts} and import = ? and replaces is null and live = 1 order by n`;
/** Nothing but this import ever spoke of it, and nobody changed it. */
const UNUSED = `select i.id from import_items m join imports on imports.n = m.import join items i on i.n = m.item where {facts} and imports.id = ? and i.rev = 1 and i.active = 1
  and not exists (select 1 from prices p where p.item = i.n and p.live = 1) and not exists (select 1 from stock s where s.item = i.n and s.live = 1)
  and not exists (select 1 from offer_lines l join offers o on o.n = l.offer where l.item = i.n and o.import is not imports.id)
  and not exists (select 1 from analogues a where a.item = i.n or a.of_item = i.n)`;

export class ImportUndo {
  readonly #db: Scoped;
  readonly #parts: Parts;

  constructor(db: Scoped, parts: Parts) {
    this.#db = db;
    this.#parts = parts;
  }

  /** Inside a change. */
  all(id: Id): Undone {
    const rests = this.#rests(id);
    if (rests > 0) throw new ImportRests(rests);
    const [prices, stock, offers] = [this.#ids(LIVE('prices'), id), this.#ids(LIVE('stock'), id), this.#offers(id)];
    this.#parts.prices.withdraw(prices);
    this.#parts.stock.withdraw(stock);
    for (const offer of offers) this.#withdrawOffer(offer);
    const items = this.#ids(UNUSED, id);
    for (const item of items) this.#deactivate(item);
    return { rows: prices.length + stock.length + offers.length, items: items.length };
  }

  #rests(id: Id): number {
    const rows = [
      CORRECTED('prices'),
      CORRECTED('stock'),
      'select count(*) as rows from offers where {facts} and import = ? and rev > 1',
    ];
    return rows.reduce((sum, sql) => sum + Number(this.#db.get(sql, id)?.['rows'] ?? 0), 0);
  }

  #ids = (sql: string, id: Id): Id[] => this.#db.all(sql, id).map((row) => text(row, 'id'));
  #offers = (id: Id): Id[] => this.#ids('select id from offers where {facts} and import = ?', id);

  #withdrawOffer(id: Id): void {
    const offer = this.#parts.offers.one(id);
    if (offer) this.#parts.offers.save({ ...offer, outcome: 'withdrawn' }, offer.rev);
  }

  #deactivate(id: Id): void {
    const item = this.#parts.items.one(id);
    if (item) this.#parts.items.save({ ...item, active: false }, item.rev);
  }
}

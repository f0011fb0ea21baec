/** Imports in the private store's own file: one transaction brings all of one, one takes it back. */
import type { SqlRow } from '../../store/sqlite/driver.ts';
import { Check } from '../check.ts';
import type { ImportDraft, ImportRecord, LongChanges, PrivateImports, Undone, WouldUndo } from '../imports.ts';
import { ImportUndone, SOON } from '../imports.ts';
import type { Id, Item, PriceFact, StockFact } from '../model.ts';
import { PrivateMoved, PrivateRefused, type Asked, type Page, type Viewer } from '../private-store.ts';
import { PRICES, STOCK } from '../kept/fact-kinds.ts';
import { Facts } from './facts.ts';
import { ImportUndo } from './import-undo.ts';
import { Items } from './items.ts';
import { recordOf, told } from '../kept/import.ts';
import type { Named } from './named.ts';
import { Offers } from './offers.ts';
import { limitOf, NUMBER, pageOf, placeOf } from '../kept/pages.ts';
import type { Scoped } from './scoped.ts';
import type { Texts } from './texts.ts';
import { maybe, number, text } from '../kept/values.ts';
import type { Shared } from './view.ts';

const ROWS = 'select m.*, c.id as competitor_id from imports m join competitors c on c.n = m.competitor where {facts}';
const INSERT = `insert into imports (n, id, kind, competitor, file, hash, prices, stock, items, offer_lines, left_out, by, at)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const AT_ONCE = 2000;

/** Who makes long changes, and for whom. */
export interface Elsewhere {
  readonly viewer: Viewer;
  readonly make: LongChanges;
}

export class SqliteImports implements PrivateImports {
  readonly #db: Scoped;
  readonly #texts: Texts;
  readonly #named: Named;
  readonly #items: Items;
  readonly #prices: Facts<PriceFact>;
  readonly #stock: Facts<StockFact>;
  readonly #offers: Offers;
  readonly #elsewhere: Elsewhere | null;

  constructor(db: Scoped, { texts, named }: Shared, elsewhere: Elsewhere | null = null) {
    this.#db = db;
    this.#elsewhere = elsewhere;
    this.#texts = texts;
    this.#named = named;
    this.#items = new Items(db, texts, named);
    this.#prices = new Facts(db, texts, named, PRICES);
    this.#stock = new Facts(db, texts, named, STOCK);
    this.#offers = new Offers(db, texts, named);
  }

  apply = (draft: ImportDraft): Promise<ImportRecord> =>
    this.#made(sizeOf(draft), () => this.#apply(draft), ({ make, viewer }) => make.apply(viewer, draft)); // prettier-ignore

  async undo(id: Id): Promise<Undone> {
    const { prices, stock, items, offerLines } = this.#standing(id);
    return this.#made(prices + stock + items + offerLines, () => this.#undo(id), ({ make, viewer }) => make.undo(viewer, id)); // prettier-ignore
  }

  /** A long one elsewhere, where there is such a place. */
  #made<T>(rows: number, here: () => T, there: (elsewhere: Elsewhere) => Promise<T>): Promise<T> {
    const { base } = this.#db;
    const elsewhere = this.#elsewhere;
    return elsewhere && rows > SOON ? base.hold(() => there(elsewhere)) : base.turn(here);
  }

  #apply(draft: ImportDraft): ImportRecord {
    return this.#db.change(() => {
      if (this.#one(draft.id)) throw new PrivateMoved();
      const from = { import: draft.id };
      const items = draft.items.length === 0 ? [] : this.#items.add(draft.items);
      this.#prices.add(draft.prices, from);
      this.#stock.add(draft.stock, from);
      if (draft.offer) this.#offers.save({ ...draft.offer, import: draft.id }, null);
      this.#keep(draft, items);
      return this.#one(draft.id) ?? refused();
    }, 'imports.apply', (record) => ({ id: record.id, told: told(record) })); // prettier-ignore
  }

  #keep(draft: ImportDraft, items: readonly number[]): void {
    const { base, user } = this.#db;
    const [check, named, at, n] = [new Check(base.world.now()), this.#named, base.now(), base.nextN('imports')];
    const competitor = named.n(check, 'competitors', 'competitor', draft.competitor);
    const file = check.text('file', draft.file, 2000);
    const names = draft.names.map(({ key, item }) => [check.text('names.key', key, 1100), named.optional(check, 'items', 'names.item', item)] as const);
    check.done();
    const lines = draft.offer?.lines.length ?? 0;
    base.run(INSERT, n, draft.id, draft.kind, competitor, file, draft.hash, draft.prices.length, draft.stock.length, draft.items.length, lines, draft.leftOut, user, at);
    base.run('insert or replace into import_columns (competitor, shape, columns, by, at) values (?, ?, ?, ?, ?)', competitor, draft.shape, draft.columns, user, at);
    for (const [key, item] of names) base.run('insert or replace into import_names (competitor, key, item, by, at) values (?, ?, ?, ?, ?)', competitor, key, item, user, at);
    for (const item of items) base.run('insert into import_items (import, item) values (?, ?)', n, item);
    this.#texts.all([file, ...names.map(([key]) => key)]);
  } // prettier-ignore

  #way = (): ImportUndo => new ImportUndo(this.#db, { prices: this.#prices, stock: this.#stock, offers: this.#offers, items: this.#items }); // prettier-ignore

  #standing(id: Id): ImportRecord {
    const record = this.#one(id) ?? refused();
    if (record.undoneAt !== null) throw new ImportUndone();
    return record;
  }

  one = async (id: Id): Promise<ImportRecord | null> => this.#one(id);

  async wouldUndo(id: Id): Promise<WouldUndo> {
    this.#standing(id);
    return this.#db.base.look(() => this.#way().would(id));
  }

  #undo(id: Id): Undone {
    const { base } = this.#db;
    const record = (): ImportRecord => this.#one(id) ?? refused();
    return this.#db.change(() => {
      this.#standing(id);
      const undone = this.#way().all(id);
      base.run('update imports set undone_at = ?, undone_by = ? where id = ?', base.now(), this.#db.user, id);
      return undone;
    }, 'imports.undo', (undone) => ({ id, told: { ...told(record()), withdrawn: undone.rows, putAside: undone.items } })); // prettier-ignore
  }

  #one(id: Id): ImportRecord | null {
    const row = this.#db.get(`${ROWS} and m.id = ?`, id);
    return row ? recordOf(row) : null;
  }

  async list(asked: Asked = {}): Promise<Page<ImportRecord>> {
    const [limit, [before]] = [limitOf(asked), placeOf(asked, NUMBER) ?? [Number.MAX_SAFE_INTEGER]];
    const rows = this.#db.all(`${ROWS} and m.n < ? order by m.n desc limit ?`, before, limit + 1);
    return pageOf(rows, limit, recordOf, (row) => [number(row, 'n')]);
  }

  async before(competitor: Id, hash: string): Promise<ImportRecord | null> {
    const row = this.#db.get(`${ROWS} and c.id = ? and m.hash = ? and m.undone_at is null order by m.n desc`, competitor, hash);
    return row ? recordOf(row) : null;
  }

  async columns(competitor: Id, shape: string): Promise<string | null> {
    const row = this.#db.get(
      'select m.columns from import_columns m join competitors c on c.n = m.competitor where {facts} and c.id = ? and m.shape = ?',
      competitor,
      shape,
    );
    return row ? text(row, 'columns') : null;
  }

  async names(competitor: Id): Promise<ReadonlyMap<string, Id | null>> {
    const sql = `select m.key, i.id as item_id from import_names m join competitors c on c.n = m.competitor left join items i on i.n = m.item
      where {facts} and c.id = ?`;
    return new Map(this.#db.all(sql, competitor).map((row) => [text(row, 'key'), maybe(row, 'item_id')]));
  }

  async *items(): AsyncGenerator<Pick<Item, 'id' | 'name' | 'sku' | 'unit'>> {
    const sql = 'select n, id, name, sku, unit from items where {facts} and active = 1 and n > ? order by n limit ?';
    for (let rows = this.#db.all(sql, 0, AT_ONCE); rows.length > 0; rows = this.#db.all(sql, lastOf(rows), AT_ONCE))
      for (const row of rows)
        yield { id: text(row, 'id'), name: text(row, 'name'), sku: maybe(row, 'sku'), unit: text(row, 'unit') };
  }
}

const sizeOf = ({ prices, stock, items, names, offer }: ImportDraft): number =>
  prices.length + stock.length + items.length + names.length + (offer?.lines.length ?? 0);

const lastOf = (rows: readonly SqlRow[]): number => Number(rows.at(-1)?.['n'] ?? 0);

function refused(): never {
  throw new PrivateRefused();
}

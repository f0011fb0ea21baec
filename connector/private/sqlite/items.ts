/** Items prices are about, and what can be offered instead of what. */
import { Check } from '../check.ts';
import type { Analogue, Id, Item, Stamp } from '../model.ts';
import type { Param } from '../../store/sqlite/driver.ts';
import type { NewItem } from '../imports.ts';
import { PrivateMoved, PrivateRefused, type Asked, type ItemDraft, type Page } from '../private-store.ts';
import { analogueOf, checkedItem, itemOf } from '../kept/item.ts';
import { foundBy, searched } from '../kept/found-by.ts';
import type { Named } from './named.ts';
import { limitOf, pageOf, placeOf, TEXT_AND_TEXT } from '../kept/pages.ts';
import { revised } from './revised.ts';
import type { Scoped } from './scoped.ts';
import type { Texts } from './texts.ts';
import { text } from '../kept/values.ts';

const COLUMNS = 'rev, name, sku, product, unit, active, name_key, found_by, by, at';
const INSERT = `insert into items (n, id, ${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const ANY_OF = 'select 1 from items where {facts} and id in (select value from json_each(?))';
const PUT_ASIDE = 'update items set active = 0, rev = rev + 1, by = ?, at = ? where id in (select value from json_each(?))';
const UPDATE = `update items set (${COLUMNS}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) where n = ?`;

export class Items {
  readonly #db: Scoped;
  readonly #texts: Texts;
  readonly #named: Named;

  constructor(db: Scoped, texts: Texts, named: Named) {
    this.#db = db;
    this.#texts = texts;
    this.#named = named;
  }

  list(search: string | null, asked: Asked): Page<Item> {
    const [limit, [key, id]] = [limitOf(asked), placeOf(asked, TEXT_AND_TEXT) ?? ['', '']];
    const words = searched(search);
    const rows = this.#db.all(
      `select * from items where {facts} and (name_key, id) > (?, ?)${words.sql} order by name_key, id limit ?`,
      key, id, ...words.params, limit + 1,
    ); // prettier-ignore
    return pageOf(rows, limit, itemOf, (row) => [text(row, 'name_key'), text(row, 'id')]);
  }

  one(id: Id): Item | null {
    const row = this.#db.get('select * from items where {facts} and id = ?', id);
    return row ? itemOf(row) : null;
  }

  /** By product; of several items for one, the first made. */
  ofProducts(products: readonly string[]): ReadonlyMap<string, Item> {
    const found = new Map<string, Item>();
    for (const product of products) {
      const row = this.#db.get('select * from items where {facts} and product = ? order by n', product);
      if (row) found.set(product, itemOf(row));
    }
    return found;
  }

  save(draft: ItemDraft, basis: number | null): Item {
    const made = checkedItem(draft, new Check(this.#db.base.world.now()));
    return this.#db.change(() => {
      const { n, id, rev } = revised(this.#db, 'items', draft.id, basis);
      const values = this.#values(made, rev, this.#db.base.now());
      if (basis === null) this.#db.base.run(INSERT, n, id, ...values);
      else this.#db.base.run(UPDATE, ...values, n);
      this.#texts.all([made.name, made.sku]);
      const saved = this.one(id);
      if (!saved) throw new PrivateRefused();
      return saved;
    }, 'items');
  }

  #values = (made: Omit<ItemDraft, 'id'>, rev: number, at: string): Param[] => [
    rev, made.name, made.sku, made.product, made.unit, made.active ? 1 : 0, foundBy(made.name), foundBy(made.name, made.sku), this.#db.user, at,
  ]; // prettier-ignore

  /** Those of a list, all new: tens of thousands, so none of them is read again. Their numbers. */
  add(drafts: readonly NewItem[]): readonly number[] {
    const { base } = this.#db;
    return this.#db.change(() => {
      if (this.#db.get(ANY_OF, JSON.stringify(drafts.map(({ id }) => id)))) throw new PrivateMoved();
      const [now, insert] = [base.world.now(), base.statement(INSERT)];
      let next = base.nextN('items');
      return drafts.map((draft) => {
        const made = checkedItem(draft, new Check(now));
        const n = next++;
        insert.run(n, draft.id, ...this.#values(made, 1, now.toISOString()));
        this.#texts.all([made.name, made.sku]);
        this.#named.made('items', draft.id, n);
        return n;
      });
    }, 'items');
  }

  /** They are offered no more. */
  putAside(ids: readonly Id[]): void {
    const { base } = this.#db;
    this.#db.change(() => {
      base.run(PUT_ASIDE, this.#db.user, base.now(), JSON.stringify(ids));
      return ids;
    }, 'items');
  }

  analogues(item: Id): readonly Analogue[] {
    const rows = this.#db.all(
      `select one.id as of_item, other.id as item, a.factor, a.by, a.at from analogues a join items one on one.n = a.of_item
        join items other on other.n = a.item where {facts} and one.id = ? order by other.name_key, other.id`,
      item,
    );
    return rows.map(analogueOf);
  }

  setAnalogue(analogue: Omit<Analogue, keyof Stamp>, on: boolean): void {
    const { base } = this.#db;
    this.#db.change(() => {
      const [check, named] = [new Check(base.world.now()), this.#named];
      const factor = check.factor('factor', analogue.factor);
      const [of, item] = [named.n(check, 'items', 'for', analogue.for), named.n(check, 'items', 'item', analogue.item)];
      if (analogue.for === analogue.item) check.wrong('item', 'itself', analogue.item);
      check.done();
      base.run('delete from analogues where of_item = ? and item = ?', of, item);
      if (on) base.run('insert into analogues (of_item, item, factor, by, at) values (?, ?, ?, ?, ?)', of, item, factor, this.#db.user, base.now()); // prettier-ignore
    }, 'analogues');
  }
}

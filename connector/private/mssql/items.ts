/** Items prices are about, and what can be offered instead of what. */
import { FIRST } from '../../store/mssql/tsql.ts';
import { Check } from '../check.ts';
import { analogueOf, checkedItem, itemOf } from '../kept/item.ts';
import { foundBy } from '../kept/found-by.ts';
import { limitOf, pageOf, placeOf, TEXT_AND_TEXT } from '../kept/pages.ts';
import { text } from '../kept/values.ts';
import type { Analogue, Id, Item, Stamp } from '../model.ts';
import type { NewItem } from '../imports.ts';
import { PrivateMoved, type Asked, type ItemDraft, type Page } from '../private-store.ts';
import type { BatchRow } from '../../store/mssql/batch.ts';
import { nextN } from './base.ts';
import { byName, searched } from './by-name.ts';
import { namedIn } from './named.ts';
import { refused, revised, type Place } from './revised.ts';
import type { On } from './scoped.ts';
import { ANALOGUES, insert, ITEMS, update } from './tables.ts';
import { keep } from './texts.ts';

const SQL = {
  one: 'SELECT * FROM sb.items WHERE {facts} AND id = @id',
  there: 'SELECT id FROM sb.items WHERE {facts} AND id IN (@ids)',
  ofProducts: 'SELECT * FROM sb.items WHERE {facts} AND product IN (@products) ORDER BY n',
  analogues: `SELECT one.id AS of_item, other.id AS item, a.factor, a.[by], a.[at] FROM sb.analogues AS a JOIN sb.items AS one ON one.n = a.of_item
    JOIN sb.items AS other ON other.n = a.item WHERE {facts} AND one.id = @item ORDER BY other.name_key, other.id`,
  drop: 'DELETE FROM sb.analogues WHERE of_item = @of AND item = @item',
} as const;

export async function items(on: On, search: string | null, asked: Asked): Promise<Page<Item>> {
  const [limit, [key, id]] = [limitOf(asked), placeOf(asked, TEXT_AND_TEXT) ?? ['', '']];
  const words = searched(search);
  const rows = await on.rows(`SELECT * FROM sb.items WHERE {facts} AND ${byName}${words.sql} ORDER BY name_key, id ${FIRST}`, { key, id, ...words.params, limit: limit + 1 }); // prettier-ignore
  return pageOf(rows, limit, itemOf, (row) => [text(row, 'name_key'), text(row, 'id')]);
}

export async function item(on: On, id: Id): Promise<Item | null> {
  const row = await on.one(SQL.one, { id });
  return row ? itemOf(row) : null;
}

/** By product; of several items for one, the first made. */
export async function itemsOf(on: On, products: readonly string[]): Promise<ReadonlyMap<string, Item>> {
  const found = new Map<string, Item>();
  if (products.length === 0) return found;
  const wanted = new Set(products);
  for (const row of await on.rows(SQL.ofProducts, { products: [...wanted] })) {
    const made = itemOf(row);
    if (made.product !== null && wanted.has(made.product) && !found.has(made.product)) found.set(made.product, made);
  }
  return found;
}

export async function saveItem(on: On, draft: ItemDraft, basis: number | null): Promise<Item> {
  const made = checkedItem(draft, new Check(on.base.world.now()));
  const place = await revised(on, 'items', draft.id, basis);
  const { name, sku } = made;
  const row = rowOf(on, made, place);
  if (basis === null) await insert(on.t, 'items', ITEMS, [row]);
  else await update(on.t, 'items', ITEMS, row);
  await keep(on.t, [name], true);
  await keep(on.t, [sku]);
  return (await item(on, place.id)) ?? refused();
}

/** All of an import at once: one by one, fifty thousand would keep every other writer out for minutes. */
export async function addItems(on: On, drafts: readonly NewItem[]): Promise<void> {
  if (drafts.length === 0) return;
  const made = drafts.map((draft) => checkedItem(draft, new Check(on.base.world.now())));
  if ((await on.rows(SQL.there, { ids: drafts.map(({ id }) => id) })).length > 0) throw new PrivateMoved();
  const first = await nextN(on.t, 'items');
  await insert(on.t, 'items', ITEMS, made.map((one, i) => rowOf(on, one, { n: first + i, id: drafts[i]?.id ?? '', rev: 1 }))); // prettier-ignore
  await keep(on.t, made.map(({ name }) => name), true); // prettier-ignore
  await keep(on.t, made.map(({ sku }) => sku)); // prettier-ignore
}

const rowOf = (on: On, { name, sku, product, unit, active }: ReturnType<typeof checkedItem>, place: Place): BatchRow => ({
  ...place, name, sku, product, unit, active: active ? 1 : 0, name_key: foundBy(name), found_by: foundBy(name, sku), by: on.user, at: on.base.now(),
}); // prettier-ignore

export const analogues = async (on: On, id: Id): Promise<readonly Analogue[]> =>
  (await on.rows(SQL.analogues, { item: id })).map(analogueOf);

export async function setAnalogue(on: On, analogue: Omit<Analogue, keyof Stamp>, isOn: boolean): Promise<void> {
  const check = new Check(on.base.world.now());
  const named = await namedIn(on.t, { competitors: [], items: [analogue.for, analogue.item] });
  const factor = check.factor('factor', analogue.factor);
  const [of, made] = [named.n(check, 'items', 'for', analogue.for), named.n(check, 'items', 'item', analogue.item)];
  if (analogue.for === analogue.item) check.wrong('item', 'itself', analogue.item);
  check.done();
  await on.t.run(SQL.drop, { of, item: made });
  if (isOn) await insert(on.t, 'analogues', ANALOGUES, [{ of_item: of, item: made, factor, by: on.user, at: on.base.now() }]);
}

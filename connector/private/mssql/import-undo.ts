/** Taking an import back: rows are withdrawn, not deleted; a row somebody corrected later stops it all. */
import { ImportRests, type Undone, type WouldUndo } from '../imports.ts';
import { number, text } from '../kept/values.ts';
import type { Id, PriceFact, StockFact } from '../model.ts';
import type { Facts } from './facts.ts';
import { item, saveItem } from './items.ts';
import { offer, saveOffer } from './offers.ts';
import type { On } from './scoped.ts';

type Table = 'prices' | 'stock';
/** Rows of it that gave way, and the rows that name rows: followed one by one, because a chain may be long. */
const GONE = (table: Table): string =>
  `SELECT n, live FROM sb.${table} WHERE {facts} AND import = @id AND replaces IS NULL AND live = 0`;
const NEWER = (table: Table): string => `SELECT n, live, import FROM sb.${table} WHERE {facts} AND replaces IN (@ns)`;
const LIVE = (table: Table): string => `SELECT id FROM sb.${table} WHERE {facts} AND import = @id AND live = 1 ORDER BY n`;
/** Nothing but this import ever spoke of it, and nobody changed it. */
const UNUSED = `SELECT i.id FROM sb.import_items AS x JOIN sb.imports AS m ON m.n = x.import JOIN sb.items AS i ON i.n = x.item WHERE {facts} AND m.id = @id AND i.rev = 1 AND i.active = 1
  AND NOT EXISTS (SELECT 1 FROM sb.prices AS p WHERE p.item = i.n AND p.live = 1) AND NOT EXISTS (SELECT 1 FROM sb.stock AS s WHERE s.item = i.n AND s.live = 1)
  AND NOT EXISTS (SELECT 1 FROM sb.offer_lines AS l JOIN sb.offers AS o ON o.n = l.offer WHERE l.item = i.n AND (o.import IS NULL OR o.import <> m.id))
  AND NOT EXISTS (SELECT 1 FROM sb.analogues AS a WHERE a.item = i.n OR a.of_item = i.n)`;
/** Before its rows are withdrawn they speak of the item as well. */
const ELSEWHERE = (of: string): string => `${of}.live = 1 AND (${of}.import IS NULL OR ${of}.import <> m.id))`;
const UNUSED_THEN = UNUSED.replace('p.live = 1)', ELSEWHERE('p')).replace('s.live = 1)', ELSEWHERE('s'));
const CHANGED = 'SELECT COUNT(*) AS n FROM sb.offers WHERE {facts} AND import = @id AND rev > 1';
const OFFERS = 'SELECT id FROM sb.offers WHERE {facts} AND import = @id';

interface Of {
  readonly id: Id;
  readonly prices: Facts<PriceFact>;
  readonly stock: Facts<StockFact>;
}

/** Inside a change. */
export async function undoAll(on: On, { id, prices, stock }: Of): Promise<Undone> {
  const { rests, seen, stored, offers } = await found(on, id);
  if (rests > 0) throw new ImportRests(rests);
  await prices.withdraw(on, seen);
  await stock.withdraw(on, stored);
  for (const one of offers) await withdrawOffer(on, one);
  const items = await idsOf(on, UNUSED, id);
  for (const one of items) await putAside(on, one);
  return { rows: seen.length + stored.length + offers.length, items: items.length };
}

/** Items are counted as if its own rows were gone already. */
export async function wouldUndo(on: On, id: Id): Promise<WouldUndo> {
  const { rests, seen, stored, offers } = await found(on, id);
  return { rows: seen.length + stored.length + offers.length, items: (await idsOf(on, UNUSED_THEN, id)).length, rests };
}

const idsOf = async (on: On, sql: string, id: Id): Promise<Id[]> => (await on.rows(sql, { id })).map((row) => text(row, 'id'));

async function found(on: On, id: Id) {
  const changed = Number((await on.one(CHANGED, { id }))?.['n'] ?? 0);
  const rests = changed + (await corrected(on, 'prices', id)) + (await corrected(on, 'stock', id));
  const [seen, stored, offers] = [await idsOf(on, LIVE('prices'), id), await idsOf(on, LIVE('stock'), id), await idsOf(on, OFFERS, id)];
  return { rests, seen, stored, offers };
} // prettier-ignore

/** How many of its rows end in somebody's correction; one that was withdrawn, or counts again as it was, stands in nobody's way. */
async function corrected(on: On, table: Table, id: Id): Promise<number> {
  let [count, rows] = [0, await on.rows(GONE(table), { id })];
  while (rows.length > 0) {
    rows = await on.rows(NEWER(table), { ns: rows.map((row) => number(row, 'n')) });
    count += rows.filter((row) => number(row, 'live') === 1 && row['import'] !== id).length;
  }
  return count;
}

async function withdrawOffer(on: On, id: Id): Promise<void> {
  const known = await offer(on, id);
  if (known) await saveOffer(on, { ...known, outcome: 'withdrawn' }, known.rev);
}

async function putAside(on: On, id: Id): Promise<void> {
  const known = await item(on, id);
  if (known) await saveItem(on, { ...known, active: false }, known.rev);
}

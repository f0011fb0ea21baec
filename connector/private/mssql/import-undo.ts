/** Taking an import back: rows are withdrawn, not deleted; a row somebody corrected later stops it all. */
import { ImportRests, type Undone } from '../imports.ts';
import { text } from '../kept/values.ts';
import type { Id, PriceFact, StockFact } from '../model.ts';
import type { Facts } from './facts.ts';
import { item, saveItem } from './items.ts';
import { offer, saveOffer } from './offers.ts';
import type { On } from './scoped.ts';

type Table = 'prices' | 'stock';
/** A correction of one of its rows; a row that was withdrawn one by one stands in nobody's way. */
const CORRECTED = (table: Table): string =>
  `SELECT COUNT(*) AS n FROM sb.${table} AS f JOIN sb.${table} AS later ON later.replaces = f.n WHERE {facts} AND f.import = @id AND f.replaces IS NULL AND later.withdrawn = 0`;
const LIVE = (table: Table): string =>
  `SELECT id FROM sb.${table} WHERE {facts} AND import = @id AND replaces IS NULL AND live = 1 ORDER BY n`;
/** Nothing but this import ever spoke of it, and nobody changed it. */
const UNUSED = `SELECT i.id FROM sb.import_items AS x JOIN sb.imports AS m ON m.n = x.import JOIN sb.items AS i ON i.n = x.item WHERE {facts} AND m.id = @id AND i.rev = 1 AND i.active = 1
  AND NOT EXISTS (SELECT 1 FROM sb.prices AS p WHERE p.item = i.n AND p.live = 1) AND NOT EXISTS (SELECT 1 FROM sb.stock AS s WHERE s.item = i.n AND s.live = 1)
  AND NOT EXISTS (SELECT 1 FROM sb.offer_lines AS l JOIN sb.offers AS o ON o.n = l.offer WHERE l.item = i.n AND (o.import IS NULL OR o.import <> m.id))
  AND NOT EXISTS (SELECT 1 FROM sb.analogues AS a WHERE a.item = i.n OR a.of_item = i.n)`;
const RESTS = [
  CORRECTED('prices'),
  CORRECTED('stock'),
  'SELECT COUNT(*) AS n FROM sb.offers WHERE {facts} AND import = @id AND rev > 1',
];
const OFFERS = 'SELECT id FROM sb.offers WHERE {facts} AND import = @id';

interface Of {
  readonly id: Id;
  readonly prices: Facts<PriceFact>;
  readonly stock: Facts<StockFact>;
}

/** Inside a change. */
export async function undoAll(on: On, { id, prices, stock }: Of): Promise<Undone> {
  const ids = async (sql: string): Promise<Id[]> => (await on.rows(sql, { id })).map((row) => text(row, 'id'));
  let rests = 0;
  for (const sql of RESTS) rests += Number((await on.one(sql, { id }))?.['n'] ?? 0);
  if (rests > 0) throw new ImportRests(rests);
  const [seen, stored, offers] = [await ids(LIVE('prices')), await ids(LIVE('stock')), await ids(OFFERS)];
  await prices.withdraw(on, seen);
  await stock.withdraw(on, stored);
  for (const one of offers) await withdrawOffer(on, one);
  const items = await ids(UNUSED);
  for (const one of items) await putAside(on, one);
  return { rows: seen.length + stored.length + offers.length, items: items.length };
}

async function withdrawOffer(on: On, id: Id): Promise<void> {
  const known = await offer(on, id);
  if (known) await saveOffer(on, { ...known, outcome: 'withdrawn' }, known.rev);
}

async function putAside(on: On, id: Id): Promise<void> {
  const known = await item(on, id);
  if (known) await saveItem(on, { ...known, active: false }, known.rev);
}

/**
 * The yardstick of append: a prepared statement in a loop puts price rows into the very table with its indexes, a thousand in one
 * transaction; nothing is checked, nobody is asked who they are. FILE, COUNT, ITEMS. It also fills the store of the price panel.
 */
import Database from 'better-sqlite3';
import { seeded } from '../random.ts';
import { NOW, openPrivate, SALES } from './private-store.ts';
import { tell } from './process.ts';

const [file = '', asked = '', askedItems = ''] = process.argv.slice(2);
const [count, items] = [Number(asked), Number(askedItems)];
const RIVALS = 40;

const store = openPrivate(file);
const view = store.as(SALES);
for (let i = 1; i <= RIVALS; i++)
  await view.saveCompetitor({ name: `Конкурент ${String(i)}`, aliases: [], counterparty: null, taxId: null, site: null, strengths: null, weaknesses: null, answer: null, active: true }, null); // prettier-ignore
store.database.exec('begin');
const item = store.database.prepare(`insert into items (n, id, rev, name, unit, active, name_key, found_by, by, at) values (?, ?, 1, ?, 'шт', 1, ?, ?, 'x', 'x')`); // prettier-ignore
for (let n = 1; n <= items; n++)
  item.run(n, `i${String(n)}`, `Изделие ${String(n)}`, `изделие ${String(n)}`, `изделие ${String(n)}`);
store.database.exec(
  `insert into texts (n, text) values (1000001, 'Урал'), (1000002, 'https://rival.example/price-list.xlsx'), (1000003, 'предоплата')`,
);
store.database.exec('commit');
await store.close();

const db = new Database(file);
db.exec(`pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on; pragma cache_size = ${count > 1_000_000 ? '-1500000' : '-32000'};
  pragma wal_autocheckpoint = 20000;`);
const insert =
  db.prepare(`insert into prices (n, id, item, competitor, live, region, observed_at, price, currency, vat_included, vat_rate, unit, pack_factor, min_quantity,
  terms, source, evidence, confidence, replaces, withdrawn, import, by, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
const random = seeded(5);
/** Made beforehand, a thousand at a time: only the loop is timed. */
function rows(first: number): unknown[][] {
  return Array.from({ length: Math.min(1000, count - first + 1) }, (_, i) => {
    const n = first + i;
    const of = random.int(items) + 1;
    const seen = NOW - random.int(700) * 86_400_000;
    const id = `01980000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
    return [n, id, of, ((of + random.int(15)) % RIVALS) + 1, 1, random.chance(0.3) ? 1_000_001 : 0, seen, 10_000_000 + random.int(90_000_000), 'RUB', 1, '20', 'шт', 1_000_000, null, 1_000_003, 'price-list', 1_000_002, 'sure', null, 0, null, SALES.user, NOW];
  }); // prettier-ignore
}
let seconds = 0;
const store1000 = db.transaction((made: readonly unknown[][]) => {
  for (const row of made) insert.run(...row);
});
for (let first = 1; first <= count; first += 1000) {
  const made = rows(first);
  const started = performance.now();
  store1000(made);
  seconds += (performance.now() - started) / 1000;
}
db.exec('pragma wal_checkpoint(truncate)');
db.close();
tell({ seconds, count });

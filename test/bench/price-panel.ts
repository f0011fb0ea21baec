/** What the price panel of an invoice of 20 lines asks, invoice after invoice: FILE, ITEMS, INVOICES. */
import { seeded } from '../random.ts';
import { openPrivate, p95, SALES } from './private-store.ts';
import { tell } from './process.ts';

const [file = '', ...counts] = process.argv.slice(2);
const [items = 0, INVOICES = 0] = counts.map(Number);
const LINES = 20;
const store = openPrivate(file);
const view = store.as(SALES);
const random = seeded(3);
const times: number[] = [];
let shown = 0;
for (let i = 0; i < INVOICES; i++) {
  const lines = Array.from({ length: LINES }, () => `i${String(random.int(items) + 1)}`);
  const started = performance.now();
  const latest = await view.latest(lines);
  if (i >= 20) times.push(performance.now() - started);
  for (const { prices } of latest.values()) shown += prices.length;
}
await store.close();
tell({ p95: p95(times), prices: shown / INVOICES });

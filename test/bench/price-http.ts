/** The price panel as a browser gets it: GET /prices of invoices of 20 lines over HTTP on this machine. PRIVATE, STORE, ITEMS, INVOICES. */
import express from 'express';
import { Pool } from 'undici';
import { parseConfig } from '../../connector/config.ts';
import { Sidebook } from '../../connector/main.ts';
import type { SharedRecord } from '../../connector/model.ts';
import { apiRouter } from '../../connector/server/api/index.ts';
import { WIDGETS } from '../../connector/server/contract/embed.ts';
import type { Principal } from '../../connector/server/principal.ts';
import { realWorld } from '../../connector/world.ts';
import { listen } from '../hosts/kit/listen.ts';
import { seeded } from '../random.ts';
import { NOW, openPrivate, p95 } from './private-store.ts';
import { tell } from './process.ts';

const [file = '', storeFile = '', ...counts] = process.argv.slice(2);
const [items = 0, INVOICES = 0] = counts.map(Number);
const LINES = 20;
const random = seeded(7);
const idOf = (kind: number, n: number): string => `0198000${String(kind)}-0000-7000-8000-${String(n).padStart(12, '0')}`;

const own = openPrivate(file);
own.database.exec(`update items set product = '01980001-0000-7000-8000-' || printf('%012d', n)`);
await own.close();

const host = {
  kind: 'onec',
  profile: 'bp30',
  url: 'http://127.0.0.1:9/odata/standard.odata/',
  user: 'bench',
  password: { env: 'PASSWORD' },
};
const read = parseConfig(
  JSON.stringify({ hosts: { big: host }, issueIn: { '*': 'big' } }),
  'bench.jsonc',
  { PASSWORD: 'bench' },
  'en',
);
const config = { ...read, store: { file: storeFile }, private: { file }, audit: { file: `${file}.audit` } };
const sidebook = new Sidebook(config, { world: { ...realWorld(), now: () => new Date(NOW) } });
await sidebook.begin();

const record = (id: string, entity: SharedRecord['entity'], fields: SharedRecord['fields']): SharedRecord => ({ id, entity, rev: 1, stage: 'live', fields, changedAt: '2026-07-22T10:00:00.000Z', changedBy: 'bench' }); // prettier-ignore
const party = idOf(3, 1);
const lineOf = () => ({ product: idOf(1, random.int(items) + 1), text: null, quantity: '10', unit: null, price: '55.5', discount: '0', amount: '555', vatRate: '20', vatAmount: '92.5' }); // prettier-ignore
await sidebook.store.write({ actor: 'bench' }, (t) => {
  t.setRecord(record(party, 'counterparty', { name: 'Покупатель' }), null);
  for (let n = 1; n <= items; n++) t.setRecord(record(idOf(1, n), 'product', { name: `Изделие ${String(n)}` }), null);
  for (let n = 1; n <= INVOICES; n++)
    t.setRecord(record(idOf(2, n), 'invoice', { counterparty: party, number: `СЧ-${String(n)}`, date: '2026-07-20T10:00:00', state: 'issued', vatIncluded: true, lines: Array.from({ length: LINES }, lineOf) }), null); // prettier-ignore
});

const who: Principal = {
  client: 'bench', actor: 'bench:1', name: 'Bench', roles: new Set(['sales']), scope: '*', widgets: new Set(WIDGETS), lang: 'ru', locale: 'ru', timeZone: 'Europe/Moscow',
  team: null, granted: false, owners: null,
}; // prettier-ignore
const app = express();
app.use((_req, res, next) => {
  res.locals['principal'] = who;
  next();
});
app.use('/api/v1', apiRouter({ sidebook, world: sidebook.world, config }));
const { port } = await listen(0, app);
const pool = new Pool(`http://127.0.0.1:${String(port)}`, { connections: 1 });
const times: number[] = [];
let bytes = 0;
for (let n = 1; n <= INVOICES; n++) {
  const started = performance.now();
  const { statusCode, body } = await pool.request({
    method: 'GET',
    path: `/api/v1/prices?entity=sidebook:invoice:${idOf(2, n)}`,
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${String(statusCode)} ${text}`);
  times.push(performance.now() - started);
  bytes += text.length;
}
await pool.close();
tell({ p95: p95(times.slice(20)), first: times[0] ?? NaN, bytes: bytes / INVOICES });
setTimeout(() => process.exit(0), 200);

/**
 * The feed of a filled store beside its yardstick, on one port: /odata is ours, with key, limits and log; /bare runs the same statement by the
 * same keyset in an express handler of seven lines and lets express write the JSON. FILE. Prints its port; the peak of its memory on /peak.
 */
import Database from 'better-sqlite3';
import express from 'express';
import { serverLog } from '../../connector/server/http/log.ts';
import { hashOf } from '../../connector/server/odata/keys.ts';
import { odataRouter } from '../../connector/server/odata/router.ts';
import type { FeedKey } from '../../connector/store/feed.ts';
import { listen } from '../hosts/kit/listen.ts';
import { open } from './open.ts';

const [file = ''] = process.argv.slice(2);
const { store, world } = open('http://127.0.0.1:9/buh/odata/standard.odata/', file);
const keys = store.accounts.feedKeys;
const key: FeedKey = { id: 'bench', name: 'bench', class: 'host', sets: null, organisations: null, owner: null, role: null, user: null, addedAt: '2026-02-24T12:00:00Z', revokedAt: null }; // prettier-ignore
if (!keys.find(key.id)) keys.add(key, hashOf('secret'));

const app = express();
const many = { api: 1e9, tokens: 1e9, failures: 1e9, feed: 1e9 };
const log = serverLog(world, { write: () => undefined }, 'error');
app.use(
  '/odata',
  odataRouter({ keys, feeds: () => (store.feed ? [store.feed] : []), onRead: async () => undefined, limits: many, log, publicUrl: undefined }), // prettier-ignore
);

const db = new Database(file, { readonly: true });
const page =
  db.prepare(`select c.record_id as CounterpartyId, c.name as Name, c.legal_name as LegalName, c.kind as Kind, c.tax_id as TaxId, c.branch_code as BranchCode, c.country as Country,
  c.owner as OwnerId, c.active as Active, c.deletion_mark as DeletionMark, c.stage as Stage from counterparties c where 1 and (c.record_id) > (?) order by c.record_id limit ?`);
app.get('/bare', (req, res) => {
  const rows = page.all(req.query['after'] ?? '', 1001) as Record<string, unknown>[];
  const value = rows.slice(0, 1000);
  for (const row of value)
    Object.assign(row, { Active: row['Active'] === null ? null : row['Active'] === 1, DeletionMark: row['DeletionMark'] === 1 });
  const last = value.at(-1)?.['CounterpartyId'];
  res.json({ value, ...(rows.length > 1000 ? { '@odata.nextLink': `/bare?after=${String(last)}` } : {}) });
});
app.get(
  '/peak',
  (_req, res) => void res.json({ peakMb: process.resourceUsage().maxRSS / 1024, nowMb: process.memoryUsage().rss / 1e6 }),
);
const { port } = await listen(0, app);
process.stdout.write(`${String(port)}\n`);
process.once('disconnect', () => process.exit(0));

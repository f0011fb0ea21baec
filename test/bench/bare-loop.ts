/**
 * The yardstick of first-link: fetch the same pages, parse them, put one raw row an object into SQLite. No mapping, no keys, no
 * matching, no crash safety beyond a transaction a page. URL, FILE.
 */
import Database from 'better-sqlite3';
import { Agent, request } from 'undici';
import { INVOICES, PARTIES } from './base.ts';
import { tell } from './process.ts';

const [url = '', file = ''] = process.argv.slice(2);
const PAGE = 200;
const agent = new Agent({ connections: 1 });
const db = new Database(file);
db.exec(
  'pragma journal_mode = wal; pragma synchronous = normal; create table raw (id text primary key, version text, body text)',
);
const insert = db.prepare('insert into raw values (?, ?, ?)');
const store = db.transaction((rows: readonly Record<string, unknown>[]) => {
  for (const row of rows) insert.run(row['Ref_Key'], row['DataVersion'], JSON.stringify(row));
});

const started = performance.now();
let count = 0;
for (const set of [PARTIES, INVOICES])
  for (let skip = 0; ; skip += PAGE) {
    const query = `$format=json&$orderby=Ref_Key&$top=${String(PAGE)}&$skip=${String(skip)}`;
    const { body } = await request(`${url}${encodeURIComponent(set)}?${query}`, { dispatcher: agent });
    const { value } = JSON.parse(await body.text()) as { value: Record<string, unknown>[] };
    store(value);
    count += value.length;
    if (value.length < PAGE) break;
  }
const seconds = (performance.now() - started) / 1000;
db.close();
await agent.close();
tell({ seconds, count });

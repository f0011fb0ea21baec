/** The yardstick of first-link-dataverse: the pages Sidebook asked for, fetched, parsed, one raw row an object put into SQLite. URL, FILE. */
import Database from 'better-sqlite3';
import { Agent, request } from 'undici';
import { tell } from './process.ts';

const [url = '', file = ''] = process.argv.slice(2);
const dispatcher = new Agent({ connections: 1 });
const text = async (address: string, headers = {}): Promise<string> =>
  (await request(address, { dispatcher, headers })).body.text();
type Row = Readonly<Record<string, unknown>>;

const db = new Database(file);
db.exec(
  'pragma journal_mode = wal; pragma synchronous = normal; create table raw (id text primary key, version text, body text)',
);
const insert = db.prepare('insert into raw values (?, ?, ?)');
const store = db.transaction((rows: readonly Row[], id: string) => {
  for (const row of rows) insert.run(row[id], row['versionnumber'], JSON.stringify(row));
});

const asked = JSON.parse(await text(new URL('/asked', url).href)) as [path: string, prefer: string][];
const started = performance.now();
let count = 0;
for (const [path, prefer] of asked) {
  const { value } = JSON.parse(await text(url + path, { prefer })) as { value: Row[] };
  const id = path.startsWith('accounts') ? 'accountid' : path.startsWith('invoices') ? 'invoiceid' : 'invoicedetailid';
  if (id !== 'invoicedetailid') count += value.length;
  // The walk that only begins change tracking of lines has nothing to keep.
  if (id !== 'invoicedetailid' || path.includes('$filter')) store(value, id);
}
const seconds = (performance.now() - started) / 1000;
db.close();
await dispatcher.close();
tell({ seconds, count });

/**
 * The yardstick of first-link-enterprisedata: post the same envelopes, unzip, parse with the same library, put one raw row an object into
 * SQLite. No numbers, no references, no mapping, no matching. URL, FILE.
 */
import Database from 'better-sqlite3';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { unzipped } from '../../connector/hosts/enterprisedata/archive.ts';
import { SoapExchange } from '../../connector/hosts/enterprisedata/index.ts';
import { Base } from '../hosts/enterprisedata/base.ts';
import { realWorld } from '../../connector/world.ts';
import { tell } from './process.ts';

const [url = '', file = ''] = process.argv.slice(2);
const { peer: peerCode, plan } = new Base();
const authorization = `Basic ${Buffer.from('Синхронизация:bench').toString('base64')}`;
const service = new SoapExchange({
  id: 'big',
  url,
  plan,
  peerCode,
  world: realWorld(),
  headers: async () => ({ authorization }),
});
const folder = mkdtempSync(join(tmpdir(), 'sidebook-bare-'));
const db = new Database(file);
db.exec('pragma journal_mode = wal; pragma synchronous = normal; create table raw (id integer primary key, body text)');
const insert = db.prepare('insert into raw (body) values (?)');

const started = performance.now();
const { fileId, parts } = await service.prepared(await service.prepare(2048));
const out = createWriteStream(join(folder, 'm.zip'));
for (let n = 1; n <= parts; n++) out.write((await service.part(fileId, n)) ?? Buffer.alloc(0));
await new Promise<void>((done) => void out.end(() => done()));
let count = 0;
const parser = new SaxesParser({ xmlns: true, position: false });
const open: { name: string; inner: unknown[]; text: string }[] = [];
parser.on('opentag', ({ local }) => open.push({ name: local, inner: [], text: '' }));
parser.on('text', (text) => {
  const top = open.at(-1);
  if (top) top.text += text;
});
parser.on('closetag', () => {
  const closed = open.pop();
  const tree = [closed?.name, closed?.inner.length ? closed.inner : closed?.text];
  if (open.length > 2) open.at(-1)?.inner.push(tree);
  else if (open.length === 2 && open[1]?.name === 'Body') {
    insert.run(JSON.stringify(tree));
    count += 1;
  }
});
const decoder = new TextDecoder();
db.exec('begin');
for await (const chunk of unzipped(join(folder, 'm.zip'))) parser.write(decoder.decode(chunk, { stream: true }));
db.exec('commit');
const seconds = (performance.now() - started) / 1000;
db.close();
await service.close();
rmSync(folder, { recursive: true });
tell({ seconds, count });

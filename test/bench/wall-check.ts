/** What the wall costs a write: an invoice of 20 lines passes the gate over a store with fingerprints of VALUES private texts. FILE, VALUES. */
import { allowedBy } from '../../connector/attach.ts';
import type { Outgoing } from '../../connector/hosts/gate.ts';
import { readPack } from '../../connector/packs.ts';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import { feedWall } from '../../connector/wall/feed.ts';
import { wallKey } from '../../connector/wall/key.ts';
import { Wall } from '../../connector/wall/wall.ts';
import { compileMapping } from '../../mappings/compile.ts';
import { seeded } from '../random.ts';
import { tell } from './process.ts';

const [file = '', values = '100000'] = process.argv.slice(2);
const ROUNDS = 400;
const BASE = 'http://1c.example/buh/odata/standard.odata/';
const random = seeded(3);
const WORDS = Array.from({ length: 20_000 }, () => Array.from({ length: 3 + random.int(9) }, () => random.pick([...'абвгдежзиклмнопрстуфхцчшщыэюя'])).join('')); // prettier-ignore
const text = (words: number): string => Array.from({ length: words }, () => random.pick(WORDS)).join(' ');

const world = { now: () => new Date() };
const store = openSqlite({ file, world });
const wall = new Wall({ store, world, key: () => wallKey(file), shows: () => new Map() });
wall.allow('big', allowedBy(readPack('onec-bp30').flatMap((f) => compileMapping(f, null).mapping ?? [])));
const gate = wall.gate('big', BASE);

/** Notes of a sentence or two: about 90 characters each. */
const started = performance.now();
const texts = Array.from({ length: Number(values) }, () => text(8 + random.int(8)));
const source = { privateTexts: async (after: number, limit: number) => ({ texts: texts.slice(after, after + limit), last: Math.min(texts.length, after + limit) }) }; // prettier-ignore
const fingerprints = await feedWall({ store, keyed: wall.keyed, shows: new Map() }, source);
const fed = (performance.now() - started) / 1000;

const row = (n: number): object => ({ LineNumber: String(n), Содержание: text(7), Количество: '12', Цена: '1250.5', Сумма: '15006', СуммаСкидки: '0', СтавкаНДС: 'НДС20', СуммаНДС: '2501' }); // prettier-ignore
function invoice(): Outgoing {
  const body = JSON.stringify({ Организация_Key: 'a1', Контрагент_Key: 'b1', Date: '2026-02-24T12:00:00', СуммаДокумента: '300120', Комментарий: text(200), Товары: Array.from({ length: 20 }, (_, i) => row(i + 1)) }); // prettier-ignore
  const writing = { entity: 'invoice', set: 'Document_СчетНаОплатуПокупателю', record: 'r', hostId: null, units: ['money', 'comment'], action: null, shown: null } as const; // prettier-ignore
  const url = `${BASE}${encodeURIComponent(writing.set)}?$format=json`;
  return { method: 'POST', url, headers: { authorization: 'Basic YmVuY2g6YmVuY2g=', accept: 'application/json' }, body, writing };
}

const loading = performance.now();
await gate.pass(invoice());
const load = performance.now() - loading;
const times: number[] = [];
let cpu = 0;
for (let i = 0; i < ROUNDS; i++) {
  const request = invoice();
  const [from, before] = [performance.now(), process.cpuUsage()];
  await gate.pass(request);
  times.push(performance.now() - from);
  const used = process.cpuUsage(before);
  cpu += (used.user + used.system) / 1000 / ROUNDS;
}
times.sort((a, b) => a - b);
await store.close();
tell({ cpu, p95: times[Math.floor(ROUNDS * 0.95)] ?? NaN, median: times[ROUNDS / 2] ?? NaN, bytes: Buffer.byteLength(invoice().body ?? ''), load, fed, fingerprints }); // prettier-ignore

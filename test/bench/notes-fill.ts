/**
 * Fills a private store with notes: FILE, COUNT. Every tenth is private. The rows are the product's, its index is written many notes at a time,
 * as a person never does; the store looks itself over afterwards.
 */
import { Base } from '../../connector/private/sqlite/base.ts';
import { BLOCK } from '../../connector/private/kept/blocks.ts';
import { indexedAs } from '../../connector/private/kept/note.ts';
import { realWorld } from '../../connector/world.ts';
import { seeded } from '../random.ts';
import { NOW, openPrivate, ownerOf, said, teamOf } from './private-store.ts';
import { tell } from './process.ts';

const [file = '', asked = ''] = process.argv.slice(2);
const count = Number(asked);
const AT_ONCE = BLOCK * 1000;
const store = openPrivate(file);
store.database.exec(`pragma cache_size = -500000; pragma synchronous = off;
  create temp table met (word integer not null, reader integer not null, note integer not null);`);
const base = new Base(store.database, realWorld(), { price: 30, stock: 14, offer: 90 });
const random = seeded(7);
const at = new Date(NOW).toISOString();
const text = base.statement('insert into note_texts (n, note, rev, text, by, at) values (?, ?, 1, ?, ?, ?)');
const row =
  base.statement(`insert into notes (n, id, rev, about_entity, about_record, kind, text_n, pinned, private, owner, team, first_at, by, at)
  values (?, ?, 1, 'counterparty', ?, 'call', ?, 0, ?, ?, ?, ?, ?, ?)`);
const met = base.statement('insert into temp.met values (?, ?, ?)');

/** The number of a word or a reader, given when it first comes. */
function numbers(table: string, column: string): (name: string) => number {
  const known = new Map<string, number>();
  return (name) => {
    const n = known.get(name) ?? known.size + 1;
    if (n > known.size) {
      known.set(name, n);
      base.run(`insert into ${table} (n, ${column}) values (?, ?)`, n, name);
    }
    return n;
  };
}
const [wordOf, readerOf] = [numbers('words', 'word'), numbers('readers', 'reader')];

/** Two words on every fifth note each, and never on the same one: the worst pair there is. */
const apart = (n: number): string => (n % 5 === 0 ? ' левшащк' : n % 5 === 1 ? ' правшащк' : '');

function add(n: number): void {
  const who = random.int(1000);
  const [owner, team, isPrivate] = [ownerOf(who), teamOf(who), n % 10 === 3];
  const note = { text: said(random, 8 + random.int(25)) + apart(n), participants: [], owner, team, isPrivate, withdrawnAt: null };
  row.run(n, `n${String(n)}`, `r${String(random.int(50_000))}`, n, isPrivate ? 1 : 0, owner, team, at, owner, at);
  text.run(n, n, note.text, owner, at);
  const { readers, stems } = indexedAs(note);
  for (const reader of readers) for (const stem of stems) met.run(wordOf(stem), readerOf(reader), n);
}

/** A block never lies in two of these. */
const INDEX = `insert into note_words select word, reader, note / ${String(BLOCK)}, sum(1 << (note % ${String(BLOCK)})) from temp.met group by 1, 2, 3;
  insert into word_counts select word, reader, count(*) from temp.met where true group by 1, 2 on conflict do update set notes = notes + excluded.notes;
  delete from temp.met;`;

for (let first = 0; first <= count; first += AT_ONCE)
  base.change(() => {
    for (let n = Math.max(1, first); n < first + AT_ONCE && n <= count; n++) add(n);
    store.database.exec(INDEX);
  });
const wrong = await store.check();
if (wrong.length > 0) throw new Error(wrong.join('; '));
store.database.exec('pragma wal_checkpoint(truncate)');
await store.close();
tell({ count });

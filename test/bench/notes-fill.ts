/** Fills a private store with notes, a thousand in one transaction, through the product's own index: FILE, COUNT. Every tenth is private. */
import { Base } from '../../connector/private/sqlite/base.ts';
import { indexedAs } from '../../connector/private/sqlite/note-rows.ts';
import { NOTHING, NoteWords } from '../../connector/private/sqlite/note-words.ts';
import { realWorld } from '../../connector/world.ts';
import { seeded } from '../random.ts';
import { NOW, openPrivate, ownerOf, said, teamOf } from './private-store.ts';
import { tell } from './process.ts';

const [file = '', asked = ''] = process.argv.slice(2);
const count = Number(asked);
const store = openPrivate(file);
store.database.exec('pragma cache_size = -1500000; pragma synchronous = off; pragma wal_autocheckpoint = 200000;');
const base = new Base(store.database, realWorld(), { price: 30, stock: 14, offer: 90 });
const words = new NoteWords(base);
const random = seeded(7);
const at = new Date(NOW).toISOString();
const text = base.statement('insert into note_texts (n, note, rev, text, by, at) values (?, ?, 1, ?, ?, ?)');
const row =
  base.statement(`insert into notes (n, id, rev, about_entity, about_record, kind, text_n, pinned, private, owner, team, first_at, by, at)
  values (?, ?, 1, 'counterparty', ?, 'call', ?, 0, ?, ?, ?, ?, ?, ?)`);

/** Two words on every fifth note each, and never on the same one: the worst pair there is. */
const apart = (n: number): string => (n % 5 === 0 ? ' левшащк' : n % 5 === 1 ? ' правшащк' : '');

for (let first = 1; first <= count; first += 1000)
  base.change(() => {
    for (let n = first; n < first + 1000 && n <= count; n++) {
      const owner = random.int(1000);
      const note = { text: said(random, 8 + random.int(25)) + apart(n), participants: [], owner: ownerOf(owner), team: teamOf(owner), isPrivate: n % 10 === 3 };
      row.run(n, `n${String(n)}`, `r${String(random.int(50_000))}`, n, note.isPrivate ? 1 : 0, note.owner, note.team, at, note.owner, at);
      text.run(n, n, note.text, note.owner, at);
      words.set(n, NOTHING, indexedAs(note));
    }
  }); // prettier-ignore
store.database.exec('pragma wal_checkpoint(truncate)');
await store.close();
tell({ count });

/**
 * The index of the search: stem -> notes, kept apart for each kind of reader (rights.ts: everybody, one owner, the lead of one team). A person's
 * search walks only what that person may read, and the counts it goes by tell nothing of the rest.
 */
import { bitOf, blockOf, type Indexed } from '../kept/blocks.ts';
import type { Base } from './base.ts';

const ADD = `insert into note_words (word, reader, block, bits) values (?, ?, ?, ?)
  on conflict (word, reader, block) do update set bits = bits | excluded.bits`;
const DROP = 'update note_words set bits = bits & ~? where word = ? and reader = ? and block = ?';
const EMPTY = 'delete from note_words where word = ? and reader = ? and block = ? and bits = 0';
const COUNT = `insert into word_counts (word, reader, notes) values (?, ?, ?)
  on conflict (word, reader) do update set notes = notes + excluded.notes`;
const KNOWN_AT_MOST = 100_000;

export class NoteWords {
  readonly #base: Base;
  readonly #known = { words: new Map<string, number>(), readers: new Map<string, number>() };

  constructor(base: Base) {
    this.#base = base;
    base.onUndo(() => this.#forget());
  }

  #forget(): void {
    this.#known.words.clear();
    this.#known.readers.clear();
  }

  /** Only what changed is written. Inside a transaction. */
  set(note: number, before: Indexed, after: Indexed): void {
    const [was, is] = [this.#pairs(before), this.#pairs(after)];
    for (const [key, [word, reader]] of was) if (!is.has(key)) this.#drop(word, reader, note);
    for (const [key, [word, reader]] of is) if (!was.has(key)) this.#add(word, reader, note);
  }

  #add(word: number, reader: number, note: number): void {
    this.#base.run(ADD, word, reader, blockOf(note), bitOf(note));
    this.#base.run(COUNT, word, reader, 1);
  }

  #drop(word: number, reader: number, note: number): void {
    this.#base.run(DROP, bitOf(note), word, reader, blockOf(note));
    this.#base.run(EMPTY, word, reader, blockOf(note));
    this.#base.run(COUNT, word, reader, -1);
  }

  #pairs({ readers, stems }: Indexed): ReadonlyMap<string, readonly [number, number]> {
    const pairs = new Map<string, readonly [number, number]>();
    const numbers = readers.map((reader) => this.#number('readers', 'reader', reader));
    for (const stem of stems) {
      const word = this.#number('words', 'word', stem);
      for (const reader of numbers) pairs.set(`${String(word)} ${String(reader)}`, [word, reader]);
    }
    return pairs;
  }

  #number(table: 'words' | 'readers', column: string, value: string): number {
    const known = this.find(table, value);
    if (known !== null) return known;
    const n = this.#base.nextN(table);
    this.#base.run(`insert into ${table} (n, ${column}) values (?, ?)`, n, value);
    return this.#remember(table, value, n);
  }

  /** The number of a stem or a reader; null = there is none yet. */
  find(table: 'words' | 'readers', value: string): number | null {
    const known = this.#known[table].get(value);
    if (known !== undefined) return known;
    const row = this.#base.get(`select n from ${table} where ${table === 'words' ? 'word' : 'reader'} = ?`, value);
    return row ? this.#remember(table, value, Number(row['n'])) : null;
  }

  #remember(table: 'words' | 'readers', value: string, n: number): number {
    if (this.#known[table].size >= KNOWN_AT_MOST) this.#known[table].clear();
    this.#known[table].set(value, n);
    return n;
  }

  /** In how many notes of this reader a stem is. */
  count(word: number, reader: number): number {
    return Number(this.#base.get('select notes from word_counts where word = ? and reader = ?', word, reader)?.['notes'] ?? 0);
  }
}

/**
 * Notes by words, newest first. For each kind of reader the person is, the rarest word is walked newest first, sixty notes a step, and the others
 * are looked up; the notes found are then read under the person's scope like any other.
 */
import type { About, Note } from '../model.ts';
import { PrivateWrong, type Asked, type Page } from '../private-store.ts';
import { readsAs } from '../rights.ts';
import { stems } from '../stems.ts';
import { BLOCK, blockOf, notesIn } from '../kept/blocks.ts';
import { noteOf } from '../kept/note.ts';
import { NOTE_ROWS, ofObjects } from './note-rows.ts';
import type { NoteWords } from './note-words.ts';
import { limitOf, NUMBER, pageOf, placeOf } from '../kept/pages.ts';
import type { Scoped } from './scoped.ts';
import { number } from '../kept/values.ts';

const WORDS_AT_MOST = 32;

export class Search {
  readonly #db: Scoped;
  readonly #words: NoteWords;

  constructor(db: Scoped, words: NoteWords) {
    this.#db = db;
    this.#words = words;
  }

  find(text: string, asked: Asked & { readonly about?: About | readonly About[] }): Page<Note> {
    const [limit, [before]] = [limitOf(asked), placeOf(asked, NUMBER) ?? [Number.MAX_SAFE_INTEGER]];
    const words = this.#wordsOf(text);
    if (words === null) return { rows: [], next: null };
    const readers = readsAs(this.#db.scope).map((r) => this.#words.find('readers', r)).filter((r) => r !== null); // prettier-ignore
    return this.#db.base.look(() => {
      const rows = asked.about
        ? this.#about(asked.about, words, readers, before, limit + 1)
        : this.#anywhere(words, readers, before, limit + 1);
      return pageOf(rows, limit, noteOf, (row) => [number(row, 'n')]);
    });
  }

  /** null: a word no note has, or no word at all. */
  #wordsOf(text: string): readonly number[] | null {
    const asked = stems(text);
    if (asked.length > WORDS_AT_MOST)
      throw new PrivateWrong([{ row: null, field: 'text', problem: 'too-long', value: text.slice(0, 40) }]);
    const found = asked.map((stem) => this.#words.find('words', stem)).filter((w) => w !== null);
    return found.length === 0 || found.length < asked.length ? null : found;
  }

  /** A private note stands under its owner and its team: whoever is both meets it twice. */
  #anywhere(words: readonly number[], readers: readonly number[], before: number, limit: number) {
    const found = readers.flatMap((reader) => this.#walk(words, reader, before, limit));
    const newest = [...new Set(found)].sort((a, b) => b - a).slice(0, limit);
    return newest.flatMap((n) => this.#db.all(`${NOTE_ROWS} where {notes} and note.n = ?`, n));
  }

  #walk(words: readonly number[], reader: number, before: number, limit: number): readonly number[] {
    const counted = words.map((word) => ({ word, notes: this.#words.count(word, reader) })).sort((a, b) => a.notes - b.notes);
    const [rarest, ...others] = counted.map((c) => c.word);
    if (rarest === undefined || counted[0]?.notes === 0) return [];
    const has = others.map((_, i) => ` cross join note_words o${String(i)}`).join('');
    const same = others
      .map((_, i) => ` and o${String(i)}.word = ? and o${String(i)}.reader = ? and o${String(i)}.block = w.block`)
      .join('');
    const bits = ['w', ...others.map((_, i) => `o${String(i)}`)].map((of) => `${of}.bits`).join(' & ');
    const rows = this.#db.base.all(
      `select w.block, ${bits} as bits from note_words w${has} where w.word = ? and w.reader = ? and w.block <= ?${same} and (${bits}) <> 0
        order by w.block desc limit ?`,
      rarest, reader, blockOf(before - 1), ...others.flatMap((word) => [word, reader]), limit + 1,
    ); // prettier-ignore
    return rows.flatMap((row) => notesIn(number(row, 'block'), row['bits'] as bigint)).filter((n) => n < before).slice(0, limit); // prettier-ignore
  }

  /** Of one party there are few: they are walked, and each is looked up for every word. */
  #about(about: About | readonly About[], words: readonly number[], readers: readonly number[], before: number, limit: number) {
    const has = words.map(() => `and exists (select 1 from note_words w where w.word = ? and w.reader in (${readers.map(() => '?').join(', ')}) and w.block = note.n / ${String(BLOCK)} and (w.bits >> (note.n % ${String(BLOCK)})) & 1)`); // prettier-ignore
    const of = ofObjects(about);
    const sql = `${NOTE_ROWS} where {notes}${of.sql} and note.n < ? ${has.join(' ')} order by note.n desc limit ?`;
    return this.#db.all(sql, ...of.params, before, ...words.flatMap((word) => [word, ...readers]), limit);
  }
}

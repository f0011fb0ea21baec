/**
 * Notes by words, newest first. For each kind of reader the person is, the rarest word is walked newest first, sixty notes a step, and the others
 * are looked up; the notes found are then read under the person's scope like any other.
 */
import { FIRST, type Tsql } from '../../store/mssql/tsql.ts';
import type { SqlRow } from '../../store/rows.ts';
import { bitOf, blockOf, notesIn } from '../kept/blocks.ts';
import { noteOf } from '../kept/note.ts';
import { limitOf, NUMBER, pageOf, placeOf } from '../kept/pages.ts';
import { number } from '../kept/values.ts';
import type { About, Note } from '../model.ts';
import { PrivateWrong, type Asked, type Page } from '../private-store.ts';
import { readsAs } from '../rights.ts';
import { stems } from '../stems.ts';
import { NOTE_ROWS, ofObjects } from './note-rows.ts';
import type { On } from './scoped.ts';
import { numbersOf } from './words.ts';

const WORDS_AT_MOST = 32;
/** Notes of one party that are looked through at once. */
const AT_ONCE = 1000;
const SQL = {
  counts: 'SELECT word, notes FROM sb.word_counts WHERE reader = @reader AND word IN (@words)',
  found: `${NOTE_ROWS} WHERE {notes} AND note.n IN (@found)`,
  bits: 'SELECT word, block, bits FROM sb.note_words WHERE block IN (@blocks) AND reader IN (@readers) AND word IN (@words)',
} as const;

interface Wanted {
  readonly words: readonly number[];
  readonly readers: readonly number[];
  readonly before: number;
  readonly limit: number;
}

export async function searchNotes(
  on: On,
  text: string,
  asked: Asked & { readonly about?: About | readonly About[] },
): Promise<Page<Note>> {
  const [limit, [before]] = [limitOf(asked), placeOf(asked, NUMBER) ?? [Number.MAX_SAFE_INTEGER]];
  const words = await wordsOf(on.t, text);
  if (words === null) return { rows: [], next: null };
  const readers = [...(await numbersOf(on.t, 'readers', readsAs(on.scope))).values()];
  const wanted = { words, readers, before, limit: limit + 1 };
  const rows = asked.about ? await aboutOnly(on, asked.about, wanted) : await anywhere(on, wanted);
  return pageOf(rows, limit, noteOf, (row) => [number(row, 'n')]);
}

/** null: a word no note has, or no word at all. */
async function wordsOf(t: Tsql, text: string): Promise<readonly number[] | null> {
  const asked = stems(text);
  if (asked.length > WORDS_AT_MOST)
    throw new PrivateWrong([{ row: null, field: 'text', problem: 'too-long', value: text.slice(0, 40) }]);
  const found = await numbersOf(t, 'words', asked);
  const all = asked.map((stem) => found.get(stem)).filter((n) => n !== undefined);
  return all.length === 0 || all.length < asked.length ? null : all;
}

/** A private note stands under its owner and its team: whoever is both meets it twice. */
async function anywhere(on: On, wanted: Wanted): Promise<SqlRow[]> {
  const found = new Set<number>();
  for (const reader of wanted.readers) for (const n of await walk(on.t, reader, wanted)) found.add(n);
  const newest = [...found].sort((a, b) => b - a).slice(0, wanted.limit);
  if (newest.length === 0) return [];
  return newestFirst(await on.rows(SQL.found, { found: newest }));
}

const newestFirst = (rows: readonly SqlRow[]): SqlRow[] => [...rows].sort((a, b) => number(b, 'n') - number(a, 'n'));

async function walk(t: Tsql, reader: number, { words, before, limit }: Wanted): Promise<readonly number[]> {
  const order = await rarestFirst(t, reader, words);
  if (order === null) return [];
  const of = order.map((_, i) => `w${String(i)}`);
  const same = of.slice(1).map((w, i) => ` JOIN sb.note_words AS ${w} ON ${w}.word = @word${String(i + 1)} AND ${w}.reader = @reader AND ${w}.block = w0.block`).join('');
  const bits = of.map((w) => `${w}.bits`).join(' & ');
  const rows = await t.rows(
    `SELECT w0.block, ${bits} AS bits FROM sb.note_words AS w0${same} WHERE w0.word = @word0 AND w0.reader = @reader AND w0.block <= @block AND (${bits}) <> 0
      ORDER BY w0.block DESC ${FIRST}`,
    { reader, block: blockOf(before - 1), limit: limit + 1, ...Object.fromEntries(order.map((word, i) => [`word${String(i)}`, word])) },
  );
  return rows.flatMap((row) => notesIn(number(row, 'block'), row['bits'] as bigint)).filter((n) => n < before).slice(0, limit); // prettier-ignore
} // prettier-ignore

/** null: one of them is in no note of this reader. */
async function rarestFirst(t: Tsql, reader: number, words: readonly number[]): Promise<readonly number[] | null> {
  const rows = await t.rows(SQL.counts, { reader, words });
  const counts = new Map(rows.map((row) => [number(row, 'word'), number(row, 'notes')]));
  if (words.some((word) => (counts.get(word) ?? 0) === 0)) return null;
  return [...words].sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
}

/** Of one party there are few: they are walked, and each is looked up for every word. */
async function aboutOnly(on: On, about: About | readonly About[], { words, readers, before, limit }: Wanted): Promise<SqlRow[]> {
  if (readers.length === 0) return [];
  const of = ofObjects(about);
  const found: SqlRow[] = [];
  for (let last = before; found.length < limit;) {
    const rows = await on.rows(`${NOTE_ROWS} WHERE {notes}${of.sql} AND note.n < @last ORDER BY note.n DESC ${FIRST}`, { ...of.params, last, limit: AT_ONCE }); // prettier-ignore
    if (rows.length === 0) break;
    found.push(...(await having(on.t, rows, words, readers)));
    last = number(rows.at(-1) ?? {}, 'n');
  }
  return found.slice(0, limit);
}

async function having(t: Tsql, rows: readonly SqlRow[], words: readonly number[], readers: readonly number[]): Promise<SqlRow[]> {
  const blocks = [...new Set(rows.map((row) => blockOf(number(row, 'n'))))];
  const has = new Map<string, bigint>();
  for (const row of await t.rows(SQL.bits, { blocks, readers, words })) {
    const key = keyOf(number(row, 'word'), number(row, 'block'));
    has.set(key, (has.get(key) ?? 0n) | (row['bits'] as bigint));
  }
  const isIn = (n: number) => (word: number) => ((has.get(keyOf(word, blockOf(n))) ?? 0n) & bitOf(n)) !== 0n;
  return rows.filter((row) => words.every(isIn(number(row, 'n'))));
}

const keyOf = (word: number, block: number): string => `${String(word)} ${String(block)}`;

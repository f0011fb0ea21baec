/**
 * The index of the search: stem -> notes, kept apart for each kind of reader (rights.ts: everybody, one owner, the lead of one team). A person's
 * search walks only what that person may read, and the counts it goes by tell nothing of the rest.
 */
import type { Tsql } from '../../store/mssql/tsql.ts';
import { bitOf, blockOf, type Indexed } from '../kept/blocks.ts';
import { nextN } from './base.ts';
import { insert, NOTE_WORDS, READERS, WORD_COUNTS, WORDS } from './tables.ts';

const AT = 'WHERE block = @block AND reader = @reader AND word IN (@words)';
const SQL = {
  there: `SELECT word FROM sb.note_words ${AT}`,
  add: `UPDATE sb.note_words SET bits = bits | @bit ${AT}`,
  drop: `UPDATE sb.note_words SET bits = bits & @but ${AT}`,
  empty: `DELETE FROM sb.note_words ${AT} AND bits = 0`,
  counted: `SELECT word FROM sb.word_counts WHERE reader = @reader AND word IN (@words)`,
  more: `UPDATE sb.word_counts SET notes = notes + @by WHERE reader = @reader AND word IN (@words)`,
} as const;

/** Only what changed is written. Inside a change. */
export async function setWords(t: Tsql, note: number, before: Indexed, after: Indexed): Promise<void> {
  const words = await numbersFor(t, 'words', [...before.stems, ...after.stems]);
  const readers = await numbersFor(t, 'readers', [...before.readers, ...after.readers]);
  const of = ({ stems }: Indexed): number[] => stems.map((stem) => words.get(stem) ?? 0);
  for (const [name, reader] of readers) {
    const [was, is] = [before.readers.includes(name) ? of(before) : [], after.readers.includes(name) ? of(after) : []];
    await drop(t, reader, note, without(was, is));
    await add(t, reader, note, without(is, was));
  }
}

const without = (all: readonly number[], but: readonly number[]): number[] => {
  const gone = new Set(but);
  return all.filter((one) => !gone.has(one));
};

async function add(t: Tsql, reader: number, note: number, words: readonly number[]): Promise<void> {
  if (words.length === 0) return;
  const block = blockOf(note);
  const there = numbersIn(await t.rows(SQL.there, { block, reader, words }));
  await t.run(SQL.add, { bit: bitOf(note), block, reader, words });
  await insert(t, 'note_words', NOTE_WORDS, without(words, there).map((word) => ({ word, reader, block, bits: bitOf(note) }))); // prettier-ignore
  const counted = numbersIn(await t.rows(SQL.counted, { reader, words }));
  await t.run(SQL.more, { by: 1, reader, words });
  await insert(t, 'word_counts', WORD_COUNTS, without(words, counted).map((word) => ({ word, reader, notes: 1 }))); // prettier-ignore
}

async function drop(t: Tsql, reader: number, note: number, words: readonly number[]): Promise<void> {
  if (words.length === 0) return;
  const block = blockOf(note);
  await t.run(SQL.drop, { but: ~bitOf(note), block, reader, words });
  await t.run(SQL.empty, { block, reader, words });
  await t.run(SQL.more, { by: -1, reader, words });
}

const numbersIn = (rows: readonly { readonly [name: string]: unknown }[]): number[] => rows.map((row) => Number(row['word']));

type Table = 'words' | 'readers';
const NAME = { words: 'word', readers: 'reader' } as const;

/** The numbers of stems or readers there are. */
export async function numbersOf(t: Tsql, table: Table, all: readonly string[]): Promise<Map<string, number>> {
  const wanted = [...new Set(all)];
  if (wanted.length === 0) return new Map();
  const rows = await t.rows(`SELECT n, ${NAME[table]} FROM sb.${table} WHERE ${NAME[table]} IN (@all)`, { all: wanted });
  return new Map(rows.map((row) => [String(row[NAME[table]]), Number(row['n'])]));
}

/** New ones get theirs. */
async function numbersFor(t: Tsql, table: Table, all: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const numbers = await numbersOf(t, table, all);
  const fresh = [...new Set(all)].filter((one) => !numbers.has(one));
  if (fresh.length === 0) return numbers;
  const first = await nextN(t, table);
  await insert(t, table, table === 'words' ? WORDS : READERS, fresh.map((one, i) => ({ n: first + i, [NAME[table]]: one }))); // prettier-ignore
  fresh.forEach((one, i) => numbers.set(one, first + i));
  return numbers;
}

/** Does the schema hold what it must? Every finding is one line; none = all is well. */
import { FIRST, type Tsql } from '../../store/mssql/tsql.ts';
import type { SqlRow } from '../../store/rows.ts';
import { notesIn } from '../kept/blocks.ts';
import { number } from '../kept/values.ts';

const RULES: readonly { readonly what: string; readonly broken: string }[] = [
  ...['prices', 'stock'].flatMap((table) => [
    { what: `${table}: live although corrected or withdrawn`, broken: `sb.${table} AS old WHERE old.live = 1 AND EXISTS (SELECT 1 FROM sb.${table} AS f WHERE f.replaces = old.n)` },
    { what: `${table}: not live although nothing newer says so`, broken: `sb.${table} AS old WHERE old.live = 0 AND old.withdrawn = 0 AND NOT EXISTS (SELECT 1 FROM sb.${table} AS f WHERE f.replaces = old.n)` },
    { what: `${table}: of an item or competitor that is not there`, broken: `sb.${table} AS f WHERE NOT EXISTS (SELECT 1 FROM sb.items AS i WHERE i.n = f.item) OR NOT EXISTS (SELECT 1 FROM sb.competitors AS c WHERE c.n = f.competitor)` },
  ]),
  { what: 'notes: without their text', broken: 'sb.notes AS note WHERE NOT EXISTS (SELECT 1 FROM sb.note_texts AS t WHERE t.n = note.text_n AND t.note = note.n)' },
  { what: 'offers: of a competitor that is not there', broken: 'sb.offers AS o WHERE NOT EXISTS (SELECT 1 FROM sb.competitors AS c WHERE c.n = o.competitor)' },
  { what: 'offer lines: of an offer that is not there', broken: 'sb.offer_lines AS l WHERE NOT EXISTS (SELECT 1 FROM sb.offers AS o WHERE o.n = l.offer)' },
]; // prettier-ignore
const PAGE = 2000;
const WORDS = `SELECT w.word, w.reader, w.block, w.bits FROM sb.note_words AS w WHERE w.word > @word OR (w.word = @word AND (w.reader > @reader OR (w.reader = @reader AND w.block > @block)))
  ORDER BY w.word, w.reader, w.block ${FIRST}`;

export async function lookOver(t: Tsql): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { what, broken } of RULES) {
    const n = Number((await t.rows(`SELECT COUNT(*) AS n FROM ${broken}`))[0]?.['n'] ?? 0);
    if (n > 0) found.push(`${what}: ${String(n)}`);
  }
  return [...found, ...(await wrongCounts(t))];
}

/** How many notes the search says a word is in, against those it names. */
async function wrongCounts(t: Tsql): Promise<string[]> {
  const newest = Number((await t.rows('SELECT MAX(n) AS n FROM sb.notes'))[0]?.['n'] ?? 0);
  const named = new Map<string, number>();
  let [strange, wrong] = [0, 0];
  for await (const row of allWords(t)) {
    const notes = notesIn(number(row, 'block'), row['bits'] as bigint);
    named.set(keyOf(row), (named.get(keyOf(row)) ?? 0) + notes.length);
    if (notes.length === 0 || (notes[0] ?? 0) > newest) strange += 1;
  }
  for (const row of await t.rows('SELECT word, reader, notes FROM sb.word_counts'))
    if (number(row, 'notes') !== (named.get(keyOf(row)) ?? 0)) wrong += 1;
  return [...(strange > 0 ? [`search: of notes that are not there: ${String(strange)}`] : []), ...(wrong > 0 ? [`search: counts that differ from its words: ${String(wrong)}`] : [])]; // prettier-ignore
}

const keyOf = (row: SqlRow): string => `${String(row['word'])} ${String(row['reader'])}`;

async function* allWords(t: Tsql): AsyncGenerator<SqlRow> {
  let place = { word: 0, reader: 0, block: 0 };
  for (let more = true; more;) {
    const rows = await t.rows(WORDS, { ...place, limit: PAGE });
    yield* rows;
    const last = rows.at(-1);
    more = rows.length === PAGE;
    if (last) place = { word: number(last, 'word'), reader: number(last, 'reader'), block: number(last, 'block') };
  }
}

/** Does the file hold what it must? Every finding is one line; none = all is well. */
import type { Base } from './base.ts';
import { notesIn } from '../kept/blocks.ts';

const RULES: readonly { readonly what: string; readonly broken: string }[] = [
  ...['prices', 'stock'].flatMap((table) => [
    { what: `${table}: live although corrected or withdrawn`, broken: `select n from ${table} old where live = 1 and exists (select 1 from ${table} f where f.replaces = old.n)` },
    { what: `${table}: not live although nothing newer says so`, broken: `select n from ${table} old where live = 0 and withdrawn = 0 and not exists (select 1 from ${table} f where f.replaces = old.n)` },
    { what: `${table}: of an item or competitor that is not there`, broken: `select n from ${table} f where not exists (select 1 from items where n = f.item) or not exists (select 1 from competitors where n = f.competitor)` },
  ]),
  { what: 'notes: without their text', broken: 'select n from notes where not exists (select 1 from note_texts t where t.n = notes.text_n and t.note = notes.n)' },
]; // prettier-ignore

export function lookOver(base: Base): readonly string[] {
  const page = base.all('pragma quick_check').map((r) => String(r['quick_check'])).filter((said) => said !== 'ok'); // prettier-ignore
  const keys = base.all('pragma foreign_key_check').map((r) => `${String(r['table'])}: refers to what is not there`);
  const broken = RULES.flatMap(({ what, broken: sql }) => {
    const found = Number(base.get(`select count(*) as found from (${sql})`)?.['found'] ?? 0);
    return found > 0 ? [`${what}: ${String(found)}`] : [];
  });
  return [...page, ...keys, ...broken, ...wrongCounts(base)];
}

/** How many notes the search says a word is in, against those it names. */
function wrongCounts(base: Base): string[] {
  const newest = Number(base.get('select max(n) as n from notes')?.['n'] ?? 0);
  const named = new Map<string, number>();
  let [strange, wrong] = [0, 0];
  for (const row of base.statement('select word, reader, block, bits from note_words').iterate()) {
    const [key, notes] = [`${String(row['word'])} ${String(row['reader'])}`, notesIn(Number(row['block']), row['bits'] as bigint)];
    named.set(key, (named.get(key) ?? 0) + notes.length);
    if (notes.length === 0 || (notes[0] ?? 0) > newest) strange += 1;
  }
  for (const row of base.all('select word, reader, notes from word_counts'))
    if (Number(row['notes']) !== (named.get(`${String(row['word'])} ${String(row['reader'])}`) ?? 0)) wrong += 1;
  return [...(strange > 0 ? [`search: of notes that are not there: ${String(strange)}`] : []), ...(wrong > 0 ? [`search: counts that differ from its words: ${String(wrong)}`] : [])];
} // prettier-ignore

/** Does the file hold what it must? Every finding is one line; none = all is well. */
import type { Base } from './base.ts';

const RULES: readonly { readonly what: string; readonly broken: string }[] = [
  ...['prices', 'stock'].flatMap((table) => [
    { what: `${table}: live although corrected or withdrawn`, broken: `select n from ${table} old where live = 1 and exists (select 1 from ${table} f where f.replaces = old.n)` },
    { what: `${table}: not live although nothing newer says so`, broken: `select n from ${table} old where live = 0 and withdrawn = 0 and not exists (select 1 from ${table} f where f.replaces = old.n)` },
    { what: `${table}: of an item or competitor that is not there`, broken: `select n from ${table} f where not exists (select 1 from items where n = f.item) or not exists (select 1 from competitors where n = f.competitor)` },
  ]),
  { what: 'notes: without their text', broken: 'select n from notes where not exists (select 1 from note_texts t where t.n = notes.text_n and t.note = notes.n)' },
  { what: 'notes: in the search for nobody or for a note that is not there', broken: 'select distinct note as n from note_words where note not in (select n from notes)' },
  { what: 'search: counts that differ from its words', broken: `select c.word as n from word_counts c where c.notes <> (select count(*) from note_words w where w.word = c.word and w.reader = c.reader)` },
]; // prettier-ignore

export function lookOver(base: Base): readonly string[] {
  const page = base.all('pragma quick_check').map((r) => String(r['quick_check'])).filter((said) => said !== 'ok'); // prettier-ignore
  const keys = base.all('pragma foreign_key_check').map((r) => `${String(r['table'])}: refers to what is not there`);
  const broken = RULES.flatMap(({ what, broken: sql }) => {
    const found = Number(base.get(`select count(*) as found from (${sql})`)?.['found'] ?? 0);
    return found > 0 ? [`${what}: ${String(found)}`] : [];
  });
  return [...page, ...keys, ...broken];
}

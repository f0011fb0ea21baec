/** Short private texts, each kept once: what facts refer to, and what the wall asks for in the order it came (privateTexts). */
import { createHash } from 'node:crypto';
import type { Check } from '../check.ts';
import type { Keeping } from '../kept/names.ts';
import { FIRST, type Tsql } from '../../store/mssql/tsql.ts';
import { nextN } from './base.ts';
import { insert, TEXTS } from './tables.ts';

/** Texts are too long to be keys of a server. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const SQL = {
  known: `SELECT n, hash, is_name FROM sb.texts WHERE hash IN (@hashes)`,
  named: `UPDATE sb.texts SET is_name = 1 WHERE is_name = 0 AND hash IN (@hashes)`,
  // Erased ones (personal.ts) have no text any more.
  since: `SELECT s.n, COALESCE(s.[text], t.[text]) AS [text], s.is_name FROM sb.texts AS s LEFT JOIN sb.note_texts AS t ON t.n = s.note_text
    WHERE s.n > @after AND COALESCE(s.[text], t.[text]) IS NOT NULL AND COALESCE(s.[text], t.[text]) <> N'' ORDER BY s.n ${FIRST}`,
} as const;

/** The numbers of texts; new ones get theirs in the order they come. `isName`: of companies and goods. Inside a change. */
export async function keep(t: Tsql, texts: readonly (string | null)[], isName = false): Promise<ReadonlyMap<string, number>> {
  const wanted = new Map(texts.flatMap((text) => (text === null ? [] : [[hashOf(text), text] as const])));
  const numbers = new Map<string, number>();
  if (wanted.size === 0) return numbers;
  for (const row of await t.rows(SQL.known, { hashes: [...wanted.keys()] })) numbers.set(wanted.get(String(row['hash'])) ?? '', Number(row['n'])); // prettier-ignore
  const fresh = [...wanted].filter(([, text]) => !numbers.has(text));
  if (isName && numbers.size > 0) await t.run(SQL.named, { hashes: [...wanted.keys()] });
  if (fresh.length === 0) return numbers;
  const first = await nextN(t, 'texts');
  const rows = fresh.map(([hash, text], i) => ({ n: first + i, hash, text, note_text: null, is_name: isName ? 1 : 0 }));
  await insert(t, 'texts', TEXTS, rows);
  for (const { n, text } of rows) numbers.set(text, n);
  return numbers;
}

/** A note's text stands in note_texts alone. */
export async function keepNote(t: Tsql, noteText: number): Promise<void> {
  const n = await nextN(t, 'texts');
  await insert(t, 'texts', TEXTS, [{ n, hash: `note:${String(noteText)}`, text: null, note_text: noteText, is_name: 0 }]);
}

export async function since(t: Tsql, after: number, limit: number) {
  const rows = await t.rows(SQL.since, { after, limit });
  const of = (isName: number): string[] => rows.filter((r) => Number(r['is_name']) === isName).map((r) => String(r['text']));
  return { texts: of(0), names: of(1), last: Number(rows.at(-1)?.['n'] ?? after) };
}

/** Facts are checked twice: once to collect the texts they bring, then, with the numbers of those, to make rows of them. */
export class Collected implements Keeping {
  readonly texts: string[] = [];
  numbers: ReadonlyMap<string, number> | null = null;

  typed(check: Check, field: string, text: string | null, most: number): number | null {
    const made = check.optional(field, text, most);
    if (made === null) return null;
    if (this.numbers === null) this.texts.push(made);
    return this.numbers?.get(made) ?? 0;
  }
}

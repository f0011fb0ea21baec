/** Notes as rows of the file: their text stands in note_texts. */
import type { About } from '../model.ts';

export const NOTE_ROWS = 'select note.*, said.text from notes note join note_texts said on said.n = note.text_n';

export interface Conditions {
  readonly sql: string;
  readonly params: readonly string[];
}

/** Of one object by its index; of several they are found first, so that nobody walks all notes for them. */
export function ofObjects(about: About | readonly About[]): Conditions {
  const all = [about].flat();
  const [one, another] = all;
  if (one && !another) return { sql: ' and note.about_record = ? and note.about_entity = ?', params: [one.record, one.entity] };
  const listed = (of: 'record' | 'entity'): string => JSON.stringify([...new Set(all.map((a) => a[of]))]);
  return { sql: OF_ANY, params: [listed('record'), listed('entity')] };
}
const OF_ANY = ` and note.n in (select n from notes where about_record in (select value from json_each(?))
  and about_entity in (select value from json_each(?)))`;

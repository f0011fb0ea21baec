/** Notes as rows of the schema: their text stands in note_texts. */
import type { Params } from '../../store/mssql/tsql.ts';
import type { About } from '../model.ts';

export const NOTE_ROWS = 'SELECT note.*, said.[text] FROM sb.notes AS note JOIN sb.note_texts AS said ON said.n = note.text_n';

export interface Conditions {
  readonly sql: string;
  readonly params: Params;
}

/** Of one object, or of any of several. */
export function ofObjects(about: About | readonly About[]): Conditions {
  const all = [about].flat();
  const listed = (of: 'record' | 'entity'): string[] => [...new Set(all.map((a) => a[of]))];
  return { sql: ' AND note.about_record IN (@records) AND note.about_entity IN (@entities)', params: { records: listed('record'), entities: listed('entity') } }; // prettier-ignore
}

/** Notes as rows: their text stands in note_texts. */
import type { SqlRow } from '../../store/sqlite/driver.ts';
import type { About, FollowUp, Note, NoteKind } from '../model.ts';
import { readersOf } from '../rights.ts';
import { stems } from '../stems.ts';
import { NOTHING, type Indexed } from './note-words.ts';
import { flag, list, maybe, number, text, word } from './values.ts';

export const KINDS = ['note', 'call', 'meeting', 'promise', 'preference'] as const satisfies readonly NoteKind[];
export const ABOUT = ['counterparty', 'invoice'] as const satisfies readonly About['entity'][];

export const NOTE_ROWS = 'select note.*, said.text from notes note join note_texts said on said.n = note.text_n';

export const noteOf = (row: SqlRow): Note => ({
  id: text(row, 'id'), rev: number(row, 'rev'), about: aboutOf(row), kind: word(row, 'kind', KINDS), text: text(row, 'text'), participants: list(row, 'participants'),
  pinned: flag(row, 'pinned'), isPrivate: flag(row, 'private'), followUp: followUpOf(row), owner: text(row, 'owner'), team: maybe(row, 'team'),
  firstAt: text(row, 'first_at'), withdrawnAt: maybe(row, 'withdrawn_at'), by: text(row, 'by'), at: text(row, 'at'),
}); // prettier-ignore

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

function aboutOf(row: SqlRow): About | null {
  const record = maybe(row, 'about_record');
  return record === null ? null : { entity: word(row, 'about_entity', ABOUT), record };
}

function followUpOf(row: SqlRow): FollowUp | null {
  const due = maybe(row, 'due');
  return due === null ? null : { due, assignee: text(row, 'assignee'), doneAt: maybe(row, 'done_at') };
}

type Findable = Pick<Note, 'text' | 'participants' | 'owner' | 'team' | 'isPrivate' | 'withdrawnAt'>;

/** A note is found by its text and by who took part; one that was taken back by nothing. */
export const indexedAs = (note: Findable): Indexed =>
  note.withdrawnAt === null ? { readers: readersOf(note), stems: stems([note.text, ...note.participants].join('\n')) } : NOTHING;

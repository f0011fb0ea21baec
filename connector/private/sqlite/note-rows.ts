/** Notes as rows: their text stands in note_texts. */
import type { SqlRow } from '../../store/sqlite/driver.ts';
import type { About, FollowUp, Note, NoteKind } from '../model.ts';
import { readersOf } from '../rights.ts';
import { stems } from '../stems.ts';
import type { Indexed } from './note-words.ts';
import { flag, list, maybe, number, text, word } from './values.ts';

export const KINDS = ['note', 'call', 'meeting', 'promise', 'preference'] as const satisfies readonly NoteKind[];
export const ABOUT = ['counterparty', 'invoice'] as const satisfies readonly About['entity'][];

export const NOTE_ROWS = 'select note.*, said.text from notes note join note_texts said on said.n = note.text_n';

export const noteOf = (row: SqlRow): Note => ({
  id: text(row, 'id'), rev: number(row, 'rev'), about: aboutOf(row), kind: word(row, 'kind', KINDS), text: text(row, 'text'), participants: list(row, 'participants'),
  pinned: flag(row, 'pinned'), isPrivate: flag(row, 'private'), followUp: followUpOf(row), owner: text(row, 'owner'), team: maybe(row, 'team'),
  firstAt: text(row, 'first_at'), by: text(row, 'by'), at: text(row, 'at'),
}); // prettier-ignore

function aboutOf(row: SqlRow): About | null {
  const record = maybe(row, 'about_record');
  return record === null ? null : { entity: word(row, 'about_entity', ABOUT), record };
}

function followUpOf(row: SqlRow): FollowUp | null {
  const due = maybe(row, 'due');
  return due === null ? null : { due, assignee: text(row, 'assignee'), doneAt: maybe(row, 'done_at') };
}

type Findable = Pick<Note, 'text' | 'participants' | 'owner' | 'team' | 'isPrivate'>;

/** A note is found by its text and by who took part. */
export const indexedAs = (note: Findable): Indexed => ({
  readers: readersOf(note),
  stems: stems([note.text, ...note.participants].join('\n')),
});

/** A note as it comes in, checked, and as a row gives it back: the same on every database. Its text stands in note_texts. */
import type { SqlRow } from '../../store/rows.ts';
import type { Check } from '../check.ts';
import type { About, FollowUp, Note, NoteKind } from '../model.ts';
import type { NoteDraft } from '../private-store.ts';
import { readersOf } from '../rights.ts';
import { stems } from '../stems.ts';
import { NOTHING, type Indexed } from './blocks.ts';
import { flag, list, maybe, number, text, word } from './values.ts';

export const KINDS = ['note', 'call', 'meeting', 'promise', 'preference'] as const satisfies readonly NoteKind[];
export const ABOUT = ['counterparty', 'invoice'] as const satisfies readonly About['entity'][];

/** A megabyte of letters: a whole correspondence pasted in, and no book. */
const TEXT_AT_MOST = 1_048_576;

export const isAboutSame = (a: Pick<Note, 'about'>, b: Pick<Note, 'about'>): boolean => a.about?.record === b.about?.record;

export const noteOf = (row: SqlRow): Note => ({
  id: text(row, 'id'), rev: number(row, 'rev'), about: aboutOf(row), kind: word(row, 'kind', KINDS), text: text(row, 'text'), participants: list(row, 'participants'),
  pinned: flag(row, 'pinned'), isPrivate: flag(row, 'private'), followUp: followUpOf(row), owner: text(row, 'owner'), team: maybe(row, 'team'),
  firstAt: text(row, 'first_at'), withdrawnAt: maybe(row, 'withdrawn_at'), by: text(row, 'by'), at: text(row, 'at'),
}); // prettier-ignore

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

export type CheckedNote = Omit<NoteDraft, 'id'>;

export function checkedNote(draft: NoteDraft, check: Check): CheckedNote {
  check.choice('kind', draft.kind, KINDS);
  if (draft.about) check.choice('about.entity', draft.about.entity, ABOUT);
  const about = draft.about && { entity: draft.about.entity, record: check.text('about.record', draft.about.record, 100) };
  const followUp = draft.followUp && {
    due: check.date('followUp.due', draft.followUp.due),
    assignee: check.text('followUp.assignee', draft.followUp.assignee, 200),
    doneAt: check.instant('followUp.doneAt', draft.followUp.doneAt),
  };
  const [said, participants] = [
    check.text('text', draft.text, TEXT_AT_MOST),
    check.texts('participants', draft.participants, 300),
  ];
  const flags = { pinned: check.flag('pinned', draft.pinned) === 1, isPrivate: check.flag('isPrivate', draft.isPrivate) === 1 };
  check.done();
  return { about, kind: draft.kind, text: said, participants, followUp, ...flags };
}

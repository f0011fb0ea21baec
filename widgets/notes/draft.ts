/** A note as it is typed. */
import type { NoteKind, NoteRow, NotesView } from '../../connector/server/contract/notes.ts';

export interface Draft {
  readonly kind: NoteKind;
  readonly text: string;
  /** ISO day; '' for nothing to do; null: typed, but not understood. */
  readonly due: string | null;
  /** '' = whoever writes it. */
  readonly assignee: string;
  readonly isPrivate: boolean;
  /** Separated by commas. */
  readonly participants: string;
}

/** Most notes are written right after a call. */
export const EMPTY: Draft = { kind: 'call', text: '', due: '', assignee: '', isPrivate: false, participants: '' };
export const KINDS: readonly NoteKind[] = ['call', 'meeting', 'promise', 'preference', 'note'];

export const draftOf = (note: NoteRow, me: string): Draft => ({
  kind: note.kind,
  text: note.text,
  due: note.followUp ? note.followUp.due : '',
  assignee: note.followUp && note.followUp.assignee.user !== me ? note.followUp.assignee.user : '',
  isPrivate: note.isPrivate,
  participants: note.participants.join(', '),
});

export type Wrong = Readonly<Partial<Record<'text' | 'due', string>>>;

/** Keys of texts: what stands in the way of storing it. */
export function wrongIn({ kind, text, due }: Draft): Wrong {
  return {
    ...(text.trim() === '' ? { text: 'notes.needText' } : {}),
    ...(due === null ? { due: 'runtime.notDay' } : due === '' && kind === 'promise' ? { due: 'notes.needDue' } : {}),
  };
}

export const isTouched = (draft: Draft, before: Draft): boolean => JSON.stringify(draft) !== JSON.stringify(before);

/** What is left of it once `sent` is stored: what was typed while it was on its way stays. */
export const leftOf = (now: Draft, sent: Draft): Draft =>
  now.text === sent.text
    ? EMPTY
    : { ...now, text: now.text.indexOf(sent.text) === 0 ? now.text.slice(sent.text.length).replace(/^\s+/, '') : now.text };

/** As the server takes it. */
export const bodyOf = ({ kind, text, due, assignee, isPrivate, participants }: Draft) => ({
  kind,
  text: text.trim(),
  isPrivate,
  participants: participants.split(',').map((name) => name.trim()).filter(Boolean),
  followUp: due ? { due, assignee: assignee || null } : null,
}); // prettier-ignore

/** Whom it can be given to: oneself first. */
export const assignees = ({ people, me }: NotesView, mine: string) => [
  { value: '', label: mine },
  ...people.filter(({ user }) => user !== me.user).map(({ user, name }) => ({ value: user, label: name })),
];

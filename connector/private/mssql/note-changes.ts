/** Notes written, changed, taken back and brought again. */
import type { BatchRow } from '../../store/mssql/batch.ts';
import { NOTHING } from '../kept/blocks.ts';
import { checkedNote, indexedAs, isAboutSame, noteOf, type CheckedNote } from '../kept/note.ts';
import { number } from '../kept/values.ts';
import { Check } from '../check.ts';
import type { Id, Note } from '../model.ts';
import { PrivateMoved, PrivateRefused, PrivateWrong, type NoteDraft } from '../private-store.ts';
import { changesNote, decidesNote } from '../rights.ts';
import { nextN } from './base.ts';
import { NOTE_ROWS } from './note-rows.ts';
import { stored, type Stored } from './notes.ts';
import type { On } from './scoped.ts';
import { insert, NOTE_TEXTS, NOTES, update } from './tables.ts';
import { keep, keepNote } from './texts.ts';
import { setWords } from './words.ts';

/** Of one counterparty or invoice; of what is about nobody, of one person. */
const PINS = 3;
const SQL = {
  there: 'SELECT n FROM sb.notes WHERE id = @id',
  whole: `${NOTE_ROWS} WHERE note.id = @id`,
  pins: 'SELECT note.n, note.owner, note.team, note.[private] FROM sb.notes AS note WHERE {notes} AND note.pinned = 1 AND',
} as const;

export async function saveNote(on: On, draft: NoteDraft, basis: number | null): Promise<Note> {
  const made = checkedNote(draft, new Check(on.base.world.now()));
  return basis === null ? add(on, made, draft.id) : edit(on, made, draft.id, basis);
}

async function add(on: On, made: CheckedNote, id: Id | undefined): Promise<Note> {
  const { scope, base, t } = on;
  if (id !== undefined && (await t.rows(SQL.there, { id })).length > 0)
    throw (await stored(on, id)) ? new PrivateMoved() : new PrivateRefused();
  if (made.pinned) await mustHaveRoom(on, made);
  const at = base.now();
  const note = { ...made, id: id ?? base.world.uuid(), rev: 1, owner: scope.user, team: scope.team, firstAt: at, withdrawnAt: null, by: scope.user, at }; // prettier-ignore
  const n = await nextN(t, 'notes');
  await insert(t, 'notes', NOTES, [cellsOf(n, note, await nextN(t, 'note_texts'))]);
  await say(on, n, note);
  await setWords(t, n, NOTHING, indexedAs(note));
  return note;
}

async function edit(on: On, made: CheckedNote, id: Id | undefined, basis: number): Promise<Note> {
  const known = id === undefined ? null : await stored(on, id);
  if (!known || !mayChange(on, known.note, made)) throw new PrivateRefused();
  if (known.note.rev !== basis) throw new PrivateMoved();
  if (made.pinned && !(known.note.pinned && isAboutSame(known.note, made))) await mustHaveRoom(on, made);
  const note = { ...known.note, ...made, rev: basis + 1, by: on.user, at: on.base.now() };
  const isSaidAnew = note.text !== known.note.text;
  await update(on.t, 'notes', NOTES, cellsOf(known.n, note, isSaidAnew ? await nextN(on.t, 'note_texts') : known.textN));
  if (isSaidAnew) await say(on, known.n, note);
  await keep(on.t, note.participants);
  await setWords(on.t, known.n, indexedAs(known.note), indexedAs(note));
  return note;
}

/** What is pinned stands on top of everything else: of a few only (widgets.md 8). Those of others that nobody here may see do not count. */
async function mustHaveRoom(on: On, { about }: CheckedNote): Promise<void> {
  const [of, who] = about === null ? ['note.about_record IS NULL AND note.owner = @who', on.user] : ['note.about_record = @who', about.record]; // prettier-ignore
  const rows = await on.rows(`${SQL.pins} ${of}`, { who });
  if (rows.length >= PINS)
    throw new PrivateWrong([{ row: null, field: 'pinned', problem: 'too-many', value: String(rows.length) }]);
}

function mayChange({ scope }: On, known: Note, made: CheckedNote): boolean {
  const decides = decidesNote(scope, known);
  return decides || (made.isPrivate === known.isPrivate && changesNote(scope, known, known.followUp?.assignee ?? null));
}

/** Read without the scope, which knows nothing of what was taken back: who may is asked of each by itself. */
async function whole({ t }: On, id: Id): Promise<Stored | null> {
  const row = (await t.rows(SQL.whole, { id })).find((one) => one['id'] === id);
  return row ? { n: number(row, 'n'), textN: number(row, 'text_n'), note: noteOf(row) } : null;
}

export async function withdrawn(on: On, id: Id): Promise<Note | null> {
  const note = (await whole(on, id))?.note;
  return note && note.withdrawnAt !== null && decidesNote(on.scope, note) ? note : null;
}

export async function withdraw(on: On, id: Id, basis: number, isGone: boolean): Promise<Note> {
  const known = await whole(on, id);
  if (!known || !decidesNote(on.scope, known.note)) throw new PrivateRefused();
  if (known.note.rev !== basis || (known.note.withdrawnAt !== null) === isGone) throw new PrivateMoved();
  if (!isGone && known.note.pinned) await mustHaveRoom(on, known.note);
  const at = on.base.now();
  const note = { ...known.note, rev: basis + 1, withdrawnAt: isGone ? at : null, by: on.user, at };
  await update(on.t, 'notes', NOTES, cellsOf(known.n, note, known.textN));
  await setWords(on.t, known.n, indexedAs(known.note), indexedAs(note));
  return note;
}

export const cellsOf = (n: number, note: Note, textN: number): BatchRow => ({
  n, id: note.id, rev: note.rev, about_entity: note.about?.entity ?? null, about_record: note.about?.record ?? null, kind: note.kind, text_n: textN,
  participants: JSON.stringify(note.participants), pinned: note.pinned ? 1 : 0, private: note.isPrivate ? 1 : 0, due: note.followUp?.due ?? null,
  assignee: note.followUp?.assignee ?? null, done_at: note.followUp?.doneAt ?? null, owner: note.owner, team: note.team, first_at: note.firstAt, withdrawn_at: note.withdrawnAt,
  by: note.by, at: note.at,
}); // prettier-ignore

async function say({ t }: On, note: number, { rev, text, by, at, participants }: Note): Promise<void> {
  const n = await nextN(t, 'note_texts');
  await insert(t, 'note_texts', NOTE_TEXTS, [{ n, note, rev, text, by, at }]);
  await keepNote(t, n);
  await keep(t, participants);
}

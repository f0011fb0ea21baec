/** Notes of negotiations and promises: read, page by page. Changes are in note-changes.ts, the search in search.ts. */
import { FIRST } from '../../store/mssql/tsql.ts';
import { noteOf } from '../kept/note.ts';
import { limitOf, NUMBERS, pageOf, placeOf, TEXT_AND_NUMBER } from '../kept/pages.ts';
import { flag, number, text } from '../kept/values.ts';
import type { Id, Note, NoteRevision } from '../model.ts';
import type { DueFilter, NoteFilter, Page } from '../private-store.ts';
import { NOTE_ROWS, ofObjects, type Conditions } from './note-rows.ts';
import type { On } from './scoped.ts';

const BEYOND = Number.MAX_SAFE_INTEGER;
const PINNED_FIRST = '(note.pinned < @pinned OR (note.pinned = @pinned AND note.n < @n)) ORDER BY note.pinned DESC, note.n DESC';
const SQL = {
  one: `${NOTE_ROWS} WHERE {notes} AND note.id = @id`,
  revisions: `SELECT note.id, note.owner, note.team, note.[private], said.rev, said.[text], said.[by], said.[at] FROM sb.notes AS note JOIN sb.note_texts AS said ON said.note = note.n
    WHERE {notes} AND note.id = @id ORDER BY said.rev DESC`,
} as const;

export async function notes(on: On, filter: NoteFilter): Promise<Page<Note>> {
  if (filter.open) return open(on, filter);
  const [limit, isFirst] = [limitOf(filter), filter.pinnedFirst === true];
  const [pinned, n] = placeOf(filter, NUMBERS) ?? [1, BEYOND];
  const { sql, params } = conditionsOf(filter);
  const order = isFirst ? PINNED_FIRST : 'note.n < @n ORDER BY note.n DESC';
  const rows = await on.rows(`${NOTE_ROWS} WHERE {notes} ${sql} AND ${order} ${FIRST}`, { ...params, n, limit: limit + 1, ...(isFirst ? { pinned } : {}) }); // prettier-ignore
  return pageOf(rows, limit, noteOf, (row) => [flag(row, 'pinned') ? 1 : 0, number(row, 'n')]);
}

const AFTER_DAY = '(note.due > @after OR (note.due = @after AND note.n > @n)) ORDER BY note.due, note.n';
async function open(on: On, filter: NoteFilter): Promise<Page<Note>> {
  const [limit, [after, n]] = [limitOf(filter), placeOf(filter, TEXT_AND_NUMBER) ?? ['', 0]];
  const { sql, params } = conditionsOf(filter);
  const rows = await on.rows(`${NOTE_ROWS} WHERE {notes} ${sql} AND ${AFTER_DAY} ${FIRST}`, { ...params, after, n, limit: limit + 1 }); // prettier-ignore
  return pageOf(rows, limit, noteOf, (row) => [text(row, 'due'), number(row, 'n')]);
}

const ofKinds = (kinds: NoteFilter['kinds'] = []): Conditions =>
  kinds.length > 0 ? { sql: ' AND note.kind IN (@kinds)', params: { kinds } } : { sql: '', params: {} };

function conditionsOf({ about, kinds, owner, open }: NoteFilter): Conditions {
  const [which, of] = [ofAbout(about), ofKinds(kinds)];
  const whose = owner === undefined ? '' : ' AND note.owner = @owner';
  const undone = open ? ' AND note.due IS NOT NULL AND note.done_at IS NULL' : '';
  return { sql: which.sql + of.sql + whose + undone, params: { ...which.params, ...of.params, ...(owner === undefined ? {} : { owner }) } }; // prettier-ignore
}

function ofAbout(about: NoteFilter['about']): Conditions {
  if (about === undefined) return { sql: '', params: {} };
  if (about === null) return { sql: ' AND note.about_record IS NULL', params: {} };
  return ofObjects(about);
}

export interface Stored {
  readonly n: number;
  readonly textN: number;
  readonly note: Note;
}

export async function stored(on: On, id: Id): Promise<Stored | null> {
  const row = await on.one(SQL.one, { id });
  return row ? { n: number(row, 'n'), textN: number(row, 'text_n'), note: noteOf(row) } : null;
}

/** Every text it has had, the present one first. */
export async function revisions(on: On, id: Id): Promise<readonly NoteRevision[]> {
  const rows = await on.rows(SQL.revisions, { id });
  return rows.map((r) => ({ note: text(r, 'id'), rev: number(r, 'rev'), text: text(r, 'text'), by: text(r, 'by'), at: text(r, 'at') })); // prettier-ignore
}

/** What is to be done by a date, the oldest first: one's own, or for a lead the team's. */
export async function due(on: On, filter: DueFilter): Promise<Page<Note>> {
  const [limit, [after, n]] = [limitOf(filter), placeOf(filter, TEXT_AND_NUMBER) ?? ['', 0]];
  const [{ sql, params }, of] = [whoseOf(on, filter), ofKinds(filter.kinds)];
  const rows = await on.rows(
    `${NOTE_ROWS} WHERE {notes} AND ${sql} AND note.due IS NOT NULL AND note.done_at IS NULL AND note.due > @since AND note.due <= @until${of.sql}
      AND ${AFTER_DAY} ${FIRST}`,
    { ...params, ...of.params, since: filter.since ?? '', until: filter.until, after, n, limit: limit + 1 },
  );
  return pageOf(rows, limit, noteOf, (row) => [text(row, 'due'), number(row, 'n')]);
}

function whoseOf({ scope }: On, { whose }: DueFilter): Conditions {
  if (whose !== 'team' || !scope.leads) return { sql: 'note.assignee = @who', params: { who: scope.user } };
  return scope.team === null
    ? { sql: 'note.team IS NULL', params: {} }
    : { sql: 'note.team = @who', params: { who: scope.team } };
}

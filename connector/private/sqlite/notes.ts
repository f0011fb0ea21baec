/** Notes of negotiations and promises: written, read, followed up. The search is in search.ts. */
import type { Param, SqlRow } from '../../store/sqlite/driver.ts';
import { Check } from '../check.ts';
import type { Id, Note, NoteRevision } from '../model.ts';
import {
  PrivateMoved,
  PrivateRefused,
  PrivateWrong,
  type DueFilter,
  type NoteDraft,
  type NoteFilter,
  type Page,
} from '../private-store.ts';
import { changesNote, decidesNote } from '../rights.ts';
import { NOTHING } from '../kept/blocks.ts';
import { checkedNote, indexedAs, isAboutSame, noteOf, type CheckedNote } from '../kept/note.ts';
import { NOTE_ROWS, ofObjects, type Conditions } from './note-rows.ts';
import type { NoteWords } from './note-words.ts';
import { limitOf, NUMBERS, pageOf, placeOf, TEXT_AND_NUMBER } from '../kept/pages.ts';
import type { Scoped } from './scoped.ts';
import type { Texts } from './texts.ts';
import { flag, number, text } from '../kept/values.ts';

const COLUMNS =
  'rev, about_entity, about_record, kind, text_n, participants, pinned, private, due, assignee, done_at, owner, team, first_at, withdrawn_at, by, at';
const HOLES = COLUMNS.replace(/[a-z_]+/g, '?');
const INSERT = `insert into notes (n, id, ${COLUMNS}) values (?, ?, ${HOLES})`;
const UPDATE = `update notes set (${COLUMNS}) = (${HOLES}) where n = ?`;
const BEYOND = Number.MAX_SAFE_INTEGER;
/** Of one counterparty or invoice; of what is about nobody, of one person. */
const PINS = 3;

interface Stored {
  readonly n: number;
  readonly textN: number;
  readonly note: Note;
}

export class Notes {
  readonly #db: Scoped;
  readonly #texts: Texts;
  readonly #words: NoteWords;

  constructor(db: Scoped, texts: Texts, words: NoteWords) {
    this.#db = db;
    this.#texts = texts;
    this.#words = words;
  }

  list(filter: NoteFilter): Page<Note> {
    if (filter.open) return this.#open(filter);
    const [limit, first] = [limitOf(filter), filter.pinnedFirst === true];
    const [pinned, n] = placeOf(filter, NUMBERS) ?? [1, BEYOND];
    const { sql, params } = conditionsOf(filter);
    const order = first
      ? '(note.pinned, note.n) < (?, ?) order by note.pinned desc, note.n desc'
      : 'note.n < ? order by note.n desc';
    const rows = this.#db.all(
      `${NOTE_ROWS} where {notes} ${sql} and ${order} limit ?`,
      ...params,
      ...(first ? [pinned, n] : [n]),
      limit + 1,
    );
    return pageOf(rows, limit, noteOf, (row) => [flag(row, 'pinned') ? 1 : 0, number(row, 'n')]);
  }

  #open(filter: NoteFilter): Page<Note> {
    const [limit, place] = [limitOf(filter), placeOf(filter, TEXT_AND_NUMBER) ?? ['', 0]];
    const { sql, params } = conditionsOf(filter);
    const rows = this.#db.all(
      `${NOTE_ROWS} where {notes} ${sql} and (note.due, note.n) > (?, ?) order by note.due, note.n limit ?`,
      ...params, ...place, limit + 1,
    ); // prettier-ignore
    return pageOf(rows, limit, noteOf, byDay);
  }

  one = (id: Id): Note | null => this.#stored(id)?.note ?? null;

  #stored(id: Id): Stored | null {
    const row = this.#db.get(`${NOTE_ROWS} where {notes} and note.id = ?`, id);
    return row ? { n: number(row, 'n'), textN: number(row, 'text_n'), note: noteOf(row) } : null;
  }

  /** Every text it has had, the present one first. */
  revisions(id: Id): readonly NoteRevision[] {
    const rows = this.#db.all(
      `select note.id, said.rev, said.text, said.by, said.at from notes note join note_texts said on said.note = note.n
        where {notes} and note.id = ? order by said.rev desc`,
      id,
    );
    return rows.map((r) => ({
      note: text(r, 'id'),
      rev: number(r, 'rev'),
      text: text(r, 'text'),
      by: text(r, 'by'),
      at: text(r, 'at'),
    }));
  }

  save(draft: NoteDraft, basis: number | null): Note {
    const made = checkedNote(draft, new Check(this.#db.base.world.now()));
    return this.#db.change(() => (basis === null ? this.#add(made, draft.id) : this.#edit(made, draft.id, basis)), 'notes');
  }

  #add(made: CheckedNote, id: Id | undefined): Note {
    const { base, scope } = this.#db;
    if (id !== undefined && base.get('select 1 from notes where id = ?', id)) {
      throw this.#stored(id) ? new PrivateMoved() : new PrivateRefused();
    }
    if (made.pinned) this.#mustHaveRoom(made);
    const at = base.now();
    const note = {
      ...made,
      id: id ?? base.world.uuid(),
      rev: 1,
      owner: scope.user,
      team: scope.team,
      firstAt: at,
      withdrawnAt: null,
      by: scope.user,
      at,
    };
    const n = base.nextN('notes');
    this.#write(n, note, base.nextN('note_texts'), 'new');
    this.#say(n, note);
    this.#words.set(n, NOTHING, indexedAs(note));
    return note;
  }

  #edit(made: CheckedNote, id: Id | undefined, basis: number): Note {
    const { base, scope } = this.#db;
    const known = id === undefined ? null : this.#stored(id);
    if (!known || !this.#mayChange(known.note, made)) throw new PrivateRefused();
    if (known.note.rev !== basis) throw new PrivateMoved();
    if (made.pinned && !(known.note.pinned && isAboutSame(known.note, made))) this.#mustHaveRoom(made);
    const note = { ...known.note, ...made, rev: basis + 1, by: scope.user, at: base.now() };
    const isSaidAnew = note.text !== known.note.text;
    this.#write(known.n, note, isSaidAnew ? base.nextN('note_texts') : known.textN, 'there');
    if (isSaidAnew) this.#say(known.n, note);
    this.#texts.all(note.participants);
    this.#words.set(known.n, indexedAs(known.note), indexedAs(note));
    return note;
  }

  /** What is pinned stands on top of everything else: of a few only (widgets.md 8). Those of others that nobody here may see do not count. */
  #mustHaveRoom({ about }: CheckedNote): void {
    const [of, who] =
      about === null ? ['note.about_record is null and note.owner = ?', this.#db.user] : ['note.about_record = ?', about.record];
    const rows = this.#db.all(`select note.n from notes note where {notes} and note.pinned = 1 and ${of}`, who);
    if (rows.length >= PINS)
      throw new PrivateWrong([{ row: null, field: 'pinned', problem: 'too-many', value: String(rows.length) }]);
  }

  withdrawn(id: Id): Note | null {
    const note = this.#whole(id)?.note;
    return note && note.withdrawnAt !== null && decidesNote(this.#db.scope, note) ? note : null;
  }

  /** Read without the scope, which knows nothing of what was taken back: who may is asked of each by itself. */
  #whole(id: Id): Stored | null {
    const row = this.#db.base.get(`${NOTE_ROWS} where note.id = ?`, id);
    return row ? { n: number(row, 'n'), textN: number(row, 'text_n'), note: noteOf(row) } : null;
  }

  withdraw(id: Id, basis: number, on: boolean): Note {
    return this.#db.change(() => this.#withdraw(id, basis, on), 'notes');
  }

  #withdraw(id: Id, basis: number, on: boolean): Note {
    const { base, scope } = this.#db;
    const stored = this.#whole(id);
    if (!stored || !decidesNote(scope, stored.note)) throw new PrivateRefused();
    const { n, textN, note: known } = stored;
    if (known.rev !== basis || (known.withdrawnAt !== null) === on) throw new PrivateMoved();
    if (!on && known.pinned) this.#mustHaveRoom(known);
    const at = base.now();
    const note = { ...known, rev: basis + 1, withdrawnAt: on ? at : null, by: scope.user, at };
    this.#write(n, note, textN, 'there');
    this.#words.set(n, indexedAs(known), indexedAs(note));
    return note;
  }

  #mayChange(known: Note, made: CheckedNote): boolean {
    const { scope } = this.#db;
    const decides = decidesNote(scope, known);
    return decides || (made.isPrivate === known.isPrivate && changesNote(scope, known, known.followUp?.assignee ?? null));
  }

  #write(n: number, note: Note, textN: number, row: 'new' | 'there'): void {
    const values: Param[] = [
      note.rev, note.about?.entity ?? null, note.about?.record ?? null, note.kind, textN, JSON.stringify(note.participants), note.pinned ? 1 : 0, note.isPrivate ? 1 : 0,
      note.followUp?.due ?? null, note.followUp?.assignee ?? null, note.followUp?.doneAt ?? null, note.owner, note.team, note.firstAt, note.withdrawnAt, note.by, note.at,
    ]; // prettier-ignore
    if (row === 'new') this.#db.base.run(INSERT, n, note.id, ...values);
    else this.#db.base.run(UPDATE, ...values, n);
  }

  #say(note: number, { rev, text: said, by, at, participants }: Note): void {
    const { base } = this.#db;
    const n = base.nextN('note_texts');
    base.run('insert into note_texts (n, note, rev, text, by, at) values (?, ?, ?, ?, ?, ?)', n, note, rev, said, by, at);
    this.#texts.addNote(n);
    this.#texts.all(participants);
  }

  /** What is to be done by a date, the oldest first: one's own, or for a lead the team's. */
  due(filter: DueFilter): Page<Note> {
    const [limit, [due, n]] = [limitOf(filter), placeOf(filter, TEXT_AND_NUMBER) ?? ['', 0]];
    const { scope } = this.#db;
    const [whose, who] =
      filter.whose === 'team' && scope.leads ? ['note.team is ?', scope.team] : ['note.assignee = ?', scope.user];
    const { sql, params } = ofKinds(filter.kinds);
    const rows = this.#db.all(
      `${NOTE_ROWS} where {notes} and ${whose} and note.due is not null and note.done_at is null and note.due > ? and note.due <= ?${sql}
        and (note.due, note.n) > (?, ?) order by note.due, note.n limit ?`,
      who, filter.since ?? '', filter.until, ...params, due, n, limit + 1,
    ); // prettier-ignore
    return pageOf(rows, limit, noteOf, byDay);
  }
}

/** Where a page by days ends. */
const byDay = (row: SqlRow): [string, number] => [text(row, 'due'), number(row, 'n')];

const ofKinds = (kinds: NoteFilter['kinds'] = []): Conditions => ({
  sql: kinds.length > 0 ? ` and note.kind in (${kinds.map(() => '?').join(', ')})` : '',
  params: kinds,
});

function conditionsOf({ about, kinds, owner, open }: NoteFilter): Conditions {
  const [which, of] = [ofAbout(about), ofKinds(kinds)];
  const whose = owner === undefined ? '' : ' and note.owner = ?';
  const undone = open ? ' and note.due is not null and note.done_at is null' : '';
  return {
    sql: which.sql + of.sql + whose + undone,
    params: [...which.params, ...of.params, ...(owner === undefined ? [] : [owner])],
  };
}

function ofAbout(about: NoteFilter['about']): Conditions {
  if (about === undefined) return { sql: '', params: [] };
  if (about === null) return { sql: ' and note.about_record is null', params: [] };
  return ofObjects(about);
}

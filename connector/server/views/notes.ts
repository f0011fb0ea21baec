/** Notes as one person sees them: those of an object, or a day's work. Each with whom and what it is about, and what one may do with it. */
import type { RecordId } from '../../model.ts';
import type { About, Note } from '../../private/model.ts';
import type { Page, PrivateView } from '../../private/private-store.ts';
import { changesNote, decidesNote, scopeOf, type Scope } from '../../private/rights.ts';
import type { NoteRow, NotesView, NoteView } from '../contract/notes.ts';
import { viewerOf } from '../api/own.ts';
import { lateFor } from './late.ts';
import { say } from '../../words/sentences.ts';
import { firstSeen, hiddenOf, listed, listedSeen, LOOKED, NOT_SEEN, type Query } from './notes-seen.ts';
import { dayIn, type Shown } from './shown.ts';

/** Letters of a note in a list; the whole of it is a press away. */
const SHOWN = { row: 160, due: 80 } as const;
const MOST = { pinned: 5, wishes: 3, due: 12, promises: 5, invoices: 200, dayRows: 6 } as const;
/** A first look asks for so many and fits a small answer; who asks for more gets as many of everything. */
const FIRST_LOOK = 10;
const most = ({ limit }: Query, first: number): number => (limit > FIRST_LOOK ? limit : first);
const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
/** A promise may be for years ahead. */
const EVER = '9999-12-31';

/** Of a counterparty with its invoices, or of an invoice. */
export async function objectView(
  shown: Shown,
  own: PrivateView,
  of: { about: About; entity: string },
  query: Query,
): Promise<NotesView> {
  const about = await withInvoices(shown, of.about);
  const first = query.after === undefined && query.search === undefined && query.kind === undefined;
  const pinned = first ? await onTop(own, about) : [];
  const open = first ? await own.notes({ about, open: true, limit: most(query, MOST.due) }) : NONE;
  const due = open.rows;
  const page = await listed(own, query, { about });
  const rows = page.rows.filter((n) => !pinned.some((p) => p.id === n.id));
  const made = new Rows(shown, await learned(shown, [...pinned, ...due, ...rows]));
  await shown.names.learn([of.about.record]);
  return {
    ...(await common(shown)), entity: of.entity, title: shown.names.of(of.about.record), whose: 'mine', promises: [], ...NOT_LATE, next: page.next, moreDue: open.next !== null,
    pinned: await made.all(pinned, SHOWN.row), due: await made.all(due, SHOWN.due), rows: await made.all(rows, SHOWN.row),
  }; // prettier-ignore
}

/** What is due within a week, what was promised for later, what was written last: one's own, or for a lead the team's. */
export async function dayView(shown: Shown, own: PrivateView, query: Query): Promise<NotesView> {
  const whose = query.whose === 'team' && scopeFor(shown).leads ? 'team' : 'mine';
  const week = dayIn(shown.who.timeZone, new Date(shown.now.getTime() + WEEK_DAYS * DAY_MS));
  const first = query.after === undefined && query.search === undefined && query.kind === undefined;
  const soon = (after: string | null): Promise<Page<Note>> => own.due({ until: week, whose, after, limit: LOOKED });
  const later = (after: string | null): Promise<Page<Note>> => own.due({ since: week, until: EVER, whose, kinds: ['promise'], after, limit: LOOKED }); // prettier-ignore
  const { rows: due, more } = first ? await firstSeen(shown, most(query, MOST.due), soon) : NOT_SEEN;
  const { rows: promises } = first ? await firstSeen(shown, MOST.promises, later) : NOT_SEEN;
  const limit = Math.min(query.limit, most(query, MOST.dayRows));
  const { rows, next } = await listedSeen(shown, own, { ...query, limit }, whose === 'mine' ? { owner: shown.who.actor } : {});
  const made = new Rows(shown, await learned(shown, [...due, ...promises, ...rows]));
  return {
    ...(await common(shown)), entity: null, title: null, whose, pinned: [], next, moreDue: more,
    ...(first && scopeFor(shown).leads ? await lateFor(shown) : NOT_LATE), due: await made.all(due, SHOWN.due), promises: await made.all(promises, SHOWN.due), rows: await made.all(rows, SHOWN.row),
  }; // prettier-ignore
}

/** One whole note, and its former texts. */
export async function noteDetail(shown: Shown, own: PrivateView, note: Note): Promise<NoteView> {
  const [[row]] = [await new Rows(shown, await learned(shown, [note])).all([note], Infinity)];
  const former = row?.about?.entity === null ? [] : (await own.revisions(note.id)).slice(1); // said before it was given to them
  const revisions = [];
  for (const { text, by, at } of former) revisions.push({ text, by: await shown.person(by), at });
  if (!row) throw new Error('a note made no row');
  return { note: row, revisions };
}

/** What is pinned, and how they want to be treated. */
async function onTop(own: PrivateView, about: readonly About[]): Promise<readonly Note[]> {
  const first = (await own.notes({ about, pinnedFirst: true, limit: MOST.pinned })).rows.filter((n) => n.pinned);
  const wishes = (await own.notes({ about, kinds: ['preference'], limit: MOST.wishes })).rows.filter((n) => !n.pinned);
  return [...first, ...wishes];
}

/** What is said about an invoice is said to its customer; the other way round it belongs to that invoice alone. */
async function withInvoices(shown: Shown, about: About): Promise<readonly About[]> {
  if (about.entity === 'invoice') return [about];
  const invoices = await shown.store.queries.invoices({ counterparty: about.record }, MOST.invoices);
  return [about, ...invoices.map(({ id }) => ({ entity: 'invoice' as const, record: id }))];
}

const NONE: Page<Note> = { rows: [], next: null };
const NOT_LATE = { late: [], moreLate: false };

const scopeFor = ({ who }: Shown): Scope => scopeOf(viewerOf(who));

async function common(shown: Shown): Promise<Pick<NotesView, 'state' | 'today' | 'me' | 'people' | 'may' | 'stamp'>> {
  const { who } = shown;
  const scope = scopeFor(shown);
  const known = await shown.store.views.people(who.client);
  const people = known.map(({ actor, name }) => ({ user: actor, name }));
  return {
    state: 'ready',
    today: shown.today,
    me: { user: who.actor, name: who.name },
    people,
    stamp: shown.stamp,
    may: { write: scope.writes, team: scope.leads },
  };
}

interface Learned {
  /** How the forms call what the notes are about, by record. */
  readonly forms: ReadonlyMap<RecordId, string>;
  readonly hidden: ReadonlySet<RecordId>;
}

/** Names are learned on the way. */
async function learned(shown: Shown, notes: readonly Note[]): Promise<Learned> {
  const abouts = notes.flatMap((n) => n.about ?? []);
  const ids = [...new Set(abouts.map((a) => a.record))];
  await shown.names.learn(ids);
  const links = (await shown.store.views.linkStates(ids)).filter((l) => l.hostId !== null && !l.isAlias && l.goneAt === null);
  const { entities } = shown.behind;
  const forms = new Map(links.map((l) => [l.record, entities.nameOf(l.host, l.entity, l.hostId ?? '')]));
  return { forms, hidden: await hiddenOf(shown, notes) };
}

class Rows {
  readonly #shown: Shown;
  readonly #scope: Scope;
  readonly #learned: Learned;

  constructor(shown: Shown, learned: Learned) {
    this.#shown = shown;
    this.#scope = scopeFor(shown);
    this.#learned = learned;
  }

  async all(notes: readonly Note[], letters: number): Promise<NoteRow[]> {
    const rows: NoteRow[] = [];
    for (const note of notes) rows.push(await this.#row(note, letters));
    return rows;
  }

  async #row(note: Note, letters: number): Promise<NoteRow> {
    const text = shortened(note.text, letters);
    const assignee = note.followUp?.assignee ?? '';
    return {
      id: note.id, rev: note.rev, about: note.about && this.#about(note.about), kind: note.kind, text, isCut: text.length < note.text.length,
      participants: this.#isHidden(note) ? [] : [...note.participants], pinned: note.pinned, isPrivate: note.isPrivate,
      followUp: note.followUp && { due: note.followUp.due, assignee: await this.#person(assignee), doneAt: note.followUp.doneAt },
      author: await this.#person(note.owner), at: note.firstAt, edited: note.at === note.firstAt ? null : { by: await this.#shown.person(note.by), at: note.at },
      may: { change: changesNote(this.#scope, note, note.followUp?.assignee ?? null), decide: decidesNote(this.#scope, note) },
    }; // prettier-ignore
  }

  #isHidden = ({ about }: Pick<Note, 'about'>): boolean => about !== null && this.#learned.hidden.has(about.record);

  #about(about: About): NonNullable<NoteRow['about']> {
    const { entity, record } = about;
    const { forms } = this.#learned;
    if (this.#isHidden({ about })) return { entity: null, type: entity, title: say(this.#shown, 'note.hidden') };
    return {
      entity: forms.get(record) ?? `sidebook:${entity}:${record}`,
      type: entity,
      title: this.#shown.names.of(record),
    };
  }

  #person = async (user: string) => ({ user, name: await this.#shown.person(user) });
}

/** Whole letters, and at most so many. */
const shortened = (text: string, letters: number): string =>
  text.length <= letters ? text : [...text.slice(0, letters)].slice(0, -1).join('');

/** sidebook notes: what was said, what was promised, what is to be done. */
import type { About, Note, NoteKind } from '../private/model.ts';
import { date, moment } from '../words/format.ts';
import { actorOf, t, todayAt, type Io } from './io.ts';
import { withPrivate } from './private.ts';
import { NotFound } from './private-errors.ts';
import { partyOf } from './records.ts';
import { table } from './table.ts';

export interface NoteOptions {
  readonly about?: string;
  readonly kind: string;
  readonly with?: readonly string[];
  readonly private?: boolean;
  readonly pin?: boolean;
  readonly due?: string;
  readonly assignee?: string;
}

const aboutOf = async (io: Io, named: string | undefined): Promise<About | null> => {
  const record = await partyOf(io, named);
  return record === null ? null : { entity: 'counterparty', record };
};

export async function list(io: Io, named: string | undefined, limit: number): Promise<void> {
  const about = await aboutOf(io, named);
  const of = about === null ? {} : { about };
  await withPrivate(io, async (view) => shown(io, (await view.notes({ ...of, limit, pinnedFirst: true })).rows));
}

export async function search(io: Io, words: string, named: string | undefined, limit: number): Promise<void> {
  const about = await aboutOf(io, named);
  const of = about === null ? {} : { about };
  await withPrivate(io, async (view) => shown(io, (await view.searchNotes(words, { ...of, limit })).rows));
}

export async function due(io: Io, until: string | undefined): Promise<void> {
  const by = until ?? todayAt(io);
  await withPrivate(io, async (view) => shown(io, (await view.due({ until: by, whose: 'mine' })).rows));
}

function shown(io: Io, notes: readonly Note[]): void {
  const cells = notes.map((n) => [n.id, date(io.lang, n.firstAt), NOTE_KINDS[n.kind][io.lang], marks(io, n), firstLine(n.text)]);
  io.out(`${cells.length === 0 ? t(io, 'No notes.', 'Заметок нет.') : table(cells)}\n`);
}

const LINE = 60;
const firstLine = (text: string): string => {
  const [line = ''] = text.split('\n');
  return [...line].length > LINE ? `${[...line].slice(0, LINE).join('')}…` : line;
};

const marks = (io: Io, n: Note): string =>
  [
    n.pinned ? t(io, 'pinned', 'закреплено') : '',
    n.isPrivate ? t(io, 'private', 'личное') : '',
    n.followUp?.doneAt === null ? `${t(io, 'due', 'срок')} ${date(io.lang, n.followUp.due)}` : '',
  ].filter((mark) => mark !== '').join(', '); // prettier-ignore

export const NOTE_KINDS: Readonly<Record<NoteKind, { readonly en: string; readonly ru: string }>> = {
  note: { en: 'note', ru: 'заметка' },
  call: { en: 'call', ru: 'звонок' },
  meeting: { en: 'meeting', ru: 'встреча' },
  promise: { en: 'promise', ru: 'обещание' },
  preference: { en: 'preference', ru: 'предпочтение' },
};

export async function show(io: Io, id: string): Promise<void> {
  await withPrivate(io, async (view) => {
    const note = await view.note(id);
    if (!note) throw new NotFound('row', id);
    const who = [note.owner, ...note.participants].join(', ');
    io.out(`${NOTE_KINDS[note.kind][io.lang]} · ${moment(io.lang, note.firstAt)} · ${who} ${marks(io, note)}\n${note.text}\n`);
    for (const r of (await view.revisions(id)).slice(1)) io.out(`\n${t(io, 'Before', 'Прежде')} · ${r.by} · ${moment(io.lang, r.at)}\n${r.text}\n`);
  });
} // prettier-ignore

export async function add(io: Io, text: string, o: NoteOptions): Promise<void> {
  const about = await aboutOf(io, o.about);
  await withPrivate(io, async (view) => {
    const followUp = o.due === undefined ? null : { due: o.due, assignee: o.assignee ?? actorOf(io), doneAt: null };
    const note = await view.saveNote(
      {
        about,
        kind: o.kind as NoteKind,
        text,
        participants: o.with ?? [],
        pinned: o.pin === true,
        isPrivate: o.private === true,
        followUp,
      },
      null,
    );
    io.out(`${note.id}\n`);
  });
}

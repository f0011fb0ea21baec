/** Notes and my day (W4): private, so only as the person of the token sees them, and no answer to a change repeats what was written. */
import type { z } from 'zod';
import type { About, FollowUp, Note } from '../../private/model.ts';
import { isGivenTo } from '../../private/rights.ts';
import { PrivateRefused, type NoteDraft, type PrivateView } from '../../private/private-store.ts';
import { ApiError } from '../api-error.ts';
import {
  findNotes, noteChange, noteRequest, notesAnswer, noteSaved, notesQuery, noteView, noteWithdrawal,
} from '../contract/notes.ts'; // prettier-ignore
import { dayView, noteDetail, objectView } from '../views/notes.ts';
import type { Query } from '../views/notes-seen.ts';
import { notLinkedView } from '../views/not-linked.ts';
import { covered, coveredRecord, everything, type Asker } from './api.ts';
import type { Found } from './entities.ts';
import { idOnce } from './once.ts';
import { operation, type Call } from './operation.ts';

const READ = { right: 'notes.read', widgets: ['notes'], isPrivate: true } as const;
const WRITE = { right: 'notes.write', widgets: ['notes'], isPrivate: true } as const;

export const NOTES = [
  operation({
    ...READ, method: 'get', path: '/notes', summary: 'Notes of an object; without one my day: follow-ups, promises, what was written last',
    query: notesQuery, answer: notesAnswer,
    run: (call) => listed(call, call.query),
  }),
  operation({
    ...READ, method: 'post', path: '/notes/find', summary: 'The same by words, in any of their forms', body: findNotes, answer: notesAnswer, isFree: true,
    run: (call) => listed(call, call.body),
  }),
  operation({
    ...READ, method: 'get', path: '/notes/{id}', summary: 'One note whole, with what it said before', answer: noteView,
    run: async (call) => noteDetail(call.api.shownTo(call.who), own(call), await seen(call, READ, call.id)),
  }),
  operation({
    ...WRITE, method: 'post', path: '/notes', summary: 'A note, with or without something to do', body: noteRequest, answer: noteSaved,
    run: async (call) => {
      const { entity, kind, text, participants = [], pinned = false, isPrivate = false, followUp = null } = call.body;
      if (entity === null) everything(call, WRITE);
      const about = entity === null ? null : aboutIn(await covered(call, WRITE, entity));
      const id = idOnce(call, call.body);
      const before = await own(call).note(id);
      if (before) return saved(call, Promise.resolve(before));
      return saved(call, own(call).saveNote({ id, kind, text, participants, pinned, isPrivate, about, followUp: followUpOf(call, followUp, null) }, null));
    },
  }),
  operation({
    ...WRITE, method: 'patch', path: '/notes/{id}', summary: 'The note as it is to be; its former text stays as a revision', match: true, body: noteChange, answer: noteSaved,
    run: async (call) => {
      const note = await seen(call, WRITE, call.id);
      if (await isHiddenTask(call, note)) mustSayDoneAlone(call, note, call.body);
      return saved(call, own(call).saveNote(changed(call, note, call.body), revOf(call.match)));
    },
  }),
  operation({
    ...WRITE, method: 'post', path: '/notes/{id}/withdraw', summary: 'Taken back by its author or the lead, or there again', match: true, body: noteWithdrawal, answer: noteSaved,
    run: async (call) => {
      await reached(call, WRITE, call.body.on ? await own(call).note(call.id) : await own(call).withdrawnNote(call.id));
      return saved(call, own(call).withdrawNote(call.id, revOf(call.match), call.body.on));
    },
  }),
]; // prettier-ignore

async function listed(call: Asker, query: Query) {
  const shown = call.api.shownTo(call.who);
  if (query.entity === undefined) {
    everything(call, READ);
    return dayView(shown, own(call), query);
  }
  const found = await covered(call, READ, query.entity);
  if (!found.record && found.ref.host !== 'sidebook') return notLinkedView(shown, found);
  return objectView(shown, own(call), { about: aboutIn(found), entity: query.entity }, query);
}

const own = ({ api, who }: Asker): PrivateView => api.own.view(who);

/** What a note of this form is about. */
function aboutIn({ record, ref }: Found): About {
  if (!record) throw new ApiError(404, 'record-unknown', { id: ref.id });
  return { entity: ref.entity === 'invoice' ? 'invoice' : 'counterparty', record: record.id };
}

/** The note if this person may see it and the token covers what it is about; otherwise nobody learns which of both it was. */
async function seen(call: Asker, op: typeof READ | typeof WRITE, id: string): Promise<Note> {
  return reached(call, op, await own(call).note(id));
}

async function reached(call: Asker, op: typeof READ | typeof WRITE, note: Note | null): Promise<Note> {
  if (!note) everything(call, op);
  if (!note) throw new PrivateRefused();
  if (note.about && !(await isHiddenTask(call, note))) await coveredRecord(call, op, note.about.record);
  else everything(call, op);
  return note;
}

/** Whoever was given the task reads it and says that it is done, though they do not see whom it is about. */
async function isHiddenTask({ api, who }: Asker, note: Note): Promise<boolean> {
  const { about } = note;
  if (about === null || who.owners === null || !isGivenTo(who.actor, note)) return false;
  return (await api.seenBy(who).read((t) => t.record(about.record))) === null;
}

/** Whoever does not see whom it is about changes nothing else of what stands with them. */
function mustSayDoneAlone({ who }: Asker, { followUp }: Note, { followUp: asked, ...more }: Change): void {
  const isSame = asked && asked.due === followUp?.due && (asked.assignee ?? who.actor) === followUp.assignee;
  if (!isSame || Object.keys(more).length > 0) throw new PrivateRefused();
}

function revOf(match: string): number {
  if (!/^\d{1,15}$/.test(match)) throw new ApiError(412, 'private-moved');
  return Number(match);
}

type Change = z.output<typeof noteChange>;

const changed = (call: Asker, note: Note, { kind, text, participants, pinned, isPrivate, followUp }: Change): NoteDraft => ({
  id: note.id, about: note.about, kind: kind ?? note.kind, text: text ?? note.text, participants: participants ?? note.participants,
  pinned: pinned ?? note.pinned, isPrivate: isPrivate ?? note.isPrivate, followUp: followUp === undefined ? note.followUp : followUpOf(call, followUp, note.followUp),
}); // prettier-ignore

/** What was done stays done at its time. */
function followUpOf({ api, who }: Asker, asked: Change['followUp'], before: FollowUp | null): FollowUp | null {
  if (!asked) return null;
  const doneAt = asked.done ? (before?.doneAt ?? api.world.now().toISOString()) : null;
  return { due: asked.due, assignee: asked.assignee ?? who.actor, doneAt };
}

/** Stored, and guarded before anybody hears of it. */
async function saved({ api }: Pick<Call, 'api'>, work: Promise<Note>): Promise<z.output<typeof noteSaved>> {
  const { id, rev } = await work;
  await api.own.guard(api.sidebook);
  return { id, rev };
}

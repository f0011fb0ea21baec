/** Notes of negotiations and "my day" (W4): what was said, what was promised, what is to be done. They never reach a host. */
import { z } from 'zod';
import { day, instant, notLinked } from './shared.ts';

export const NOTE_KINDS = ['note', 'call', 'meeting', 'promise', 'preference'] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];

const person = z.object({ user: z.string(), name: z.string() });

export const followUp = z.object({ due: day, assignee: person, doneAt: instant.nullable() });

export const noteRow = z.object({
  id: z.string(),
  /** Send it back as If-Match with a change. */
  rev: z.number().int(),
  /** `entity`: as the host's form names it, where a host has it; null: a task given to somebody who does not see whom it is about. Null: about nobody we know, a cold call. */
  about: z.object({ entity: z.string().nullable(), type: z.enum(['counterparty', 'invoice']), title: z.string() }).nullable(),
  kind: z.enum(NOTE_KINDS),
  text: z.string(),
  /** Only the beginning of it: the whole with GET /notes/{id}. */
  isCut: z.boolean(),
  participants: z.array(z.string()),
  pinned: z.boolean(),
  /** For its author and the lead alone. */
  isPrivate: z.boolean(),
  followUp: followUp.nullable(),
  author: person,
  at: instant,
  /** The last change after it was first written. */
  edited: z.object({ by: z.string(), at: instant }).nullable(),
  /** `decide`: about all of it, whether it is private and whether it stands included. */
  may: z.object({ change: z.boolean(), decide: z.boolean() }),
});
export type NoteRow = z.infer<typeof noteRow>;

/** GET /notes?entity=&kind=&whose=&after=: of an object; without one my day, or for a lead the team's. */
export const notesQuery = z.object({
  entity: z.string().max(400).optional(),
  kind: z.enum(NOTE_KINDS).optional(),
  whose: z.enum(['mine', 'team']).default('mine'),
  after: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});

/** POST /notes/find: words are private as well, so they never stand in an address. */
export const findNotes = notesQuery.extend({ search: z.string().min(1).max(200) });
export type FindNotes = z.input<typeof findNotes>;

export const notesView = z.object({
  state: z.literal('ready'),
  /** What it is about; null: my day. */
  entity: z.string().nullable(),
  title: z.string().nullable(),
  /** Of the object: at most a handful, and not among `rows`. */
  pinned: z.array(noteRow),
  /** Open follow-ups, the oldest first: of the object all, of a day those of the coming week. */
  due: z.array(noteRow),
  /** Only the first of them are here. */
  moreDue: z.boolean(),
  /** Of my day: what was promised for later than that. */
  promises: z.array(noteRow),
  /** Of a lead's day: conflicts and duplicates nobody decided in time, the longest overdue first; at most a handful. */
  late: z.array(
    z.object({
      id: z.number().int(),
      /** Which widget it is decided in. */
      widget: z.enum(['problems', 'matching']),
      subject: z.string(),
      /** The base it is about. */
      title: z.string(),
      limit: instant,
    }),
  ),
  /** Only the first of them are here. */
  moreLate: z.boolean(),
  /** Newest first. */
  rows: z.array(noteRow),
  next: z.string().nullable(),
  /** The reader's day: what is due before it is overdue. */
  today: day,
  whose: z.enum(['mine', 'team']),
  me: person,
  /** Beneath "Commercial secret" on paper: its holder and the holder's address, where they are configured. */
  stamp: z.array(z.string()),
  /** Whom a follow-up can be given to. */
  people: z.array(person),
  may: z.object({ write: z.boolean(), team: z.boolean() }),
});
export type NotesView = z.infer<typeof notesView>;

export const notesAnswer = z.discriminatedUnion('state', [notesView, notLinked]);
export type NotesAnswer = z.infer<typeof notesAnswer>;

/** GET /notes/{id}: all of it, and what it said before. */
export const noteView = z.object({
  note: noteRow,
  revisions: z.array(z.object({ text: z.string(), by: z.string(), at: instant })),
});
export type NoteView = z.infer<typeof noteView>;

const said = {
  kind: z.enum(NOTE_KINDS),
  text: z.string().min(1).max(100_000),
  participants: z.array(z.string().max(300)).max(30),
  pinned: z.boolean(),
  isPrivate: z.boolean(),
  /** `assignee` null: whoever writes it. `done`: it is. Null: nothing to do. */
  followUp: z.object({ due: day, assignee: z.string().min(1).max(200).nullable(), done: z.boolean().default(false) }).nullable(),
};
/** POST /notes */
export const noteRequest = z
  .object(said)
  .partial({ participants: true, pinned: true, isPrivate: true, followUp: true })
  .extend({ entity: z.string().max(400).nullable() });
export type NoteRequest = z.input<typeof noteRequest>;
/** PATCH /notes/{id} with If-Match: what is to be another; the rest, and what it is about, stays. */
export const noteChange = z.object(said).partial();
export type NoteChange = z.input<typeof noteChange>;
/** POST /notes/{id}/withdraw with If-Match: taken back, or there again. */
export const noteWithdrawal = z.object({ on: z.boolean() });

/** Of a change: never a word of what is private. */
export const noteSaved = z.object({ id: z.string(), rev: z.number().int() });
export type NoteSaved = z.infer<typeof noteSaved>;

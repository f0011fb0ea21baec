/**
 * Who may see what of the private store: the one place that says it (widgets.md 5). Sales, leads and administrators read and write;
 * operators read; accountants read once granted; auditors see nothing of the contents. A private note is its owner's and the lead's of its team,
 * not even the administrator's.
 */
import type { Role } from '../roles.ts';
import type { Note } from './model.ts';
import type { Viewer } from './private-store.ts';

export interface Scope {
  readonly user: string;
  /** Competitors, items, prices, stock, offers, and the notes that are not private. */
  readonly reads: boolean;
  readonly writes: boolean;
  /** Private notes of `team` are read as well; null = of nobody's team. */
  readonly leads: boolean;
  readonly team: string | null;
  /** Changes everybody's notes, as far as they are seen; hands over whole people. */
  readonly administers: boolean;
}

const READERS: ReadonlySet<Role> = new Set(['operator', 'sales', 'lead', 'admin']);
const WRITERS: ReadonlySet<Role> = new Set(['sales', 'lead', 'admin']);

export function scopeOf({ user, roles, team, granted }: Viewer): Scope {
  const has = (any: ReadonlySet<Role>): boolean => [...roles].some((role) => any.has(role));
  return {
    user,
    reads: has(READERS) || (granted && roles.has('accountant')),
    writes: has(WRITERS),
    leads: roles.has('lead'),
    team,
    administers: roles.has('admin'),
  };
}

export interface Owned {
  readonly owner: string;
  readonly team: string | null;
  readonly isPrivate: boolean;
}

const isLeadOf = (scope: Scope, note: Owned): boolean => scope.leads && scope.team === note.team;

export const seesNote = (scope: Scope, note: Owned): boolean =>
  scope.reads && (!note.isPrivate || note.owner === scope.user || isLeadOf(scope, note));

/** Its owner and the lead decide about everything in it, whether it is private included. */
export const decidesNote = (scope: Scope, note: Owned): boolean =>
  scope.writes && seesNote(scope, note) && (note.owner === scope.user || isLeadOf(scope, note));

/** Whoever is to follow it up, and an administrator, may change the rest. */
export const changesNote = (scope: Scope, note: Owned, assignee: string | null): boolean =>
  decidesNote(scope, note) || (scope.writes && seesNote(scope, note) && (scope.administers || assignee === scope.user));

/** Somebody else asked this person to do it: whoever is asked has to know what, whomever it is about (docs/decisions/given-tasks.md). */
export const isGivenTo = (user: string, { owner, followUp }: Pick<Note, 'owner' | 'followUp'>): boolean =>
  followUp?.assignee === user && owner !== user;

/** Of whom a person may hand notes over: of everybody, of their own team, of nobody. */
export function handsOver(scope: Scope): 'all' | 'team' | null {
  if (scope.administers) return 'all';
  return scope.leads ? 'team' : null;
}

/** Under which names the search keeps a note (sqlite/note-words.ts): each of them is a kind of reader. */
export function readersOf({ owner, team, isPrivate }: Owned): readonly string[] {
  return isPrivate ? [ownerReader(owner), teamReader(team)] : [EVERYBODY];
}

/** The names a person searches under. */
export function readsAs(scope: Scope): readonly string[] {
  if (!scope.reads) return [];
  return [EVERYBODY, ownerReader(scope.user), ...(scope.leads ? [teamReader(scope.team)] : [])];
}

const EVERYBODY = 'all';
const ownerReader = (owner: string): string => `owner ${JSON.stringify(owner)}`;
const teamReader = (team: string | null): string => `team ${JSON.stringify(team)}`;

/** Notes as somebody reads them who may see their own counterparties alone: what is about another one is not there, and takes nobody's place. */
import type { z } from 'zod';
import type { RecordId } from '../../model.ts';
import type { About, Note } from '../../private/model.ts';
import type { Page, PrivateView } from '../../private/private-store.ts';
import { isGivenTo } from '../../private/rights.ts';
import type { notesQuery } from '../contract/notes.ts';
import type { Shown } from './shown.ts';

/** `search`: words all of which are in the note. */
export type Query = z.output<typeof notesQuery> & { readonly search?: string };

/** Where somebody sees their own counterparties alone: nothing about another one, whoever wrote it, but what they were asked to do. */
async function seenOf(shown: Shown, notes: readonly Note[]): Promise<readonly Note[]> {
  const hidden = await hiddenOf(shown, notes);
  return notes.filter((n) => !hidden.has(n.about?.record ?? '') || isGivenTo(shown.who.actor, n));
}

/** Rows read at once where some of them may not be seen. */
export const LOOKED = 100;
export const NOT_SEEN = { rows: [], more: false };

/** The first that are seen; what is hidden takes nobody's place, however much of it stands before them. */
export async function firstSeen(shown: Shown, limit: number, page: (after: string | null) => Promise<Page<Note>>) {
  const rows: Note[] = [];
  let after: string | null = null;
  do {
    const read = await page(after);
    rows.push(...(await seenOf(shown, read.rows)));
    after = read.next;
  } while (rows.length <= limit && after !== null);
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}

/** Records the notes are about that the person does not see. */
export async function hiddenOf({ store, who }: Shown, notes: readonly Note[]): Promise<ReadonlySet<RecordId>> {
  if (who.owners === null) return new Set();
  const ids = notes.flatMap((n) => n.about?.record ?? []);
  const seen = await store.read((t) => t.records(ids));
  return new Set(ids.filter((id) => !seen.has(id)));
}

/** By words those found; otherwise newest first. */
export async function listed(own: PrivateView, { search = '', kind, after: place, limit }: Query, of: Of): Promise<Page<Note>> {
  const after = place ?? null;
  if (search.trim() === '') return own.notes({ ...of, ...(kind ? { kinds: [kind] } : {}), after, limit });
  return own.searchNotes(search, { ...(of.about ? { about: of.about } : {}), after, limit });
}

interface Of {
  readonly about?: readonly About[];
  readonly owner?: string;
}

/** Pages of it that are looked through at once. */
const PAGES = 50;

/** The same without what is hidden, tasks given to the person included: the search knows words of them that are not shown. There is more only where one more is seen. */
export async function listedSeen(shown: Shown, own: PrivateView, query: Query, of: Of): Promise<Page<Note>> {
  if (shown.who.owners === null) return listed(own, query, of);
  const rows: Note[] = [];
  let { after } = query;
  let next: string | null = null;
  for (let left = PAGES; left > 0; left--) {
    const page = await listed(own, { ...query, after, limit: LOOKED }, of);
    const hidden = await hiddenOf(shown, page.rows);
    for (const [i, note] of page.rows.entries()) {
      if (hidden.has(note.about?.record ?? '')) continue;
      if (rows.length === query.limit) return { rows, next };
      rows.push(note);
      if (rows.length === query.limit) ({ next } = await listed(own, { ...query, after, limit: i + 1 }, of));
    }
    if (page.next === null) return { rows, next: null };
    after = page.next;
  }
  return { rows, next: next ?? after ?? null };
}

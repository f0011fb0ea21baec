/**
 * Where a tracked list goes on, as the store keeps it: a link of the host, when everything was last walked, and a mark - the object that
 * moved last. An environment put back from a backup answers an old link with "nothing new"; the mark shows that it went back.
 */
import { isBefore } from '../dynamics-rows.ts';
import type { Gone, Seen } from '../host.ts';

export interface Mark {
  readonly id: string;
  /** Of the row alone. */
  readonly version: string;
}

/** `page`: in the middle of everything; `delta`: at its end. */
export interface Place {
  readonly way: 'page' | 'delta';
  readonly link: string;
  /** When the walk over everything began. */
  readonly walked: string;
  readonly mark: Mark | null;
}

export const placeText = (place: Place): string => JSON.stringify(place);

/** Null: from the beginning; so is a place an earlier Sidebook wrote down. */
export const placeOf = (text: string | null): Place | null => (text?.startsWith('{') ? (JSON.parse(text) as Place) : null);

const bare = (version: string): string => version.replace(/~.*$/, '');

/** The mark after these were seen. A mark that was deleted leaves none but what came with it. */
export function markAfter(before: Mark | null, items: readonly (Seen | Gone)[]): Mark | null {
  let mark = items.some((i) => 'gone' in i && i.hostId === before?.id) ? null : before;
  for (const item of items) {
    if ('gone' in item) continue;
    const version = bare(item.version);
    if (mark === null || isBefore(mark.version, version)) mark = { id: item.hostId, version };
  }
  return mark;
}

/**
 * How far versions were read. A version is given when a change begins and shows when it is committed, so a later one may show earlier: for
 * some minutes everything from before is asked for again, as long as no transaction over there lives (hosts/dynamics.md 3).
 */

/** So far it was read, at this time of ours. */
export interface Mark {
  readonly version: string;
  readonly at: string;
}

/** Longer than the two minutes after which the service gives up a request. */
const OPEN_MS = 300_000;

export const marksText = (marks: readonly Mark[]): string => JSON.stringify(marks);
export const marksOf = (text: string): readonly Mark[] => JSON.parse(text) as readonly Mark[];

/** The version everything after which is asked for: the newest of those nothing can still appear before. */
export const lowOf = (marks: readonly Mark[]): string => marks[0]?.version ?? '0';

/** Marks with a new one; of those that are old enough only the last is needed. */
export function markedAt(marks: readonly Mark[], version: string, now: Date): Mark[] {
  const all = [...marks, { version, at: now.toISOString() }];
  const settled = all.filter((m) => now.getTime() - Date.parse(m.at) >= OPEN_MS);
  return all.slice(Math.max(0, settled.length - 1));
}

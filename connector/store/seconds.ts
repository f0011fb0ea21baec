/** Seconds of an organisation's wall clock, as text; no zone, so no hour is ever skipped. */

/** So many are looked at together for a free one. */
export const SECONDS = 600;

/** "2026-02-10T23:59:59" and 1 -> "2026-02-11T00:00:00". */
export const secondAfter = (at: string, seconds: number): string =>
  new Date(Date.parse(`${at}Z`) + seconds * 1000).toISOString().slice(0, 19);

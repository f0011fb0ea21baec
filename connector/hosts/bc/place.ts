/** Where a tracked set goes on, as the store keeps it. */

export interface Place {
  /** `walk`: in the middle of everything, at `link`. `since`: everything was shown, what moved after `from` is asked for. */
  readonly way: 'walk' | 'since';
  readonly link: string | null;
  /** A moment of the host's clock. */
  readonly from: string;
  /** When everything was last begun to be walked, by our clock. */
  readonly walked: string;
}

export const placeText = (place: Place): string => JSON.stringify(place);

/** Null: from the beginning. */
export const placeOf = (text: string | null): Place | null => (text === null ? null : (JSON.parse(text) as Place));

/** Servers of one service differ by less: what carries a stamp a little older than what was seen last is seen again. */
const OVERLAP_MS = 10 * 60_000;

export const since = (from: string): string => new Date(Date.parse(from) - OVERLAP_MS).toISOString();

/** The latest stamp seen, and never beyond the host's own clock: a stamp of the future would hide everything until then. */
export function later(from: string, stamps: readonly string[], now: string): string {
  const latest = stamps.reduce((a, b) => (Date.parse(b) > Date.parse(a) ? b : a), from);
  return Date.parse(latest) > Date.parse(now) ? (Date.parse(now) > Date.parse(from) ? now : from) : latest;
}

/**
 * Private texts -> fingerprints. Pure: the server process, which may read the texts, calls it; the sync sees the result alone.
 * A short text is known as a whole. Of a long one stretches of 24 characters are known, so that people may use the same few words as
 * a note without being stopped, and whoever copies 27 characters in a row copies a whole stretch (docs/decisions/wall.md).
 */
import type { Fingerprint } from '../store/store.ts';
import { digitsIn, fold } from './fold.ts';
import { PIECE, type Keyed } from './keyed.ts';

export const STRETCH = 24;
export const STEP = 4;

/** Fingerprints of texts that may not leave; numbers, dates and texts shorter than twelve letters have none. */
export function fingerprintsOf(texts: readonly string[], kind: Fingerprint['kind'], keyed: Keyed): Fingerprint[] {
  const found = new Map<number, Fingerprint>();
  for (const text of texts) for (const f of ofText(text, kind, keyed)) found.set(f.hash, f);
  return [...found.values()];
}

function* ofText(text: string, kind: Fingerprint['kind'], keyed: Keyed): Generator<Fingerprint> {
  const folded = fold(text);
  if (folded.length < PIECE) return;
  const span = Math.min(STRETCH, folded.length);
  const digits = digitsIn(text);
  const marks: number[] = [];
  keyed.roll(folded, (mark) => void marks.push(mark));
  for (const at of places(folded.length - span, kind === 'text' ? STEP : 1))
    if (tells(digits.slice(at, at + span))) yield { hash: keyed.hash(folded, at, span), mark: marks[at] ?? 0, span, kind };
}

/** Where stretches begin. Names are taken at every place, so that any text with a name in it knows it as one. */
function places(last: number, step: number): number[] {
  const regular = Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step);
  return last % step === 0 ? regular : [...regular, last];
}

/** More than half are letters: prices, dates and numbers of documents are nobody's secret. */
const tells = (digits: readonly boolean[]): boolean => digits.filter(Boolean).length * 2 < digits.length;

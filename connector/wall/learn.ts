/**
 * Private texts -> fingerprints. Pure: the server process, which may read the texts, calls it; the sync sees the result alone.
 * Pieces are taken at every fourth character, and at the end: whoever copies 15 characters in a row copies a whole piece.
 */
import type { Fingerprint } from '../store/store.ts';
import { digitsIn, fold } from './fold.ts';
import { PIECE, type Keyed } from './keyed.ts';

export const STEP = 4;

/** Fingerprints of texts that may not leave; numbers, dates and texts shorter than a piece have none. */
export function fingerprintsOf(texts: readonly string[], kind: Fingerprint['kind'], keyed: Keyed): Fingerprint[] {
  const found = new Map<number, Fingerprint>();
  for (const text of texts) for (const f of ofText(text, kind, keyed)) found.set(f.hash, f);
  return [...found.values()];
}

function* ofText(text: string, kind: Fingerprint['kind'], keyed: Keyed): Generator<Fingerprint> {
  const folded = fold(text);
  if (folded.length < PIECE) return;
  const digits = digitsIn(text);
  const marks: number[] = [];
  keyed.roll(folded, (mark) => marks.push(mark) < 0);
  for (const at of places(folded.length, kind === 'text' ? STEP : 1))
    if (tells(digits, at)) yield { hash: keyed.hash(folded, at), mark: marks[at] ?? 0, kind };
}

/** Where pieces begin in a text of so many characters. Names are taken whole, so that any text with a name in it knows it as one. */
function places(length: number, step: number): number[] {
  const last = length - PIECE;
  const regular = Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step);
  return last % step === 0 ? regular : [...regular, last];
}

/** Of a telling piece more than half are letters: prices, dates and numbers of documents are nobody's secret. */
function tells(digits: readonly boolean[], at: number): boolean {
  const count = digits.slice(at, at + PIECE).filter(Boolean).length;
  return count * 2 < PIECE;
}

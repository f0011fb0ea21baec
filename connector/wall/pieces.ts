/**
 * Every fingerprint at hand, small: bitmaps over the marks, which say "surely not" at nearly every place of a text, and the sorted
 * hashes themselves. About ten bytes a fingerprint.
 */
import type { Fingerprint } from '../store/store.ts';
import { Bitmap } from './bitmap.ts';
import type { Folded } from './fold.ts';
import type { Gathered } from './gathered.ts';
import { PIECE, type Hash, type Keyed, type Mark } from './keyed.ts';
import { STRETCH } from './learn.ts';

type Kind = Fingerprint['kind'];
/** A fingerprint that was met. */
export type Hit = Fingerprint;

/** Chance meetings: one place in sixty for stretches, one in a thousand for short texts, each of which costs a look for every length. */
const BITS = 16;
const BITS_SHORT = 64;

export class Pieces {
  readonly #stretches: Bitmap;
  readonly #short: Bitmap;
  readonly #spans = new Set<number>();
  readonly #sorted: Float64Array;
  /** What came since it was sorted, and the kinds that are not the usual one. */
  readonly #added = new Set<Hash>();
  readonly #kinds: Map<Hash, Kind>;

  constructor({ hashes, marks, spans, kinds, count, short }: Gathered) {
    this.#stretches = new Bitmap(count - short, BITS);
    this.#short = new Bitmap(short, BITS_SHORT);
    this.#sorted = hashes.slice(0, count).sort();
    this.#kinds = new Map(kinds);
    for (let i = 0; i < count; i++) this.#mark(marks[i] ?? 0, spans[i] ?? 0);
  }

  get size(): number {
    return this.#sorted.length + this.#added.size;
  }

  /** So many were added that it should be made anew. */
  get isFull(): boolean {
    return this.#added.size > Math.min(this.#stretches.room, this.#short.room) / 2;
  }

  add(f: Fingerprint): void {
    this.#added.add(f.hash);
    this.#mark(f.mark, f.span < STRETCH ? f.span : 0);
    if (f.kind !== 'text') this.#kinds.set(f.hash, f.kind);
  }

  /** `span` 0: the usual one. */
  #mark(mark: Mark, span: number): void {
    (span === 0 ? this.#stretches : this.#short).add(mark);
    if (span !== 0) this.#spans.add(span);
  }

  #has(hash: Hash): boolean {
    if (this.#added.has(hash)) return true;
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sorted[middle] ?? 0) < hash) low = middle + 1;
      else high = middle;
    }
    return this.#sorted[low] === hash;
  }

  /** What is known here and stands in a text, each once. */
  in(text: Folded, keyed: Keyed): Hit[] {
    if (text.length < PIECE || this.size === 0) return [];
    const hits = new Map<Hash, Hit>();
    const look = (mark: number, at: number, span: number): void => {
      if (at + span > text.length) return;
      const hash = keyed.hash(text, at, span);
      if (this.#has(hash)) hits.set(hash, { hash, mark, span, kind: this.#kinds.get(hash) ?? 'text' });
    };
    keyed.roll(text, (mark, at) => {
      if (this.#stretches.has(mark)) look(mark, at, STRETCH);
      if (this.#short.has(mark)) for (const span of this.#spans) look(mark, at, span);
    });
    return [...hits.values()];
  }
}

/**
 * Every fingerprint at hand, small: a bitmap over the marks that says "surely not" at nearly every place of a text, and the sorted
 * hashes themselves. About ten bytes a fingerprint.
 */
import type { Fingerprint } from '../store/store.ts';
import type { Folded } from './fold.ts';
import { PIECE, type Hash, type Keyed, type Mark } from './keyed.ts';

type Kind = Fingerprint['kind'];
/** A piece that was met. */
export type Hit = Fingerprint;

/** Bits of the bitmap for each fingerprint: two probes meet by chance at one place in sixty. */
const BITS_EACH = 16;
const SMALLEST = 1 << 16;
const LARGEST = 2 ** 31;

export class Pieces {
  readonly #bits: Uint32Array;
  readonly #shift: number;
  #sorted = new Float64Array(0);
  /** What came since it was sorted, and the kinds that are not the usual one. */
  readonly #added = new Set<Hash>();
  readonly #kinds = new Map<Hash, Kind>();
  readonly capacity: number;

  /** `expected`: how many will come; the bitmap does not grow. */
  constructor(expected: number) {
    const bits = Math.min(LARGEST, Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(Math.max(1, expected) * BITS_EACH))));
    this.#bits = new Uint32Array(bits / 32);
    this.#shift = 32 - Math.log2(bits);
    this.capacity = bits / (BITS_EACH / 2);
  }

  get size(): number {
    return this.#sorted.length + this.#added.size;
  }

  /** The first load: all at once. */
  fill(all: readonly Fingerprint[]): void {
    this.#sorted = Float64Array.from(all, (f) => f.hash).sort();
    for (const f of all) this.#note(f);
  }

  add(f: Fingerprint): void {
    this.#added.add(f.hash);
    this.#note(f);
  }

  #note({ hash, mark, kind }: Fingerprint): void {
    for (const bit of this.#probes(mark)) this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
    if (kind !== 'text') this.#kinds.set(hash, kind);
  }

  #probes = (mark: Mark): [number, number] => [mark >>> this.#shift, Math.imul(mark, 0x9e3779b1) >>> this.#shift];

  #perhaps(mark: Mark): boolean {
    const one = mark >>> this.#shift;
    if ((((this.#bits[one >>> 5] ?? 0) >>> (one & 31)) & 1) === 0) return false;
    const two = Math.imul(mark, 0x9e3779b1) >>> this.#shift;
    return (((this.#bits[two >>> 5] ?? 0) >>> (two & 31)) & 1) === 1;
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

  /** The pieces known here that stand in a text, each once. */
  in(text: Folded, keyed: Keyed): Hit[] {
    if (text.length < PIECE || this.size === 0) return [];
    const hits = new Map<Hash, Hit>();
    keyed.roll(text, (mark, at) => {
      if (!this.#perhaps(mark)) return false;
      const hash = keyed.hash(text, at);
      if (this.#has(hash)) hits.set(hash, { hash, mark, kind: this.#kinds.get(hash) ?? 'text' });
      return false;
    });
    return [...hits.values()];
  }
}

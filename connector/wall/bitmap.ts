/** Which marks are known: surely not, or perhaps. Two probes a mark. */
import type { Mark } from './keyed.ts';

const SMALLEST = 1 << 16;
const LARGEST = 2 ** 31;
const SPREAD = 0x9e3779b1;

export class Bitmap {
  readonly #bits: Uint32Array;
  readonly #shift: number;
  /** Marks it was made for; with many more of them it says "perhaps" too often. */
  readonly room: number;

  constructor(expected: number, bitsEach: number) {
    const bits = Math.min(LARGEST, Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(Math.max(1, expected) * bitsEach))));
    this.#bits = new Uint32Array(bits / 32);
    this.#shift = 32 - Math.log2(bits);
    this.room = (bits / bitsEach) * 2;
  }

  add(mark: Mark): void {
    this.#set(mark >>> this.#shift);
    this.#set(Math.imul(mark, SPREAD) >>> this.#shift);
  }

  has = (mark: Mark): boolean => this.#at(mark >>> this.#shift) && this.#at(Math.imul(mark, SPREAD) >>> this.#shift);

  #set(bit: number): void {
    this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
  #at = (bit: number): boolean => (((this.#bits[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1;
}

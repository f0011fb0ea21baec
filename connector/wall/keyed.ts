/**
 * What stands for a stretch of a folded text: the rolling mark of its first 12 characters, cheap at every place of a text, that says
 * "perhaps", and an HMAC that says "yes". Neither leads back to the text, and without the key neither can be made.
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Folded } from './fold.ts';

/** Characters a mark covers; shorter texts are never looked for. */
export const PIECE = 12;

export type Hash = number; // 53 bits
export type Mark = number; // 32 bits

export class Keyed {
  /** Tells keys apart; says nothing about the key. */
  readonly id: string;
  readonly #key: KeyObject;
  /** Base of the rolling mark, its power that leaves the window, and what stirs it in the end. */
  readonly #base: number;
  readonly #leaving: number;
  readonly #stir: number;

  constructor(key: Uint8Array) {
    this.#key = createSecretKey(key);
    const seed = this.#mac('rolling');
    this.#base = seed.readUInt32LE(0) | 1;
    this.#stir = seed.readUInt32LE(4) | 1;
    this.#leaving = Array.from({ length: PIECE }).reduce<number>((p) => Math.imul(p, this.#base), 1);
    this.id = this.#mac('key').toString('hex').slice(0, 16);
  }

  #mac = (what: string | Uint8Array): Buffer => createHmac('sha256', this.#key).update(what).digest();

  /** What a value is known by in the list of what left. */
  sample(value: string): string {
    return this.#mac(`value ${value}`).toString('hex').slice(0, 16);
  }

  hash({ codes }: Folded, at: number, span: number): Hash {
    const digest = this.#mac(new Uint8Array(codes.slice(at, at + span).buffer));
    return digest.readUIntBE(0, 6) * 32 + (digest.readUInt8(6) & 31);
  }

  /** The mark at every place, in order. */
  roll({ codes, length }: Folded, look: (mark: Mark, at: number) => void): void {
    const [base, leaving, stir] = [this.#base, this.#leaving, this.#stir];
    let mark = 0;
    for (let i = 0; i < length; i++) {
      mark = (Math.imul(mark, base) + (codes[i] ?? 0)) | 0;
      if (i >= PIECE) mark = (mark - Math.imul(leaving, codes[i - PIECE] ?? 0)) | 0;
      if (i < PIECE - 1) continue;
      const mixed = Math.imul(mark ^ (mark >>> 15), stir);
      look((mixed ^ (mixed >>> 13)) >>> 0, i - PIECE + 1);
    }
  }

  /** A made-up text that stands nowhere else: put into a private column, it must never be seen outside. */
  canary(name: string): string {
    const letters = 'бвгджзклмнпрстфхцчшщ';
    const word = [...this.#mac(`canary ${name}`).subarray(0, 24)].map((b) => letters[b % letters.length] ?? '').join('');
    return `канарейка ${word}`;
  }
}

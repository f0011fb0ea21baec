/**
 * A register has no versions. Its rows are put into buckets by key, and the cursor is a digest per bucket: what changed is
 * found by reading the table once and then only the objects of the buckets that differ.
 */
const BUCKETS = 512;

export class TableDigest {
  /** Per bucket: content, keys, number of rows; sums, so the order of rows does not matter. */
  readonly #sums = new Uint32Array(3 * BUCKETS);

  add(key: string, value: string): void {
    const h = hash(key);
    const bucket = h % BUCKETS;
    this.#add(bucket, hash(`${key}=${value}`));
    this.#add(BUCKETS + bucket, h);
    this.#add(2 * BUCKETS + bucket, 1);
  }

  #add(i: number, n: number): void {
    this.#sums[i] = ((this.#sums[i] ?? 0) + n) >>> 0;
  }

  toCursor(): string {
    return Buffer.from(this.#sums.buffer).toString('base64');
  }

  /** Tells whether the bucket of a key differs from an older cursor. */
  changedSince(cursor: string): (key: string) => boolean {
    const old = read(cursor);
    return (key) => {
      const bucket = hash(key) % BUCKETS;
      return old[bucket] !== this.#sums[bucket];
    };
  }

  /**
   * Tells whether the bucket of a key lost a row, which may have been this one's; null: none did. A loss beside a newcomer in
   * the same bucket shows in the next walk only.
   */
  lostSince(cursor: string): ((key: string) => boolean) | null {
    const old = read(cursor);
    const lost = Array.from({ length: BUCKETS }, (_, b) => {
      const grew = (this.#sums[2 * BUCKETS + b] ?? 0) > (old[2 * BUCKETS + b] ?? 0);
      return !grew && old[BUCKETS + b] !== this.#sums[BUCKETS + b];
    });
    return lost.includes(true) ? (key) => lost[hash(key) % BUCKETS] === true : null;
  }
}

/** A cursor of an older Sidebook is shorter: nothing is known of its rows. */
function read(cursor: string): Uint32Array {
  const bytes = Buffer.from(cursor, 'base64');
  const old = new Uint32Array(3 * BUCKETS);
  for (let i = 0; i < old.length && (i + 1) * 4 <= bytes.length; i++) old[i] = bytes.readUInt32LE(i * 4);
  return old;
}

/** FNV-1a, 32 bits: spreads keys, guards nothing. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

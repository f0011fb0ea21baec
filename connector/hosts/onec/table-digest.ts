/**
 * A register has no versions. Its rows are put into buckets by key, and the cursor is a digest per bucket: what changed is
 * found by reading the table once and then only the objects of the buckets that differ.
 */
const BUCKETS = 512;

export class TableDigest {
  readonly #sums = new Uint32Array(BUCKETS);

  add(key: string, value: string): void {
    const bucket = hash(key) % BUCKETS;
    this.#sums[bucket] = ((this.#sums[bucket] ?? 0) + hash(`${key}=${value}`)) >>> 0; // a sum, so the order of rows does not matter
  }

  toCursor(): string {
    return Buffer.from(this.#sums.buffer).toString('base64');
  }

  /** Tells whether the bucket of a key differs from an older cursor. */
  changedSince(cursor: string): (key: string) => boolean {
    const bytes = Buffer.from(cursor, 'base64');
    const old = new Uint32Array(BUCKETS);
    for (let i = 0; i < BUCKETS && (i + 1) * 4 <= bytes.length; i++) old[i] = bytes.readUInt32LE(i * 4);
    return (key) => {
      const bucket = hash(key) % BUCKETS;
      return old[bucket] !== this.#sums[bucket];
    };
  }
}

/** FNV-1a, 32 bits: spreads keys, guards nothing. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

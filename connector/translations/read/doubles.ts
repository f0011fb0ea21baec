/** Keys that stand in a file twice. A million rows cost 32 MB: hashes are remembered, and only rows whose hashes meet are looked at again. */

const MIX = 0x9e3779b1;

export interface Double {
  readonly sheet: string;
  readonly row: number;
  readonly first: number;
}

export class Doubles {
  #hashes = new Float64Array(1024);
  #rows = new Uint32Array(1024);
  #count = 0;
  readonly found: Double[] = [];

  /** True where the key was probably met before. */
  meet(sheet: string, row: number, key: string): boolean {
    if (this.#count * 2 >= this.#hashes.length) this.#grow();
    const hash = hashOf(key);
    const at = this.#slot(hash);
    const first = this.#rows[at] ?? 0;
    if (first !== 0) return this.found.push({ sheet, row, first }) > 0;
    [this.#hashes[at], this.#rows[at]] = [hash, row];
    this.#count++;
    return false;
  }

  #slot(hash: number): number {
    const mask = this.#hashes.length - 1;
    let at = hash % this.#hashes.length;
    while (this.#rows[at] !== 0 && this.#hashes[at] !== hash) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [hashes, rows] = [this.#hashes, this.#rows];
    this.#hashes = new Float64Array(hashes.length * 2);
    this.#rows = new Uint32Array(rows.length * 2);
    rows.forEach((row, i) => {
      const hash = hashes[i] ?? 0;
      if (row === 0) return;
      const at = this.#slot(hash);
      [this.#hashes[at], this.#rows[at]] = [hash, row];
    });
  }
}

/** 53 bits of two 32-bit hashes (FNV-1a with two offsets). */
function hashOf(text: string): number {
  let [a, b] = [0x811c9dc5, MIX];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
    b ^= b >>> 13;
  }
  return (a >>> 0) * 0x200000 + (b >>> 11);
}

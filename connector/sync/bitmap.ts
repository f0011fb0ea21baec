/** Which link ids a chain has shown: a bit each, so that 400,000 of them cost 50 kB. */
export class Bitmap {
  #bits = new Uint8Array(1024);

  add(n: number): void {
    const at = n >> 3;
    if (at >= this.#bits.length) this.#grow(at + 1);
    this.#bits[at] = (this.#bits[at] ?? 0) | (1 << (n & 7));
  }

  has(n: number): boolean {
    return ((this.#bits[n >> 3] ?? 0) & (1 << (n & 7))) !== 0;
  }

  #grow(atLeast: number): void {
    const bigger = new Uint8Array(Math.max(atLeast, this.#bits.length * 2));
    bigger.set(this.#bits);
    this.#bits = bigger;
  }
}

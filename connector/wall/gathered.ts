/** Fingerprints on their way into Pieces: columns that grow, since a million objects would weigh ten times as much. */
import type { Fingerprint } from '../store/store.ts';
import { STRETCH } from './learn.ts';

export class Gathered {
  hashes = new Float64Array(1024);
  marks = new Uint32Array(1024);
  /** 0 = a stretch of the usual length. */
  spans = new Uint8Array(1024);
  readonly kinds = new Map<number, Fingerprint['kind']>();
  count = 0;
  short = 0;

  static of(all: Iterable<Fingerprint>): Gathered {
    const gathered = new Gathered();
    for (const f of all) gathered.push(f);
    return gathered;
  }

  push({ hash, mark, span, kind }: Fingerprint): void {
    if (this.count === this.hashes.length) this.#grow();
    const isShort = span < STRETCH;
    this.hashes[this.count] = hash;
    this.marks[this.count] = mark;
    this.spans[this.count] = isShort ? span : 0;
    if (isShort) this.short += 1;
    if (kind !== 'text') this.kinds.set(hash, kind);
    this.count += 1;
  }

  #grow(): void {
    const room = this.hashes.length * 2;
    const [hashes, marks, spans] = [new Float64Array(room), new Uint32Array(room), new Uint8Array(room)];
    hashes.set(this.hashes);
    marks.set(this.marks);
    spans.set(this.spans);
    [this.hashes, this.marks, this.spans] = [hashes, marks, spans];
  }
}

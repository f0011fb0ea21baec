/** A walk along the chain, row by row from the first: says what does not hold. The same for every database. */
import { digestOf, sealOf, START } from './chain.ts';
import type { Finding, Head } from './audit.ts';
import { Ranges } from './ranges.ts';

/** A row with its value beside it; null where there is none. */
export type Walked = Readonly<Record<string, unknown>>;

export class Walk {
  readonly #kept: Head | undefined;
  readonly #findings: Finding[] = [];
  readonly #erased = new Ranges();
  readonly #without: number[] = [];
  #last: Head = { n: 0, digest: START };

  constructor(kept: Head | undefined) {
    this.#kept = kept;
  }

  found(n: number | null, wrong: Finding['wrong']): void {
    this.#findings.push({ n, wrong });
  }

  row(row: Walked): void {
    const link = linkOf(row);
    const n = Number(row['n']);
    if (n !== this.#last.n + 1) this.found(n, 'missing');
    else if (link?.previous !== this.#last.digest || link.n !== n || digestOf(link) !== row['digest']) this.found(n, 'changed');
    this.#value(n, String(row['what']), row);
    this.#last = { n, digest: String(row['digest']) };
    if (this.#kept?.n === n && this.#kept.digest !== row['digest']) this.found(n, 'other-chain');
  }

  /** There and as it was, or said to be erased; what says it cannot be erased itself. */
  #value(n: number, what: string, { salt, value, seal }: Walked): void {
    const isErasure = what.startsWith('erase:');
    if (salt === null && value === null) {
      if (isErasure) this.found(n, 'value-missing');
      else this.#without.push(n);
    } else if (typeof salt !== 'string' || typeof value !== 'string' || sealOf(salt, value) !== seal)
      this.found(n, 'value-changed');
    else if (isErasure) this.#erased.add(String((JSON.parse(value) as { rows?: unknown }).rows));
  }

  end(): Finding[] {
    for (const n of this.#erased.without(this.#without)) this.found(n, 'value-missing');
    if (this.#kept && this.#kept.n > this.#last.n) this.found(this.#last.n, 'cut');
    return this.#findings;
  }
}

/** Null where a column is not what it was made as: a text read as a number or as bytes may look the same. */
function linkOf(row: Walked): Parameters<typeof digestOf>[0] | null {
  const { n, at, actor, what, subject, seal, previous } = row;
  const texts = [at, actor, what, seal, previous, row['digest'], subject];
  if (typeof n !== 'number' || !texts.every((t) => typeof t === 'string')) return null;
  return { n, at, actor, what, subject, seal, previous } as Parameters<typeof digestOf>[0];
}

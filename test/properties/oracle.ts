/**
 * Who saw what. Every value a person types carries a token "#n"; a token knows the tokens its author had before his eyes.
 * Overwriting a token nobody saw is a lost edit, wherever it happens (I3).
 */
export class Oracle {
  readonly #ancestors = new Map<string, Set<string>>();
  #count = 0;
  /** Overwrites that need an excuse: a question, a proposal, a journalled decision. */
  suspects: { lost: string; by: string; where: string }[] = [];

  /** A new value typed by somebody who saw `before`. */
  typed(before: readonly (string | null)[]): string {
    const token = String(++this.#count);
    const seen = new Set([token]);
    for (const b of before) if (b !== null) for (const a of this.#of(b)) seen.add(a);
    this.#ancestors.set(token, seen);
    return token;
  }

  #of = (token: string): ReadonlySet<string> => this.#ancestors.get(token) ?? new Set([token]);

  /** A person looked at both and chose: whatever lives on has seen the other. */
  saw(winner: string | null, loser: string | null): void {
    if (winner === null || loser === null) return;
    const set = this.#ancestors.get(winner) ?? new Set([winner]);
    for (const a of this.#of(loser)) set.add(a);
    this.#ancestors.set(winner, set);
  }

  /** Everything the authors of these tokens had seen. */
  seenBy(tokens: ReadonlySet<string>): Set<string> {
    return new Set([...tokens].flatMap((t) => [...this.#of(t)]));
  }

  overwritten(before: string | null, after: string | null, where: string): void {
    if (before === null || before === after) return;
    if (after !== null && this.#of(after).has(before)) return;
    this.suspects.push({ lost: before, by: after ?? '-', where });
  }
}

/** The token in whatever a place shows: names, comments, the first line; phones carry it as their digits. */
export function tokenOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const found = /#(\d+)/.exec(value) ?? /^\+?8(\d+)$/.exec(value);
  return found?.[1] ?? null;
}

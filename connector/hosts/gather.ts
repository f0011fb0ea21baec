/**
 * Calls made in one turn of the event loop, carried out together: who asks about a hundred objects at once costs a few requests. Each
 * caller gets its own answer or its own error; what fails as a whole fails for each of them.
 */

export type Gathered<A> = { readonly value: A } | { readonly error: unknown };

interface Asked<Q, A> {
  readonly of: Q;
  readonly done: (value: A) => void;
  readonly failed: (error: unknown) => void;
}

export class Gather<Q, A> {
  readonly #most: number;
  readonly #work: (asked: readonly Q[]) => Promise<readonly Gathered<A>[]>;
  #waiting: Asked<Q, A>[] = [];

  /** `most`: calls carried out as one. `work` answers them in their order. */
  constructor(most: number, work: (asked: readonly Q[]) => Promise<readonly Gathered<A>[]>) {
    this.#most = most;
    this.#work = work;
  }

  ask(of: Q): Promise<A> {
    return new Promise((done, failed) => {
      if (this.#waiting.length === 0) setImmediate(() => void this.#start());
      this.#waiting.push({ of, done, failed });
    });
  }

  async #start(): Promise<void> {
    const all = this.#waiting.splice(0);
    const groups: Promise<void>[] = [];
    for (let at = 0; at < all.length; at += this.#most) groups.push(this.#carryOut(all.slice(at, at + this.#most)));
    await Promise.all(groups);
  }

  async #carryOut(group: readonly Asked<Q, A>[]): Promise<void> {
    try {
      const answers = await this.#work(group.map((a) => a.of));
      group.forEach((asked, i) => settle(asked, answers[i] ?? { error: new Error('an answer is missing') }));
    } catch (error) {
      for (const asked of group) asked.failed(error);
    }
  }
}

function settle<Q, A>(asked: Asked<Q, A>, answer: Gathered<A>): void {
  if ('value' in answer) asked.done(answer.value);
  else asked.failed(answer.error);
}

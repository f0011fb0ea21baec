/** One at a time, in the order they came: memory for one long list is there, for ten at once it is not. */
import { ApiError } from '../api-error.ts';

/** Each that waits holds its file; of one person few, so that nobody keeps all the others out. */
const MOST = 8;
const MOST_OF_ONE = 2;

interface Waiting {
  readonly actor: string;
  readonly begin: () => void;
}

export class Turns {
  readonly #waiting: Waiting[] = [];
  #isTaken = false;

  /** @param gone whoever asked went away: the turn is given up @throws ApiError 503 when too many wait already, or of this person alone */
  async take<T>(actor: string, work: () => Promise<T>, gone?: AbortSignal): Promise<T> {
    await this.#mine(actor, gone);
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  #mine(actor: string, gone?: AbortSignal): Promise<void> {
    if (gone?.aborted) return Promise.reject(left());
    if (!this.#isTaken) return Promise.resolve(void (this.#isTaken = true));
    const own = this.#waiting.filter((one) => one.actor === actor);
    if (this.#waiting.length >= MOST || own.length >= MOST_OF_ONE) return Promise.reject(new ApiError(503, 'import-busy'));
    return new Promise((begin, giveUp) => {
      const one = { actor, begin };
      this.#waiting.push(one);
      gone?.addEventListener('abort', () => this.#forget(one) && giveUp(left()), { once: true });
    });
  }

  /** False: its turn has come already. */
  #forget(one: Waiting): boolean {
    const at = this.#waiting.indexOf(one);
    if (at >= 0) this.#waiting.splice(at, 1);
    return at >= 0;
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next) next.begin();
    else this.#isTaken = false;
  }
}

/** Nobody is there any more to read it; the log counts it. */
export const left = (): ApiError => new ApiError(499, 'import-left');

/** One at a time, in the order they came: memory for one long list is there, for ten at once it is not. */
import { ApiError } from '../api-error.ts';

/** Each that waits holds its file. */
const MOST = 8;

export class Turns {
  readonly #waiting: (() => void)[] = [];
  #isTaken = false;

  /** @param gone whoever asked went away: the turn is given up @throws ApiError 503 when too many wait already */
  async take<T>(work: () => Promise<T>, gone?: AbortSignal): Promise<T> {
    await this.#mine(gone);
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  #mine(gone?: AbortSignal): Promise<void> {
    if (gone?.aborted) return Promise.reject(left());
    if (!this.#isTaken) return Promise.resolve(void (this.#isTaken = true));
    if (this.#waiting.length >= MOST) return Promise.reject(new ApiError(503, 'import-busy'));
    return new Promise((begin, giveUp) => {
      this.#waiting.push(begin);
      gone?.addEventListener('abort', () => this.#forget(begin) && giveUp(left()), { once: true });
    });
  }

  /** False: its turn has come already. */
  #forget(begin: () => void): boolean {
    const at = this.#waiting.indexOf(begin);
    if (at >= 0) this.#waiting.splice(at, 1);
    return at >= 0;
  }

  #next(): void {
    const begin = this.#waiting.shift();
    if (begin) begin();
    else this.#isTaken = false;
  }
}

/** Nobody is there any more to read it; the log counts it. */
export const left = (): ApiError => new ApiError(499, 'import-left');

/**
 * The wish of a host to be asked less: one for all requests toward it, and nobody asks before its time is over. A short while is waited
 * for; over a long one the run ends, so that other hosts go on, and every later one ends before it asks anything.
 */
import type { HostId, World } from '../model.ts';
import { HostError } from './host.ts';

const PATIENCE_MS = 120_000;
/** Whoever asks for more is misread. */
const LONGEST_MS = 24 * 3_600_000;

export class Pace {
  readonly #world: Pick<World, 'now' | 'sleep'>;
  readonly #host: HostId;
  /** Milliseconds since 1970: when it asked last, and until when it wants to be left alone. */
  #since = 0;
  #until = 0;

  constructor(world: Pick<World, 'now' | 'sleep'>, host: HostId) {
    this.#world = world;
    this.#host = host;
  }

  /** The host asked for so many milliseconds without us; a shorter wish never ends a longer one. */
  busy(ms: number): void {
    const now = this.#now();
    this.#until = Math.max(this.#until, now + Math.min(ms, LONGEST_MS));
    this.#since = now;
  }

  /** It asked for a time that is not over. */
  get isBusy(): boolean {
    return this.#left(0) > 0;
  }

  /** Returns when the host may be asked; a wish that grew meanwhile is waited for too. @throws HostError when that is a long time */
  async ready(): Promise<void> {
    let waited = 0;
    for (let left = this.#left(waited); left > 0; left = this.#left(waited)) {
      if (left > PATIENCE_MS) throw new HostError('unavailable', this.#host, { code: 'too-many-requests', retryAfterMs: left });
      waited = this.#until;
      await this.#world.sleep(left);
    }
  }

  #left(waited: number): number {
    const now = this.#now();
    return this.#until > waited ? this.#until - now : 0;
  }

  /** Where the clock was put back since, the whole time it asked for begins anew: never more, whatever the clock said then. */
  #now(): number {
    const now = this.#world.now().getTime();
    if (now < this.#since) [this.#until, this.#since] = [now + this.#until - this.#since, now];
    return now;
  }
}

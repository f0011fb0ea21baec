/** The wish of a host to be asked less: one for all requests toward it, and nobody asks before its time is over. */
import type { World } from '../model.ts';

export class Pace {
  readonly #world: Pick<World, 'now' | 'sleep'>;
  /** Milliseconds since 1970. */
  #until = 0;

  constructor(world: Pick<World, 'now' | 'sleep'>) {
    this.#world = world;
  }

  /** The host asked for so many milliseconds without us; a shorter wish never ends a longer one. */
  busy(ms: number): void {
    this.#until = Math.max(this.#until, this.#world.now().getTime() + ms);
  }

  /** Returns when the host may be asked; a wish that grew meanwhile is waited for too. */
  async ready(): Promise<void> {
    let waited = 0;
    while (this.#until > Math.max(waited, this.#world.now().getTime())) {
      waited = this.#until;
      await this.#world.sleep(waited - this.#world.now().getTime());
    }
  }
}

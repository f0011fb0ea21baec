/** Hosts are attached when a change first needs them: once for all who wait. One that is down says so; nothing is lost. */
import { HostError } from '../../hosts/host.ts';
import type { Sidebook } from '../../main.ts';
import type { HostId } from '../../model.ts';
import { ApiError } from '../api-error.ts';

export class Hosts {
  readonly #sidebook: Sidebook;
  readonly #pending = new Map<HostId, Promise<unknown>>();

  constructor(sidebook: Sidebook) {
    this.#sidebook = sidebook;
  }

  /** Edits need to know what belongs to which host: all of them. */
  async all(): Promise<void> {
    await Promise.all(this.#sidebook.hostIds.map((id) => this.#attach(id)));
  }

  /** The one an answer is about has to be there; of the others, those that are. */
  async about(id: HostId): Promise<void> {
    const others = this.#sidebook.hostIds.filter((other) => other !== id);
    await Promise.all([this.#attach(id), ...others.map((other) => this.#attach(other).catch(onlyApiError))]);
  }

  async #attach(id: HostId): Promise<void> {
    const pending = this.#pending.get(id) ?? this.#sidebook.attach(id);
    this.#pending.set(id, pending);
    try {
      await pending;
    } catch (error) {
      if (error instanceof HostError) throw new ApiError(503, error.code, { host: id, ...error.at });
      throw error;
    } finally {
      this.#pending.delete(id);
    }
  }
}

function onlyApiError(error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
}

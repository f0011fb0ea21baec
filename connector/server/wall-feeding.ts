/** The server process may read private texts: it keeps their fingerprints up to date for the sync, which may not. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Sidebook } from '../main.ts';
import type { World } from '../model.ts';
import type { OwnStore } from '../private/own-store.ts';
import { feedWall, type PrivateTexts } from '../wall/feed.ts';
import { hasPrivate, openPrivateOf, placeOf } from './private.ts';

const EVERY_MS = 60_000;

type Fed = Pick<Sidebook, 'store' | 'wall'> & { readonly world: Pick<World, 'sleep'> };

/** Until told to stop: what is new is guarded within a minute. A failure is told and tried again. */
export async function keepFed({ store, wall, world }: Fed, from: PrivateTexts, stop: AbortSignal, failed: (error: unknown) => void): Promise<void> {
  while (!stop.aborted) {
    await feedWall({ store, keyed: wall.keyed, shows: wall.shows }, from).catch(failed);
    if (!stop.aborted) await world.sleep(EVERY_MS);
  }
} // prettier-ignore

/** The same from the private file, which is not made for this: nothing private, nothing to guard. */
export function keepGuarded(sidebook: Sidebook, failed: (error: unknown) => void): { stop(): Promise<void> } {
  const { config, world } = sidebook;
  const stop = new AbortController();
  let own: OwnStore | null = null;
  const privateTexts: PrivateTexts['privateTexts'] = async (after, limit) => {
    if (own === null && !hasPrivate(config)) return { texts: [], last: after };
    own ??= openPrivateOf(config, world);
    return own.privateTexts(after, limit);
  };
  const told = (error: unknown): void => (stop.signal.aborted ? undefined : failed(error));
  const unheld = { sleep: (ms: number): Promise<void> => wait(ms, undefined, { ref: false }) }; // nobody waits for it to end
  void keepFed(
    { store: sidebook.store, wall: sidebook.wall, world: unheld },
    { privateTexts, place: placeOf(config) },
    stop.signal,
    told,
  );
  return {
    stop: async () => {
      stop.abort();
      await own?.close();
    },
  };
}

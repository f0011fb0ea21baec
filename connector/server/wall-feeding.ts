/** The server process may read private texts: it keeps their fingerprints up to date for the sync, which may not. */
import type { Sidebook } from '../main.ts';
import { feedWall, type PrivateTexts } from '../wall/feed.ts';

const EVERY_MS = 60_000;

/** Until told to stop: what is new is guarded within a minute. A failure is told and tried again. */
export async function keepFed({ store, wall, world }: Sidebook, from: PrivateTexts, stop: AbortSignal, failed: (error: unknown) => void): Promise<void> {
  while (!stop.aborted) {
    await feedWall({ store, keyed: wall.keyed, shows: wall.shows }, from).catch(failed);
    if (!stop.aborted) await world.sleep(EVERY_MS);
  }
} // prettier-ignore

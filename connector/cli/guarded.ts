/** What a command wrote into the private store is known to the wall before the command ends: no sync finds it unguarded. */
import { feedWall, type PrivateTexts } from '../wall/feed.ts';
import { withSidebook, type Io } from './io.ts';

export async function guard(io: Io, own: PrivateTexts): Promise<void> {
  await withSidebook(io, async ({ store, wall }) => {
    await feedWall({ store, keyed: wall.keyed, shows: wall.shows }, own);
  });
}

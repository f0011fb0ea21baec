/** A setting whose wall was fed with private texts, by the function the server process uses. */
import { feedWall, type TextPage } from '../../connector/wall/feed.ts';
import type { Setting } from '../scenarios/setting.ts';

type Texts = Omit<TextPage, 'last'>;

/** Everything at once, as the private store would tell it. */
export async function guard(s: Setting, texts: readonly string[], more: Partial<Texts> = {}): Promise<number> {
  const { wall, store } = s.sidebook;
  const fed = Number((await store.read((t) => t.setting('wall-fed'))) ?? 0);
  const from = {
    privateTexts: async (after: number) => (after > fed ? { texts: [], last: after } : { texts, ...more, last: fed + 1 }),
  };
  return feedWall({ store, keyed: wall.keyed, shows: wall.shows }, from);
}

/**
 * Feeding the wall: the process that may read private texts leaves their fingerprints in the shared store. A text is guarded at
 * once; what hosts show already is taken out again a moment later.
 */
import type { Fingerprint, Store } from '../store/store.ts';
import { fingerprintsOf } from './learn.ts';
import type { Keyed } from './keyed.ts';
import { sharedAmong, type Shows } from './shared.ts';

/** Texts of every private column since a number; `last` goes into the next call. Names of companies and of goods stand apart. */
export interface PrivateTexts {
  /** Where they stand: numbers of another store are other numbers, so that it is read from its first text. */
  readonly place?: string;
  privateTexts(after: number, limit: number): Promise<TextPage>;
}
export interface TextPage {
  readonly texts: readonly string[];
  readonly names?: readonly string[];
  readonly canaries?: readonly string[];
  readonly last: number;
}

/** Settings of the store: how far the texts were read, and with which key. */
export const FED = 'wall-fed';
export const FED_KEY = 'wall-key';
const FED_FROM = 'wall-fed-from';

const PAGE = 2000;
const BY = { actor: 'wall' };

export interface Feeding {
  readonly store: Store;
  readonly keyed: Keyed;
  readonly shows: Shows;
}

/** Takes up what is new; returns how many fingerprints were added. After another key everything is read again. */
export async function feedWall(to: Feeding, from: PrivateTexts): Promise<number> {
  await sameKey(to);
  await samePlace(to, from);
  let after = Number((await to.store.read((t) => t.setting(FED))) ?? 0);
  let count = 0;
  for (;;) {
    const page = await from.privateTexts(after, PAGE);
    if (page.last === after) return count;
    count += await takeUp(to, page);
    after = page.last;
    await new Promise((resolve) => setImmediate(resolve)); // others have their turn
  }
}

/** Fingerprints of a lost key can never be met again. */
async function sameKey({ store, keyed }: Feeding): Promise<void> {
  if ((await store.read((t) => t.setting(FED_KEY))) === keyed.id) return;
  await store.write(BY, (t) => {
    t.forgetFingerprints();
    t.setSetting(FED_KEY, keyed.id);
    t.setSetting(FED, '0');
  });
}

/** What was learned stays: it may still be typed somewhere. */
async function samePlace({ store }: Feeding, { place }: PrivateTexts): Promise<void> {
  if (place === undefined || (await store.read((t) => t.setting(FED_FROM))) === place) return;
  await store.write(BY, (t) => {
    t.setSetting(FED_FROM, place);
    t.setSetting(FED, '0');
  });
}

async function takeUp(to: Feeding, page: TextPage): Promise<number> {
  const all = fingerprintsOfPage(page, to.keyed);
  await to.store.write(BY, (t) => {
    t.addFingerprints(all);
    t.setSetting(FED, String(page.last));
  });
  const shared = await sharedAmong(to.store, to.keyed, all, to.shows);
  if (shared.size > 0) await to.store.write(BY, (t) => t.dropFingerprints([...shared]));
  return all.length - shared.size;
}

const fingerprintsOfPage = (page: TextPage, keyed: Keyed): Fingerprint[] => [
  ...fingerprintsOf(page.canaries ?? [], 'canary', keyed),
  ...fingerprintsOf(page.names ?? [], 'name', keyed),
  ...fingerprintsOf(page.texts, 'text', keyed),
];

/** One story in one look: everything that is wrong with it. */
import { allFaults } from './checks.ts';
import { doSteps, letPass, type Look, openStory, type Place } from './harness.ts';
import { nameOf } from './looks.ts';
import type { StorySite } from './story-server.ts';

interface Ways {
  /** Where to put a picture of it. */
  readonly screenshot?: string;
  readonly without?: 'axe' | null;
  /** A page of its own unless said otherwise. */
  readonly place?: Place;
}
const ANSWERED_MS = 1_000; // a call that failed is tried once more after a while
export async function faultsOf(
  site: StorySite,
  widget: string,
  story: string,
  look: Look,
  { screenshot, without = null, place }: Ways = {},
): Promise<string[]> {
  const opened = await openStory(site, widget, story, look, place);
  try {
    const { further } = site.stories[widget]?.[story] ?? {};
    if (further) {
      await doSteps(opened.page, further, site.catalogues[look.lang]);
      await letPass(opened.page, ANSWERED_MS);
    }
    if (screenshot !== undefined) await opened.page.screenshot({ path: screenshot, fullPage: true });
    const faults = [...(await opened.faults()), ...(await allFaults(opened.page, without))];
    return faults.map((fault) => `${widget} ${story} ${nameOf(look)}: ${fault}`);
  } finally {
    await opened.close();
  }
}

/** One story in one look: everything that is wrong with it. */
import { allFaults } from './checks.ts';
import { type Look, openStory } from './harness.ts';
import { nameOf } from './looks.ts';
import type { StorySite } from './story-server.ts';

interface Ways {
  /** Where to put a picture of it. */
  readonly screenshot?: string;
  readonly without?: 'axe' | null;
}
export async function faultsOf(
  site: StorySite,
  widget: string,
  story: string,
  look: Look,
  { screenshot, without = null }: Ways = {},
): Promise<string[]> {
  const opened = await openStory(site, widget, story, look);
  try {
    if (screenshot !== undefined) await opened.page.screenshot({ path: screenshot, fullPage: true });
    const faults = [...(await opened.faults()), ...(await allFaults(opened.page, without))];
    return faults.map((fault) => `${widget} ${story} ${nameOf(look)}: ${fault}`);
  } finally {
    await opened.close();
  }
}

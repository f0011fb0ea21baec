/** What every test of stories begins and ends with. */
import type { Page, Request } from 'playwright-core';
import { closeBrowser } from './chromium.ts';
import { openStory, type Opened, USUAL } from './harness.ts';
import { startStorySite, type StorySite } from './story-server.ts';

/** The stories for one describe: there before its first test, gone with the browser after its last. */
export function storySite(): StorySite {
  const site = {} as StorySite;
  before(async () => void Object.assign(site, await startStorySite()));
  after(async () => {
    await site.stop();
    await closeBrowser();
  });
  return site;
}

/** A story of one widget at a time, closed after the test or before the next; `sent`: what it asked the server to change, as `told` has it. */
export function oneStory(widget: string, told: (request: Request, path: string) => unknown) {
  const site = storySite();
  let at: Opened | null = null;
  const close = async (): Promise<void> => {
    await at?.close();
    at = null;
  };
  afterEach(close);
  const open = async (story: string): Promise<{ page: Page; sent: unknown[] }> => {
    await close();
    const { page } = (at = await openStory(site, widget, story, USUAL));
    const sent: unknown[] = [];
    page.on('request', (one) => {
      if (one.method() !== 'GET') sent.push(told(one, new URL(one.url()).pathname.replace(/^.*story-api\/\d+\//, '')));
    });
    return { page, sent };
  };
  return { site, open };
}

/**
 * Stories one after another in one page, each a document of its own: a page with its process, and everything compiled anew in it,
 * costs as much as all that is looked at. A story that is used rather than looked at has a page of its own.
 */
import type { BrowserContext, Page } from 'playwright-core';
import { STORY_NOW } from '../../widgets/story.ts';
import { type Look, openPage, type Place } from './harness.ts';

/** A page is told again, in each document, all its clock was ever told; so it is left after so many. */
const MOST = 10;
const HOUR = 3_600_000;

export class OnePage {
  #at: { page: Page; context: BrowserContext; errors: string[] } | null = null;
  #shown = 0;

  readonly place: Place = async (look) => {
    if (this.#shown % MOST === 0) await this.close();
    this.#shown += 1;
    if (this.#at) await again(this.#at.page, look);
    const { page, errors } = (this.#at ??= await openPage(look));
    errors.length = 0;
    return { page, errors, close: async () => undefined };
  };

  readonly close = async (): Promise<void> => {
    await this.#at?.context.close();
    this.#at = null;
  };
}

/** As a new one is: nothing hovered, its clock still, at the moment of every story. A clock can only be stopped at a moment to come. */
async function again(page: Page, look: Look): Promise<void> {
  const now = new Date(STORY_NOW).getTime();
  await page.mouse.move(-1, -1);
  await page.setViewportSize({ width: look.width, height: look.height ?? 560 });
  await page.emulateMedia({ forcedColors: look.forcedColors ? 'active' : 'none', reducedMotion: 'reduce' });
  await page.clock.install({ time: now });
  await page.clock.pauseAt(now + HOUR);
  await page.clock.setSystemTime(now);
}

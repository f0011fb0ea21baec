/** A story in a page: opened with a fixed clock, brought into its state, and what to look at there. */
import type { BrowserContext, Page } from 'playwright-core';
import { STORY_NOW } from '../../widgets/story.ts';
import { browser } from './chromium.ts';
import type { StorySite } from './story-server.ts';

export interface Look {
  readonly width: number;
  readonly height?: number;
  readonly lang: string;
  readonly theme: 'light' | 'dark' | 'hc' | 'auto';
  readonly density?: 'compact' | 'cozy';
  readonly forcedColors?: boolean;
}
export const USUAL: Look = { width: 360, height: 560, lang: 'ru', theme: 'light' };

export interface Opened {
  readonly page: Page;
  /** Errors of the page, and texts that no catalogue has. */
  readonly faults: () => Promise<string[]>;
  readonly close: () => Promise<void>;
}

/** A page whose clock stands still until it is moved. */
export async function openPage(look: Look): Promise<{ page: Page; context: BrowserContext; errors: string[] }> {
  const context = await (
    await browser()
  ).newContext({
    viewport: { width: look.width, height: look.height ?? 560 },
    forcedColors: look.forcedColors ? 'active' : 'none',
    reducedMotion: 'reduce',
    bypassCSP: false,
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) errors.push(message.text());
  });
  await page.clock.install({ time: new Date(STORY_NOW) });
  return { page, context, errors };
}

/** Where a story is shown: a page of its own, or one that others were shown in (one-page.ts). */
export type Place = (look: Look) => Promise<{ page: Page; errors: string[]; close: () => Promise<void> }>;
const ownPage: Place = async (look) => {
  const { context, ...at } = await openPage(look);
  return { ...at, close: () => context.close() };
};

export async function openStory(
  site: StorySite,
  widget: string,
  name: string,
  look: Look = USUAL,
  place: Place = ownPage,
): Promise<Opened> {
  const story = site.stories[widget]?.[name];
  if (!story) throw new Error(`no story ${widget}/${name}`);
  const { page, errors, close } = await place(look);
  await page.goto(
    `${site.origin}/story/${widget}/${name}?lang=${look.lang}&theme=${look.theme}&density=${look.density ?? 'compact'}`,
  );
  await page.waitForSelector('.sb');
  await settleWhole(page);
  if (story.wait !== undefined) await letPass(page, story.wait);
  await doSteps(page, story.press, site.catalogues[look.lang]);
  return {
    page,
    faults: async () => [
      ...errors,
      ...(await page.evaluate<string[]>('window.sidebookMissing.map((key) => "no text for " + key)')),
    ],
    close,
  };
}

const TYPED_MS = 500; // what is looked for while one types waits so long for the next letter
/** What brings a story into its state. */
export async function doSteps(
  page: Page,
  steps: readonly string[] = [],
  t: Readonly<Record<string, string>> = {},
): Promise<void> {
  for (const step of steps) {
    if (step.startsWith('type:')) await page.keyboard.type(step.slice(5));
    else if (step.startsWith('key:')) await page.keyboard.press(step.slice(4));
    else await (/^[.[]/.test(step) ? page.locator(step) : page.getByText(t[step] ?? step, { exact: true })).first().click();
    await (step.startsWith('type:') ? letPass(page, TYPED_MS) : settle(page));
  }
}

const ROUNDS = 40;
/** However slow the machine: what a story asked is answered (see story-server.ts) before it is looked at. */
const IS_STILL = `(async () => {
  const asked = await window.sidebookAnswered?.();
  return !asked?.length && !document.querySelector('[aria-busy=true]');
})()`;
/** Until the widget waits for nothing, or waits for something that does not come (stories that stay loading). */
export async function settle(page: Page, ms = 20): Promise<void> {
  for (let i = 0; i < ROUNDS; i++) {
    await page.clock.runFor(ms);
    if (await page.evaluate<boolean>(IS_STILL)) break;
  }
  await page.clock.runFor(ms); // what follows the last drawing: focus, listeners
}

const FRAMES_MS = 100;
/** As settle, until nothing was asked meanwhile, nor for some frames after: what an answer shows may ask the next thing. */
async function settleWhole(page: Page): Promise<void> {
  const asked = (): Promise<number | null> => page.evaluate<number | null>('window.sidebookAsked()');
  for (let i = 0; i < ROUNDS; i++) {
    const before = await asked();
    await settle(page);
    if (before === null) return;
    await page.clock.runFor(FRAMES_MS);
    if ((await page.evaluate<boolean>(IS_STILL)) && (await asked()) === before) return;
  }
}

/** Time of the page passes; what it asked the server meanwhile is answered. */
export async function letPass(page: Page, ms: number): Promise<void> {
  await page.clock.runFor(ms);
  await settle(page);
}

const PATIENCE_MS = 30_000;
/**
 * Until an expression holds in the page. `waitForFunction` asks the first time from outside the page's policy and then from inside:
 * on a page without 'unsafe-eval' it fails exactly when it has to wait.
 */
export async function until(page: Page, expression: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await page.evaluate<boolean>(`Boolean(${expression})`)))
    if (performance.now() > end) throw new Error(`it never came true: ${expression}`);
}

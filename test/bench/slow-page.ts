/** A page of a browser for one measurement, on a machine made slower. */
import type { CDPSession, Page } from 'playwright-core';
import { browser } from '../browser/chromium.ts';

export const SLOWER = 4;

/** A page of its own, with nothing in its cache. */
export async function inContext<T>(work: (page: Page, cdp: CDPSession) => Promise<T>): Promise<T> {
  const context = await (await browser()).newContext({ viewport: { width: 720, height: 900 } });
  const page = await context.newPage();
  const result = await work(page, await context.newCDPSession(page));
  await context.close();
  return result;
}

export const slower = (cdp: CDPSession): Promise<unknown> => cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });

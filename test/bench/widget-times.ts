/** How it feels: in Chromium, four times slower where the name of the figure says nothing else. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { buildWidgets } from '../../widgets/build.js';
import { closeBrowser } from '../browser/chromium.ts';
import { frameHtml, oneParty, startHostPage } from '../browser/host-page.ts';
import { MOUNT_CYCLES, TEN_THOUSAND } from '../browser/load.ts';
import { OUT, startStorySite, type StorySite } from '../browser/story-server.ts';
import { stoppedClock } from '../scenarios/setting.ts';
import { Office } from '../server/office.ts';
import { figure, median, type Figure } from './figures.ts';
import { inContext, SLOWER, slower } from './slow-page.ts';
import { widgetCalm } from './widget-calm.ts';

/** How often each is done. */
export interface Times {
  readonly loads: number;
  readonly cycles: number;
  readonly scrolls: number;
}

export async function widgetTimes({ loads, cycles, scrolls }: Times): Promise<Figure[]> {
  await buildWidgets(OUT);
  const site = await startStorySite();
  const figures = [
    figure('first-data-ms', await firstData(loads), 'ms', '<= 300', `counterparty in a frame, loader included, empty cache, median of ${String(loads)}`),
    figure('inp-ms', await inp(site), 'ms', '<= 200', `slowest of a click on a row, keys, and opening the form of a new one, invoices of 10000, CPU / ${String(SLOWER)}`),
    figure('rows-scroll-p95-ms', await scroll(site, scrolls), 'ms', '<= 50', `10000 rows, ${String(scrolls)} steps, CPU / ${String(SLOWER)}`),
    figure('mount-leak-kb', await leak(site, cycles), 'kB', '<= 1024', `heap after ${String(cycles)} panels of invoices came and went`),
    ...(await widgetCalm(site, loads)),
  ]; // prettier-ignore
  await site.stop();
  await closeBrowser();
  return figures;
}

/** From the host's page on to the first data, over the real server. */
async function firstData(loads: number): Promise<number> {
  const host = await startHostPage();
  const office = await new Office(stoppedClock(), mkdtempSync(join(tmpdir(), 'sidebook-bench-')), {}).open({ assets: OUT, api: oneParty() }); // prettier-ignore
  office.client({ origins: [host.origin] });
  host.show(frameHtml(office, 'counterparty'));
  const times: number[] = [];
  for (let i = 0; i < loads; i++) times.push(await inContext((page) => oneLoad(page, host.origin)));
  await office.close();
  host.stop();
  return median(times);
}

async function oneLoad(page: Page, url: string): Promise<number> {
  await page.goto(url);
  await page.waitForFunction('window.ready !== undefined');
  const ready = await page.evaluate<unknown>('ready');
  if (typeof ready !== 'number') throw new Error(`no data: ${String(ready)}`);
  return ready;
}

async function openInvoices(page: Page, { origin }: StorySite, story: string): Promise<void> {
  await page.goto(`${origin}/story/invoices/${story}?lang=ru&theme=light`);
  await page.locator('.sb-grid [role=row]').nth(2).waitFor();
}

const WATCH = `window.slowest = 0; new PerformanceObserver((list) => list.getEntries().forEach((one) => { if (one.interactionId) slowest = Math.max(slowest, one.duration); })).observe({ type: 'event', durationThreshold: 16, buffered: false });`;

/** Event Timing: from the input to the picture after it. */
const inp = (site: StorySite): Promise<number> =>
  inContext(async (page, cdp) => {
    await openInvoices(page, site, 'many');
    await page.evaluate(WATCH);
    await slower(cdp);
    const t = site.catalogues['ru'] ?? {};
    await page.locator('.sb-grid [role=row]').nth(4).click();
    for (const key of ['End', 'Home', 'PageDown']) await page.keyboard.press(key, { delay: 50 });
    await page.getByRole('button', { name: t['invoices.new'] ?? '' }).first().click({ delay: 50 }); // prettier-ignore
    await page.locator('input').nth(1).waitFor();
    await page.waitForTimeout(500);
    return page.evaluate<number>('slowest');
  });

const SCROLL = `async (steps) => {
  const grid = document.querySelector('.sb-grid');
  const times = [];
  for (let i = 0; i < steps; i++) {
    const began = performance.now();
    grid.scrollTop += 700;
    // The second frame begins when the first is painted.
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted, 0)));
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[Math.floor(steps * 0.95)];
}`;

const scroll = (site: StorySite, steps: number): Promise<number> =>
  inContext(async (page, cdp) => {
    await openInvoices(page, site, 'ready');
    await page.evaluate(`(${TEN_THOUSAND})('/assets/${site.manifest.parts.js}')`);
    await slower(cdp);
    return page.evaluate<number>(`(${SCROLL})(${String(steps)})`);
  });

/** The first ten fill caches, which stay. */
const leak = (site: StorySite, count: number): Promise<number> =>
  inContext(async (page, cdp) => {
    const cycles = (n: number): Promise<unknown> => page.evaluate(`(${MOUNT_CYCLES})(${String(n)})`);
    await openInvoices(page, site, 'ready');
    await page.evaluate('sidebook.destroy()');
    await cycles(10);
    const before = await heap(page, cdp);
    await cycles(count);
    return ((await heap(page, cdp)) - before) / 1024;
  });

async function heap(page: Page, cdp: CDPSession): Promise<number> {
  // What is taken out cleans up after the next picture.
  await page.waitForTimeout(300);
  await cdp.send('HeapProfiler.collectGarbage');
  return (await cdp.send('Runtime.getHeapUsage')).usedSize;
}

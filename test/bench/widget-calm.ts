/** That nothing holds the page up, jumps, or keeps one waiting for a filter: four times slower, first load included. */
import type { Page } from 'playwright-core';
import type { StorySite } from '../browser/story-server.ts';
import { figure, median, type Figure } from './figures.ts';
import { inContext, SLOWER, slower } from './slow-page.ts';

const PANELS = ['counterparty', 'invoices', 'problems', 'sync'] as const;
/** Two questions of the browser itself: tasks of 50 ms and more, and what moved without being asked to. */
const WATCH = `window.longest = 0; window.moved = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => { longest = Math.max(longest, one.duration); })).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach((one) => { if (!one.hadRecentInput) moved += one.value; })).observe({ type: 'layout-shift', buffered: true });`;

export async function widgetCalm(site: StorySite, times: number): Promise<Figure[]> {
  const loads: Calm[] = [];
  for (const widget of PANELS) loads.push(await load(site, widget));
  const what = `${PANELS.join(', ')}: first load to data, CPU / ${String(SLOWER)}`;
  return [
    figure('longest-task-ms', Math.max(...loads.map(({ longest }) => longest)), 'ms', '<= 200', what),
    figure('cls', Math.max(...loads.map(({ moved }) => moved)), '', '<= 0.05', what),
    figure('filter-ms', await filter(site, times), 'ms', '<= 100', `press to the rows drawn, 200 of 10000, median of ${String(times)}, CPU / ${String(SLOWER)}`),
  ]; // prettier-ignore
}

interface Calm {
  readonly longest: number;
  readonly moved: number;
}
const load = (site: StorySite, widget: string): Promise<Calm> =>
  inContext(async (page, cdp) => {
    await page.addInitScript(WATCH);
    await slower(cdp);
    await page.goto(`${site.origin}/story/${widget}/ready?lang=ru&theme=light`);
    await page.locator('.sb-widget [aria-busy=false]').first().waitFor();
    await page.waitForTimeout(500);
    return page.evaluate<Calm>('({ longest, moved })');
  });

/** Overdue alone and all again: from the press until the list has asked, been answered, and is painted. */
const PRESS = `async () => {
  const began = performance.now();
  await new Promise((drawn) => {
    let asked = false;
    const watch = new MutationObserver(() => {
      if (document.querySelector('[aria-busy=true]')) asked = true;
      else if (asked) drawn(watch.disconnect());
    });
    watch.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-busy'] });
    document.querySelector('.sb-inv-head .sb-button[aria-pressed]').click();
  });
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted, 0)));
  return performance.now() - began;
}`;
const filter = (site: StorySite, count: number): Promise<number> =>
  inContext(async (page: Page, cdp) => {
    await page.goto(`${site.origin}/story/invoices/pages?lang=ru&theme=light`);
    await page.locator('.sb-grid [role=row]').nth(2).waitFor();
    await page.waitForTimeout(500);
    await slower(cdp);
    const times: number[] = [];
    for (let i = 0; i < count; i++) times.push(await page.evaluate<number>(`(${PRESS})()`));
    return median(times);
  });

/** What is checked of every story besides what it shows: axe, and what axe does not see (widgets.md 7). */
import type { Page } from 'playwright-core';
import { orderFaults, ringFaults, type Stop, tabStops } from './tab-stops.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Of whole pages: a widget is a part of one, its host has the heading. */
const RULES = { 'page-has-heading-one': { enabled: false } };

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}
type Check = (page: Page) => Promise<string[]>;

/** Asked of the site of the stories: the browser compiles it once for all that one page shows, which is most of what it costs. */
export const axe: Check = async (page) => {
  await page.evaluate(`import('/axe.js').then(() => null)`);
  // Its own waiting needs the clock of the page to go on.
  await page.clock.resume();
  const { violations } = await page.evaluate<{ violations: Violation[] }>(
    `axe.run({ runOnly: ${JSON.stringify(TAGS)}, rules: ${JSON.stringify(RULES)}, resultTypes: ["violations"] })`,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
};

const found = (page: Page, body: string): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const found = [];
    const name = (el) => el.tagName + '.' + el.className + ' "' + (el.textContent || '').slice(0, 40) + '"';
    const all = [...document.querySelectorAll('.sb, .sb *')].filter((el) => !el.closest('.sb-hidden') && el.getClientRects().length > 0);
    ${body}
    return found;
  })()`);

export const pageOverflow: Check = (page) =>
  found(page, `if (document.documentElement.scrollWidth > innerWidth) found.push('page is ' + document.documentElement.scrollWidth + ' px wide');`); // prettier-ignore

/** Cut without an ellipsis and the whole text on hover. A title of the whole table says nothing of one cell. */
export const clipped: Check = (page) =>
  found(page, `
    const told = (el) => { for (let at = el; at && !at.matches('.sb-grid, .sb'); at = at.parentElement) if (at.title) return true; return [...el.querySelectorAll('[title]')].some((one) => one.title.includes(el.textContent.trim())); };
    for (const el of all) {
      const style = getComputedStyle(el);
      if (el.matches('input, select, textarea, svg, svg *')) continue;
      if (style.overflowX !== 'visible' && el.scrollWidth > el.clientWidth + 1 && !(style.textOverflow === 'ellipsis' && told(el))) found.push('cut: ' + name(el));
      const lines = style.webkitLineClamp !== 'none' && told(el); // ends in an ellipsis, the whole on hover
      if (/hidden|clip/.test(style.overflowY) && el.scrollHeight > el.clientHeight + 3 && !lines) found.push('cut below: ' + name(el));
    }`); // prettier-ignore

export const smallTargets: Check = (page) =>
  found(page, `
    for (const el of all) {
      if (!el.matches('button, a[href], input, select, textarea, [role=option], [role=tab]')) continue;
      // A press on its label is a press on it.
      const box = (el.closest('label') || el).getBoundingClientRect();
      if (box.width < 24 || box.height < 24) found.push('small: ' + name(el));
    }`); // prettier-ignore

/** Whoever asked the system for less movement gets none. */
export const reducedMotion: Check = (page) =>
  found(page, `
    for (const el of all) for (const part of [undefined, '::before', '::after']) {
      const style = getComputedStyle(el, part);
      if (/[1-9]/.test(style.transitionDuration + style.animationDuration)) found.push('moves: ' + name(el));
    }`); // prettier-ignore

const fits: Check = async (page) => [...(await pageOverflow(page)), ...(await clipped(page))];

const SPACED = '.sb, .sb * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } .sb p { margin-bottom: 2em !important; }'; // prettier-ignore

/** WCAG 1.4.12: what a reader may set. */
export async function textSpacing(page: Page): Promise<string[]> {
  await page.evaluate(`{ window.spaced = new CSSStyleSheet(); spaced.replaceSync(${JSON.stringify(SPACED)}); document.adoptedStyleSheets = [...document.adoptedStyleSheets, spaced]; }`); // prettier-ignore
  const faults = await fits(page);
  await page.evaluate('document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== spaced)');
  return faults.map((fault) => `spaced: ${fault}`);
}

/** WCAG 1.4.4: letters twice as high, in a place twice as wide (at 320 px that would be 160 px of usual text). */
export async function largeText(page: Page): Promise<string[]> {
  const size = page.viewportSize() ?? { width: 360, height: 560 };
  const set = (to: string): Promise<void> => page.evaluate(`document.querySelector('.sb').style.setProperty('--sb-font-size', '${to}')`); // prettier-ignore
  await set('28px');
  await page.setViewportSize({ ...size, width: size.width * 2 });
  await page.clock.runFor(50);
  const faults = await fits(page);
  await set('14px');
  await page.setViewportSize(size);
  await page.clock.runFor(50);
  return faults.map((fault) => `200 %: ${fault}`);
}

const ofStops =
  (judge: (stops: readonly Stop[]) => string[]): Check =>
  async (page) =>
    judge(await tabStops(page));
export const focusRing = ofStops(ringFaults);
export const tabOrder = ofStops(orderFaults);

/** By name, in the order they may follow each other: those that press keys come last. */
export const CHECKS = { pageOverflow, clipped, smallTargets, reducedMotion, axe, textSpacing, largeText, focusRing, tabOrder } as const; // prettier-ignore

/** Wider than the page, cut, or too small to hit. */
export const overflows: Check = async (page) => [...(await fits(page)), ...(await smallTargets(page))];

/** Everything; the keys are pressed once for both checks that need them. `without`: axe, which takes the longest, is left out. */
export async function allFaults(page: Page, without: 'axe' | null = null): Promise<string[]> {
  const faults: string[] = [];
  const checks = [overflows, reducedMotion, ...(without === 'axe' ? [] : [axe]), textSpacing, largeText];
  for (const check of checks) faults.push(...(await check(page)));
  const stops = await tabStops(page);
  return [...faults, ...ringFaults(stops), ...orderFaults(stops)];
}

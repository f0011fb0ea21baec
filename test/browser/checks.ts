/** What is checked of every story besides what it shows. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Of whole pages: a widget is a part of one, its host has the heading. */
const RULES = { 'page-has-heading-one': { enabled: false } };

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** Our policy stops script tags, so its source is evaluated. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  // Its own waiting needs the clock of the page to go on.
  await page.clock.resume();
  const { violations } = await page.evaluate<{ violations: Violation[] }>(
    `axe.run({ runOnly: ${JSON.stringify(TAGS)}, rules: ${JSON.stringify(RULES)} })`,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}

/** Wider than the page, or cut without an ellipsis and the whole text on hover. */
export const overflows = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const found = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push('page is ' + document.documentElement.scrollWidth + ' px wide');
    const name = (el) => el.tagName + '.' + el.className + ' "' + (el.textContent || '').slice(0, 40) + '"';
    document.querySelectorAll('.sb *').forEach((el) => {
      const style = getComputedStyle(el);
      if (el.closest('.sb-hidden') || el.closest('.sb-grid') || style.overflowX === 'visible' || el.tagName === 'INPUT') return;
      if (el.scrollWidth > el.clientWidth + 1 && !(style.textOverflow === 'ellipsis' && el.closest('[title]'))) found.push('cut: ' + name(el));
    });
    document.querySelectorAll('.sb button, .sb a[href], .sb input, .sb select').forEach((el) => {
      // A press on its label is a press on it.
      const box = (el.closest('label') || el).getBoundingClientRect();
      if (box.width > 0 && (box.width < 24 || box.height < 24)) found.push('small: ' + name(el));
    });
    return found;
  })()`);

/** Where the Tab key goes, and how that looks. */
import type { Page } from 'playwright-core';

export interface Stop {
  readonly name: string;
  readonly ring: boolean;
  readonly rtl: boolean;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
const MOST = 120;

/** From the first to the last; of an open dialog, inside it. */
export async function tabStops(page: Page): Promise<Stop[]> {
  await page.evaluate(BEGIN);
  const stops: Stop[] = [];
  await page.keyboard.press('Tab');
  for (let i = 0; i < MOST; i++) {
    const stop = await page.evaluate<Stop | null>(HERE);
    if (!stop) break;
    stops.push(stop);
    await page.keyboard.press('Tab');
  }
  await page.evaluate('document.getElementById("tab-start")?.remove()');
  return stops;
}

/** A place before everything to start from; a dialog keeps the focus inside: there from its last element. */
const BEGIN = `{
  window.visited = new Set();
  const dialog = document.querySelector('[role=dialog]');
  const last = dialog && [...dialog.querySelectorAll('button, a[href], input, select, textarea')].reverse().find((el) => !el.disabled);
  const start = document.createElement('span');
  start.id = 'tab-start';
  start.tabIndex = 0;
  if (last) last.focus();
  else { document.body.prepend(start); start.focus(); }
}`;

/** Null: the widget is left, or it begins again. The ring has to be seen against what is around it. */
const HERE = `(() => {
  const el = document.activeElement;
  if (!el || !el.closest('.sb') || visited.has(el)) return null;
  visited.add(el);
  const style = getComputedStyle(el);
  const box = el.getBoundingClientRect();
  const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && !/, 0\\)|transparent/.test(style.outlineColor);
  return {
    name: el.tagName + '.' + el.className + ' "' + (el.getAttribute('aria-label') || el.textContent || '').slice(0, 40) + '"',
    ring: seen && box.width > 0 && box.height > 0, rtl: getComputedStyle(el.closest('.sb')).direction === 'rtl',
    left: box.left + scrollX, right: box.right + scrollX, top: box.top + scrollY, bottom: box.bottom + scrollY,
  };
})()`;

export const ringFaults = (stops: readonly Stop[]): string[] =>
  stops.filter(({ ring }) => !ring).map(({ name }) => `no focus ring: ${name}`);

/** As one reads: along the line, then the next line; or on to the column beside it. */
export const orderFaults = (stops: readonly Stop[]): string[] =>
  stops.slice(1).flatMap((stop, i) => {
    const before = stops[i];
    return before && goesBack(before, stop) ? [`after ${before.name} the focus goes back to ${stop.name}`] : [];
  });

function goesBack(from: Stop, to: Stop): boolean {
  const isBeside = to.rtl ? to.right <= from.left + 1 : to.left >= from.right - 1;
  const isAbove = to.bottom <= from.top + 1;
  const isSameLine = to.top < from.bottom - 1 && from.top < to.bottom - 1;
  const isBackward = to.rtl ? to.left >= from.right - 1 : to.right <= from.left + 1;
  return (isAbove && !isBeside) || (isSameLine && isBackward);
}

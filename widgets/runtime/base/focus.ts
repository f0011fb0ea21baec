/** Where the keyboard can go. */
const FOCUSABLE =
  'button:not([disabled]),input:not([disabled]),select:not([disabled]),textarea:not([disabled]),a[href],[tabindex="0"]';
/** What Tab reaches inside. */
export function focusable(root: Element): HTMLElement[] {
  const found: HTMLElement[] = [];
  const all = root.querySelectorAll<HTMLElement>(FOCUSABLE);
  for (let i = 0; i < all.length; i++) {
    const element = all[i];
    if (element && element.tabIndex >= 0) found.push(element);
  }
  return found;
}

/** Engines without style sheets made by script (Safari before 16.4, Firefox before 101): our policy lets them load ours as a file. */
export function linkStyles(root: Document | ShadowRoot, place: Node, href: string): void {
  if ('adoptedStyleSheets' in root) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  place.appendChild(link);
}

/** Style sheets without a <style> element, which our Content-Security-Policy forbids. */
const made = new Map<string, CSSStyleSheet>();

function sheet(text: string): CSSStyleSheet {
  let one = made.get(text);
  if (!one) {
    one = new CSSStyleSheet();
    one.replaceSync(text);
    made.set(text, one);
  }
  return one;
}

const registered: string[] = [];
/** Rules of a part that is loaded apart: they go wherever a widget is. */
export const registerStyles = (text: string): void => {
  registered.push(text);
};

/** Into the document or the shadow root that `el` stands in, each text once. The page of 1C has its styles in itself. */
export function applyStyles(el: Element, texts: readonly string[]): void {
  const root = el.getRootNode ? el.getRootNode() : document;
  if (!('adoptedStyleSheets' in root)) return;
  const target = root as Document | ShadowRoot;
  const wanted = [...texts, ...registered].filter(Boolean).map(sheet);
  const missing = wanted.filter((one) => target.adoptedStyleSheets.indexOf(one) < 0);
  if (missing.length > 0) target.adoptedStyleSheets = [...target.adoptedStyleSheets, ...missing];
}

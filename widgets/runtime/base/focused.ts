/** Of the document, or of the shadow root it stands in. */
export function focused(near: Element): HTMLElement | null {
  const root = near.getRootNode ? near.getRootNode() : document;
  const active = 'activeElement' in root ? root.activeElement : document.activeElement;
  return active instanceof HTMLElement ? active : null;
}

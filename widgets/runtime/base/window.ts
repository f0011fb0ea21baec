/** Which rows of a long list are drawn: those in view and a few around them. */
export interface Drawn {
  readonly from: number;
  readonly to: number;
}
/** Drawn above and below what is in view, so that scrolling shows no gap. */
const MARGIN = 2;

export function drawn(count: number, rowHeight: number, scrollTop: number, height: number): Drawn {
  const first = Math.floor(scrollTop / rowHeight) - MARGIN;
  const last = Math.ceil((scrollTop + height) / rowHeight) + MARGIN;
  return { from: Math.max(0, Math.min(first, count)), to: Math.max(0, Math.min(last, count)) };
}

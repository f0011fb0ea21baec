/** Panels that opened one another in one place, so that there is a way back. Shared by the loader and the page of 1C. */
export interface Trail {
  /** A panel asked by `navigate` for this one of ours; undefined: for a form of the host. */
  readonly ask: (widget: string | undefined) => void;
  /** This one is shown now. Answers the one it was opened from, or null. */
  readonly show: (widget: string) => string | null;
}

/** What the host shows of its own accord begins anew: nobody came there from a panel. */
export function createTrail(): Trail {
  let path: readonly string[] = [];
  let asked: string | undefined;
  return {
    ask: (widget) => {
      asked = widget;
    },
    show: (widget) => {
      const known = path.indexOf(widget);
      if (known >= 0) path = path.slice(0, known + 1);
      else path = widget === asked ? [...path, widget] : [widget];
      return path[path.length - 2] || null;
    },
  };
}

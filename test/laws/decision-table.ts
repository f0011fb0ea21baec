/**
 * The decision table of sync-design B3 once more, written from the document and from nothing else: one unit of one text field.
 * `undefined` = not known here, null = known to be empty.
 */
export type Text = string | null;
export interface Sides {
  readonly ours: Text;
  readonly theirs: Text;
}

export interface One {
  readonly ours: Text | undefined;
  readonly theirs: Text | undefined;
  readonly base: Sides | null;
  readonly sent: Text | undefined;
  readonly direction: 'both' | 'from-host' | 'to-host' | 'create-only' | 'keep-on-link';
  readonly policy: 'ask' | 'ours' | 'theirs';
  readonly first: 'theirs' | 'ask';
  /** Belongs to the books once posted. */
  readonly freezes: boolean;
  /** This host takes 'aa' for 'AA'. */
  readonly folds: boolean;
  /** This host keeps so many letters. */
  readonly max: number;
  readonly at: {
    readonly books: boolean;
    readonly frozen: boolean;
    readonly follower: boolean;
    readonly foldedElsewhere: boolean;
    /** The home of the invoice is another host, which shows the unit. */
    readonly decidedElsewhere: boolean;
  };
}

/** What is done, and the pictures afterwards. */
export interface Verdict {
  readonly does: 'nothing' | 'agree' | 'pull' | 'push' | 'ask';
  readonly ours: Text | undefined;
  readonly base: Sides | null;
  readonly sent: Text | undefined;
  readonly settled: boolean;
  readonly revised: boolean;
  readonly journalled: boolean;
  readonly proposed: Text | undefined;
}

export const fold = (text: Text): string => (text ?? '').toLowerCase().replace(/\s+/g, ' ').trim();
const empty = (v: Text | undefined): boolean => v === null || v === undefined;

export function decide(one: One): Verdict {
  const view = (v: Text): Text => (v === null ? null : v.slice(0, one.max).trim() || null);
  const equal = (a: Text | undefined, b: Text | undefined): boolean => (a ?? null) === (b ?? null) || (one.folds && fold(a ?? null) === fold(b ?? null)); // prettier-ignore
  const same: Verdict = { does: 'nothing', ours: one.ours, base: one.base, sent: one.sent, settled: false, revised: false, journalled: false, proposed: undefined }; // prettier-ignore
  const { theirs, base, at } = one;
  const t = theirs;
  if (one.direction === 'keep-on-link' || t === undefined) return same;
  const ours = one.ours;
  const o = ours === undefined ? undefined : view(ours);
  const ourStill = base !== null && equal(o, view(base.ours));
  const theirStill = base !== null && equal(t, base.theirs);

  const agree: Verdict = { ...same, does: 'agree', base: { ours: ours ?? null, theirs: t } };
  const put = ours !== undefined && view(ours) === t ? ours : t;
  const pull: Verdict = { ...same, does: 'pull', ours: put, base: { ours: put, theirs: t }, sent: undefined };
  const push: Verdict = { ...same, does: 'push' };
  const ask: Verdict = { ...same, does: 'ask' };

  // F, D1, D2
  if (at.follower) return equal(o, t) ? agree : same;
  if (one.direction === 'from-host')
    return equal(o, t) ? agree : at.decidedElsewhere || (base === null && empty(t)) ? same : pull;
  if (one.direction === 'to-host') return equal(o, t) || (ourStill && theirStill) ? same : push;
  if (one.direction === 'create-only') return same;
  // 0a, 0b
  if (at.frozen && one.freezes) {
    if (equal(o, t)) return { ...agree, sent: undefined, settled: one.sent !== undefined && equal(t, view(one.sent)) };
    if (at.books) return { ...pull, revised: base !== null && !theirStill, proposed: ourStill ? undefined : o };
    if (ourStill && theirStill) return same;
    return { ...push, proposed: theirStill ? undefined : t };
  }
  // X
  if (one.sent !== undefined) {
    const again = (b: Sides | null): Verdict => ({ ...decide({ ...one, base: b, sent: undefined }), settled: true });
    if (equal(t, view(one.sent))) return again({ ours: one.sent, theirs: t });
    if (theirStill) return again(base);
    return equal(o, t) ? { ...agree, sent: undefined } : ask;
  }
  // 1-5
  if (base !== null) {
    if (ourStill && theirStill) return same;
    if (equal(o, t)) return agree;
    if (ourStill) return pull;
    if (theirStill) return push;
    if (at.foldedElsewhere && fold(o ?? null) === fold(t)) return agree;
    return one.policy === 'ours' ? push : one.policy === 'theirs' ? pull : ask;
  }
  // 6, 7
  if (equal(o, t)) return agree;
  if (empty(o)) return pull;
  if (empty(t)) return push;
  return one.first === 'theirs' ? { ...pull, journalled: true } : ask;
}

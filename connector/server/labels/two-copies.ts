/** Two edited copies of one export as one look: what only one of them changed is a change, what both changed differently is to be decided. */
import type { Tally } from '../../translations/check.ts';
import { TAKES_BACK } from '../../translations/finding.ts';
import { mergeChanges } from '../../translations/merge.ts';
import { wantedKey } from '../../translations/places.ts';
import type { Looked, LookedChange } from './orders.ts';

export interface Copy {
  readonly file: string;
  readonly looked: Looked;
}

export function together(first: Copy, second: Copy): Looked {
  const [ours, theirs] = [first.looked.changes, second.looked.changes];
  const { changes, conflicts } = mergeChanges(meant(ours, theirs), meant(theirs, ours));
  const of = { ours: first.file, theirs: second.file, both: first.file };
  const all: LookedChange[] = [
    ...conflicts.map(({ ours, theirs }) => ({ ...ours, file: first.file, other: theirs })),
    ...changes.map(({ by, ...change }) => ({ ...change, file: of[by] })),
  ];
  const [a, b] = [first.looked, second.looked];
  return {
    findings: [...named(first), ...named(second)], findingsAll: a.findingsAll + b.findingsAll, hasError: a.hasError || b.hasError,
    rows: Math.max(a.rows, b.rows), copies: [first.file, second.file], changes: all, tally: tallied(a, b, all),
  }; // prettier-ignore
}

/** What only takes an import back was touched by nobody: where the other copy has a new text, that one holds. */
function meant(changes: readonly LookedChange[], others: readonly LookedChange[]): readonly LookedChange[] {
  const isNew = ({ warned }: LookedChange): boolean => !warned.includes(TAKES_BACK);
  const fresh = new Set(others.filter(isNew).map(({ key, lcid }) => wantedKey(key, lcid)));
  return changes.filter((change) => isNew(change) || !fresh.has(wantedKey(change.key, change.lcid)));
}

/** Each with the file it was found in. */
const named = ({ file, looked }: Copy): Looked['findings'] => looked.findings.map((found) => ({ ...found, file }));

/** Changes as they are after the merge; what a copy left empty or had to leave out as in the one that has more of it. */
function tallied(a: Looked, b: Looked, changes: readonly LookedChange[]): Map<number, Tally> {
  return new Map(
    [...new Set([...a.tally.keys(), ...b.tally.keys()])].map((lcid) => {
      const of = changes.filter((change) => change.lcid === lcid);
      const most = (kind: keyof Tally): number => Math.max(a.tally.get(lcid)?.[kind] ?? 0, b.tally.get(lcid)?.[kind] ?? 0);
      const cleared = of.filter(({ after }) => after === null).length;
      const added = of.filter(({ before, after }) => after !== null && before === null).length;
      const all = Math.max(...[a, b].map(({ tally }) => texts(tally.get(lcid))));
      return [lcid, { added, cleared, changed: of.length - added - cleared, unchanged: Math.max(0, all - of.length), emptied: most('emptied'), skipped: most('skipped') }]; // prettier-ignore
    }),
  );
}

const texts = (n: Tally | undefined): number => (n ? n.added + n.changed + n.unchanged + n.cleared : 0);

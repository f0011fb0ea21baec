/** Two edited copies of one export, merged cell by cell (T3): what only one of them changed is taken, what both changed differently is asked. */
import type { Change } from './check.ts';
import { sameText } from './model.ts';
import { wantedKey } from './places.ts';

export interface Conflict {
  readonly ours: Change;
  readonly theirs: Change;
}

export interface Merged {
  readonly changes: readonly (Change & { readonly by: 'ours' | 'theirs' | 'both' })[];
  readonly conflicts: readonly Conflict[];
}

/** Both lists are the changes of a copy against the same export. An empty cell changed nothing, so it never wins over a text. */
export function mergeChanges(ours: readonly Change[], theirs: readonly Change[], prefer?: 'ours' | 'theirs'): Merged {
  const second = new Map(theirs.map((change) => [wantedKey(change.key, change.lcid), change]));
  const changes: (Change & { by: 'ours' | 'theirs' | 'both' })[] = [];
  const conflicts: Conflict[] = [];
  for (const change of ours) {
    const key = wantedKey(change.key, change.lcid);
    const other = second.get(key);
    second.delete(key);
    if (!other) changes.push({ ...change, by: 'ours' });
    else if (isSame(change, other)) changes.push({ ...change, by: 'both' });
    else if (prefer) changes.push({ ...(prefer === 'ours' ? change : other), by: prefer });
    else conflicts.push({ ours: change, theirs: other });
  }
  for (const change of second.values()) changes.push({ ...change, by: 'theirs' });
  return { changes, conflicts };
}

const isSame = (a: Change, b: Change): boolean =>
  a.after === b.after || (a.after !== null && b.after !== null && sameText(a.after, b.after));

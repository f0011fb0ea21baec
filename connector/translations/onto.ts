/** Puts planned changes into the workbook they belong to: the export as it came, with other texts in single cells. */
import { Findings } from './finding.ts';
import { keyText, type Key } from './model.ts';
import { editOf, patched, type Edit } from './patch.ts';
import { readLabels } from './read/labels.ts';
import type { Source } from './read/source.ts';

export interface Wanted {
  readonly key: Key;
  readonly lcid: number;
  /** null: cleared. */
  readonly after: string | null;
}

export const wantedKey = (key: Key, lcid: number): string => `${keyText(key)}\u0001${String(lcid)}`;

export interface Placed {
  readonly edits: readonly Edit[];
  /** Changes for which the workbook has no row or no column. */
  readonly missing: readonly Wanted[];
}

/** Finds the cells of the changes in `source`, in every row of a label; it is read once. */
export async function placeEdits(source: Source, changes: Iterable<Wanted>): Promise<Placed> {
  const wanted = new Map([...changes].map((change) => [wantedKey(change.key, change.lcid), change]));
  const byRow = new Set([...wanted.values()].map(({ key }) => keyText(key)));
  const edits: Edit[] = [];
  const placed = new Set<string>();
  await readLabels(source, {}, new Findings(), {
    row: ({ key, heads, cells, row }) => {
      if (!byRow.has(keyText(key))) return;
      heads.languages.forEach(({ lcid, column }, slot) => {
        const cell = wantedKey(key, lcid);
        const change = wanted.get(cell);
        if (!change) return;
        edits.push(editOf(row, cells[slot] ?? null, column, change.after ?? ''));
        placed.add(cell);
      });
    },
  });
  return { edits, missing: [...wanted].flatMap(([cell, change]) => (placed.has(cell) ? [] : [change])) };
}

/** The bytes of the workbook with the changes in it. */
export const putOnto = (source: Source, { edits }: Placed): AsyncIterable<Uint8Array> => patched(source, edits);

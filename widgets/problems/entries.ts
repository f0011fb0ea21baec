/** What belongs together is decided together: conflicts of one record towards one host are one entry. */
import type { AnswerRequest, ProblemRow } from '../../connector/server/contract/problems.ts';

export interface Entry {
  readonly key: string;
  /** The first stands for all in the heading. */
  readonly rows: readonly [ProblemRow, ...ProblemRow[]];
}

/** One side is chosen, value by value; anything else is one of several answers. */
export const isChoice = (row: ProblemRow): boolean =>
  row.answers.some(({ choose }) => choose === 'ours') && row.answers.some(({ choose }) => choose === 'theirs');

const keyOf = (row: ProblemRow): string => (isChoice(row) && row.record !== null ? `${row.host} ${row.record}` : String(row.id));

export function entriesOf(rows: readonly ProblemRow[]): Entry[] {
  const entries: Entry[] = [];
  const at: Record<string, number> = {};
  for (const row of rows) {
    const key = keyOf(row);
    const known = at[key];
    const entry = known === undefined ? undefined : entries[known];
    if (entry !== undefined && known !== undefined) entries[known] = { key, rows: [...entry.rows, row] };
    else {
      at[key] = entries.length;
      entries.push({ key, rows: [row] });
    }
  }
  return entries;
}

export type Side = 'theirs' | 'ours' | 'value';
export interface Choice {
  readonly side: Side;
  /** With `value`: field -> as the server takes it; null: typed, but not understood. */
  readonly typed: Readonly<Record<string, string | null>>;
}
/** By problem: they outlive a reload. */
export type Choices = Readonly<Record<number, Choice>>;

/** What was chosen, else the side whose value holds by the settings. */
export function choiceOf(row: ProblemRow, choices: Choices): Choice | undefined {
  return choices[row.id] ?? (row.owner === null ? undefined : { side: row.owner, typed: {} });
}

/** Null: "own value" without a value, or with one that is not understood. */
export function answerOf({ side, typed }: Choice): AnswerRequest | null {
  if (side !== 'value') return { choose: side };
  const values: Record<string, string> = {};
  for (const field of Object.keys(typed)) {
    const text = typed[field];
    if (text === null || text === undefined) return null;
    if (text.trim() !== '') values[field] = text.trim();
  }
  return Object.keys(values).length === 0 ? null : { choose: 'value', values };
}

/** Fields where the two differ; all of them when only their unit as a whole does. */
export function differing(row: ProblemRow): ProblemRow['differences'] {
  const differ = row.differences.filter(({ ours, theirs }) => ours !== theirs);
  return differ.length === 0 ? row.differences : differ;
}
export const mayType = (row: ProblemRow): ProblemRow['differences'] =>
  row.answers.some(({ choose }) => choose === 'value') ? differing(row).filter((one) => one.mayType) : [];

/** What the problem is about, for one line: the field, or its group. */
export const fieldOf = (row: ProblemRow): string => {
  const differ = differing(row);
  return differ.length === 1 && differ[0] ? differ[0].label : (row.unitLabel ?? row.kindLabel);
};

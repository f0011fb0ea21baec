/** Pages of problems: those for a person first, then those that pass by themselves. */
import type { AskedProblem, ProblemPage } from './view-queries.ts';

/** Problems that pass by themselves follow all others: their place in a list begins here. */
export const IN_TIME = 1_000_000_000_000;

/** Where the next page begins; `rows`: one more than the page holds, where there is one. */
export function nextProblem({ state, kind, limit }: ProblemPage, rows: readonly AskedProblem[]): number | null {
  const last = rows[limit - 1];
  if (rows.length <= limit || !last) return null;
  const isLate = state === 'open' && kind === null && (last.kind === 'waiting' || last.kind === 'unreachable');
  return isLate ? last.id + IN_TIME : last.id;
}

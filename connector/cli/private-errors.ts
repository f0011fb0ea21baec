/** What the private store refuses, in words: each place with what is wrong there. */
import { PRIVATE_PROBLEMS } from '../errors.ts';
import { PrivateMoved, PrivateRefused, PrivateWrong } from '../private/private-store.ts';
import { catalogue, t, type Io } from './io.ts';

/** null = it is none of these. */
export function sayPrivate(io: Io, error: unknown): string | null {
  if (error instanceof PrivateMoved) return catalogue(io, 'private-moved', {});
  if (error instanceof PrivateRefused) return catalogue(io, 'private-refused', {});
  if (!(error instanceof PrivateWrong)) return null;
  const [last, ...before] = error.wrong.map(({ row, field, problem, value }) => {
    const place = row === null ? '' : t(io, `row ${String(row + 1)}:`, `строка ${String(row + 1)}:`);
    return { place, field, problem: PRIVATE_PROBLEMS[problem]?.[io.lang] ?? problem, value };
  }).reverse(); // prettier-ignore
  const lines = before.reverse().map((wrong) => catalogue(io, 'private-input', wrong).split('\n')[0] ?? '');
  return [...lines, catalogue(io, 'private-input', last ?? {})].join('\n');
}

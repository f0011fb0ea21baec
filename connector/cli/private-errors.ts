/** What the private store refuses, in words: each place with what is wrong there. */
import { privateProblem, type Code } from '../errors.ts';
import { PrivateMoved, PrivateRefused, PrivateWrong } from '../private/private-store.ts';
import { catalogue, grouped, t, type Io } from './io.ts';

const UNKNOWN = {
  competitor: 'competitor-unknown',
  item: 'item-unknown',
  product: 'product-unknown',
  row: 'private-unknown',
} as const satisfies Record<string, Code>;

/** Nothing by this name or id, as far as this person may see. */
export class NotFound extends PrivateRefused {
  readonly code: Code;
  readonly detail: Readonly<Record<string, string>>;
  constructor(what: keyof typeof UNKNOWN, name: string) {
    super();
    this.code = UNKNOWN[what];
    this.detail = { name: name.slice(0, 60) };
  }
}

/** null = it is none of these. */
export function sayPrivate(io: Io, error: unknown): string | null {
  if (error instanceof PrivateMoved) return catalogue(io, 'private-moved', {});
  if (error instanceof NotFound) return catalogue(io, error.code, error.detail);
  if (error instanceof PrivateRefused) return catalogue(io, 'private-refused', {});
  if (!(error instanceof PrivateWrong)) return null;
  const told = error.wrong.map(({ row, field, problem, value }) => {
    const place = row === null ? '' : t(io, `row ${String(row + 1)}:`, `строка ${String(row + 1)}:`);
    return { code: 'private-input', detail: { place, field, problem: privateProblem(problem, io.lang), value } };
  });
  return grouped(io, told).join('\n');
}

/** JSON that is the same text for the same value (as in RFC 8785): digests are made of it, so nothing about it may vary. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined };

/** Names in order, no spaces; what is undefined is not there. A number that JSON cannot say is refused. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(',')}]`;
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('not a number of JSON');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const named = Object.entries(value).filter((e): e is [string, Json] => e[1] !== undefined);
  return `{${named.sort(byName).map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(',')}}`; // prettier-ignore
}

const byName = ([a]: readonly [string, Json], [b]: readonly [string, Json]): number => (a < b ? -1 : a > b ? 1 : 0);

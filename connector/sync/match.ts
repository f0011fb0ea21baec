/**
 * Pure: which record does this unlinked host object stand for? (A11, D1)
 * A strong key with exactly one partner in both directions links; anything less certain is a question.
 */
import jaroWinkler from 'jaro-winkler';
import { textOf } from '../fields.ts';
import { nameKey } from '../names.ts';
import { isTaxId } from '../party.ts';
import type { Fields, RecordId, SharedRecord } from '../model.ts';
import type { Key } from '../identity.ts';

export interface Candidate {
  readonly record: SharedRecord;
  /** True when it already stands for another object of this host. */
  readonly taken: boolean;
  /** It was sent without an answer, and stands here as it was sent. */
  readonly sent?: boolean;
}

export type Match =
  | { readonly is: 'link'; readonly record: RecordId; readonly by: Key }
  | { readonly is: 'new' }
  | { readonly is: 'duplicate'; readonly of: RecordId; readonly by: Key }
  | { readonly is: 'ambiguous'; readonly candidates: readonly Suggestion[]; readonly by: Key };

export interface Suggestion {
  readonly record: RecordId;
  /** 0..1 */
  readonly score: number;
  readonly reason: 'key' | 'inn' | 'name';
}

/** A map, or whatever finds the value when it is asked for. */
type ByKey<T> = Pick<ReadonlyMap<string, T>, 'get'>;

export interface MatchInput {
  readonly fields: Fields;
  readonly keys: readonly Key[];
  /** By key text. */
  readonly candidates: ByKey<readonly Candidate[]>;
  /** How many other unlinked objects of the host carry the key. */
  readonly rivals: ByKey<number>;
  /** What was sent without an answer, as it was sent: the object may be one of them. */
  readonly sent?: readonly SharedRecord[];
  readonly nameThreshold: number;
}

export function match(input: MatchInput): Match {
  for (const key of input.keys.filter((k) => k.strong)) {
    const found = input.candidates.get(key.text) ?? [];
    const marked = input.fields['deletionMark'] === true;
    const decided = byStrongKey(key, found, (input.rivals.get(key.text) ?? 0) + (marked ? 1 : 0));
    if (decided?.is === 'link') return mayBeSent(input, decided, found) ?? decided;
    if (decided) return decided;
  }
  for (const key of input.keys.filter((k) => !k.strong)) {
    const free = (input.candidates.get(key.text) ?? []).filter((c) => !c.taken);
    const suggestions = free.flatMap((c) => suggestion(input, key, c));
    if (suggestions.length > 0) return { is: 'ambiguous', candidates: suggestions, by: key };
  }
  return { is: 'new' };
}

/** Called as what was sent, and not as the record that has its number: the number may have been mistyped over there since. */
function mayBeSent(input: MatchInput, { record, by }: Extract<Match, { is: 'link' }>, found: readonly Candidate[]): Match | null {
  const isNamed = (r: SharedRecord): boolean => nameScore(textOf(r.fields, 'name'), textOf(input.fields, 'name')) === 1;
  const sent = (input.sent ?? []).find((r) => r.id !== record && isNamed(r));
  if (!sent || found.some((c) => c.record.id === record && isNamed(c.record))) return null;
  const suggestions: Suggestion[] = [{ record, score: 1, reason: 'key' }, { record: sent.id, score: 1, reason: 'name' }]; // prettier-ignore
  return { is: 'ambiguous', candidates: suggestions, by };
}

function byStrongKey(key: Key, found: readonly Candidate[], rivals: number): Match | null {
  if (found.length === 0) return null; // two equal strangers: the first becomes a record, the second its duplicate
  const free = found.filter((c) => !c.taken);
  const [only] = free;
  const others = key.exclusive ? found.length : free.length;
  if (only && others === 1 && rivals === 0) return { is: 'link', record: only.record.id, by: key };
  if (!only && !key.exclusive) return null;
  if (!only) return { is: 'duplicate', of: found[0]?.record.id ?? '', by: key };
  return { is: 'ambiguous', candidates: free.map((c) => ({ record: c.record.id, score: 1, reason: 'key' })), by: key };
}

/**
 * Two valid and different tax numbers are two parties whatever their names say; unless it may be what was sent a moment ago, and somebody
 * has corrected the number there.
 */
function suggestion(input: MatchInput, key: Key, { record, sent = false }: Candidate): Suggestion[] {
  if (key.name === 'inn') return [{ record: record.id, score: 0.99, reason: 'inn' }];
  const [a, b] = [taxIdOf(input.fields), taxIdOf(record.fields)];
  const score = nameScore(textOf(input.fields, 'name'), textOf(record.fields, 'name'));
  if (a !== null && b !== null && a !== b && !(sent && score === 1)) return [];
  return score >= input.nameThreshold ? [{ record: record.id, score, reason: 'name' }] : [];
}

const taxIdOf = (fields: Fields): string | null => {
  const taxId = fields['taxId'];
  return typeof taxId === 'string' && isTaxId(taxId) ? taxId : null;
};

/** Similarity of two names after folding; 1 = the same skeleton. */
export function nameScore(a: string, b: string): number {
  const [x, y] = [nameKey(a), nameKey(b)];
  if (x === '' || y === '') return 0;
  return x === y ? 1 : jaroWinkler(x, y);
}

/** $skiptoken: where a page ended, for the next one. Opaque to readers; it belongs to one question and is refused with any other. */
import { createHash } from 'node:crypto';
import type { Mark } from '../../store/feed.ts';
import { refuse } from './refused.ts';

export interface Place {
  readonly after: Mark;
  /** What is left of $top; null = no $top. */
  readonly left: number | null;
  /** $count of the first page, so that the others need not count again. */
  readonly count: number | null;
}

/** Path and options a token is good for: all that decides which rows come in which order. */
export type Question = readonly (string | undefined)[];

export function tokenOf(question: Question, { after, left, count }: Place): string {
  const marks = after.map((v) => (v === null ? null : typeof v === 'bigint' ? `#${String(v)}` : `'${v}`));
  const text = Buffer.from(JSON.stringify([left, count, ...marks])).toString('base64url');
  return `${text}.${digestOf(question, text)}`;
}

const digestOf = (question: Question, text: string): string =>
  createHash('sha256').update(JSON.stringify([question.map((q) => q ?? null), text])).digest('base64url').slice(0, 16); // prettier-ignore

export function placeOf(question: Question, token: string | undefined): Place | null {
  if (token === undefined) return null;
  const [text = '', digest] = token.split('.');
  if (digest !== digestOf(question, text)) throw refuse('feed-token');
  const [left, count, ...marks] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[];
  return { after: marks.map(markOf), left: numberOf(left), count: numberOf(count) };
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function markOf(value: unknown): Mark[number] {
  if (typeof value !== 'string') return null;
  return value.startsWith('#') ? BigInt(value.slice(1)) : value.slice(1);
}

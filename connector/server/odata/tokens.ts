/** $filter and $orderby cut into words. Texts stand in single quotes, a quote inside is doubled; nothing else is quoted. */
import { refuse, type FeedRefused } from './refused.ts';

export type TokenType = 'text' | 'guid' | 'time' | 'number' | 'name' | 'mark' | 'end';
export interface Token {
  readonly type: TokenType;
  readonly value: string;
  readonly at: number;
}

const KINDS: readonly (readonly [TokenType, RegExp])[] = [
  ['text', /'((?:[^']|'')*)'/y],
  ['guid', /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?![\w-])/iy],
  ['time', /(\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:Z|[+-]\d\d:\d\d))?)(?![\w:.-])/iy],
  ['number', /(\d{1,40}(?:\.\d{1,40})?)(?![\w.])/y],
  ['name', /([\p{L}_$@][\p{L}\p{N}_]*)/uy],
  ['mark', /([(),/:-])/y],
];
const BLANK = /[ \t]*/y;

export const wrongAt = (text: string, at: number): FeedRefused =>
  refuse('feed-filter', { position: at + 1, found: text.slice(at, at + 20) });

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = blank(text, 0);
  while (at < text.length) {
    const token = next(text, at);
    tokens.push(token.made);
    at = blank(text, token.end);
  }
  return [...tokens, { type: 'end', value: '', at: text.length }];
}

function blank(text: string, at: number): number {
  BLANK.lastIndex = at;
  return at + (BLANK.exec(text)?.[0].length ?? 0);
}

function next(text: string, at: number): { made: Token; end: number } {
  for (const [type, pattern] of KINDS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return { made: { type, value: valueOf(type, found[1] ?? ''), at }, end: pattern.lastIndex };
  }
  throw wrongAt(text, at);
}

/** No database keeps a NUL. */
function valueOf(type: TokenType, value: string): string {
  if (type !== 'text') return value;
  if (value.includes('\0')) throw refuse('feed-filter', { position: 1, found: 'NUL' });
  return value.replaceAll("''", "'");
}

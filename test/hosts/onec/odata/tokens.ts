import { badOption } from '../base/errors.ts';

/** One piece of a `$filter` or `$orderby` text (1c.md 2.7). */
export type Token =
  | { kind: 'word'; text: string }
  | { kind: 'string' | 'guid' | 'date' | 'number'; text: string }
  | { kind: 'sign'; text: '(' | ')' | ',' | '/' | ':' | '-' };

const word = /[\p{L}_$][\p{L}\p{N}_.]*/uy;
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?[LlMmDdFf]?(?![\p{L}\p{N}_-])/uy;
const quoted = /'((?:[^']|'')*)'/y;

/** Splits an expression; what is no OData v3 text, such as a bare GUID or a v4 date, is refused with code 14. */
export function tokenize(text: string, option: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at] ?? '')) {
      at++;
      continue;
    }
    const found = readToken(text, at);
    if (!found) throw badOption(option);
    tokens.push(found.token);
    at = found.end;
  }
  return tokens;
}

interface Read {
  token: Token;
  end: number;
}

function readToken(text: string, at: number): Read | undefined {
  const sign = text[at];
  if (sign === '(' || sign === ')' || sign === ',' || sign === '/' || sign === ':' || sign === '-') {
    return { token: { kind: 'sign', text: sign }, end: at + 1 };
  }
  return readLiteral(text, at) ?? readWord(text, at);
}

function readLiteral(text: string, at: number): Read | undefined {
  const prefix = /guid|datetime|/y;
  prefix.lastIndex = at;
  const type = prefix.exec(text)?.[0] ?? '';
  const string = match(quoted, text, at + type.length);
  if (string) return literal(type, (string[1] ?? '').replaceAll("''", "'"), at + type.length + string[0].length);
  const digits = match(number, text, at);
  return digits ? { token: { kind: 'number', text: digits[0] }, end: at + digits[0].length } : undefined;
}

function literal(type: string, text: string, end: number): Read | undefined {
  if (type === 'guid')
    return /^[0-9a-f-]{36}$/i.test(text) ? { token: { kind: 'guid', text: text.toLowerCase() }, end } : undefined;
  if (type === 'datetime')
    return /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$/.test(text)
      ? { token: { kind: 'date', text: fullDate(text) }, end }
      : undefined;
  return { token: { kind: 'string', text }, end };
}

const fullDate = (text: string): string => text + '0000-00-00T00:00:00'.slice(text.length);

function readWord(text: string, at: number): Read | undefined {
  const found = match(word, text, at);
  return found ? { token: { kind: 'word', text: found[0] }, end: at + found[0].length } : undefined;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

import { badOption } from '../base/errors.ts';
import { tokenize, type Token } from './tokens.ts';

/** A parsed expression of `$filter` or `$orderby`. */
export type Node =
  | { kind: 'literal'; type: 'string' | 'guid' | 'date' | 'number' | 'boolean' | 'null'; text: string }
  | { kind: 'path'; of: Node | undefined; names: string[] }
  | { kind: 'call'; name: string; args: Node[] }
  | { kind: 'unary'; operator: 'not' | '-'; value: Node }
  | { kind: 'binary'; operator: string; left: Node; right: Node }
  | { kind: 'lambda'; of: Node; quantifier: 'any' | 'all'; variable: string; body: Node | undefined };

/** Precedence from loose to tight, as the manual lists it. */
const levels: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['eq', 'ne', 'gt', 'ge', 'lt', 'le'],
  ['add', 'sub'],
  ['mul', 'div'],
];

class Cursor {
  private readonly tokens: Token[];
  private readonly option: string;
  private at = 0;

  constructor(text: string, option: string) {
    this.option = option;
    this.tokens = tokenize(text, option);
  }

  peek(offset = 0): Token | undefined {
    return this.tokens[this.at + offset];
  }

  take(): Token {
    const token = this.tokens[this.at++];
    if (!token) throw this.fail();
    return token;
  }

  isSign(text: string, offset = 0): boolean {
    const token = this.peek(offset);
    return token?.kind === 'sign' && token.text === text;
  }

  skip(text: string): boolean {
    const found = this.isSign(text);
    if (found) this.at++;
    return found;
  }

  expect(text: string): void {
    if (!this.skip(text)) throw this.fail();
  }

  word(list?: readonly string[]): string | undefined {
    const token = this.peek();
    return token?.kind === 'word' && (list === undefined || list.includes(token.text)) ? token.text : undefined;
  }

  end(): void {
    if (this.peek()) throw this.fail();
  }

  fail(): Error {
    return badOption(this.option);
  }
}

/** Parses a condition; `option` names the query option in the error text. */
export function parseExpression(text: string, option = '$filter'): Node {
  const cursor = new Cursor(text, option);
  const node = parseLevel(cursor, 0);
  cursor.end();
  return node;
}

export interface Order {
  by: Node;
  descending: boolean;
}

export function parseOrder(text: string): Order[] {
  const cursor = new Cursor(text, '$orderby');
  const list: Order[] = [];
  do {
    const by = parseLevel(cursor, 3);
    const direction = cursor.word(['asc', 'desc']);
    if (direction !== undefined) cursor.take();
    list.push({ by, descending: direction === 'desc' });
  } while (cursor.skip(','));
  cursor.end();
  return list;
}

function parseLevel(cursor: Cursor, level: number): Node {
  const operators = levels[level];
  if (!operators) return parseUnary(cursor);
  if (level === 2 && cursor.word(['not']) !== undefined) return parseNot(cursor);
  let left = parseLevel(cursor, level + 1);
  for (let operator = cursor.word(operators); operator !== undefined; operator = cursor.word(operators)) {
    cursor.take();
    left = { kind: 'binary', operator, left, right: parseLevel(cursor, level + 1) };
  }
  return left;
}

function parseNot(cursor: Cursor): Node {
  cursor.take();
  return { kind: 'unary', operator: 'not', value: parseLevel(cursor, 2) };
}

function parseUnary(cursor: Cursor): Node {
  if (cursor.skip('-')) return { kind: 'unary', operator: '-', value: parseUnary(cursor) };
  return parsePath(cursor, parsePrimary(cursor));
}

function parsePrimary(cursor: Cursor): Node {
  if (cursor.skip('(')) {
    const node = parseLevel(cursor, 0);
    cursor.expect(')');
    return node;
  }
  const token = cursor.take();
  if (token.kind === 'sign') throw cursor.fail();
  if (token.kind !== 'word') return { kind: 'literal', type: token.kind, text: token.text };
  if (['true', 'false'].includes(token.text)) return { kind: 'literal', type: 'boolean', text: token.text };
  if (token.text === 'null') return { kind: 'literal', type: 'null', text: '' };
  return cursor.isSign('(') ? parseCall(cursor, token.text) : { kind: 'path', of: undefined, names: [token.text] };
}

function parseCall(cursor: Cursor, name: string): Node {
  cursor.expect('(');
  const args: Node[] = [];
  if (cursor.skip(')')) return { kind: 'call', name, args };
  do args.push(parseLevel(cursor, 0));
  while (cursor.skip(','));
  cursor.expect(')');
  return { kind: 'call', name, args };
}

/** `/Name/Name`, and the lambdas `/any(d: …)` and `/all(d: …)` at the end of a path. */
function parsePath(cursor: Cursor, start: Node): Node {
  let node = start;
  while (cursor.skip('/')) {
    const name = cursor.word();
    if (name === undefined) throw cursor.fail();
    cursor.take();
    if ((name === 'any' || name === 'all') && cursor.isSign('(')) return parseLambda(cursor, node, name);
    node = node.kind === 'path' ? { ...node, names: [...node.names, name] } : { kind: 'path', of: node, names: [name] };
  }
  return node;
}

function parseLambda(cursor: Cursor, of: Node, quantifier: 'any' | 'all'): Node {
  cursor.expect('(');
  if (quantifier === 'any' && cursor.skip(')')) return { kind: 'lambda', of, quantifier, variable: '', body: undefined };
  const variable = cursor.word();
  if (variable === undefined) throw cursor.fail();
  cursor.take();
  cursor.expect(':');
  const body = parseLevel(cursor, 0);
  cursor.expect(')');
  return { kind: 'lambda', of, quantifier, variable, body };
}

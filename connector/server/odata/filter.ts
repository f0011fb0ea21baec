/**
 * $filter: text -> conditions. A grammar of our own: that of odata-v4-parser binds "not", "sub" and "mul" wrongly and can be made to
 * work for ever (docs/decisions/odata-feed.md). Everything it does not know is refused with the place, never taken as true.
 */
import type { Comparison, Condition, FeedSet, Operand } from '../../store/feed.ts';
import { callOf, comparisonOf, flagCondition, literalOf, propertyOf, sumOf, withinOf, WITHIN } from './typed.ts';
import { notHere, refuse } from './refused.ts';
import { tokensOf, wrongAt, type Token } from './tokens.ts';

/** How deep parentheses, calls and "not" may stand in one another. */
export const DEEPEST = 50;
/** How many values may stand behind "in". */
const LONGEST_LIST = 300;
const COMPARISONS: readonly string[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] satisfies Comparison[];
/** Parts of OData that are not offered; said by name. */
const ABSENT: readonly string[] = ['mul', 'div', 'divby', 'mod', 'has'];

export function parseFilter(text: string, set: FeedSet): Condition {
  const parser = new FilterParser(text, set);
  return parser.whole();
}

/** What was read: a condition, or one side of a comparison. */
type Read = { readonly condition: Condition } | { readonly operand: Operand };

class FilterParser {
  readonly #text: string;
  readonly #set: FeedSet;
  readonly #tokens: readonly Token[];
  #i = 0;
  #depth = 0;

  constructor(text: string, set: FeedSet) {
    this.#text = text;
    this.#set = set;
    this.#tokens = tokensOf(text);
  }

  whole(): Condition {
    const read = this.#or();
    if (this.#token.type !== 'end') throw this.#wrong();
    return this.#asCondition(read);
  }

  get #token(): Token {
    return this.#tokens[this.#i] ?? { type: 'end', value: '', at: this.#text.length };
  }

  #wrong = (at = this.#token.at) => wrongAt(this.#text, at);

  #word(value: string): boolean {
    const { type, value: found } = this.#token;
    if (found !== value || (type !== 'name' && type !== 'mark')) return false;
    this.#i++;
    return true;
  }

  #expect(mark: string): void {
    if (!this.#word(mark)) throw this.#wrong();
  }

  /** Runs one level deeper. */
  #deeper<T>(read: () => T): T {
    if (++this.#depth > DEEPEST) throw refuse('feed-filter-deep', { most: DEEPEST });
    const made = read();
    this.#depth--;
    return made;
  }

  #or = (): Read => this.#chain('or', () => this.#and());
  #and = (): Read => this.#chain('and', () => this.#comparison());

  #chain(is: 'and' | 'or', part: () => Read): Read {
    const first = part();
    if (this.#token.value !== is || this.#token.type !== 'name') return first;
    const parts = [this.#asCondition(first)];
    while (this.#word(is)) parts.push(this.#asCondition(part()));
    return { condition: { is, parts } };
  }

  /** eq and ne bind looser than gt and the like; one after the other means nothing here. */
  #comparison(): Read {
    const { at } = this.#token;
    const left = this.#sum();
    const { type, value } = this.#token;
    if (type !== 'name') return left;
    if (this.#word('in')) return { condition: this.#list(this.#asOperand(left), at) };
    if (ABSENT.includes(value)) throw notHere(value);
    const by = COMPARISONS.find((c) => c === value) as Comparison | undefined;
    if (!by) return left;
    this.#i++;
    const right = this.#sum();
    if (COMPARISONS.includes(this.#token.value)) throw this.#wrong();
    return { condition: comparisonOf(by, this.#asOperand(left), this.#asOperand(right), at + 1) };
  }

  #list(left: Operand, at: number): Condition {
    this.#expect('(');
    const parts: Condition[] = [];
    do {
      const one = this.#asOperand(this.#unary());
      if (one.is !== 'literal' && one.is !== 'null') throw this.#wrong();
      if (parts.push(comparisonOf('eq', left, one, at + 1)) > LONGEST_LIST)
        throw refuse('feed-filter-many', { most: LONGEST_LIST });
    } while (this.#word(','));
    this.#expect(')');
    return { is: 'or', parts };
  }

  #sum(): Read {
    let left = this.#unary();
    for (;;) {
      const { value, type, at } = this.#token;
      if (type === 'name' && ABSENT.includes(value)) throw notHere(value);
      if (!this.#word('add') && !this.#word('sub')) return left;
      left = { operand: sumOf(value === 'add' ? '+' : '-', this.#asOperand(left), this.#asOperand(this.#unary()), at + 1) };
    }
  }

  #unary(): Read {
    if (this.#word('not')) return { condition: { is: 'not', part: this.#asCondition(this.#deeper(() => this.#unary())) } };
    if (this.#word('-')) return { operand: this.#negative() };
    return this.#primary();
  }

  #negative(): Operand {
    const { type, value } = this.#token;
    if (type !== 'number') throw this.#wrong();
    this.#i++;
    return literalOf('number', `-${value}`);
  }

  #primary(): Read {
    const token = this.#token;
    this.#i++;
    switch (token.type) {
      case 'text':
      case 'guid':
      case 'number':
      case 'time':
        return { operand: literalOf(token.type, token.value, token.at + 1) };
      case 'name':
        return this.#named(token);
      case 'mark':
        if (token.value === '(') return this.#group();
        throw this.#wrong(token.at);
      case 'end':
        throw this.#wrong(token.at);
    }
  }

  #group(): Read {
    const inside = this.#deeper(() => this.#or());
    this.#expect(')');
    return inside;
  }

  #named({ value, at }: Token): Read {
    if (value === 'null') return { operand: { is: 'null', kind: null } };
    if (value === 'true' || value === 'false') return { operand: literalOf('flag', value) };
    if (this.#word('(')) return this.#call(value, at);
    const { value: behind, type } = this.#token;
    if (value.startsWith('$') || value.startsWith('@') || (behind === '/' && type === 'mark')) throw notHere(`${value}${behind === '/' ? '/' : ''}`); // prettier-ignore
    return { operand: propertyOf(this.#set, value) };
  }

  #call(name: string, at: number): Read {
    const params = this.#deeper(() => this.#params());
    const how = WITHIN.find((w) => w === name);
    return how ? { condition: withinOf(how, params, at + 1) } : { operand: callOf(name, params, at + 1) };
  }

  #params(): Operand[] {
    if (this.#word(')')) return [];
    const params = [this.#asOperand(this.#or())];
    while (this.#word(',')) params.push(this.#asOperand(this.#or()));
    this.#expect(')');
    return params;
  }

  #asOperand = (read: Read): Operand => ('operand' in read ? read.operand : { is: 'truth', kind: 'flag', of: read.condition });
  #asCondition = (read: Read): Condition => ('condition' in read ? read.condition : flagCondition(read.operand));
}

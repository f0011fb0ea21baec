/** `$filter` of the Web API: comparisons, and, or, not, brackets, three functions on texts. */
import { bad } from './errors.ts';
import type { Row } from './organisation.ts';

type Test = (row: Row) => boolean;

const TOKENS = /\s*('(?:[^']|'')*'|[()]|,|[^\s(),]+)/gy;

export function filterOf(text: string, known: (column: string) => boolean): Test {
  const tokens: string[] = [];
  for (TOKENS.lastIndex = 0; TOKENS.lastIndex < text.length;) {
    const found = TOKENS.exec(text);
    if (!found?.[1]) throw bad(`Syntax error in '${text}'.`);
    tokens.push(found[1]);
  }
  const reader = new Reader(tokens, known);
  return reader.whole();
}

class Reader {
  readonly #tokens: readonly string[];
  readonly #known: (column: string) => boolean;
  #at = 0;
  constructor(tokens: readonly string[], known: (column: string) => boolean) {
    this.#tokens = tokens;
    this.#known = known;
  }

  whole(): Test {
    const test = this.#or();
    if (this.#at < this.#tokens.length) throw bad(`Syntax error at '${this.#tokens[this.#at] ?? ''}'.`);
    return test;
  }

  #next = (): string => this.#tokens[this.#at++] ?? '';
  #take(word: string): boolean {
    if (this.#tokens[this.#at] !== word) return false;
    this.#at += 1;
    return true;
  }

  #or(): Test {
    const all = [this.#and()];
    while (this.#take('or')) all.push(this.#and());
    return all.length === 1 && all[0] ? all[0] : (row) => all.some((t) => t(row));
  }

  #and(): Test {
    const all = [this.#one()];
    while (this.#take('and')) all.push(this.#one());
    return all.length === 1 && all[0] ? all[0] : (row) => all.every((t) => t(row));
  }

  #one(): Test {
    if (this.#take('not')) {
      const test = this.#one();
      return (row) => !test(row);
    }
    if (this.#take('(')) {
      const test = this.#or();
      this.#take(')');
      return test;
    }
    const name = this.#next();
    if (name in FUNCTIONS) return this.#function(name);
    this.#column(name);
    const [operator, value] = [this.#next(), literal(this.#next())];
    const compare = OPERATORS[operator];
    if (!compare) throw bad(`Unrecognized operator '${operator}'.`);
    return (row) => compare(comparable(row[name]), comparable(value));
  }

  #function(name: string): Test {
    this.#take('(');
    const column = this.#column(this.#next());
    this.#take(',');
    const wanted = String(literal(this.#next())).toLowerCase();
    this.#take(')');
    const fits = FUNCTIONS[name] ?? (() => false);
    return (row) => typeof row[column] === 'string' && fits(row[column].toLowerCase(), wanted);
  }

  #column(name: string): string {
    if (!this.#known(name)) throw bad(`Could not find a property named '${name}'.`, '0x80060888');
    return name;
  }
}

const FUNCTIONS: Readonly<Record<string, (text: string, wanted: string) => boolean>> = {
  contains: (text, wanted) => text.includes(wanted),
  startswith: (text, wanted) => text.startsWith(wanted),
  endswith: (text, wanted) => text.endsWith(wanted),
};

type Comparable = string | number | boolean | null;

function literal(token: string): Comparable {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (token === 'null') return null;
  if (token === 'true' || token === 'false') return token === 'true';
  return /^-?\d+(\.\d+)?$/.test(token) ? Number(token) : token;
}

/** Texts are compared as the database does: without case. */
function comparable(value: unknown): Comparable {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^-?\d+\.\d{4,}$/.test(text) ? Number(text) : text.toLowerCase();
}

const ordered = (test: (a: number | string, b: number | string) => boolean) => (a: Comparable, b: Comparable): boolean =>
  a !== null && b !== null && typeof a !== 'boolean' && typeof b !== 'boolean' && test(a, b); // prettier-ignore
const OPERATORS: Readonly<Record<string, (a: Comparable, b: Comparable) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: ordered((a, b) => a > b),
  ge: ordered((a, b) => a >= b),
  lt: ordered((a, b) => a < b),
  le: ordered((a, b) => a <= b),
};

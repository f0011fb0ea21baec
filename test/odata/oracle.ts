/**
 * $filter a second time: random questions as text together with what they mean, worked out on plain rows in memory. Knows nothing of our
 * parser, conditions or SQL. Truth is true, false or null (not known), as OData has it.
 */
import Big from 'big.js';
import type { Random } from '../random.ts';

export interface OracleRow {
  readonly Name: string | null;
  readonly TaxId: string | null;
  readonly Active: boolean | null;
  readonly DeletionMark: boolean | null;
  readonly Stage: string;
}
export interface InvoiceRow {
  readonly Number: string | null;
  readonly State: string | null;
  readonly Total: string | null;
  readonly VatTotal: string | null;
  readonly Date: string | null;
  readonly DueDate: string | null;
}
type Row = Readonly<Record<string, string | boolean | null>>;

type Truth = boolean | null;
export interface Asked {
  readonly text: string;
  readonly of: (row: Row) => Truth;
}
interface Side {
  readonly text: string;
  readonly of: (row: Row) => string | number | boolean | null;
}

export interface Words {
  readonly texts: readonly string[];
  readonly flags: readonly string[];
  readonly amounts: readonly string[];
  readonly times: readonly string[];
  /** Literals worth asking for: those that are in the rows, and their neighbours. */
  readonly literals: {
    readonly texts: readonly string[];
    readonly amounts: readonly string[];
    readonly times: readonly string[];
  };
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
/** By code points, as the database compares. */
function order(a: string, b: string): number {
  const [x, y] = [[...a], [...b]];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const d = (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0);
    if (d !== 0) return d;
  }
  return x.length - y.length;
}

const SIGNS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
type Sign = (typeof SIGNS)[number];
const HOLDS: Readonly<Record<Sign, (d: number) => boolean>> = {
  eq: (d) => d === 0,
  ne: (d) => d !== 0,
  gt: (d) => d > 0,
  ge: (d) => d >= 0,
  lt: (d) => d < 0,
  le: (d) => d <= 0,
};

function compared<T>(sign: Sign, a: T | null, b: T | null, by: (a: T, b: T) => number): boolean {
  if (a !== null && b !== null) return HOLDS[sign](by(a, b));
  if (sign === 'eq') return a === b;
  return sign === 'ne' ? a !== b : false;
}

/** Of a day, a wall clock, an instant with any number of digits: something that sorts. */
const moment = (text: string): string => {
  const [, day = '', rest = 'T00:00:00', fraction = ''] = /^([\d-]{10})(T\d\d:\d\d:\d\d)?(?:\.(\d+))?Z?$/.exec(text) ?? [];
  return `${day}${rest}.${fraction.padEnd(9, '0')}`;
};

export class Questions {
  readonly #random: Random;
  readonly #words: Words;

  constructor(random: Random, words: Words) {
    this.#random = random;
    this.#words = words;
  }

  ask(depth = 4): Asked {
    const kind = depth === 0 ? 9 : this.#random.int(10);
    if (kind === 0) return this.#not(this.ask(depth - 1));
    if (kind <= 3) return this.#both(this.ask(depth - 1), this.ask(depth - 1));
    if (kind === 4) return this.#truth(this.ask(depth - 1));
    return this.#plain();
  }

  #not({ text, of }: Asked): Asked {
    return { text: `not (${text})`, of: (row) => (of(row) === null ? null : !of(row)) };
  }

  /** Parentheses only where they are needed, mostly: precedence is part of the question. */
  #both(a: Asked, b: Asked): Asked {
    const isAnd = this.#random.chance(0.5);
    const part = (q: Asked): string => (/ or | and /.test(q.text) || this.#random.chance(0.2) ? `(${q.text})` : q.text);
    return { text: `${part(a)} ${isAnd ? 'and' : 'or'} ${part(b)}`, of: (row) => {
      const [x, y] = [a.of(row), b.of(row)];
      if (x === !isAnd || y === !isAnd) return !isAnd;
      return x === null || y === null ? null : isAnd;
    } };
  }

  /** Three in a row without parentheses: and before or. */
  chain(): Asked {
    const [a, b, c] = [this.#plain(), this.#plain(), this.#plain()];
    const and = (x: Truth, y: Truth): Truth => (x === false || y === false ? false : x === null || y === null ? null : true);
    const or = (x: Truth, y: Truth): Truth => (x === true || y === true ? true : x === null || y === null ? null : false);
    return this.#random.chance(0.5)
      ? { text: `${a.text} or ${b.text} and ${c.text}`, of: (row) => or(a.of(row), and(b.of(row), c.of(row))) }
      : { text: `${a.text} and ${b.text} or ${c.text}`, of: (row) => or(and(a.of(row), b.of(row)), c.of(row)) };
  }

  #truth({ text, of }: Asked): Asked {
    const [sign, to] = [this.#random.pick(['eq', 'ne'] as const), this.#random.chance(0.5)];
    return { text: `(${text}) ${sign} ${String(to)}`, of: (row) => (sign === 'eq' ? of(row) === to : of(row) !== to) };
  }

  #plain(): Asked {
    const { flags, amounts, times } = this.#words;
    const kinds = [() => this.#text(), () => this.#text(), () => this.#within(), () => this.#list(), ...(flags.length > 0 ? [() => this.#flag()] : []), ...(amounts.length > 0 ? [() => this.#amount(), () => this.#sum()] : []), ...(times.length > 0 ? [() => this.#time(), () => this.#part()] : [])];
    return this.#random.pick(kinds)();
  }

  #property(names: readonly string[]): Side {
    const name = this.#random.pick(names);
    return { text: name, of: (row) => row[name] ?? null };
  }

  #textSide(): Side {
    const side = this.#property(this.#words.texts);
    const call = this.#random.pick(['', '', '', 'tolower', 'toupper', 'trim'] as const);
    if (call === '') return side;
    const work = { tolower: (t: string) => t.toLowerCase(), toupper: (t: string) => t.toUpperCase(), trim: (t: string) => t.trim() }[call];
    return { text: `${call}(${side.text})`, of: (row) => { const v = side.of(row); return typeof v === 'string' ? work(v) : null; } };
  }

  #textLiteral(): Side {
    if (this.#random.chance(0.1)) return { text: 'null', of: () => null };
    const text = this.#random.pick(this.#words.literals.texts);
    return { text: quoted(text), of: () => text };
  }

  #text(): Asked {
    const sign = this.#random.pick(SIGNS);
    const sides = [this.#textSide(), this.#random.chance(0.2) ? this.#textSide() : this.#textLiteral()];
    if (this.#random.chance(0.2)) sides.reverse();
    return this.#compare(sign, sides[0]!, sides[1]!, (a, b) => order(String(a), String(b)));
  }

  #compare(sign: Sign, a: Side, b: Side, by: (a: string | number | boolean, b: string | number | boolean) => number): Asked {
    return { text: `${a.text} ${sign} ${b.text}`, of: (row) => compared(sign, a.of(row), b.of(row), by) };
  }

  #within(): Asked {
    const [how, side, literal] = [this.#random.pick(['contains', 'startswith', 'endswith'] as const), this.#textSide(), this.#random.pick(this.#words.literals.texts)];
    const from = this.#random.int([...literal].length + 1);
    const part = [...literal].slice(from, from + this.#random.int(4)).join('');
    const holds = { contains: (t: string) => t.includes(part), startswith: (t: string) => t.startsWith(part), endswith: (t: string) => t.endsWith(part) }[how];
    return { text: `${how}(${side.text},${quoted(part)})`, of: (row) => { const v = side.of(row); return typeof v === 'string' ? holds(v) : null; } };
  }

  #list(): Asked {
    const side = this.#textSide();
    const values = Array.from({ length: 1 + this.#random.int(3) }, () => this.#random.pick(this.#words.literals.texts));
    return { text: `${side.text} in (${values.map(quoted).join(',')})`, of: (row) => values.some((v) => v === side.of(row)) };
  }

  #flag(): Asked {
    const side = this.#property(this.#words.flags);
    if (this.#random.chance(0.3)) return { text: side.text, of: (row) => side.of(row) as Truth };
    const [sign, to] = [this.#random.pick(['eq', 'ne'] as const), this.#random.pick([true, false, null])];
    return { text: `${side.text} ${sign} ${String(to)}`, of: (row) => (sign === 'eq' ? side.of(row) === to : side.of(row) !== to) };
  }

  #amount(): Asked {
    const literal = this.#random.pick(this.#words.literals.amounts);
    const b: Side = this.#random.chance(0.2) ? this.#property(this.#words.amounts) : { text: literal, of: () => literal };
    return this.#compare(this.#random.pick(SIGNS), this.#property(this.#words.amounts), b, (x, y) => Big(String(x)).cmp(String(y)));
  }

  /** Left to right: a - b - c is (a - b) - c. */
  #sum(): Asked {
    const [a, b, c] = [this.#property(this.#words.amounts), this.#property(this.#words.amounts), this.#random.pick(['0.01', '1', '100.5'])];
    const [s, t] = [this.#random.pick(['add', 'sub'] as const), this.#random.pick(['add', 'sub'] as const)];
    const apply = (sign: 'add' | 'sub', x: Big, y: string): Big => (sign === 'add' ? x.plus(y) : x.minus(y));
    const side: Side = { text: `${a.text} ${s} ${b.text} ${t} ${c}`, of: (row) => {
      const [x, y] = [a.of(row), b.of(row)];
      return x === null || y === null ? null : apply(t, apply(s, Big(String(x)), String(y)), c).toFixed();
    } };
    const literal = this.#random.pick(this.#words.literals.amounts);
    return this.#compare(this.#random.pick(SIGNS), side, { text: literal, of: () => literal }, (x, y) => Big(String(x)).cmp(String(y)));
  }

  #time(): Asked {
    const literal = this.#random.pick(this.#words.literals.times);
    const b: Side = this.#random.chance(0.2) ? this.#property(this.#words.times) : { text: literal, of: () => literal };
    return this.#compare(this.#random.pick(SIGNS), this.#property(this.#words.times), b, (x, y) => order(moment(String(x)), moment(String(y))));
  }

  #part(): Asked {
    const [side, call] = [this.#property(this.#words.times), this.#random.pick(['year', 'month', 'day', 'hour', 'minute', 'second'] as const)];
    const at = { year: [0, 4], month: [5, 7], day: [8, 10], hour: [11, 13], minute: [14, 16], second: [17, 19] }[call];
    const a: Side = { text: `${call}(${side.text})`, of: (row) => { const v = side.of(row); return v === null ? null : Number(moment(String(v)).slice(at[0], at[1])); } };
    const literal = this.#random.pick([0, 1, 2, 5, 10, 30, 2026]);
    return this.#compare(this.#random.pick(SIGNS), a, { text: String(literal), of: () => literal }, (x, y) => Number(x) - Number(y));
  }
} // prettier-ignore

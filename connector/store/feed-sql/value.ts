/** One side of a comparison as SQL with everything bound: texts, times, numbers on one scale, sums, functions. */
import { FeedTooLarge, type Condition, type Operand, type Property } from '../feed.ts';
import { join, plainSql, type Dialect, type Sql } from './dialect.ts';
import { digitsOf, fits } from './numbers.ts';
import type { Column, Table } from './tables.ts';

/** A set's table in the words of a database. */
export interface On {
  readonly d: Dialect;
  readonly table: Table;
  /** A condition as a value: 1, 0, or empty where it is not known. */
  readonly truth: (of: Condition) => Sql;
}

const TIME_PARTS = { year: [1, 4], month: [6, 2], day: [9, 2], hour: [12, 2], minute: [15, 2], second: [18, 2] } as const;

export function valueSql(on: On, side: Operand): Sql {
  switch (side.is) {
    case 'property':
      return plainSql(columnOf(on.table, side.property).sql);
    case 'literal':
      return side.kind === 'flag' ? plainSql('CAST(? AS BIGINT)', Number(side.value === 'true')) : plainSql(on.d.text, side.value); // prettier-ignore
    case 'null':
      return plainSql('NULL');
    case 'sum':
      return numberSql(on, side).sql;
    case 'truth':
      return on.truth(side.of);
    case 'call':
      return callSql(on, side);
  }
}

function callSql(on: On, { call, of }: Extract<Operand, { is: 'call' }>): Sql {
  const { sql, params } = valueSql(on, of);
  switch (call) {
    case 'tolower':
    case 'toupper':
    case 'trim':
    case 'length':
      return { sql: on.d.call(call, sql), params };
    case 'date':
      return { sql: on.d.cut(sql, 1, 10), params };
    default:
      return { sql: on.d.number(partOf(on, sql, TIME_PARTS[call])), params };
  }
}
const partOf = (on: On, time: string, [from, length]: readonly [number, number]): string =>
  on.d.cut(seconds(on, time), from, length);

/** "2024-01-31T10:00:00.000", whatever was stored. */
export function wholeTime(on: On, side: Operand): Sql {
  if (side.is === 'literal') return plainSql(on.d.text, side.value);
  const [{ sql, params }, type] = [valueSql(on, side), side.is === 'property' ? side.property.type : 'date'];
  if (type === 'instant') return { sql: on.d.cut(sql, 1, 23), params };
  return { sql: on.d.joined(seconds(on, sql), on.d.quoted('.000')), params };
}
/** A day is its midnight. */
const seconds = ({ d }: On, time: string): string => d.cut(d.joined(time, d.quoted('T00:00:00')), 1, 19);

export interface NumberSql {
  readonly sql: Sql;
  readonly scale: number;
}

export function numberSql(on: On, side: Operand): NumberSql {
  if (side.is === 'literal') return literalNumber(side.value);
  if (side.is === 'sum') return sumSql(on, side);
  return { sql: valueSql(on, side), scale: side.is === 'property' ? side.property.scale : 0 };
}

function literalNumber(value: string): NumberSql {
  const { digits, places } = digitsOf(value);
  if (!fits(digits)) throw new FeedTooLarge();
  return { sql: plainSql('CAST(? AS BIGINT)', digits), scale: places };
}

type Sum = Extract<Operand, { is: 'sum' }>;
/** As a tree of little depth: databases end at some depth, and a filter may add hundreds. */
function sumSql(on: On, sum: Sum): NumberSql {
  const terms = termsOf(sum).map(({ isLess, of }) => ({ isLess, n: numberSql(on, of) }));
  const scale = Math.max(...terms.map(({ n }) => n.scale));
  return { sql: added(terms.map(({ isLess, n }) => (isLess ? join('(0 - ', even(n, scale), ')') : even(n, scale)))), scale };
}

interface Term {
  readonly isLess: boolean;
  readonly of: Operand;
}

function termsOf(of: Operand, isLess = false): Term[] {
  if (of.is !== 'sum') return [{ isLess, of }];
  return [...termsOf(of.left, isLess), ...termsOf(of.right, isLess !== (of.sign === '-'))];
}

function added(parts: readonly Sql[]): Sql {
  const [first, second] = parts;
  if (!first || !second) return first ?? plainSql('0');
  const middle = Math.ceil(parts.length / 2);
  return join('(', added(parts.slice(0, middle)), ' + ', added(parts.slice(middle)), ')');
}

export function evened(a: NumberSql, b: NumberSql): readonly [Sql, Sql] {
  const scale = Math.max(a.scale, b.scale);
  return [even(a, scale), even(b, scale)];
}

function even({ sql, scale: own }: NumberSql, scale: number): Sql {
  if (scale - own > 12) throw new FeedTooLarge();
  return own === scale ? sql : join('(', sql, ` * ${String(10 ** (scale - own))})`);
}

export function columnOf(table: Table, { name }: Property): Column {
  const column = table.columns[name];
  if (!column) throw new Error(`no column for ${name}`);
  return column;
}

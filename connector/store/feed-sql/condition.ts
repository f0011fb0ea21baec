/**
 * Conditions of the feed as SQL with everything bound. What is not known is neither true nor false, so a condition is asked for in one of two ways: rows
 * for which it holds, and rows for which its contrary does; NOT then stands before the smallest parts alone.
 */
import { FeedTooDeep, type Comparison, type Condition, type Operand } from '../feed.ts';
import { ALL, allOf, join, NONE, plainSql, wrapped, type Dialect, type Sql } from './dialect.ts';
import { scaledTo } from './numbers.ts';
import type { Table } from './tables.ts';
import { columnOf, evened, numberSql, valueSql, wholeTime, type On } from './value.ts';

const SIGNS: Readonly<Record<Comparison, string>> = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' };
const TURNED: Readonly<Record<Comparison, Comparison>> = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' };
/** Truths compared with truths are said twice for each level; nobody asks that on purpose. */
const LONGEST = 50_000;

export function onTable(d: Dialect, table: Table): On {
  const on: On = { d, table, truth: (of) => truthSql(on, of) };
  return on;
}

export function conditionSql(on: On, condition: Condition, isHeld = true): Sql {
  switch (condition.is) {
    case 'and':
    case 'or':
      return wrapped(allOf(condition.parts.map((part) => conditionSql(on, part, isHeld)), (condition.is === 'and') === isHeld ? 'AND' : 'OR')); // prettier-ignore
    case 'not':
      return conditionSql(on, condition.part, !isHeld);
    case 'flag':
      return flagOf(on, condition.of, isHeld);
    case 'within':
      return isHeld ? withinSql(on, condition) : join('NOT ', withinSql(on, condition));
    case 'compare':
      return isHeld ? compared(on, condition) : isnt(compared(on, condition));
  }
}

/** A comparison that is not known does not hold: its contrary does. */
const isnt = (part: Sql): Sql => join('(CASE WHEN ', part, ' THEN 0 ELSE 1 END = 1)');

type Compare = Extract<Condition, { is: 'compare' }>;
/** null equals null alone. */
function compared(on: On, { by, left, right }: Compare): Sql {
  if ((left.is === 'null' && right.is !== 'null') || (left.is === 'literal' && right.is !== 'literal'))
    return compared(on, { is: 'compare', by: TURNED[by], left: right, right: left });
  if (right.is === 'null') return withNull(on, by, left);
  if (by === 'ne') return isnt(compared(on, { is: 'compare', by: 'eq', left, right }));
  return right.is === 'literal' ? withLiteral(on, by, left, right.value) : withOperand(on, by, left, right);
}

function withNull(on: On, by: Comparison, left: Operand): Sql {
  if (left.is === 'null') return by === 'eq' ? ALL : NONE;
  if (by !== 'eq' && by !== 'ne') return NONE;
  return join(valueSql(on, left), by === 'eq' ? ' IS NULL' : ' IS NOT NULL');
}

function withLiteral(on: On, by: Comparison, left: Operand, value: string): Sql {
  if (left.is === 'truth') return conditionSql(on, left.of, value === 'true');
  if (left.kind === 'flag') return join(valueSql(on, left), ' = ?', plainSql('', Number(value === 'true')));
  if (left.kind === 'number') return numberWith(on, by, left, value);
  if (left.kind === 'time') return timeWith(on, by, left, value);
  const short = by === 'eq' && left.is === 'property' ? columnOf(on.table, left.property).equals?.(value) : undefined;
  if (short) return wrapped(short);
  const [side, bound] = [valueSql(on, left), plainSql(on.d.text, value)];
  return left.kind === 'guid' ? join(side, ` ${SIGNS[by]} `, bound) : on.d.compared(side, SIGNS[by], bound);
}

/** Between two integers of the column nothing is equal to it; above it begins at the next one. */
function numberWith(on: On, by: Comparison, left: Operand, value: string): Sql {
  const made = numberSql(on, left);
  const { floor, isExact } = scaledTo(value, made.scale);
  if (isExact) return join(made.sql, ` ${SIGNS[by]} ?`, plainSql('', floor));
  if (by === 'eq') return NONE;
  return join(made.sql, by === 'gt' || by === 'ge' ? ' > ?' : ' <= ?', plainSql('', floor));
}

/**
 * Times are texts: of a date "2024-01-31", of a wall clock mostly "2024-01-31T10:00:00" but for a day alone the date. Midnight is
 * both "2024-01-31" and "2024-01-31T00:00:00", and lies between them.
 */
function timeWith(on: On, by: Comparison, left: Operand, value: string): Sql {
  const side = valueSql(on, left);
  const bound = (text: string): Sql => plainSql(on.d.text, text);
  const type = left.is === 'property' ? left.property.type : 'date';
  if (type === 'instant') return join(side, ` ${SIGNS[by]} `, bound(value.replace(/~?$/, (end) => `Z${end}`)));
  const seconds = value.replace(/\.000(?=~?$)/, '');
  const [least, most] = [seconds.replace(/T00:00:00$/, ''), type === 'date' ? seconds.replace(/T00:00:00$/, '') : seconds];
  if (by === 'eq' && least !== most) return join(side, ' IN (', bound(least), ', ', bound(most), ')');
  return join(side, ` ${SIGNS[by]} `, bound(by === 'gt' || by === 'le' ? most : least));
}

function withOperand(on: On, by: Comparison, left: Operand, right: Operand): Sql {
  const [a, b] = sides(on, left, right);
  if (left.kind !== 'text') return by === 'eq' ? same(a, b) : join(a, ` ${SIGNS[by]} `, b);
  return by === 'eq' ? on.d.same(a, b) : on.d.compared(a, SIGNS[by], b);
}

const same = (a: Sql, b: Sql): Sql => join('(', a, ' = ', b, ' OR (', a, ' IS NULL AND ', b, ' IS NULL))');

function sides(on: On, left: Operand, right: Operand): readonly [Sql, Sql] {
  if (left.kind === 'number') return evened(numberSql(on, left), numberSql(on, right));
  return left.kind === 'time' ? [wholeTime(on, left), wholeTime(on, right)] : [valueSql(on, left), valueSql(on, right)];
}

/** 1, 0, or empty where it is not known. */
function truthSql(on: On, of: Condition): Sql {
  const holds = join('(CASE WHEN ', conditionSql(on, of), ' THEN 1');
  const made = isSure(of) ? join(holds, ' ELSE 0 END)') : join(holds, ' WHEN ', conditionSql(on, of, false), ' THEN 0 END)');
  if (made.sql.length > LONGEST) throw new FeedTooDeep();
  return made;
}

const isSure = (of: Condition): boolean =>
  of.is === 'and' || of.is === 'or' ? of.parts.every(isSure) : of.is === 'not' ? isSure(of.part) : of.is === 'compare';

function flagOf(on: On, of: Operand, isHeld: boolean): Sql {
  if (of.is === 'truth') return conditionSql(on, of.of, isHeld);
  if (of.is === 'literal') return (of.value === 'true') === isHeld ? ALL : NONE;
  return join(valueSql(on, of), isHeld ? ' = 1' : ' = 0');
}

/** Character by character: "%" and "_" are themselves, and case counts. */
function withinSql(on: On, { how, text, part }: Extract<Condition, { is: 'within' }>): Sql {
  const [t, p] = [valueSql(on, text), valueSql(on, part)];
  if (how === 'contains') return wrapped(on.d.contains(t, p));
  return wrapped(how === 'startswith' ? on.d.starts(t, p) : on.d.ends(t, p));
}

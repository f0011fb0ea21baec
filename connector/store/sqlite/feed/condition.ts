/**
 * Conditions of the feed as SQL with everything bound. A condition is asked for in one of two ways: loosely, where "not known" is as good
 * as false (the top, and below and, or), which leaves indexes usable; exactly, below not and in comparisons of conditions.
 */
import { FeedTooLarge, type Comparison, type Condition, type Operand, type Property } from '../../feed.ts';
import { digitsOf, fits, scaledTo } from './numbers.ts';
import { allOf, NONE, type Column, type Sql, type Table } from './tables.ts';

const SIGNS: Readonly<Record<Comparison, string>> = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' };
const TURNED: Readonly<Record<Comparison, Comparison>> = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' };

export function conditionSql(table: Table, condition: Condition, isExact = false): Sql {
  switch (condition.is) {
    case 'and':
    case 'or':
      return wrapped(allOf(condition.parts.map((part) => conditionSql(table, part, isExact)), condition.is)); // prettier-ignore
    case 'not':
      return around('not (', conditionSql(table, condition.part, true), ')');
    case 'flag':
      return flagOf(table, condition.of);
    case 'within':
      return withinSql(table, condition.how, condition.text, condition.part);
    case 'compare':
      return compared(table, condition, isExact);
  }
}

const around = (before: string, { sql, params }: Sql, after: string): Sql => ({ sql: before + sql + after, params });
const wrapped = (part: Sql): Sql => around('(', part, ')');
const join = (...parts: readonly (string | Sql)[]): Sql => ({
  sql: parts.map((p) => (typeof p === 'string' ? p : p.sql)).join(''),
  params: parts.flatMap((p) => (typeof p === 'string' ? [] : p.params)),
});

/** A comparison is never "not known": null equals null alone. */
function compared(table: Table, { by, left, right }: Extract<Condition, { is: 'compare' }>, isExact: boolean): Sql {
  if ((left.is === 'null' && right.is !== 'null') || (left.is === 'literal' && right.is !== 'literal'))
    return compared(table, { is: 'compare', by: TURNED[by], left: right, right: left }, isExact);
  if (right.is === 'null') return withNull(table, by, left);
  const plain = right.is === 'literal' ? withLiteral(table, by, left, right.value) : withOperand(table, by, left, right);
  return isExact ? around('ifnull(', plain, ', 0)') : plain;
}

function withNull(table: Table, by: Comparison, left: Operand): Sql {
  if (left.is === 'null') return { sql: by === 'eq' ? '1' : '0', params: [] };
  if (by !== 'eq' && by !== 'ne') return NONE;
  return join(valueSql(table, left), by === 'eq' ? ' is null' : ' is not null');
}

/** What is empty differs from every literal. */
function withLiteral(table: Table, by: Comparison, left: Operand, value: string): Sql {
  if (by === 'ne') return around('(not ifnull(', withLiteral(table, 'eq', left, value), ', 0))');
  if (left.kind === 'number') return numberWith(table, by, left, value);
  if (left.kind === 'time') return timeWith(table, by, left, value);
  const short = by === 'eq' && left.is === 'property' ? columnOf(table, left.property).equals?.(value) : undefined;
  if (short) return wrapped(short);
  return join(valueSql(table, left), ` ${SIGNS[by]} ?`, {
    sql: '',
    params: [left.kind === 'flag' ? Number(value === 'true') : value],
  });
}

/** Between two integers of the column nothing is equal to it; above it begins at the next one. */
function numberWith(table: Table, by: Comparison, left: Operand, value: string): Sql {
  const made = numberSql(table, left);
  const { floor, isExact } = scaledTo(value, made.scale);
  if (isExact) return join(made.sql, ` ${SIGNS[by]} ?`, { sql: '', params: [floor] });
  if (by === 'eq') return NONE;
  return join(made.sql, by === 'gt' || by === 'ge' ? ' > ?' : ' <= ?', { sql: '', params: [floor] });
}

/**
 * Times are texts: of a date "2024-01-31", of a wall clock mostly "2024-01-31T10:00:00" but for a day alone the date. Midnight is
 * both "2024-01-31" and "2024-01-31T00:00:00", and lies between them.
 */
function timeWith(table: Table, by: Comparison, left: Operand, value: string): Sql {
  const side = valueSql(table, left);
  const type = left.is === 'property' ? left.property.type : 'date';
  if (type === 'instant') return join(side, ` ${SIGNS[by]} ?`, { sql: '', params: [value.replace(/~?$/, (end) => `Z${end}`)] });
  const seconds = value.replace(/\.000(?=~?$)/, '');
  const [least, most] = [seconds.replace(/T00:00:00$/, ''), type === 'date' ? seconds.replace(/T00:00:00$/, '') : seconds];
  if (by === 'eq' && least !== most) return join(side, ' in (?, ?)', { sql: '', params: [least, most] });
  const bound = by === 'gt' || by === 'le' ? most : least;
  return join(side, ` ${SIGNS[by]} ?`, { sql: '', params: [bound] });
}

function withOperand(table: Table, by: Comparison, left: Operand, right: Operand): Sql {
  const [a, b] = sides(table, left, right);
  if (by === 'eq') return join('(', a, ' is ', b, ')');
  return by === 'ne' ? join('(', a, ' is not ', b, ')') : join(a, ` ${SIGNS[by]} `, b);
}

function sides(table: Table, left: Operand, right: Operand): readonly [Sql, Sql] {
  if (left.kind === 'number') return evened(numberSql(table, left), numberSql(table, right));
  return left.kind === 'time'
    ? [wholeTime(table, left), wholeTime(table, right)]
    : [valueSql(table, left), valueSql(table, right)];
}

/** "2024-01-31T10:00:00.000", whatever was stored. */
function wholeTime(table: Table, side: Operand): Sql {
  if (side.is === 'literal') return { sql: '?', params: [side.value] };
  const type = side.is === 'property' ? side.property.type : 'date';
  if (type === 'instant') return around('substr(', valueSql(table, side), ', 1, 23)');
  return around('(substr(', valueSql(table, side), ` || 'T00:00:00', 1, 19) || '.000')`);
}

interface NumberSql {
  readonly sql: Sql;
  readonly scale: number;
}

function numberSql(table: Table, side: Operand): NumberSql {
  if (side.is === 'literal') return literalNumber(side.value);
  if (side.is === 'sum') return sumSql(table, side);
  return { sql: valueSql(table, side), scale: side.is === 'property' ? side.property.scale : 0 };
}

function literalNumber(value: string): NumberSql {
  const { digits, places } = digitsOf(value);
  if (!fits(digits)) throw new FeedTooLarge();
  return { sql: { sql: 'cast(? as integer)', params: [digits] }, scale: places };
}

function sumSql(table: Table, { sign, left, right }: Extract<Operand, { is: 'sum' }>): NumberSql {
  const [a, b] = [numberSql(table, left), numberSql(table, right)];
  const [evenA, evenB] = evened(a, b);
  return { sql: join('(', evenA, ` ${sign} `, evenB, ')'), scale: Math.max(a.scale, b.scale) };
}

function evened(a: NumberSql, b: NumberSql): readonly [Sql, Sql] {
  const scale = Math.max(a.scale, b.scale);
  if (scale - Math.min(a.scale, b.scale) > 12) throw new FeedTooLarge();
  const even = (n: NumberSql): Sql => (n.scale === scale ? n.sql : join('(', n.sql, ` * ${String(10 ** (scale - n.scale))})`));
  return [even(a), even(b)];
}

const TIME_PARTS = { year: [1, 4], month: [6, 2], day: [9, 2], hour: [12, 2], minute: [15, 2], second: [18, 2] } as const;
/** Functions SQLite has for ASCII alone are ours (source.ts). */
const TEXT_CALLS = { tolower: 'feed_lower', toupper: 'feed_upper', trim: 'feed_trim', length: 'length' } as const;

function valueSql(table: Table, side: Operand): Sql {
  switch (side.is) {
    case 'property':
      return { sql: columnOf(table, side.property).sql, params: [] };
    case 'literal':
      return { sql: '?', params: [side.kind === 'flag' ? Number(side.value === 'true') : side.value] };
    case 'null':
      return { sql: 'null', params: [] };
    case 'sum':
      return numberSql(table, side).sql;
    case 'truth':
      return wrapped(conditionSql(table, side.of, true));
    case 'call':
      return callSql(table, side);
  }
}

function callSql(table: Table, { call, of }: Extract<Operand, { is: 'call' }>): Sql {
  if (call === 'date') return around('substr(', valueSql(table, of), ', 1, 10)');
  if (call in TEXT_CALLS) return around(`${TEXT_CALLS[call as keyof typeof TEXT_CALLS]}(`, valueSql(table, of), ')');
  const [from, length] = TIME_PARTS[call as keyof typeof TIME_PARTS];
  return around(
    `cast(substr(substr(`,
    valueSql(table, of),
    ` || 'T00:00:00', 1, 19), ${String(from)}, ${String(length)}) as integer)`,
  );
}

function flagOf(table: Table, of: Operand): Sql {
  return of.is === 'literal' ? { sql: of.value === 'true' ? '1' : '0', params: [] } : wrapped(valueSql(table, of));
}

/** Character by character: "%" and "_" are themselves, and case counts. */
function withinSql(table: Table, how: 'contains' | 'startswith' | 'endswith', text: Operand, part: Operand): Sql {
  const [t, p] = [valueSql(table, text), valueSql(table, part)];
  if (how === 'contains') return join('(instr(', t, ', ', p, ') > 0)');
  if (how === 'startswith') return join('(substr(', t, ', 1, length(', p, ')) = ', p, ')');
  return join('(length(', t, ') >= length(', p, ') and substr(', t, ', length(', t, ') - length(', p, ') + 1) = ', p, ')');
}

export function columnOf(table: Table, { name }: Property): Column {
  const column = table.columns[name];
  if (!column) throw new Error(`no column for ${name}`);
  return column;
}

/**
 * The feed in T-SQL that SQL Server 2017, Azure SQL and Babelfish take. A server counts blanks at the end of a text for nothing when it compares, finds
 * an empty text nowhere, and knows no bits to shift (docs/decisions/odata-feed.md).
 */
import { allOf, join, plainSql, type Bound, type Dialect, type Sql } from '../../feed-sql/dialect.ts';
import { POSTED } from '../queries.ts';
import { BINARY } from '../tsql.ts';

const quoted = (text: string): string => `N'${text.replaceAll("'", "''")}'`;
const replaced = (text: string, pairs: readonly (readonly [string, string])[]): string =>
  pairs.reduce((made, [from, to]) => `REPLACE(${made}, ${quoted(from)}, ${quoted(to)})`, text);

/** Babelfish knows the case of ASCII alone where texts are compared by code points. */
const cased = (call: string, text: string): string => `${call}(${text} COLLATE Latin1_General_100_CI_AS) ${BINARY}`;
/** Letters that become two, which a server leaves as they are. */
const lower = (text: string): string => cased('LOWER', replaced(text, [['İ', 'i̇']]));
const upper = (text: string): string => cased('UPPER', replaced(text, [['ß', 'SS']]));
/** What JavaScript takes off the ends of a text. */
const BLANKS =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';
const size = (text: Sql): Sql => join('DATALENGTH(', text, ')');

const compared = (left: Sql, sign: string, right: Sql): Sql => {
  if (sign === '=') return join('(', left, ' = ', right, ' AND ', size(left), ' = ', size(right), ')');
  const strict = sign.slice(0, 1);
  return join('(', left, ` ${strict} `, right, ' OR (', left, ' = ', right, ' AND ', size(left), ` ${sign} `, size(right), '))');
};

/** Babelfish finds an empty text nowhere even in no text: what is not known is said by the size. */
const within = (holds: Sql, text: Sql, part: Sql): Sql => join('((', holds, ' OR ', size(part), ' = 0) AND ', size(text), ' >= 0)'); // prettier-ignore

/** Whole numbers beyond INT are decimals to a server, and their division is not whole. */
const big = (n: number): string => `CAST(${String(n)} AS BIGINT)`;
const DIGITS = quoted('0123456789abcdef');
/** Digits of a whole number in base 16, from the one of 16^high down to that of 16^low. */
const hex = (n: string, high: number, low: number): string =>
  Array.from({ length: high - low + 1 }, (_, i) => `SUBSTRING(${DIGITS}, CAST(${n} / ${big(16 ** (high - i))} % 16 AS INT) + 1, 1)`).join(' + '); // prettier-ignore

const DAY = 86_400_000;
const DATE = `CAST(N'1970-01-01' AS DATE)`;
/** So many digits of a part of the milliseconds. */
const clock = (ms: string, unit: number, most: number, digits: number): string =>
  `SUBSTRING(CAST(${String(10 ** digits)} + ${ms} / ${String(unit)} % ${String(most)} AS NVARCHAR(20)), 2, ${String(digits)})`;

/** Reached in order: the first way bounds the range an index is read in. */
function behind(by: readonly string[], values: readonly Bound[]): Sql {
  const cases = by.map((way, i) => join('(', allOf([...by.slice(0, i).map((w, j) => plainSql(`${w} = ?`, values[j] ?? null)), plainSql(`${way} > ?`, values[i] ?? null)]), ')')); // prettier-ignore
  const all = allOf(cases, 'OR');
  return by.length === 1 ? all : join(plainSql(`${by[0] ?? ''} >= ?`, values[0] ?? null), ' AND (', all, ')');
}

export const TSQL: Dialect = {
  table: (name) => `sb.${name}`,
  text: `? ${BINARY}`,
  quoted,
  call: (name, of) => {
    if (name === 'tolower') return lower(of);
    if (name === 'toupper') return upper(of);
    return name === 'trim' ? `TRIM(${quoted(BLANKS)} FROM ${of})` : `(DATALENGTH(${of}) / 2)`;
  },
  cut: (text, from, length) => `SUBSTRING(${text}, ${String(from)}, ${String(length)})`,
  joined: (text, end) => `${text} + ${end}`,
  number: (digits) => `TRY_CAST(${digits} AS BIGINT)`,
  contains: (text, part) => within(join('CHARINDEX(', part, ', ', text, ') > 0'), text, part),
  starts: (text, part) => within(join('CHARINDEX(', part, ', ', text, ') = 1'), text, part),
  ends: (text, part) => within(join(size(text), ' >= ', size(part), ' AND CHARINDEX(', part, ', SUBSTRING(', text, ', (', size(text), ' - ', size(part), ') / 2 + 1, ', size(part), ' / 2)) = 1'), text, part), // prettier-ignore
  compared,
  same: (left, right) => join('(', compared(left, '=', right), ' OR (', left, ' IS NULL AND ', right, ' IS NULL))'),
  folded: (column) => replaced(lower(column), [['ё', 'е'], ['№', 'no'], ['\u00a0', ' ']]), // prettier-ignore
  field: (json, name) => `JSON_VALUE(${json}, '$.${name}')`,
  scaled: (column, places) => `CAST(${column} * ${String(10 ** places)} AS BIGINT)`,
  guid: (tag, n, line) => `(${hex(n, 11, 4)} + N'-' + ${hex(n, 3, 0)} + N'-${tag}-8000-0000' + ${hex(line, 7, 0)})`,
  instant: (ms) => `(CAST(DATEADD(DAY, CAST(${ms} / ${String(DAY)} AS INT), ${DATE}) AS NVARCHAR(10)) + N'T' + ${clock(ms, 3_600_000, 24, 2)} + N':' + ${clock(ms, 60_000, 60, 2)} + N':' + ${clock(ms, 1000, 60, 2)} + N'.' + ${clock(ms, 1, 1000, 3)} + N'Z')`, // prettier-ignore
  listed: (json) => `CASE WHEN ${json} = N'[]' THEN NULL ELSE ${replaced(`SUBSTRING(${json}, 3, DATALENGTH(${json}) / 2 - 4)`, [['","', '; '], ['\\"', '"'], ['\\\\', '\\']])} END`, // prettier-ignore
  among: (ids) => (ids.length === 0 ? plainSql('IN (NULL)') : plainSql(`IN (${ids.map(() => '?').join(', ')})`, ...ids)),
  bit: (bits, place) => `${bits} / CAST(POWER(CAST(2 AS BIGINT), ${place}) AS BIGINT) % 2 = 1`,
  posted: POSTED,
  order: (by, isDown, isNullable) => [...(isNullable ? [`CASE WHEN ${by} IS NULL THEN 0 ELSE 1 END`] : []), by].map((way) => (isDown ? `${way} DESC` : way)).join(', '), // prettier-ignore
  page: (limit, skip) => plainSql('OFFSET ? ROWS FETCH NEXT ? ROWS ONLY', skip, limit),
  behind,
};

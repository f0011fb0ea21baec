/** The feed in the words of SQLite; functions it has for ASCII alone are ours (source.ts). */
import { join, plainSql, type Dialect, type Sql, type TextCall } from '../../feed-sql/dialect.ts';
import { POSTED } from '../queries.ts';

const CALLS: Readonly<Record<TextCall, string>> = { tolower: 'feed_lower', toupper: 'feed_upper', trim: 'feed_trim', length: 'length' }; // prettier-ignore
const length = (text: Sql): Sql => join('length(', text, ')');

export const SQLITE: Dialect = {
  table: (name) => name,
  text: '?',
  quoted: (text) => `'${text}'`,
  call: (name, of) => `${CALLS[name]}(${of})`,
  cut: (text, from, most) => `substr(${text}, ${String(from)}, ${String(most)})`,
  joined: (text, end) => `${text} || ${end}`,
  number: (digits) => `CAST(${digits} AS BIGINT)`,
  contains: (text, part) => join('instr(', text, ', ', part, ') > 0'),
  starts: (text, part) => join('substr(', text, ', 1, ', length(part), ') = ', part),
  ends: (text, part) => join(length(text), ' >= ', length(part), ' AND substr(', text, ', ', length(text), ' - ', length(part), ' + 1) = ', part), // prettier-ignore
  compared: (left, sign, right) => join(left, ` ${sign} `, right),
  same: (left, right) => join('(', left, ' IS ', right, ')'),
  folded: (column) => `feed_fold(${column})`,
  field: (json, name) => `json_extract(${json}, '$.${name}')`,
  scaled: (column) => column,
  guid: (tag, n, line) => `printf('%08x-%04x-${tag}-8000-%012x', ${n} >> 16, ${n} & 65535, ${line})`,
  instant: (ms) => `(strftime('%Y-%m-%dT%H:%M:%S', ${ms} / 1000, 'unixepoch') || printf('.%03dZ', ${ms} % 1000))`,
  listed: (json) => `(SELECT group_concat(value, '; ') FROM json_each(${json}))`,
  among: (ids) => plainSql('IN (SELECT value FROM json_each(?))', JSON.stringify(ids)),
  bit: (bits, place) => `((${bits} >> (${place})) & 1) = 1`,
  posted: `ifnull(${POSTED}, 0)`,
  order: (by, isDown) => (isDown ? `${by} DESC` : by),
  page: (limit, skip) => plainSql('LIMIT ? OFFSET ?', limit, skip),
  behind: (by, values) => plainSql(`(${by.join(', ')}) > (${by.map(() => '?').join(', ')})`, ...values),
};

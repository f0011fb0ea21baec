/** One page as one statement: what the key may see, what was asked for, in order, from where the page before ended. */
import { FeedMarkWrong, type FeedPageQuery, type FeedQuery, type Mark, type Order, type Property } from '../feed.ts';
import { conditionSql } from './condition.ts';
import { allOf, join, NONE, plainSql, wrapped, type Sql } from './dialect.ts';
import type { Table } from './tables.ts';
import { columnOf, type On } from './value.ts';

interface Way {
  readonly sql: string;
  readonly isDown: boolean;
  /** May be null: then it needs words of its own. */
  readonly isNullable: boolean;
}

export function countSql(on: On, query: FeedQuery): Sql {
  return join(`SELECT COUNT(*) AS n FROM ${on.table.from} WHERE `, whereOf(on, query));
}

/** Columns c0, c1, ...: the properties, then what the order goes by. */
export function pageSql(on: On, query: FeedPageQuery): Sql {
  const ways = waysOf(on.table, query);
  const where = allOf([whereOf(on, query), ...(query.after === null ? [] : [afterSql(on, ways, query.after)])]);
  const columns = [...query.properties.map((p) => shown(on.table, p)), ...ways.map((w) => w.sql)].map((sql, i) => `${sql} AS c${String(i)}`); // prettier-ignore
  const order = ways.map((w) => on.d.order(w.sql, w.isDown, w.isNullable)).join(', ');
  const head = `SELECT ${columns.join(', ')} FROM ${on.table.from} WHERE `;
  return join(head, where, ` ORDER BY ${order} `, on.d.page(query.limit + 1, query.skip));
}

/** Decimals come as text: no driver then makes a float of them. */
const shown = (table: Table, property: Property): string =>
  property.type === 'decimal' ? `CAST(${columnOf(table, property).sql} AS NVARCHAR(40))` : columnOf(table, property).sql;

function whereOf(on: On, { key, where, search }: FeedQuery): Sql {
  const words = search.map((word) => on.table.search?.(word)).filter((part) => part !== undefined);
  const parts = [on.table.scope(key), ...words.map(wrapped), ...(where === null ? [] : [wrapped(conditionSql(on, where))])];
  return allOf(parts);
}

/** A server refuses a column that is named twice in an order, with brackets or without. */
const bare = (way: string): string => way.replace(/[[\]]/g, '');

/** As asked, then by the key, so that no two rows are alike. */
function waysOf(table: Table, { set, order }: FeedPageQuery): Way[] {
  const key = set.properties.find((p) => p.name === set.key);
  const all: Order[] = [...order, ...(key ? [{ property: key, isDown: false }] : [])];
  const seen = new Set<string>();
  return all.flatMap(({ property, isDown }) => {
    const { sql, order: by = [sql] } = columnOf(table, property);
    const fresh = by.filter((way) => !seen.has(bare(way)));
    for (const way of fresh) seen.add(bare(way));
    return fresh.map((way) => ({ sql: way, isDown, isNullable: property.isNullable }));
  });
}

/** Rows behind the mark. One direction and nothing empty: as a database has it, in words an index follows. */
function afterSql({ d }: On, ways: readonly Way[], after: Mark): Sql {
  if (after.length !== ways.length) throw new FeedMarkWrong();
  const isPlain = ways.every((w) => !w.isDown && !w.isNullable);
  const short = isPlain ? d.behind(ways.map((w) => w.sql), after) : null; // prettier-ignore
  if (short) return short;
  const cases = ways.map((way, i) => allOf([...ways.slice(0, i).map((w, j) => same(w, after[j] ?? null)), behind(way, after[i] ?? null)])); // prettier-ignore
  return wrapped(allOf(cases.map(wrapped), 'OR'));
}

const same = ({ sql }: Way, value: Mark[number]): Sql =>
  value === null ? plainSql(`${sql} IS NULL`) : plainSql(`${sql} = ?`, value);

/** Empty comes before everything going up, behind everything going down. */
function behind({ sql, isDown }: Way, value: Mark[number]): Sql {
  if (value === null) return isDown ? NONE : plainSql(`${sql} IS NOT NULL`);
  return plainSql(isDown ? `(${sql} < ? OR ${sql} IS NULL)` : `${sql} > ?`, value);
}

/** One page as one statement: what the key may see, what was asked for, in order, from where the page before ended. */
import { FeedMarkWrong, type FeedPageQuery, type FeedQuery, type Mark, type Order, type Property } from '../../feed.ts';
import { conditionSql, columnOf } from './condition.ts';
import { allOf, type Sql, type Table } from './tables.ts';

interface Way {
  readonly sql: string;
  readonly isDown: boolean;
  /** May be null: then it needs words of its own. */
  readonly isNullable: boolean;
}

export function countSql(table: Table, query: FeedQuery): Sql {
  const where = whereOf(table, query);
  return { sql: `select count(*) as n from ${table.from} where ${where.sql}`, params: where.params };
}

export function pageSql(table: Table, query: FeedPageQuery): Sql {
  const ways = waysOf(table, query);
  const where = allOf([whereOf(table, query), ...(query.after === null ? [] : [afterSql(ways, query.after)])]);
  const columns = [...query.properties.map((p) => shown(table, p)), ...ways.map((w) => w.sql)];
  const order = ways.map((w) => (w.isDown ? `${w.sql} desc` : w.sql)).join(', ');
  const sql = `select ${columns.join(', ')} from ${table.from} where ${where.sql} order by ${order} limit ? offset ?`;
  return { sql, params: [...where.params, query.limit + 1, query.skip] };
}

/** Decimals come as text: no driver then makes a float of them. */
const shown = (table: Table, property: Property): string =>
  property.type === 'decimal' ? `cast(${columnOf(table, property).sql} as text)` : columnOf(table, property).sql;

function whereOf(table: Table, { key, where, search }: FeedQuery): Sql {
  const words = search.map((word) => table.search?.(word)).filter((part) => part !== undefined);
  const parts = [table.scope(key), ...words.map(wrapped), ...(where === null ? [] : [wrapped(conditionSql(table, where))])];
  return allOf(parts);
}
const wrapped = ({ sql, params }: Sql): Sql => ({ sql: `(${sql})`, params });

/** As asked, then by the key, so that no two rows are alike. */
function waysOf(table: Table, { set, order }: FeedPageQuery): Way[] {
  const key = set.properties.find((p) => p.name === set.key);
  const all: Order[] = [...order, ...(key ? [{ property: key, isDown: false }] : [])];
  const seen = new Set<string>();
  return all.flatMap(({ property, isDown }) => {
    const { sql, order: by = [sql] } = columnOf(table, property);
    const fresh = by.filter((way) => !seen.has(way));
    for (const way of fresh) seen.add(way);
    return fresh.map((way) => ({ sql: way, isDown, isNullable: property.isNullable }));
  });
}

/** Rows behind the mark. One direction and nothing empty: row values, which an index follows. */
function afterSql(ways: readonly Way[], after: Mark): Sql {
  if (after.length !== ways.length) throw new FeedMarkWrong();
  if (ways.every((w) => !w.isDown && !w.isNullable))
    return { sql: `(${ways.map((w) => w.sql).join(', ')}) > (${ways.map(() => '?').join(', ')})`, params: after };
  const cases = ways.map((way, i) => allOf([...ways.slice(0, i).map((w, j) => same(w, after[j] ?? null)), behind(way, after[i] ?? null)])); // prettier-ignore
  return wrapped(allOf(cases.map(wrapped), 'or'));
}

const same = ({ sql }: Way, value: Mark[number]): Sql => ({ sql: `${sql} is ?`, params: [value] });

/** Empty comes before everything going up, behind everything going down. */
function behind({ sql, isDown }: Way, value: Mark[number]): Sql {
  if (value === null) return { sql: isDown ? '0' : `${sql} is not null`, params: [] };
  return { sql: isDown ? `(${sql} < ? or ${sql} is null)` : `${sql} > ?`, params: [value] };
}

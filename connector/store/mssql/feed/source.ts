/** The feed over a SQL Server: one look a page; values are bound by name, the same value once. */
import { onTable } from '../../feed-sql/condition.ts';
import type { Bound, Sql } from '../../feed-sql/dialect.ts';
import { countSql, pageSql } from '../../feed-sql/statement.ts';
import type { Tables } from '../../feed-sql/tables.ts';
import type { On } from '../../feed-sql/value.ts';
import { FeedTooLarge, type Feed, type FeedPage, type FeedPageQuery, type FeedQuery, type FeedSet, type Mark, type Property } from '../../feed.ts'; // prettier-ignore
import type { SqlRow } from '../../rows.ts';
import { TsqlError, type One, type Tsql } from '../tsql.ts';
import { TSQL } from './dialect.ts';

/** A number a server does not hold: 8115 is an overflow. */
const OVERFLOW = 8115;

export class MssqlFeed implements Feed {
  readonly sets: readonly FeedSet[];
  readonly #t: Pick<Tsql, 'rows'>;
  readonly #tables: Tables;

  constructor(t: Pick<Tsql, 'rows'>, sets: readonly FeedSet[], tables: Tables) {
    this.#t = t;
    this.sets = sets;
    this.#tables = tables;
  }

  async page(query: FeedPageQuery): Promise<FeedPage> {
    const found = await this.#rows(pageSql(this.#on(query), query));
    const rows = found.slice(0, query.limit);
    const next = found.length > query.limit ? markOf(rows.at(-1) ?? {}, query.properties.length) : null;
    return { rows: rows.map((row) => query.properties.map((p, i) => shown(p, row[`c${String(i)}`]))), next };
  }

  async count(query: FeedQuery): Promise<number> {
    const [row] = await this.#rows(countSql(this.#on(query), query));
    return Number(row?.['n'] ?? 0);
  }

  #on({ set }: FeedQuery): On {
    const table = this.#tables[set.name];
    if (!table) throw new Error(`no table for ${set.name}`);
    return onTable(TSQL, table);
  }

  async #rows(piece: Sql): Promise<readonly SqlRow[]> {
    const { sql, params } = named(piece);
    try {
      return await this.#t.rows(sql, params);
    } catch (error) {
      if (error instanceof TsqlError && error.number === OVERFLOW) throw new FeedTooLarge();
      throw error;
    }
  }
}

/** Question marks stand for values alone: no text of ours has one. */
export function named({ sql, params }: Sql): { readonly sql: string; readonly params: Readonly<Record<string, One>> } {
  const names = new Map<Bound, string>();
  let at = 0;
  const text = sql.replaceAll('?', () => {
    const value = params[at++] ?? null;
    const name = names.get(value) ?? `p${String(names.size)}`;
    names.set(value, name);
    return `@${name}`;
  });
  return { sql: text, params: Object.fromEntries([...names].map(([value, name]) => [name, value])) };
}

/** BIGINT comes as bigint: of what is no amount, it is small. */
const shown = ({ type }: Property, value: unknown): unknown => (typeof value === 'bigint' && type !== 'decimal' ? Number(value) : value); // prettier-ignore

/** Whole numbers among what the order goes by: as bigint, so that they stay apart from texts in a token. */
function markOf(row: SqlRow, from: number): Mark {
  const count = Object.keys(row).length;
  return Array.from({ length: count - from }, (_, i) => row[`c${String(from + i)}`]).map((v) => (typeof v === 'number' ? BigInt(v) : typeof v === 'string' || typeof v === 'bigint' ? v : null)); // prettier-ignore
}

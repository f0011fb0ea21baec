/** The feed over SQLite: on a connection that only reads; integers come exact, texts and conditions are bound. */
import type { Feed, FeedPage, FeedPageQuery, FeedQuery, FeedSet, Mark } from '../../feed.ts';
import type { Columns, Database, RowStatement } from '../driver.ts';
import { onTable } from '../../feed-sql/condition.ts';
import { countSql, pageSql } from '../../feed-sql/statement.ts';
import type { Tables } from '../../feed-sql/tables.ts';
import type { On } from '../../feed-sql/value.ts';
import { SQLITE } from './dialect.ts';

/** Statements kept ready; readers ask the same few questions. */
const KEPT = 100;

export class SqliteFeed implements Feed {
  readonly sets: readonly FeedSet[];
  readonly #db: Database;
  readonly #tables: Tables;
  readonly #statements = new Map<string, RowStatement>();

  constructor(db: Database, sets: readonly FeedSet[], tables: Tables) {
    this.#db = db;
    this.sets = sets;
    this.#tables = tables;
    define(db);
  }

  async page(query: FeedPageQuery): Promise<FeedPage> {
    const { sql, params } = pageSql(this.#on(query), query);
    const found = this.#statement(sql).all(...params);
    const rows = found.length > query.limit ? found.slice(0, query.limit) : found;
    return { rows, next: found.length > query.limit ? markOf(rows.at(-1) ?? [], query.properties.length) : null };
  }

  async count(query: FeedQuery): Promise<number> {
    const { sql, params } = countSql(this.#on(query), query);
    return Number(this.#statement(sql).get(...params)?.[0] ?? 0);
  }

  #on({ set }: FeedQuery): On {
    const table = this.#tables[set.name];
    if (!table) throw new Error(`no table for ${set.name}`);
    return onTable(SQLITE, table);
  }

  #statement(sql: string): RowStatement {
    const known = this.#statements.get(sql) ?? this.#db.prepareRows(sql);
    this.#statements.delete(sql);
    this.#statements.set(sql, known);
    const [oldest] = this.#statements.keys();
    if (this.#statements.size > KEPT && oldest !== undefined) this.#statements.delete(oldest);
    return known;
  }
}

/** Whole numbers among what the order goes by: as bigint, so that they stay apart from texts in a token. */
const markOf = (row: Columns, from: number): Mark =>
  row.slice(from).map((v) => (typeof v === 'number' ? BigInt(v) : typeof v === 'string' ? v : null));

/** As queries.ts and the private store fold: case and ё make no difference. */
const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll('ё', 'е');

const FUNCTIONS: Readonly<Record<string, (text: string) => string>> = {
  feed_lower: (text) => text.toLowerCase(),
  feed_upper: (text) => text.toUpperCase(),
  feed_fold: folded,
  feed_trim: (text) => text.trim(),
};

/** Empty stays empty. */
function define(db: Database): void {
  for (const [name, work] of Object.entries(FUNCTIONS))
    db.define(name, (value) => (typeof value === 'string' ? work(value) : null));
}

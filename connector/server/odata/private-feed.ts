/** The private sets, opened when a key that was given one first asks: most servers never do. */
import type { Config } from '../../config.ts';
import type { World } from '../../model.ts';
import { Base } from '../../private/mssql/base.ts';
import { TSQL } from '../../store/mssql/feed/dialect.ts';
import { MssqlFeed } from '../../store/mssql/feed/source.ts';
import type { TsqlServer } from '../../store/mssql/tsql.ts';
import { SQLITE } from '../../store/sqlite/feed/dialect.ts';
import { SqliteFeed } from '../../store/sqlite/feed/source.ts';
import { fileOf, serverOf } from '../private.ts';
import type { Feed, FeedPage, FeedPageQuery, FeedQuery } from '../../store/feed.ts';
import type { Database } from '../../store/sqlite/driver.ts';
import { PRIVATE_SETS } from './private-sets.ts';
import { privateTables } from './private-tables.ts';

/** Where the private sets are read, and what is closed after the last one. */
export interface PrivatePlace {
  readonly feed: Feed;
  close(): Promise<void>;
}

export const privateFeedOf = (config: Config, world: World): PrivateFeed => new PrivateFeed(() => placeOf(config, world));

function placeOf(config: Config, world: World): PrivatePlace {
  const server = serverOf(config);
  if (server !== null) return onServer(server, world, config.fresh);
  const file = fileOf(config, world);
  return { feed: onFile(file.database), close: () => file.close() };
}

export const onFile = (db: Database): Feed => new SqliteFeed(db, PRIVATE_SETS, privateTables(SQLITE));

export function onServer(server: TsqlServer, world: World, fresh: Config['fresh']): PrivatePlace {
  const base = new Base({ server, world, fresh });
  const asked = { rows: (sql: string, params?: Parameters<TsqlServer['rows']>[1]) => base.look((t) => t.rows(sql, params)) };
  return { feed: new MssqlFeed(asked, PRIVATE_SETS, privateTables(TSQL)), close: () => base.close() };
}

export class PrivateFeed implements Feed {
  readonly sets = PRIVATE_SETS;
  readonly #open: () => PrivatePlace;
  #opened: PrivatePlace | null = null;

  constructor(open: () => PrivatePlace) {
    this.#open = open;
  }

  page = (query: FeedPageQuery): Promise<FeedPage> => this.#feed().page(query);
  count = (query: FeedQuery): Promise<number> => this.#feed().count(query);

  #feed(): Feed {
    this.#opened ??= this.#open();
    return this.#opened.feed;
  }

  async close(): Promise<void> {
    await this.#opened?.close();
  }
}

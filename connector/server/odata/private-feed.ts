/** The private sets, opened when a key that was given one first asks: most servers never do. */
import { PRIVATE_URL } from '../../config/secrets.ts';
import type { Config } from '../../config.ts';
import type { World } from '../../model.ts';
import { fileOf } from '../private.ts';
import type { Feed, FeedPage, FeedPageQuery, FeedQuery } from '../../store/feed.ts';
import type { Database } from '../../store/sqlite/driver.ts';
import { PRIVATE_SETS } from './private-sets.ts';
import { privateFeed } from './private-tables.ts';

export interface PrivateFile {
  readonly database: Database;
  close(): Promise<void>;
}

/** Null where private data is on a SQL Server: its sets are not in the feed yet, and doctor says so. */
export const privateFeedOf = (config: Config, world: World): PrivateFeed | null =>
  config.secrets.has(PRIVATE_URL) ? null : new PrivateFeed(() => fileOf(config, world));

export class PrivateFeed implements Feed {
  readonly sets = PRIVATE_SETS;
  readonly #open: () => PrivateFile;
  #opened: { readonly file: PrivateFile; readonly feed: Feed } | null = null;

  constructor(open: () => PrivateFile) {
    this.#open = open;
  }

  page = (query: FeedPageQuery): Promise<FeedPage> => this.#feed().page(query);
  count = (query: FeedQuery): Promise<number> => this.#feed().count(query);

  #feed(): Feed {
    if (this.#opened) return this.#opened.feed;
    const file = this.#open();
    this.#opened = { file, feed: privateFeed(file.database) };
    return this.#opened.feed;
  }

  async close(): Promise<void> {
    await this.#opened?.file.close();
  }
}

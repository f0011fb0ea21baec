/** The private sets, opened when a key that was given one first asks: most servers never do. */
import type { Feed, FeedPage, FeedPageQuery, FeedQuery } from '../../store/feed.ts';
import type { Database } from '../../store/sqlite/driver.ts';
import { PRIVATE_SETS } from './private-sets.ts';
import { privateFeed } from './private-tables.ts';

export interface PrivateFile {
  readonly database: Database;
  close(): Promise<void>;
}

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

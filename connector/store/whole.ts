/** A store as the program opens it: what the engine writes, and what people, widgets, Excel and administrators ask of the same tables. */
import type { PersonalData } from '../personal-data.ts';
import type { Registry } from '../server/auth/registry.ts';
import type { Answers } from '../server/http/idempotency.ts';
import type { Feed, FeedKeys } from './feed.ts';
import type { Queries } from './queries.ts';
import type { Store } from './store.ts';
import type { Cleaned, StoreFinding, Until } from './upkeep.ts';
import type { ViewQueries } from './view-queries.ts';

/** Who may embed, ask and read: one row by its key, on a connection that is open anyway, hence synchronous. */
export interface Accounts {
  readonly registry: Registry;
  readonly answers: Answers;
  readonly feedKeys: FeedKeys;
}

export interface WholeStore extends Store {
  /** For people: the file and its driver, or the server and its database. */
  readonly place: string;
  readonly queries: Queries;
  /** What the widgets list. */
  readonly views: ViewQueries;
  /** What the OData feed reads. */
  readonly feed: Feed;
  readonly accounts: Accounts;
  readonly personal: PersonalData;
  /** Is it whole, and does every table say what the records say? Reads everything once; writes nothing. */
  check(): Promise<readonly StoreFinding[]>;
  /** What is older than it is kept goes; `isTrial`: only counted. */
  clean(until: Until, isTrial: boolean): Promise<Cleaned>;
}

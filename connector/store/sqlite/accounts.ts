/** Accounts in a SQLite file: of the store itself, or of this installation where the store is a SQL Server. */
import type { Accounts } from '../whole.ts';
import { SqliteAnswers } from './answers.ts';
import type { Database } from './driver.ts';
import { SqliteFeedKeys } from './feed-keys.ts';
import { SqliteRegistry } from './registry.ts';

export const accountsIn = (db: Database): Accounts => ({
  registry: new SqliteRegistry(db),
  answers: new SqliteAnswers(db),
  feedKeys: new SqliteFeedKeys(db),
});

/** The SQLite under a Sidebook of a test, for what no interface tells. */
import type { SqliteStore } from '../connector/store/sqlite/store.ts';
import type { WholeStore } from '../connector/store/whole.ts';

const isSqlite = (store: WholeStore): store is SqliteStore => 'database' in store;

export function sqliteOf({ store }: { readonly store: WholeStore }): SqliteStore {
  if (!isSqlite(store)) throw new Error('this store lies in no file');
  return store;
}

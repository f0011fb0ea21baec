/** What never leaves: another file than the store's. Only the server and the commands about it open it; a process that syncs does not even load this. */
import type { Config } from '../config.ts';
import { storeError } from '../main.ts';
import type { World } from '../model.ts';
import { openSqlitePrivate, type SqlitePrivateStore } from '../private/sqlite/store.ts';

export function openPrivateOf({ private: own, fresh }: Config, world: World): SqlitePrivateStore {
  try {
    return openSqlitePrivate({ file: own.file, fresh, world });
  } catch (error) {
    throw storeError(error, own.file);
  }
}

/** What never leaves: another file than the store's. Only the server and the commands about it open it; a process that syncs does not even load this. */
import { joinAudit } from '../audit/sqlite/join.ts';
import type { Config } from '../config.ts';
import { auditFileOf } from '../main.ts';
import { storeError } from '../store-errors.ts';
import type { World } from '../model.ts';
import type { Teller } from '../private/sqlite/base.ts';
import { openSqlitePrivate, type SqlitePrivateStore } from '../private/sqlite/store.ts';
import type { Database } from '../store/sqlite/driver.ts';

/** Changes of private data in the audit, by ids alone: committed with them or not at all. */
export const tellerOf =
  (file: string, world: Pick<World, 'now'>) =>
  (db: Database): Teller => {
    const audit = joinAudit(db, { file, world });
    return ({ actor, what, id, count, whole }) => {
      const kind = whole === undefined ? 'write' : 'change';
      audit.append([{ actor, what: `${kind}:${what}`, subject: id, value: whole ?? { count } }]);
    };
  };

export function openPrivateOf(config: Config, world: World): SqlitePrivateStore {
  const { private: own, fresh } = config;
  const file = auditFileOf(config);
  try {
    return openSqlitePrivate({ file: own.file, fresh, world, ...(file === ':memory:' ? {} : { audit: tellerOf(file, world) }) });
  } catch (error) {
    throw storeError(error, own.file);
  }
}

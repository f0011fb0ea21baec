/** What never leaves: another file than the store's, or another schema and login of a SQL Server. Only the server and the commands about it open it; a process that syncs does not even load this. */
import { existsSync } from 'node:fs';
import { joinAudit } from '../audit/sqlite/join.ts';
import { auditTeller } from '../audit/mssql/teller.ts';
import { PRIVATE_URL } from '../config/secrets.ts';
import type { Config } from '../config.ts';
import { SidebookError } from '../errors.ts';
import { auditFileOf } from '../main.ts';
import { storeError } from '../store-errors.ts';
import type { World } from '../model.ts';
import type { LongChanges } from '../private/imports.ts';
import { openMssqlPrivate } from '../private/mssql/store.ts';
import type { OwnStore } from '../private/own-store.ts';
import type { Teller } from '../private/sqlite/base.ts';
import { openSqlitePrivate, type SqlitePrivateStore } from '../private/sqlite/store.ts';
import { parsePrivateAddress } from '../store/mssql/address.ts';
import { openServer } from '../store/mssql/driver.ts';
import type { TsqlServer } from '../store/mssql/tsql.ts';
import type { Database } from '../store/sqlite/driver.ts';
import { isInUse } from '../store/sqlite/moved-to.ts';

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

/** Is there anything private yet? A server is asked when it is needed; a file is not made for the asking. */
export const hasPrivate = (config: Config): boolean => config.secrets.has(PRIVATE_URL) || existsSync(config.private.file);

/** As the store itself says it (OwnStore.place), without opening it. */
export function placeOf(config: Config): string {
  const url = config.secrets.get(PRIVATE_URL);
  if (url === undefined) return 'file';
  const { name, schema } = parsePrivateAddress(url);
  return `${name}, ${schema}`;
}

/** Null: private data is in a file. A file with private data beside a server without it: nobody shall take one for the other in silence. */
export function serverOf(config: Config): TsqlServer | null {
  const url = config.secrets.get(PRIVATE_URL);
  if (url === undefined) return null;
  if (isInUse(config.private.file)) throw new SidebookError('private-file-there', { file: config.private.file });
  return openServer(parsePrivateAddress(url));
}

/** `elsewhere`: who makes long changes of a file, where this process answers others meanwhile. A server is waited for anyway. */
export function openPrivateOf(config: Config, world: World, elsewhere?: LongChanges): OwnStore {
  const server = serverOf(config);
  if (server === null) return fileOf(config, world, elsewhere);
  return openMssqlPrivate({ server, world, fresh: config.fresh, audit: auditTeller(() => world.now()) }); // prettier-ignore
}

/** The file, whatever else is configured. */
export function fileOf(config: Config, world: World, elsewhere?: LongChanges): SqlitePrivateStore {
  const { private: own, fresh } = config;
  const file = auditFileOf(config);
  const audit = file === ':memory:' ? {} : { audit: tellerOf(file, world) };
  try {
    return openSqlitePrivate({ file: own.file, fresh, world, ...audit, ...(elsewhere && own.file !== ':memory:' ? { elsewhere } : {}) }); // prettier-ignore
  } catch (error) {
    throw storeError(error, own.file);
  }
}

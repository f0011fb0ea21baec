/**
 * Numbered SQL files, one transaction each; the number is inserted first, so two processes that migrate at once
 * meet on it and one waits (sync-design A10).
 */
import { existsSync } from 'node:fs';
import { ownFile } from '../../own-files.ts';
import { ForeignTables, migrationsIn, mustBeOurs, NewerSchema, type Migration } from '../migrations.ts';
import { openDatabase, SqliteError, type Database, type DriverName } from './driver.ts';
import { leftFor, StoreMoved } from './moved-to.ts';

const SHARED = ownFile('connector/store/sqlite/schema');

const TABLES = `select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite_%' order by name`;

export interface Opening {
  readonly file: string;
  readonly driver?: DriverName | undefined;
  readonly pragmas: string;
  /** Stamps what was applied. */
  readonly now: () => Date;
  /** Whose SQL, where it is not the shared store's. */
  readonly folder?: string;
}

/** A file of ours, open and up to date. Not one byte of somebody else's is changed: a pragma alone would. @throws ForeignTables, StoreMoved, NewerSchema */
export function openMigrated({ file, driver, pragmas, now, folder = SHARED }: Opening): Database {
  lookFirst(file, driver, folder);
  const db = openDatabase(file, driver);
  try {
    mustBeOurs(tablesIn(db), migrationsIn(folder)); // somebody may have made it since
    const place = leftFor(db);
    if (place !== null) throw new StoreMoved(file, place);
    db.exec(pragmas);
    migrate(db, now, folder);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Reads alone (doctor). @throws ForeignTables */
export function lookAtFile(file: string, driver?: DriverName, folder = SHARED): void {
  const db = openDatabase(file, driver, { toRead: true });
  try {
    mustBeOurs(tablesIn(db), migrationsIn(folder));
  } finally {
    db.close();
  }
}

/** Whoever closes a file last takes over what a process that died left beside it: to somebody else's that would be a change. */
function lookFirst(file: string, driver: DriverName | undefined, folder: string): void {
  if (file === ':memory:' || !existsSync(file)) return;
  try {
    lookAtFile(file, driver, folder);
  } catch (error) {
    const isBusy = error instanceof SqliteError && error.kind === 'busy'; // waited for long enough
    if (isBusy || error instanceof ForeignTables) throw error; // anything else is told by who opens it for good
  }
}

const tablesIn = (db: Database): string[] => db.prepare(TABLES).all().map((row) => String(row['name'])); // prettier-ignore

function migrate(db: Database, now: () => Date, folder: string): void {
  db.exec(
    'create table if not exists schema_versions (number integer primary key, checksum text not null, applied_at text not null)',
  );
  const known = migrationsIn(folder);
  const applied = new Set(db.prepare('select number from schema_versions').all().map((r) => Number(r['number']))); // prettier-ignore
  const newest = Math.max(0, ...applied);
  const last = known.at(-1)?.number ?? 0;
  if (newest > last) throw new NewerSchema(newest, last);
  for (const m of known) if (!applied.has(m.number)) apply(db, m, now().toISOString());
}

function apply(db: Database, migration: Migration, at: string): void {
  db.exec('begin immediate');
  try {
    const taken = db.prepare('select 1 from schema_versions where number = ?').get(migration.number);
    if (!taken) {
      db.prepare('insert into schema_versions (number, checksum, applied_at) values (?, ?, ?)').run(
        migration.number,
        migration.checksum,
        at,
      );
      db.exec(migration.sql);
    }
    db.exec('commit');
  } catch (error) {
    db.exec('rollback');
    throw error;
  }
}

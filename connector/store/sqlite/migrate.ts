/**
 * Numbered SQL files, one transaction each; the number is inserted first, so two processes that migrate at once
 * meet on it and one waits (sync-design A10).
 */
import { ownFile } from '../../own-files.ts';
import { migrationsIn, NewerSchema, type Migration } from '../migrations.ts';
import type { Database } from './driver.ts';

const SHARED = ownFile('connector/store/sqlite/schema');

/** Brings the schema up to date; `now` stamps what was applied. `folder`: whose SQL, where it is not the shared store's. */
export function migrate(db: Database, now: () => Date, folder = SHARED): void {
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

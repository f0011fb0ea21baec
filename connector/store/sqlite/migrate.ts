/**
 * Numbered SQL files, one transaction each; the number is inserted first, so two processes that migrate at once
 * meet on it and one waits (sync-design A10).
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownFile } from '../../own-files.ts';
import type { Database } from './driver.ts';

const SHARED = ownFile('connector/store/sqlite/schema');

export class NewerSchema extends Error {
  readonly found: number;
  readonly known: number;
  constructor(found: number, known: number) {
    super(`schema ${String(found)} is newer than ${String(known)}`);
    this.found = found;
    this.known = known;
  }
}

interface Migration {
  number: number;
  sql: string;
  checksum: string;
}

function migrations(folder: string): Migration[] {
  const files = readdirSync(folder).filter((f) => f.endsWith('.sql')).sort(); // prettier-ignore
  return files.map((file) => {
    const sql = readFileSync(join(folder, file), 'utf8').replace(/\r\n/g, '\n');
    return { number: Number(file.slice(0, 3)), sql, checksum: createHash('sha256').update(sql).digest('hex').slice(0, 16) };
  });
}

/** Brings the schema up to date; `now` stamps what was applied. `folder`: whose SQL, where it is not the shared store's. */
export function migrate(db: Database, now: () => Date, folder = SHARED): void {
  db.exec(
    'create table if not exists schema_versions (number integer primary key, checksum text not null, applied_at text not null)',
  );
  const known = migrations(folder);
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

/** Reads the whole audit and says what does not hold. Nothing is written, and a file that cannot be read is a finding, not a failure. */
import type { Finding, Head } from '../audit.ts';
import { Walk } from '../walk.ts';
import { SqliteError, sqliteError, type Database } from '../../store/sqlite/driver.ts';

const ROWS = `select a.n, a.at, a.actor, a.what, a.subject, a.seal, a.digest, a.previous, v.salt, v.value
  from audit a left join audit_values v on v.n = a.n order by a.n`;
const ALONE = 'select n from audit_values where n not in (select n from audit) order by n';

export function verifyAudit(db: Database, kept: Head | undefined): Finding[] {
  const walk = new Walk(kept);
  try {
    for (const row of db.prepare(ROWS).iterate()) walk.row(row);
    for (const { n } of db.prepare(ALONE).all()) walk.found(Number(n), 'value-alone');
    if (!isWhole(db)) walk.found(null, 'unreadable');
  } catch (error) {
    if (!(sqliteError(error) instanceof SqliteError)) throw error;
    walk.found(null, 'unreadable');
  }
  return walk.end();
}

/** Bytes between the rows, and what an index says of them. */
const isWhole = (db: Database): boolean => db.prepare('pragma integrity_check').get()?.['integrity_check'] === 'ok';

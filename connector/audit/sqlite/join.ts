/**
 * The audit inside the transactions of another SQLite file: what is stored and the row that tells of it are committed or rolled back
 * together, at the cost of one insert instead of a transaction of its own. (In WAL mode a power cut between the two files may part
 * them; a crash of the process cannot.)
 */
import { randomBytes } from 'node:crypto';
import type { Entry, Head } from '../audit.ts';
import type { Database } from '../../store/sqlite/driver.ts';
import { Appender } from './append.ts';
import { openAudit, type AuditOptions } from './audit.ts';

export interface JoinedAudit {
  /** Only inside an open transaction of the database it was joined to. */
  append(entries: readonly Entry[]): Head;
}

const NAME = 'audit_file';

export function joinAudit(db: Database, options: AuditOptions): JoinedAudit {
  openAudit(options).database.close(); // made and brought up to date first
  db.exec(`attach database '${options.file.replaceAll("'", "''")}' as ${NAME}; pragma ${NAME}.synchronous = normal;`);
  const appender = new Appender(db, { now: () => options.world.now(), random: options.random ?? randomBytes }, `${NAME}.`);
  const taken = db.prepare(`update ${NAME}.audit set n = n where 0`); // ours from here on: nobody comes between the head and what follows it
  return {
    append: (entries) => {
      taken.run();
      return appender.append(entries);
    },
  };
}

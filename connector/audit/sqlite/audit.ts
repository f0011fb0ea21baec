/** The audit in an SQLite file of its own, beside the private one: one connection, short transactions, several processes. */
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { makeFolder } from '../../folder.ts';
import type { Json } from '../../canonical.ts';
import type { World } from '../../model.ts';
import { ownFile } from '../../own-files.ts';
import { mentionedIn, mentions, type Erased, type Exported, type Mention } from '../../personal-data.ts';
import { type Database, type DriverName, type Param, type SqlRow } from '../../store/sqlite/driver.ts';
import { openMigrated } from '../../store/sqlite/migrate.ts';
import type { Audit, Entry, Filter, Finding, Head, Row, What } from '../audit.ts';
import { rangesOf } from '../ranges.ts';
import { Appender } from './append.ts';
import { verifyAudit } from './verify.ts';

export interface AuditOptions {
  /** A file, or ":memory:". */
  readonly file: string;
  readonly world: Pick<World, 'now'>;
  readonly driver?: DriverName;
  /** Of salts. */
  readonly random?: (bytes: number) => Uint8Array;
}

const SCHEMA = ownFile('connector/audit/sqlite/schema');
/** secure_delete: what is erased is gone from the file as well. */
const PRAGMAS = 'pragma journal_mode = wal; pragma synchronous = normal; pragma secure_delete = on; pragma cache_size = -2000;';
const LISTED = 1000;

export function openAudit(options: AuditOptions): SqliteAudit {
  if (options.file !== ':memory:') makeFolder(dirname(options.file));
  const { file, driver, world } = options;
  return new SqliteAudit(openMigrated({ file, driver, pragmas: PRAGMAS, now: () => world.now(), folder: SCHEMA }), options);
}

const ROWS = `select a.n, a.at, a.actor, a.what, a.subject, a.digest, v.value from audit a left join audit_values v on v.n = a.n
  where a.n > ? and (? is null or a.at >= ?) and (? is null or a.at < ?) and (? is null or substr(a.what, 1, length(?)) = ?)
  and (? is null or a.actor = ?) order by a.n limit ?`;
const ERASABLE = `from audit_values v join audit a on a.n = v.n where a.what not like 'erase:%'`;

export class SqliteAudit implements Audit {
  readonly database: Database;
  readonly #db: Database;
  readonly #rows: Appender;

  constructor(db: Database, { world, random = randomBytes }: AuditOptions) {
    this.database = db;
    this.#db = db;
    this.#rows = new Appender(db, { now: () => world.now(), random });
  }

  async append(entries: readonly Entry[]): Promise<Head> {
    return this.#transaction(() => {
      this.#rows.settle();
      return this.#rows.append(entries);
    });
  }

  async count(actor: string, what: What, rows = 0): Promise<void> {
    this.#transaction(() => {
      this.#rows.settle();
      this.#rows.count(actor, what, rows);
    });
  }

  async take(actor: string, rows: number, most: number | null): Promise<boolean> {
    return this.#transaction(() => this.#rows.take(actor, rows, most));
  }

  async settle(): Promise<void> {
    this.#transaction(() => this.#rows.settle());
  }

  head = async (): Promise<Head | null> => this.#rows.head();

  async rows(f: Filter): Promise<readonly Row[]> {
    const rows = this.#db.prepare(ROWS).all(...filled(f));
    return rows.map(rowOf);
  }

  async verify(kept?: Head): Promise<readonly Finding[]> {
    return verifyAudit(this.#db, kept);
  }

  async find(text: string): Promise<readonly Mention[]> {
    return this.#mentioning(text).map(mentionOf);
  }

  async export(text: string): Promise<readonly Exported[]> {
    return this.#mentioning(text).map((row) => ({ ...mentionOf(row), value: JSON.parse(String(row['value'])) as Json }));
  }

  async erase(text: string, by: string): Promise<Erased> {
    const rows = this.#mentioning(text).map((row) => Number(row['n']));
    const audit = this.#erase(rows, by, 'erase:person');
    return { erased: { audit }, kept: [], isHeld: !this.#emptied() };
  }

  async eraseBefore(at: string, by: string, isTrial = false): Promise<number> {
    const old = this.#db.prepare(`select v.n ${ERASABLE} and a.at < ? order by v.n`).all(at);
    if (isTrial) return old.length;
    const erased = this.#erase(old.map((r) => Number(r['n'])), by, 'erase:old'); // prettier-ignore
    this.#emptied();
    return erased;
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  /** JavaScript compares: SQLite knows no case but that of Latin letters. */
  #mentioning(text: string): SqlRow[] {
    const fits = mentions(text);
    this.#db.define('mentions_it', (value) => Number(mentionedIn(value, fits)));
    return this.#db
      .prepare(`select v.n, a.at, a.actor, a.what, v.value ${ERASABLE} and mentions_it(v.value) = 1 order by v.n`)
      .all();
  }

  /** The chain says which rows. */
  #erase(rows: readonly number[], by: string, what: What): number {
    return this.#transaction(() => {
      const there = this.#db.prepare('delete from audit_values where n in (select value from json_each(?)) returning n').all(JSON.stringify(rows)); // prettier-ignore
      const sorted = there.map((r) => Number(r['n'])).sort((a, b) => a - b);
      if (sorted.length > 0) this.#rows.append([{ actor: by, what, subject: null, value: { rows: rangesOf(sorted) } }]);
      return sorted.length;
    });
  }

  /** Nor has the write-ahead file the values any more, unless somebody reads from it. */
  #emptied = (): boolean => this.#db.prepare('pragma wal_checkpoint(truncate)').get()?.['busy'] !== 1;

  #transaction<T>(work: () => T): T {
    this.#db.exec('begin immediate');
    try {
      const made = work();
      this.#db.exec('commit');
      return made;
    } catch (error) {
      this.#rollback();
      throw error;
    }
  }

  /** A full disk has rolled back already; the first error is the one to tell. */
  #rollback(): void {
    try {
      this.#db.exec('rollback');
    } catch {
      // no transaction is active any more
    }
  }
}

function filled({ after = 0, from, to, kind, actor, limit = LISTED }: Filter): Param[] {
  const start = kind === undefined ? null : `${kind}:`;
  const [first, last, who] = [from ?? null, to ?? null, actor ?? null];
  return [after, first, first, last, last, start, start, start, who, who, limit];
}

const rowOf = (r: SqlRow): Row => ({
  n: Number(r['n']), at: String(r['at']), actor: String(r['actor']), what: String(r['what']), subject: String(r['subject']) || null,
  digest: String(r['digest']), value: typeof r['value'] === 'string' ? (JSON.parse(r['value']) as Json) : null,
}); // prettier-ignore

const mentionOf = (r: SqlRow): Mention => ({
  kind: 'audit',
  id: String(r['n']),
  title: [r['at'], r['what'], r['actor']].map(String).join(' · '),
});

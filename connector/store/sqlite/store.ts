/** The SQLite store: one writer connection, connections that only read, WAL (sync-design B4). */
import { dirname } from 'node:path';
import { makeFolder } from '../../folder.ts';
import type { HostId, World } from '../../model.ts';
import { LeaseLost, type Actor, type Lease, type Reader, type Writer } from '../store.ts';
import { accountsIn } from './accounts.ts';
import { checkStore } from './check.ts';
import { clean } from './clean.ts';
import { openDatabase, prepared, type Database, type DriverName, type Statement } from './driver.ts';
import { openMigrated } from './migrate.ts';
import type { Queries } from '../queries.ts';
import type { Accounts, WholeStore } from '../whole.ts';
import type { Cleaned, StoreFinding, Until } from '../upkeep.ts';
import type { Feed } from '../feed.ts';
import { SHARED_SETS } from '../feed-sets.ts';
import type { ViewQueries } from '../view-queries.ts';
import { sharedTables } from '../feed-sql/shared-tables.ts';
import { SQLITE } from './feed/dialect.ts';
import { SqliteFeed } from './feed/source.ts';
import { SqliteQueries } from './queries.ts';
import { SqliteViewQueries } from './view-queries.ts';
import { Looks } from './looks.ts';
import { MOVED_TO, StoreMoved } from './moved-to.ts';
import { SharedPersonalData } from './personal.ts';
import { SqliteReader } from './reader.ts';
import { SqliteWriter } from './writer.ts';
import { isLeaseOver, leaseUntil } from '../leases.ts';
import { readMark, writeMark } from '../mark.ts';
import { Moved } from '../moved.ts';

export interface SqliteOptions {
  /** A file, or ":memory:". */
  readonly file: string;
  readonly world: Pick<World, 'now'>;
  readonly driver?: DriverName;
  /** Where the mark of the last closed cycle stands; beside the database unless said otherwise. */
  readonly mark?: string;
  /** An open database to go on with: a process that died and came back over the same memory (tests). */
  readonly database?: Database;
  /** How long a lease holds without renewal. */
  readonly leaseMs?: number;
}

const ID_BLOCK = 1000;
const PRAGMAS = 'pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on; pragma temp_store = memory;';
/** Kilobytes of pages each connection keeps: the one that writes keeps the indexes of a big store near. */
const WRITER = `${PRAGMAS} pragma cache_size = -32000; pragma wal_autocheckpoint = 20000;`;
const READER = `${PRAGMAS} pragma cache_size = -4000;`;

/** The feed reads on a connection of its own: a long reading leaves the others their pages. */
export interface SqliteStore extends WholeStore {
  readonly feed: Feed;
  readonly driver: DriverName;
  readonly database: Database;
}

export function openSqlite(options: SqliteOptions): SqliteStore {
  const memory = options.file === ':memory:';
  if (!memory) makeFolder(dirname(options.file));
  const { file, driver, world, database } = options;
  const db = database ?? openMigrated({ file, driver, pragmas: WRITER, now: () => world.now() });
  return new OpenStore(db, options, memory ? null : () => openReader(options));
}

const alone = (reader: SqliteReader): Pick<Looks, 'read' | 'close'> => ({
  read: (work) => work(reader),
  close: () => undefined,
});

function openReader(options: SqliteOptions): Database {
  const db = openDatabase(options.file, options.driver);
  db.exec(READER);
  return db;
}

const SQL = {
  epoch: 'select epoch from leases where host = ? and holder = ?',
  lease: 'select holder, epoch, expires_at from leases where host = ?',
  dropLease: 'delete from leases where host = ?',
  addLease: 'insert into leases (host, holder, epoch, expires_at) values (?, ?, ?, ?)',
  extend: 'update leases set expires_at = ? where host = ? and holder = ? and epoch = ?',
  nextId: `select next from sequences where name = 'link'`,
  dropId: `delete from sequences where name = 'link'`,
  addId: `insert into sequences (name, next) values ('link', ?)`,
  checkpoints: `select value from settings where name = 'checkpoints'`,
  movedTo: `select value from settings where name = '${MOVED_TO}'`,
} as const;

class OpenStore implements SqliteStore {
  readonly driver: DriverName;
  readonly database: Database;
  readonly queries: Queries;
  readonly views: ViewQueries;
  readonly #db: Database;
  readonly #queryDb: Database;
  readonly #another: (() => Database) | null;
  #feedDb: Database | null = null;
  #feed: Feed | null = null;
  #accounts: Accounts | null = null;
  readonly #looks: Pick<Looks, 'read' | 'close'>;
  readonly #writer: SqliteWriter;
  readonly #options: SqliteOptions;
  readonly #s: Readonly<Record<keyof typeof SQL, Statement>>;
  #ids: number[] = [];

  /** In memory there is one connection and no other process: what is read is what is there. */
  constructor(db: Database, options: SqliteOptions, another: (() => Database) | null) {
    this.#db = db;
    this.database = db;
    this.#queryDb = another?.() ?? db;
    this.#another = another;
    this.#options = options;
    this.driver = db.driver;
    this.#s = prepared(SQL, (sql) => db.prepare(sql));
    this.#writer = new SqliteWriter(db);
    this.#looks = another ? new Looks(another) : alone(new SqliteReader(db));
    this.queries = new SqliteQueries(this.#queryDb);
    this.views = new SqliteViewQueries(this.#queryDb);
  }

  /** Opened when first asked: most processes serve no feed. */
  get feed(): Feed {
    if (this.#feed) return this.#feed;
    this.#feedDb = this.#another?.() ?? null;
    this.#feed = new SqliteFeed(this.#feedDb ?? this.#queryDb, SHARED_SETS, sharedTables(SQLITE));
    return this.#feed;
  }

  get place(): string {
    return `${this.#options.file} (${this.driver})`;
  }
  /** Made when first asked: a cycle needs none of it. */
  get accounts(): Accounts {
    return (this.#accounts ??= accountsIn(this.#db));
  }
  get personal(): SharedPersonalData {
    return new SharedPersonalData(this.#db);
  }
  async check(): Promise<readonly StoreFinding[]> {
    return checkStore(this.#db);
  }
  async clean(until: Until, isTrial: boolean): Promise<Cleaned> {
    return clean(this.#db, until, isTrial);
  }

  async read<T>(work: (t: Reader) => Promise<T>): Promise<T> {
    this.#refuseMoved();
    return this.#looks.read(work);
  }

  async write(by: Lease | Actor, work: (t: Writer) => void): Promise<'done' | 'moved'> {
    return this.#transaction(() => {
      if ('epoch' in by) this.#checkLease(by);
      this.#writer.begin();
      work(this.#writer);
    });
  }

  #transaction(work: () => void): 'done' | 'moved' {
    this.#db.exec('begin immediate');
    try {
      this.#refuseMoved();
      work();
      this.#db.exec('commit');
      return 'done';
    } catch (error) {
      this.#rollback();
      if (error instanceof Moved) return 'moved';
      throw error;
    }
  }

  /** Within a transaction it is sure: the move leaves the file in one of its own. Who may embed and ask stays here, and goes past this. */
  #refuseMoved(): void {
    const place = this.#s.movedTo.get()?.['value'];
    if (typeof place === 'string') throw new StoreMoved(this.#options.file, place);
  }

  /** A full disk has rolled back already; the first error is the one to tell. */
  #rollback(): void {
    try {
      this.#db.exec('rollback');
    } catch {
      // no transaction is active any more
    }
  }

  #checkLease(lease: Lease): void {
    const row = this.#s.epoch.get(lease.host, lease.holder);
    if (row?.['epoch'] !== lease.epoch) throw new LeaseLost(lease.host);
  }

  #until = (): string => leaseUntil(this.#options.world.now(), this.#options.leaseMs);

  async lease(host: HostId, holder: string): Promise<Lease | null> {
    let lease: Lease | null = null;
    this.#transaction(() => {
      const row = this.#s.lease.get(host);
      if (row && row['holder'] !== holder && !isLeaseOver(String(row['expires_at']), this.#options.world.now())) return;
      const epoch = Number(row?.['epoch'] ?? 0) + 1;
      this.#s.dropLease.run(host);
      this.#s.addLease.run(host, holder, epoch, this.#until());
      lease = { host, holder, epoch };
    });
    return lease;
  }

  async renew(lease: Lease): Promise<boolean> {
    let ours = false;
    this.#transaction(() => {
      ours = this.#s.extend.run(this.#until(), lease.host, lease.holder, lease.epoch) === 1;
    });
    return ours;
  }

  /** Gives the lease up at once; the epoch stays, so an older holder is still recognised. */
  async release(lease: Lease): Promise<void> {
    this.#transaction(() => {
      this.#s.extend.run('', lease.host, lease.holder, lease.epoch);
    });
  }

  async linkIds(count: number): Promise<readonly number[]> {
    while (this.#ids.length < count) this.#reserve(Math.max(ID_BLOCK, count));
    return this.#ids.splice(0, count);
  }

  /** Ids are taken in blocks, so several processes can hand them out without meeting. */
  #reserve(count: number): void {
    this.#transaction(() => {
      const next = Number(this.#s.nextId.get()?.['next'] ?? 1);
      this.#s.dropId.run();
      this.#s.addId.run(next + count);
      for (let i = 0; i < count; i++) this.#ids.push(next + i);
    });
  }

  #markFile = (): string | null =>
    this.#options.mark ?? (this.#options.file === ':memory:' ? null : `${this.#options.file}.mark`);
  #checkpoints = (): number => Number(this.#s.checkpoints.get()?.['value'] ?? 0);

  /** An empty store beside the mark of an older one counts as well: what was known is lost, and a person should hear of it. */
  async wasRestored(): Promise<boolean> {
    const mark = readMark(this.#markFile());
    return mark !== null && mark > this.#checkpoints(); // the mark first: another process may close a cycle in between
  }

  async checkpoint(): Promise<void> {
    const next = this.#checkpoints() + 1;
    this.#transaction(() => this.#writer.setSetting('checkpoints', String(next)));
    const file = this.#markFile();
    if (file !== null) writeMark(file, next);
  }

  async close(): Promise<void> {
    this.#looks.close();
    this.#feedDb?.close();
    if (this.#queryDb !== this.#db) this.#queryDb.close();
    this.#db.close();
  }
}

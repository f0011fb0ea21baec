/**
 * The store on a SQL Server: looks see one moment (SNAPSHOT), writes are one transaction each and one at a time in the whole database
 * (a row as lock), so that what holds for the one writer of SQLite holds here (docs/decisions/sql-server.md).
 */
import { SHARED_SETS } from '../feed-sets.ts';
import { sharedTables } from '../feed-sql/shared-tables.ts';
import type { Feed } from '../feed.ts';
import { isLeaseOver, leaseUntil } from '../leases.ts';
import { readMark, writeMark } from '../mark.ts';
import { Moved } from '../moved.ts';
import type { HostId, World } from '../../model.ts';
import type { Queries } from '../queries.ts';
import { LeaseLost, type Actor, type Lease, type Reader, type Writer } from '../store.ts';
import type { Cleaned, StoreFinding, Until } from '../upkeep.ts';
import type { ViewQueries } from '../view-queries.ts';
import type { Accounts, WholeStore } from '../whole.ts';
import { checkServer } from './check.ts';
import { cleanServer } from './clean.ts';
import { TSQL } from './feed/dialect.ts';
import { MssqlFeed } from './feed/source.ts';
import { lock } from './lock.ts';
import { migrate } from './migrate.ts';
import { ServerPersonalData } from './personal.ts';
import { MssqlQueries } from './queries.ts';
import { MssqlReader } from './reader.ts';
import { allowSnapshots } from './snapshots.ts';
import { ORDER } from './tables.ts';
import { tried } from './tried.ts';
import { TsqlError, type Tsql, type TsqlServer } from './tsql.ts';
import { MssqlViewQueries } from './view-queries.ts';
import { Work } from './work.ts';
import { MssqlWriter, type Step } from './writer.ts';

export interface MssqlOptions {
  readonly server: TsqlServer;
  readonly world: Pick<World, 'now'>;
  /** File with the mark of the last closed cycle (A21): beside this installation, never in the database it watches. */
  readonly mark: string | null;
  /** How long a lease holds without renewal. */
  readonly leaseMs?: number;
  /** The SQLite file of this installation, for who may embed and ask; opened when first needed. */
  readonly accounts?: () => Local;
}

/** What of the store stays with the installation, and is closed with it. */
type Local = Pick<WholeStore, 'accounts' | 'clean' | 'close'>;

export interface MssqlStore extends WholeStore {
  readonly server: TsqlServer;
}

const ID_BLOCK = 1000;

const SQL = {
  epoch: `SELECT epoch FROM sb.leases WHERE host = @host AND holder = @holder`,
  lease: `SELECT holder, epoch, expires_at FROM sb.leases WHERE host = @host`,
  dropLease: `DELETE FROM sb.leases WHERE host = @host`,
  addLease: `INSERT INTO sb.leases (host, holder, epoch, expires_at) VALUES (@host, @holder, @epoch, @until)`,
  extend: `UPDATE sb.leases SET expires_at = @until WHERE host = @host AND holder = @holder AND epoch = @epoch`,
  nextId: `SELECT [next] FROM sb.sequences WHERE name = N'link'`,
  dropId: `DELETE FROM sb.sequences WHERE name = N'link'`,
  addId: `INSERT INTO sb.sequences (name, [next]) VALUES (N'link', @next)`,
  moving: `SELECT value FROM sb.settings WHERE name = N'moving'`,
  checkpoints: `SELECT value FROM sb.settings WHERE name = N'checkpoints'`,
} as const;

/** Connects and migrates when first asked. */
export const openMssql = (options: MssqlOptions): MssqlStore => new OpenStore(options);

class OpenStore implements MssqlStore {
  readonly server: TsqlServer;
  readonly queries: Queries;
  readonly views: ViewQueries;
  readonly feed: Feed;
  readonly personal: ServerPersonalData;
  readonly #options: MssqlOptions;
  #ready: Promise<void> | null = null;
  /** Writes of this process stand in line here rather than at the server. */
  #line: Promise<unknown> = Promise.resolve();
  #ids: number[] = [];
  #local: Local | null = null;

  constructor(options: MssqlOptions) {
    this.#options = options;
    this.server = options.server;
    const asked: Pick<Tsql, 'rows'> = { rows: async (sql, params) => this.#look((t) => t.rows(sql, params)) };
    this.queries = new MssqlQueries(asked);
    this.views = new MssqlViewQueries(asked, () => (options.accounts ? this.accounts.registry : null));
    this.personal = new ServerPersonalData(asked);
    this.feed = new MssqlFeed(asked, SHARED_SETS, sharedTables(TSQL));
  }

  get place(): string {
    return `SQL Server ${this.server.name}, ${this.server.schema}`;
  }
  get accounts(): Accounts {
    return this.#here().accounts;
  }
  #here(): Local {
    this.#local ??= this.#options.accounts?.() ?? null;
    if (!this.#local) throw new Error('this store was opened without a place for accounts');
    return this.#local;
  }
  async check(): Promise<readonly StoreFinding[]> {
    return this.#look(checkServer);
  }
  async clean(until: Until, isTrial: boolean): Promise<Cleaned> {
    const there = await cleanServer(await this.#short(), until, isTrial);
    return { ...(await this.#here().clean({ ...until, problems: null, journal: null, egress: null }, isTrial)), ...there };
  }

  async #begun(): Promise<TsqlServer> {
    this.#ready ??= this.#begin().catch((error: unknown) => {
      this.#ready = null; // the server may be there the next time
      throw error;
    });
    await this.#ready;
    return this.server;
  }

  async #begin(): Promise<void> {
    await migrate(this.server, () => this.#options.world.now());
    await allowSnapshots(this.server);
    if ((await this.server.rows(SQL.moving)).length > 0) throw new TsqlError('moving', this.server.name, null);
  }

  read<T>(work: (t: Reader) => Promise<T>): Promise<T> {
    return this.#look((t) => work(new MssqlReader(t)));
  }

  /** Even one statement: outside a transaction a connection of the pool keeps the isolation of whoever had it before. */
  async #look<T>(work: (t: Tsql) => Promise<T>): Promise<T> {
    const server = await this.#begun();
    return server.transaction('look', work);
  }
  /** Each statement a transaction of its own. */
  async #short(): Promise<Tsql> {
    const server = await this.#begun();
    const one = <T>(work: (t: Tsql) => Promise<T>): Promise<T> => tried(() => server.transaction('change', work));
    return { rows: (sql, params) => one((t) => t.rows(sql, params)), run: (sql, params) => one((t) => t.run(sql, params)) };
  }

  async write(by: Lease | Actor, work: (t: Writer) => void): Promise<'done' | 'moved'> {
    const writer = new MssqlWriter();
    work(writer);
    try {
      await this.#change((t) => this.#steps(t, by, writer.steps));
      return 'done';
    } catch (error) {
      if (error instanceof Moved) return 'moved';
      throw error;
    }
  }

  async #steps(t: Tsql, by: Lease | Actor, steps: readonly Step[]): Promise<void> {
    if ('epoch' in by) await checkLease(t, by);
    const work = new Work(t, ORDER);
    for (const step of steps) await step(work);
    await work.flush();
  }

  /** One after the other, each under the lock of the database. */
  async #change<T>(work: (t: Tsql) => Promise<T>): Promise<T> {
    const server = await this.#begun();
    const turn = this.#line.then(() => tried(() => server.transaction('change', (t) => locked(t, work))));
    this.#line = turn.catch(() => undefined);
    return turn;
  }

  #until = (): string => leaseUntil(this.#options.world.now(), this.#options.leaseMs);

  lease(host: HostId, holder: string): Promise<Lease | null> {
    return this.#change(async (t) => {
      const [row] = await t.rows(SQL.lease, { host });
      if (row && row['holder'] !== holder && !isLeaseOver(String(row['expires_at']), this.#options.world.now())) return null;
      const epoch = Number(row?.['epoch'] ?? 0) + 1;
      await t.run(SQL.dropLease, { host });
      await t.run(SQL.addLease, { host, holder, epoch, until: this.#until() });
      return { host, holder, epoch };
    });
  }

  async renew({ host, holder, epoch }: Lease): Promise<boolean> {
    return (await (await this.#short()).run(SQL.extend, { until: this.#until(), host, holder, epoch })) === 1;
  }

  /** Gives the lease up at once; the epoch stays, so an older holder is still recognised. */
  async release({ host, holder, epoch }: Lease): Promise<void> {
    await (await this.#short()).run(SQL.extend, { until: '', host, holder, epoch });
  }

  async linkIds(count: number): Promise<readonly number[]> {
    while (this.#ids.length < count) this.#ids.push(...(await this.#reserved(Math.max(ID_BLOCK, count))));
    return this.#ids.splice(0, count);
  }

  /** Ids are taken in blocks, so several processes can hand them out without meeting. */
  #reserved(count: number): Promise<number[]> {
    return this.#change(async (t) => {
      const next = Number((await t.rows(SQL.nextId))[0]?.['next'] ?? 1);
      await t.run(SQL.dropId);
      await t.run(SQL.addId, { next: next + count });
      return Array.from({ length: count }, (_, i) => next + i);
    });
  }

  async #checkpoints(): Promise<number> {
    return Number((await this.#look((t) => t.rows(SQL.checkpoints)))[0]?.['value'] ?? 0);
  }

  /** The mark of this machine is ahead of the database: that one is older than what this machine has seen. */
  async wasRestored(): Promise<boolean> {
    const mark = readMark(this.#options.mark); // first: another process may close a cycle in between
    return mark !== null && mark > (await this.#checkpoints());
  }

  async checkpoint(): Promise<void> {
    const next = (await this.#checkpoints()) + 1;
    await this.write({ actor: 'checkpoint' }, (t) => t.setSetting('checkpoints', String(next)));
    if (this.#options.mark !== null) writeMark(this.#options.mark, next);
  }

  async close(): Promise<void> {
    await this.#line;
    await this.#local?.close();
    await this.server.close();
  }
}

async function locked<T>(t: Tsql, work: (t: Tsql) => Promise<T>): Promise<T> {
  await lock(t, 'write');
  return work(t);
}

async function checkLease(t: Tsql, { host, holder, epoch }: Lease): Promise<void> {
  const [row] = await t.rows(SQL.epoch, { host, holder });
  if (row === undefined || Number(row['epoch']) !== epoch) throw new LeaseLost(host);
}

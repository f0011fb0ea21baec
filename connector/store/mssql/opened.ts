/**
 * A schema of a SQL Server with tables of one kind, opened when first asked: looks see one moment, changes go one at a time and as a whole,
 * under a row as lock (docs/decisions/sql-server.md).
 */
import { lock } from './lock.ts';
import { migrate } from './migrate.ts';
import { allowSnapshots } from './snapshots.ts';
import { tried } from './tried.ts';
import { TsqlError, type Tsql, type TsqlServer } from './tsql.ts';

const MOVING = `SELECT value FROM sb.settings WHERE name = N'moving'`;

export class Opened {
  readonly server: TsqlServer;
  readonly #now: () => Date;
  readonly #migrations: string;
  #ready: Promise<void> | null = null;
  /** Changes of this process stand in line here rather than at the server. */
  #line: Promise<unknown> = Promise.resolve();

  /** `migrations`: the folder of its tables. */
  constructor(server: TsqlServer, now: () => Date, migrations: string) {
    this.server = server;
    this.#now = now;
    this.#migrations = migrations;
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
    await migrate(this.server, this.#now, this.#migrations);
    await allowSnapshots(this.server);
    if ((await this.server.rows(MOVING)).length > 0) throw new TsqlError('moving', this.server.name, null);
  }

  async look<T>(work: (t: Tsql) => Promise<T>): Promise<T> {
    return (await this.#begun()).transaction('look', work);
  }

  async change<T>(work: (t: Tsql) => Promise<T>): Promise<T> {
    const server = await this.#begun();
    const turn = this.#line.then(() => tried(() => server.transaction('change', (t) => locked(t, work))));
    this.#line = turn.catch(() => undefined);
    return turn;
  }

  /** Without the lock of the changes: for the audit, whose chain has a turn of its own. */
  async turn<T>(work: (t: Tsql) => Promise<T>): Promise<T> {
    const server = await this.#begun();
    return tried(() => server.transaction('change', work));
  }

  async close(): Promise<void> {
    await this.#line;
    await this.server.close();
  }
}

async function locked<T>(t: Tsql, work: (t: Tsql) => Promise<T>): Promise<T> {
  await lock(t, 'write');
  return work(t);
}

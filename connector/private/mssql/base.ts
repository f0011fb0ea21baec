/**
 * The private schema of a SQL Server, opened: looks see one moment, changes go one at a time and as a whole, under a row as lock, as in the
 * shared store (docs/decisions/sql-server.md). Knows nothing of rights.
 */
import type { Json } from '../../canonical.ts';
import type { World } from '../../model.ts';
import { ownFile } from '../../own-files.ts';
import { lock } from '../../store/mssql/lock.ts';
import { migrate } from '../../store/mssql/migrate.ts';
import { allowSnapshots } from '../../store/mssql/snapshots.ts';
import { tried } from '../../store/mssql/tried.ts';
import { TsqlError, type Tsql, type TsqlServer } from '../../store/mssql/tsql.ts';
import type { FreshDays } from '../model.ts';

export type PrivateWorld = Pick<World, 'now' | 'uuid'>;

/** What somebody changed: ids, kinds and counts, never a value. */
export interface Told {
  readonly actor: string;
  readonly what: string;
  readonly id: string | null;
  readonly count: number;
  readonly whole?: Json;
}
/** Tells the audit inside the transaction of the change. */
export type Teller = (t: Tsql, told: Told) => Promise<void>;

export interface BaseOptions {
  readonly server: TsqlServer;
  readonly world: PrivateWorld;
  readonly fresh: FreshDays;
  readonly audit?: Teller;
}

export const PRIVATE_SCHEMA = ownFile('connector/private/mssql/schema');
/** Where a move is not over (connector/store/mssql/move). */
const MOVING = `SELECT value FROM sb.settings WHERE name = N'moving'`;

export class Base {
  readonly server: TsqlServer;
  readonly world: PrivateWorld;
  readonly fresh: FreshDays;
  readonly tell: Teller | null;
  #ready: Promise<void> | null = null;
  /** Changes of this process stand in line here rather than at the server. */
  #line: Promise<unknown> = Promise.resolve();

  constructor({ server, world, fresh, audit }: BaseOptions) {
    this.server = server;
    this.world = world;
    this.fresh = fresh;
    this.tell = audit ?? null;
  }

  now = (): string => this.world.now().toISOString();

  async #begun(): Promise<TsqlServer> {
    this.#ready ??= begin(this.server, () => this.world.now()).catch((error: unknown) => {
      this.#ready = null; // the server may be there the next time
      throw error;
    });
    await this.#ready;
    return this.server;
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

/** Tables as this program knows them; a schema that is being moved to belongs to the move. */
export async function begin(server: TsqlServer, now: () => Date): Promise<void> {
  await migrate(server, now, PRIVATE_SCHEMA);
  await allowSnapshots(server);
  if ((await server.rows(MOVING)).length > 0) throw new TsqlError('moving', server.name, null);
}

async function locked<T>(t: Tsql, work: (t: Tsql) => Promise<T>): Promise<T> {
  await lock(t, 'write');
  return work(t);
}

/** The number the next row of a table gets; under the lock. Rows never go from where numbers count. */
export async function nextN(t: Tsql, table: string): Promise<number> {
  const [row] = await t.rows(`SELECT COALESCE(MAX(n), 0) + 1 AS n FROM sb.${table}`);
  return Number(row?.['n'] ?? 1);
}

/** The private schema of a SQL Server, opened, with the clock and whoever is told of changes. Knows nothing of rights. */
import type { Json } from '../../canonical.ts';
import type { World } from '../../model.ts';
import { ownFile } from '../../own-files.ts';
import { Opened } from '../../store/mssql/opened.ts';
import type { Tsql, TsqlServer } from '../../store/mssql/tsql.ts';
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

export const PRIVATE_TABLES = ownFile('connector/private/mssql/schema');

export class Base extends Opened {
  readonly world: PrivateWorld;
  readonly fresh: FreshDays;
  readonly tell: Teller | null;

  constructor({ server, world, fresh, audit }: BaseOptions) {
    super(server, () => world.now(), PRIVATE_TABLES);
    this.world = world;
    this.fresh = fresh;
    this.tell = audit ?? null;
  }

  now = (): string => this.world.now().toISOString();
}

/** The number the next row of a table gets; under the lock. Rows never go from where numbers count. */
export async function nextN(t: Tsql, table: string): Promise<number> {
  const [row] = await t.rows(`SELECT COALESCE(MAX(n), 0) + 1 AS n FROM sb.${table}`);
  return Number(row?.['n'] ?? 1);
}

/** What a server says of itself; reads only, makes nothing (doctor). */
import { migrationsIn } from '../migrations.ts';
import { isBegun, SHARED } from './migrate.ts';
import type { TsqlServer } from './tsql.ts';

export interface Seen {
  /** First line of its own words: "Microsoft SQL Server 2022 ...". */
  readonly version: string;
  /** Number of the newest migration there; null: none of ours yet. */
  readonly schema: number | null;
}

const SQL = {
  version: `SELECT @@VERSION AS version`,
  newest: `SELECT MAX(number) AS number FROM sb.schema_versions`,
} as const;

/** `folder`: whose tables should stand there. Fails with a TsqlError: "foreign" where others do. */
export async function lookAt(server: TsqlServer, folder = SHARED): Promise<Seen> {
  const version = await versionOf(server);
  if (!(await isBegun(server, migrationsIn(folder)))) return { version, schema: null };
  const [row] = await server.rows(SQL.newest);
  return { version, schema: Number(row?.['number'] ?? 0) };
}

export async function versionOf(server: TsqlServer): Promise<string> {
  const said = (await server.rows(SQL.version))[0]?.['version'];
  return typeof said === 'string' ? (said.split('\n')[0] ?? '').trim() : '';
}

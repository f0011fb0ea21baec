/** What a server says of itself; reads only, makes nothing (doctor). */
import type { TsqlServer } from './tsql.ts';

export interface Seen {
  /** First line of its own words: "Microsoft SQL Server 2022 ...". */
  readonly version: string;
  /** Number of the newest migration there; null: none of ours yet. */
  readonly schema: number | null;
}

const SQL = {
  version: `SELECT @@VERSION AS version`,
  tables: `SELECT t.name FROM sys.tables AS t JOIN sys.schemas AS s ON s.schema_id = t.schema_id WHERE s.name = @name AND t.name = N'schema_versions'`,
  newest: `SELECT MAX(number) AS number FROM sb.schema_versions`,
} as const;

/** Fails with a TsqlError. */
export async function lookAt(server: TsqlServer): Promise<Seen> {
  const [about] = await server.rows(SQL.version);
  const said = about?.['version'];
  const version = typeof said === 'string' ? (said.split('\n')[0] ?? '').trim() : '';
  if ((await server.rows(SQL.tables, { name: server.schema })).length === 0) return { version, schema: null };
  const [row] = await server.rows(SQL.newest);
  return { version, schema: Number(row?.['number'] ?? 0) };
}

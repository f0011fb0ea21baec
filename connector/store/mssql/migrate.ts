/**
 * Numbered SQL files, one transaction each, the same numbers and names as SQLite's (sync-design A10). Whoever migrates holds a lock of
 * the database: of processes that start together one works and the others wait, then find everything done.
 */
import { migrationsIn, NewerSchema, type Migration } from '../migrations.ts';
import { ownFile } from '../../own-files.ts';
import { lock } from './lock.ts';
import type { Tsql, TsqlServer } from './tsql.ts';

const SHARED = ownFile('connector/store/mssql/schema');

const SQL = {
  schemas: `SELECT name FROM sys.schemas WHERE name = @name`,
  tables: `SELECT t.name FROM sys.tables AS t JOIN sys.schemas AS s ON s.schema_id = t.schema_id WHERE s.name = @name AND t.name = N'schema_versions'`,
  versionsTable: `CREATE TABLE sb.schema_versions (number INT NOT NULL, checksum NVARCHAR(64) NOT NULL, applied_at NVARCHAR(40) NOT NULL,
    CONSTRAINT schema_versions_pk PRIMARY KEY (number))`,
  versions: `SELECT number FROM sb.schema_versions ORDER BY number`,
  add: `INSERT INTO sb.schema_versions (number, checksum, applied_at) VALUES (@number, @checksum, @at)`,
} as const;

/** Brings the schema up to date; `now` stamps what was applied. Fails with NewerSchema. */
export async function migrate(server: TsqlServer, now: () => Date, folder = SHARED): Promise<void> {
  await server.transaction('change', async (t) => {
    await lock(t, 'migrate', MIGRATE_MS);
    const made = await schemaMade(t, server.schema);
    if (made) await t.run(SQL.versionsTable);
  });
  for (const migration of await missing(server, migrationsIn(folder)))
    await server.transaction('change', (t) => apply(t, migration, now().toISOString()));
}

/** Another process may be at a large one. */
const MIGRATE_MS = 300_000;

/** True: the table of versions is not there yet. */
async function schemaMade(t: Tsql, name: string): Promise<boolean> {
  if ((await t.rows(SQL.schemas, { name })).length === 0) await t.run(`EXEC(N'CREATE SCHEMA [${name}]')`);
  return (await t.rows(SQL.tables, { name })).length === 0;
}

async function missing(server: TsqlServer, known: readonly Migration[]): Promise<readonly Migration[]> {
  const applied = new Set((await server.rows(SQL.versions)).map((r) => Number(r['number'])));
  const newest = Math.max(0, ...applied);
  const last = known.at(-1)?.number ?? 0;
  if (newest > last) throw new NewerSchema(newest, last);
  return known.filter((m) => !applied.has(m.number));
}

async function apply(t: Tsql, { number, checksum, sql }: Migration, at: string): Promise<void> {
  await lock(t, 'migrate', MIGRATE_MS);
  if ((await t.rows(SQL.versions)).some((r) => Number(r['number']) === number)) return;
  await t.run(SQL.add, { number, checksum, at });
  for (const batch of batchesOf(sql)) await t.run(batch);
}

/** GO on a line of its own parts batches, as in every T-SQL tool; comments stay with what they are about. */
export const batchesOf = (sql: string): string[] => sql.split(/^GO\s*$/m).map((b) => b.trim()).filter((b) => b !== ''); // prettier-ignore

/**
 * Numbered SQL files, one transaction each, the same numbers and names as SQLite's (sync-design A10). Whoever migrates holds a lock of
 * the schema: of processes that start together one works and the others wait, then find everything done.
 */
import { ForeignTables, migrationsIn, mustBeOurs, NewerSchema, type Migration } from '../migrations.ts';
import { ownFile } from '../../own-files.ts';
import { lock } from './lock.ts';
import { BINARY, TsqlError, type Tsql, type TsqlServer } from './tsql.ts';

export const SHARED = ownFile('connector/store/mssql/schema');

const SQL = {
  schemas: `SELECT name FROM sys.schemas WHERE name = @name`,
  tables: `SELECT t.name FROM sys.tables AS t JOIN sys.schemas AS s ON s.schema_id = t.schema_id WHERE s.name = @name ORDER BY t.name`,
  versionsTable: `CREATE TABLE sb.schema_versions (number INT NOT NULL, checksum NVARCHAR(64) ${BINARY} NOT NULL, applied_at NVARCHAR(40) ${BINARY} NOT NULL,
    CONSTRAINT schema_versions_pk PRIMARY KEY (number))`,
  locksTable: `CREATE TABLE sb.locks (name NVARCHAR(32) ${BINARY} NOT NULL, turns BIGINT NOT NULL, CONSTRAINT locks_pk PRIMARY KEY (name))`,
  addLock: `INSERT INTO sb.locks (name, turns) VALUES (@name, 0)`,
  versions: `SELECT number FROM sb.schema_versions ORDER BY number`,
  add: `INSERT INTO sb.schema_versions (number, checksum, applied_at) VALUES (@number, @checksum, @at)`,
} as const;

/** Brings the schema up to date; `now` stamps what was applied. Fails with NewerSchema, and with "foreign" where tables of others stand. */
export async function migrate(server: TsqlServer, now: () => Date, folder = SHARED): Promise<void> {
  const known = migrationsIn(folder);
  if (!(await isBegun(server, known))) await begin(server, known);
  for (const migration of await missing(server, known))
    await server.transaction('change', (t) => apply(t, migration, now().toISOString()));
}

/** False: the schema is empty. Fails with "foreign" where it holds what these migrations did not make, another store of ours included. */
export async function isBegun(server: TsqlServer, known: readonly Migration[]): Promise<boolean> {
  const tables = (await server.rows(SQL.tables, { name: server.schema })).map((row) => String(row['name']));
  try {
    mustBeOurs(tables, known);
  } catch (error) {
    if (!(error instanceof ForeignTables)) throw error;
    throw Object.assign(new TsqlError('foreign', `${server.schema}: ${error.tables.join(', ')}`, null, error), { place: server.name }); // prettier-ignore
  }
  return tables.length > 0;
}

/** Of processes that start together one makes the first tables; the others fail at it, and find them made or try again. */
async function begin(server: TsqlServer, known: readonly Migration[]): Promise<void> {
  for (let left = TRIES; ; left--)
    try {
      return await server.transaction('change', (t) => makeFirst(t, server.schema));
    } catch (error) {
      if (await isBegun(server, known).catch(() => false)) return;
      if (left <= 1) throw error;
    }
}
const TRIES = 3;

async function makeFirst(t: Tsql, name: string): Promise<void> {
  if ((await t.rows(SQL.schemas, { name })).length === 0) await t.run(`EXEC(N'CREATE SCHEMA [${name}]')`);
  await t.run(SQL.versionsTable);
  await t.run(SQL.locksTable);
  for (const lock of ['write', 'migrate']) await t.run(SQL.addLock, { name: lock });
}

async function missing(server: TsqlServer, known: readonly Migration[]): Promise<readonly Migration[]> {
  const applied = new Set((await server.rows(SQL.versions)).map((r) => Number(r['number'])));
  const newest = Math.max(0, ...applied);
  const last = known.at(-1)?.number ?? 0;
  if (newest > last) throw new NewerSchema(newest, last);
  return known.filter((m) => !applied.has(m.number));
}

async function apply(t: Tsql, { number, checksum, sql }: Migration, at: string): Promise<void> {
  await lock(t, 'migrate');
  if ((await t.rows(SQL.versions)).some((r) => Number(r['number']) === number)) return;
  await t.run(SQL.add, { number, checksum, at });
  for (const batch of batchesOf(sql)) await t.run(batch);
}

/** GO on a line of its own parts batches, as in every T-SQL tool; comments stay with what they are about. */
export const batchesOf = (sql: string): string[] => sql.split(/^GO\s*$/m).map((b) => b.trim()).filter((b) => b !== ''); // prettier-ignore

/**
 * A real server for tests: the one SIDEBOOK_MSSQL_URL names, in schemas of our own, which carry the name of the run and go again with it
 * (run.ts). "double" instead of an address: a dry run of the same tests on the double, which proves the tests and no server.
 */
import { parseAddress } from '../../connector/store/mssql/address.ts';
import { openServer } from '../../connector/store/mssql/driver.ts';
import type { TsqlServer } from '../../connector/store/mssql/tsql.ts';
import { DoubleServer } from './double.ts';

export const SERVER_URL = process.env['SIDEBOOK_MSSQL_URL'] ?? '';
export const IS_DOUBLE = SERVER_URL === 'double';
export const PREFIX = 'sidebook_test_';
/** Of this run; a spec that is run by itself is a run of its own. */
const RUN = process.env['SIDEBOOK_TEST_RUN'] ?? `${Date.now().toString(36)}_${String(process.pid)}`;

/** A server a test has to itself, made empty again for the next one. */
export interface TestServer extends TsqlServer {
  emptied(): Promise<void>;
}

/** What migrations rest on. */
const KEPT = new Set(['schema_versions', 'locks']);
const TABLES = `SELECT t.name FROM sys.tables AS t JOIN sys.schemas AS s ON s.schema_id = t.schema_id WHERE s.name = @schema`;

async function tablesOf(server: TsqlServer): Promise<string[]> {
  return (await server.rows(TABLES, { schema: server.schema })).map((row) => String(row['name']));
}

/** No other test, process or run has a schema of this name. */
export const ownSchema = (what: string): string => `${PREFIX}${RUN}_${String(process.pid)}_${what}`;

/** The same address with another schema. */
export function urlWith(schema: string): string {
  const url = new URL(SERVER_URL);
  url.searchParams.set('schema', schema);
  return url.href;
}

export const serverIn = (schema: string): TsqlServer =>
  IS_DOUBLE ? new DoubleServer(schema) : openServer(parseAddress(urlWith(schema)));

const free: TestServer[] = [];
const all: TsqlServer[] = [];

/** Connected to once for as long as the process lives: a pool for each test would spend its time on logins. */
export function realServer(): TestServer {
  const known = free.pop();
  if (known) return known;
  const server = serverIn(ownSchema(String(all.length + 1)));
  all.push(server);
  const made: TestServer = {
    name: server.name,
    schema: server.schema,
    rows: (sql, params) => server.rows(sql, params),
    run: (sql, params) => server.run(sql, params),
    transaction: (kind, work) => server.transaction(kind, work),
    close: async () => undefined,
    emptied: async () => {
      for (const table of await tablesOf(server)) if (!KEPT.has(table)) await server.run(`DELETE FROM sb.${table}`);
      free.push(made);
    },
  };
  return made;
}

/** Nothing of the tests stays behind. */
export async function dropped(server: TsqlServer): Promise<void> {
  for (const table of await tablesOf(server)) await server.run(`DROP TABLE sb.${table}`);
  await server.run(`DROP SCHEMA [${server.schema}]`);
  await server.close();
}

export async function dropAll(): Promise<void> {
  for (const server of all.splice(0)) await dropped(server);
  free.length = 0;
}

/**
 * A double of the Tsql seam for tests: our own statements, rewritten, on a PostgreSQL inside this process. It has exact decimals, strict
 * types and strict grouping as SQL Server has; it is no SQL Server, has one connection and knows no snapshots, and is never counted
 * as `npm run test:mssql`.
 */
import { PGlite, type Results, type Transaction } from '@electric-sql/pglite';
import type { SqlRow } from '../../connector/store/rows.ts';
import { inSchema } from '../../connector/store/mssql/driver.ts';
import { spread, type Bound } from '../../connector/store/mssql/lists.ts';
import { tsqlError, TsqlError, type Kind, type One, type Params, type Tsql } from '../../connector/store/mssql/tsql.ts';
import { rewrite, type Rewritten } from './rewrite.ts';
import type { TestServer } from './server.ts';

const [INT8, TEXT, NUMERIC, UNKNOWN] = [20, 25, 1700, 0];
/** What T-SQL has and PostgreSQL has not, or has otherwise. */
const SERVER = `create schema sys;
  create view sys.schemas as select oid::bigint as schema_id, nspname::text as name from pg_namespace;
  create view sys.tables as select c.relname::text as name, c.relnamespace::bigint as schema_id from pg_class c where c.relkind = 'r';
  create function charindex(text, text) returns int language sql immutable as $$ select case when $1 = '' then 0 else strpos($2, $1) end $$;
  create function datalength(text) returns int language sql immutable as $$ select 2 * char_length($1) $$;
  create function dateadd_days(int, date) returns date language sql immutable as $$ select $2 + $1 $$;
  create function power(bigint, bigint) returns bigint language sql immutable as $$ select 1::bigint << $2::int $$;
  create operator + (leftarg = text, rightarg = text, function = textcat);`;
/** What the statements about the server itself answer here. */
const SPECIAL: readonly (readonly [RegExp, string])[] = [
  [/^EXEC\(N'CREATE SCHEMA \[(\w+)\]'\)$/, 'create schema "$1"'],
  [/^DROP TABLE \[(\w+)\]\.(\w+)$/, 'drop table "$1"."$2"'],
  [/^SELECT @@VERSION AS version$/, `select 'the double' as version`],
  [/^DROP SCHEMA \[(\w+)\]$/, 'drop schema "$1"'],
];

let opened: Promise<PGlite> | null = null;
/** One for all tests of a process: it takes seconds to start. */
function database(): Promise<PGlite> {
  opened ??= PGlite.create({ parsers: { [INT8]: BigInt, [NUMERIC]: (text: string) => whole(text) } }).then(async (db) => {
    await db.exec(SERVER);
    return db;
  });
  return opened;
}

/** Sums of whole numbers; an amount has to be read as text, or a real driver makes a float of it. */
function whole(text: string): bigint {
  if (text.includes('.')) throw new Error(`an amount read as a number: ${text}`);
  return BigInt(text);
}

const known = new Map<string, Rewritten>();
/** Numbers given, not taken: PostgreSQL lets them, but forgets to count on from there. */
const GIVEN = /^SET IDENTITY_INSERT (?<table>\[\w+\]\.\w+) ON; (?<insert>.*); SET IDENTITY_INSERT .* OFF$/s;
const COUNT_ON = `select setval(pg_get_serial_sequence($1, attname), (select coalesce(max(id), 1) from (select (xpath('/row/m/text()', query_to_xml(format('select max(%I) as m from %s', attname, $1), false, true, '')))[1]::text::bigint as id) as x))
  from pg_attribute where attrelid = $1::regclass and attidentity <> ''`;

function rewritten(sql: string): Rewritten {
  const made = known.get(sql) ?? specialOf(sql) ?? rewrite(GIVEN.exec(sql)?.groups?.['insert'] ?? sql);
  known.set(sql, made);
  return made;
}
function specialOf(sql: string): Rewritten | null {
  const found = SPECIAL.find(([pattern]) => pattern.test(sql));
  return found ? { sql: /create|drop/.test(found[1]) ? sql.replace(found[0], found[1]) : found[1], params: [] } : null;
}

const typeOf = (value: One): number => (value === null ? UNKNOWN : typeof value === 'string' ? TEXT : INT8);

class On implements Tsql {
  readonly #db: Pick<PGlite | Transaction, 'query'>;
  readonly #schema: string;
  constructor(db: Pick<PGlite | Transaction, 'query'>, schema: string) {
    this.#db = db;
    this.#schema = schema;
  }
  async rows(sql: string, params: Params = {}): Promise<readonly SqlRow[]> {
    const rows: SqlRow[] = [];
    for (const part of spread(sql, params)) rows.push(...(await this.#ask(part)).rows);
    return rows;
  }
  async run(sql: string, params: Params = {}): Promise<number> {
    let changed = 0;
    for (const part of spread(sql, params)) changed += (await this.#ask(part)).affectedRows ?? 0;
    return changed;
  }
  async #ask({ sql: text, params }: Bound): Promise<Results<SqlRow>> {
    const { sql, params: names } = rewritten(inSchema(text, this.#schema));
    refuseAsServers(names, params, text);
    const missing = names.find((name) => !(name in params));
    if (missing !== undefined) throw new Error(`@${missing} is not bound: ${text}`);
    const values = names.map((name) => params[name] ?? null);
    try {
      const answer = await this.#db.query<SqlRow>(sql, values.map((v) => (typeof v === 'number' ? BigInt(v) : v)), { paramTypes: values.map(typeOf) }); // prettier-ignore
      const given = GIVEN.exec(inSchema(text, this.#schema))?.groups?.['table']?.replace(/\[(\w+)\]/, '"$1"');
      if (given !== undefined) await this.#db.query(COUNT_ON, [given]);
      return answer;
    } catch (error) {
      throw told(error, sql);
    }
  }
}

/** What PostgreSQL lets pass and SQL Server does not: more than 2100 parameters, no row at all asked for. */
function refuseAsServers(names: readonly string[], params: Bound['params'], text: string): void {
  if (names.length > 2100) throw new Error(`${String(names.length)} parameters: ${text.slice(0, 100)}`);
  if (text.includes('FETCH NEXT @limit') && Number(params['limit']) < 1) throw new Error(`FETCH NEXT 0 ROWS: ${text}`);
}

/** Numbers SQL Server would give. */
const NUMBERS: Readonly<Record<string, number>> = { 23505: 2627, 22001: 2628, 22003: 8115, '40P01': 1205 };
function told(error: unknown, sql: string): unknown {
  if (!(error instanceof Error)) return error;
  const number = NUMBERS[String((error as { code?: unknown }).code)];
  if (number === undefined) return new Error(`${error.message}: ${sql}`, { cause: error });
  return tsqlError(Object.assign(new Error(error.message), { number }));
}

export class DoubleServer implements TestServer {
  readonly name = 'the double';
  readonly schema: string;
  /** Statements so far. */
  asked = 0;
  /** Answers the next so many statements with this error. */
  failing: { times: number; error: TsqlError } | null = null;

  readonly #kind: string;

  constructor(schema: string, kind = 'shared') {
    this.schema = schema;
    this.#kind = kind;
  }

  #counted(t: Tsql): Tsql {
    const before = <T>(work: () => Promise<T>): Promise<T> => {
      this.asked += 1;
      if (!this.failing || this.failing.times === 0) return work();
      this.failing.times -= 1;
      return Promise.reject(this.failing.error);
    };
    return { rows: (sql, params) => before(() => t.rows(sql, params)), run: (sql, params) => before(() => t.run(sql, params)) };
  }

  async rows(sql: string, params?: Params): Promise<readonly SqlRow[]> {
    return this.#counted(new On(await database(), this.schema)).rows(sql, params);
  }
  async run(sql: string, params?: Params): Promise<number> {
    return this.#counted(new On(await database(), this.schema)).run(sql, params);
  }
  async transaction<T>(kind: Kind, work: (t: Tsql) => Promise<T>): Promise<T> {
    const db = await database();
    if (kind === 'look') return work(this);
    return db.transaction((tx) => work(this.#counted(new On(tx, this.schema))));
  }
  async close(): Promise<void> {
    // the database goes on for the other tests
  }

  /** Empty again, for another test. */
  async emptied(): Promise<void> {
    const db = await database();
    const { rows } = await db.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = $1 and tablename not in ('schema_versions', 'locks')`, [this.schema]); // prettier-ignore
    if (rows.length > 0) await db.exec(`truncate ${rows.map(({ name }) => `"${this.schema}"."${name}"`).join(', ')}`);
    this.asked = 0;
    this.failing = null;
    freeOf(this.#kind).push(this);
  }
}

/** Used ones by what stands in them: their tables are made. */
const free = new Map<string, DoubleServer[]>();
const freeOf = (kind: string): DoubleServer[] => free.get(kind) ?? free.set(kind, []).get(kind) ?? [];
let made = 0;
/** `kind`: of which tables, so that no store finds those of another one. */
export const freshDouble = (kind = 'shared'): DoubleServer =>
  freeOf(kind).pop() ?? new DoubleServer(`t${String((made += 1))}`, kind);

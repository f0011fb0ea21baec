/**
 * T-SQL through `mssql` (dependencies.md 5, 21): loaded only when a SQL Server is configured, a pool, and what the driver does
 * differently levelled here: parameter types, BIGINT as bigint, errors by number, a rollback of what is rolled back already.
 */
import type { config as PoolConfig } from 'mssql';
import type { SqlRow } from '../rows.ts';
import { spread, type Bound as Statement } from './lists.ts';
import { tsqlError, TsqlError, type Kind, type One, type Params, type Tsql, type TsqlServer } from './tsql.ts';
import type { MssqlAddress } from './address.ts';

/** What we use of the package, so that a test can stand in for it. */
export interface Library {
  readonly ConnectionPool: new (config: PoolConfig) => Pool;
  readonly ISOLATION_LEVEL: { readonly READ_COMMITTED: number; readonly SNAPSHOT: number };
  readonly MAX: number;
  readonly BigInt: unknown;
  NVarChar(length: number): unknown;
}
interface Pool {
  connect(): Promise<unknown>;
  close(): Promise<unknown>;
  request(): Request;
  transaction(): Transaction;
  on(event: 'error', told: (error: unknown) => void): unknown;
}
interface Transaction {
  begin(isolation: number): Promise<unknown>;
  commit(): Promise<unknown>;
  rollback(): Promise<unknown>;
  request(): Request;
}
interface Request {
  input(name: string, type: unknown, value: unknown): unknown;
  query(sql: string): Promise<Answer>;
}
interface Answer {
  readonly recordset?:
    | (readonly SqlRow[] & { readonly columns?: Readonly<Record<string, { readonly type: unknown }>> })
    | undefined;
  readonly rowsAffected: readonly number[];
}

const LONGEST = 4000;
const CONNECT_MS = 15_000;
const REQUEST_MS = 120_000;
const CONNECTIONS = 10;

/** `mssql` is CommonJS: its parts stand on the default export. */
async function installed(): Promise<Library> {
  try {
    const { default: library } = await import('mssql');
    return library;
  } catch (error) {
    throw new TsqlError('missing', 'the package mssql is not installed', null, error);
  }
}

/** Connects when first asked; `library` is for tests. */
export function openServer(address: MssqlAddress, load: () => Promise<Library> = installed): TsqlServer {
  return new MssqlServer(address, load);
}

class MssqlServer implements TsqlServer {
  readonly name: string;
  readonly schema: string;
  readonly #address: MssqlAddress;
  readonly #load: () => Promise<Library>;
  #open: Promise<{ readonly library: Library; readonly pool: Pool }> | null = null;

  constructor(address: MssqlAddress, load: () => Promise<Library>) {
    this.#address = address;
    this.#load = load;
    this.name = address.name;
    this.schema = address.schema;
  }

  /** One that failed is tried again by the next one who asks. */
  #connected(): Promise<{ readonly library: Library; readonly pool: Pool }> {
    this.#open ??= this.#connect().catch((error: unknown) => {
      this.#open = null;
      throw unreached(tsqlError(error, this.name));
    });
    return this.#open;
  }

  async #connect() {
    const library = await this.#load();
    const pool = new library.ConnectionPool(poolConfig(this.#address));
    pool.on('error', () => undefined); // an idle connection that died: the pool opens another one, and who asks is told
    await pool.connect();
    return { library, pool };
  }

  async rows(sql: string, params: Params = {}): Promise<readonly SqlRow[]> {
    const { library, pool } = await this.#connected();
    return new Bound(library, () => pool.request(), this).rows(sql, params);
  }
  async run(sql: string, params: Params = {}): Promise<number> {
    const { library, pool } = await this.#connected();
    return new Bound(library, () => pool.request(), this).run(sql, params);
  }

  async transaction<T>(kind: Kind, work: (t: Tsql) => Promise<T>): Promise<T> {
    const { library, pool } = await this.#connected();
    const transaction = pool.transaction();
    const level = kind === 'look' ? library.ISOLATION_LEVEL.SNAPSHOT : library.ISOLATION_LEVEL.READ_COMMITTED;
    try {
      await transaction.begin(level);
    } catch (error) {
      throw tsqlError(error, this.name);
    }
    const t = new OneByOne(new Bound(library, () => transaction.request(), this));
    return finished(this.name, transaction, () => work(t));
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    if (open) await open.then(({ pool }) => pool.close(), () => undefined); // prettier-ignore
  }
}

/** Too long to connect is not there, not slow. */
function unreached(error: unknown): unknown {
  if (!(error instanceof TsqlError) || error.kind !== 'timeout') return error;
  return Object.assign(new TsqlError('unreachable', error.message, error.number, error), { place: error.place });
}

async function finished<T>(place: string, transaction: Transaction, work: () => Promise<T>): Promise<T> {
  let done: T;
  try {
    done = await work();
    await transaction.commit();
  } catch (error) {
    await undone(transaction);
    throw tsqlError(error, place);
  }
  return done;
}

/** After a deadlock and under XACT_ABORT the server has rolled back already and says so: the first error is the one to tell. */
async function undone(transaction: Transaction): Promise<void> {
  try {
    await transaction.rollback();
  } catch {
    // no transaction is active any more
  }
}

/** Errors of any statement undo the whole transaction (XACT_ABORT), so that none goes on half. */
function poolConfig({
  server,
  port,
  instance,
  database,
  user,
  password,
  encrypt,
  trustServerCertificate,
}: MssqlAddress): PoolConfig {
  return {
    server, database, user, password, ...(port === null ? {} : { port }), connectionTimeout: CONNECT_MS, requestTimeout: REQUEST_MS,
    pool: { min: 0, max: CONNECTIONS }, options: { encrypt, trustServerCertificate, abortTransactionOnError: true, appName: 'Sidebook', ...(instance === null ? {} : { instanceName: instance }) },
  }; // prettier-ignore
}

/** Statements on one connection, one after the other: the driver refuses a second one beside the first. */
class OneByOne implements Tsql {
  readonly #t: Tsql;
  #line: Promise<unknown> = Promise.resolve();

  constructor(t: Tsql) {
    this.#t = t;
  }
  #turn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#line.then(work);
    this.#line = turn.catch(() => undefined);
    return turn;
  }
  rows = (sql: string, params?: Params): Promise<readonly SqlRow[]> => this.#turn(() => this.#t.rows(sql, params));
  run = (sql: string, params?: Params): Promise<number> => this.#turn(() => this.#t.run(sql, params));
}

/** Statements as requests: of a transaction, or of the pool. */
class Bound implements Tsql {
  readonly #library: Library;
  readonly #request: () => Request;
  readonly #server: Pick<TsqlServer, 'name' | 'schema'>;

  constructor(library: Library, request: () => Request, server: Pick<TsqlServer, 'name' | 'schema'>) {
    this.#library = library;
    this.#request = request;
    this.#server = server;
  }

  async rows(sql: string, params: Params = {}): Promise<readonly SqlRow[]> {
    const rows: SqlRow[] = [];
    // one by one: as arguments of one call some 125,000 rows are more than the stack holds
    for (const part of spread(sql, params)) for (const row of this.#rowsIn(await this.#ask(part))) rows.push(row);
    return rows;
  }

  #rowsIn({ recordset }: Answer): readonly SqlRow[] {
    if (!recordset) return [];
    const columns = Object.entries(recordset.columns ?? {});
    const big = columns.filter(([, { type }]) => type === this.#library.BigInt).map(([name]) => name);
    return big.length === 0 ? [...recordset] : recordset.map((row) => exact(row, big));
  }

  async run(sql: string, params: Params = {}): Promise<number> {
    let changed = 0;
    for (const part of spread(sql, params)) changed += (await this.#ask(part)).rowsAffected.at(-1) ?? 0;
    return changed;
  }

  async #ask({ sql, params }: Statement): Promise<Answer> {
    const request = this.#request();
    for (const [name, value] of Object.entries(params)) request.input(name, typeOf(this.#library, value), bound(value));
    try {
      return await request.query(inSchema(sql, this.#server.schema));
    } catch (error) {
      throw tsqlError(error, this.#server.name);
    }
  }
}

/** BIGINT comes as text. */
const exact = (row: SqlRow, big: readonly string[]): SqlRow => ({
  ...row,
  ...Object.fromEntries(big.map((name) => [name, wholeOf(row[name])])),
});
const wholeOf = (value: unknown): bigint | null => (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? BigInt(value) : null); // prettier-ignore

/** One length for all that is short, so that the server keeps one plan for a statement. */
function typeOf(library: Library, value: One): unknown {
  if (typeof value === 'number' || typeof value === 'bigint') return library.BigInt;
  return library.NVarChar(value !== null && value.length > LONGEST ? library.MAX : LONGEST);
}

/** A number with a fraction has no way in: amounts are text. */
function bound(value: One): string | null {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new TypeError(`${String(value)} is no whole number`);
  return value === null ? null : String(value);
}

/** `sb.` stands for the schema; its name was checked when the address was read. */
export const inSchema = (sql: string, schema: string): string => sql.replace(/\bsb\./g, `[${schema}].`);

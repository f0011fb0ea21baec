/**
 * The seam between our SQL and two SQLite drivers: better-sqlite3 where it loads, node:sqlite (Node 22.16+) where not.
 * What they do differently is levelled here (dependencies.md 5): busy time-out, integers, errors, row shapes.
 */
import { createRequire } from 'node:module';
import type { Columns, SqlRow } from '../rows.ts';

export type Param = string | number | bigint | null;
export type { Columns, SqlRow };

export interface Statement {
  /** Number of rows changed. */
  run(...params: Param[]): number;
  /** Of an insert of one row: the number SQLite gave it (RETURNING would keep the row aside first). */
  insert(...params: Param[]): number;
  get(...params: Param[]): SqlRow | undefined;
  all(...params: Param[]): SqlRow[];
  /** Reads row by row; the connection may not be written meanwhile. */
  iterate(...params: Param[]): Iterable<SqlRow>;
}

/** A statement whose rows come as arrays, column by column: a wide row of a hot path costs half as much as an object. */
export interface RowStatement {
  get(...params: Param[]): Columns | undefined;
  all(...params: Param[]): Columns[];
}

export interface Database {
  readonly driver: 'better-sqlite3' | 'node:sqlite';
  /** `bigint`: integers come back exact, for the scaled money columns. */
  prepare(sql: string, options?: { bigint?: boolean }): Statement;
  prepareRows(sql: string): RowStatement;
  exec(sql: string): void;
  /** Registers a function of one text argument. */
  define(name: string, fn: (text: string) => string | number | bigint | null): void;
  close(): void;
}

/** A prepared statement for each of the named texts. */
export function prepared<K extends string, S>(
  texts: Readonly<Record<K, string>>,
  prepare: (sql: string, name: K) => S,
): Readonly<Record<K, S>> {
  const made: Partial<Record<K, S>> = {};
  for (const name of Object.keys(texts) as K[]) made[name] = prepare(texts[name], name);
  return made as Record<K, S>;
}

export class SqliteError extends Error {
  /** disk: it answers with an error. unwritable: a folder or disk that is read only, or not ours. damaged: no database, or a broken one. */
  readonly kind: 'unique' | 'busy' | 'full' | 'disk' | 'unwritable' | 'damaged' | 'other';
  readonly file: string;
  constructor(kind: SqliteError['kind'], message: string, cause: unknown, file = '') {
    super(message, { cause });
    this.kind = kind;
    this.file = file;
  }
}

const BUSY_MS = 5000;
const KINDS: Readonly<Record<number, SqliteError['kind']>> = {
  5: 'busy',
  6: 'busy',
  261: 'busy',
  517: 'busy',
  13: 'full',
  4874: 'full', // no room for the index of the log (SQLITE_IOERR_SHMSIZE)
  10: 'disk',
  3: 'unwritable',
  8: 'unwritable',
  14: 'unwritable',
  11: 'damaged',
  26: 'damaged',
  1555: 'unique',
  2067: 'unique',
};
const NAMES: Readonly<Record<string, number>> = { SQLITE_BUSY: 5, SQLITE_LOCKED: 6, SQLITE_BUSY_SNAPSHOT: 517, SQLITE_BUSY_RECOVERY: 261, SQLITE_FULL: 13, SQLITE_IOERR: 10, SQLITE_IOERR_SHMSIZE: 4874, SQLITE_PERM: 3, SQLITE_READONLY: 8, SQLITE_CANTOPEN: 14, SQLITE_CORRUPT: 11, SQLITE_NOTADB: 26, SQLITE_CONSTRAINT_PRIMARYKEY: 1555, SQLITE_CONSTRAINT_UNIQUE: 2067 }; // prettier-ignore

/** SQLITE_READONLY_DIRECTORY is one way to be SQLITE_READONLY. */
const familyOf = (code: string): string => code.split('_').slice(0, 2).join('_');

/** Both drivers' errors become one, told apart by SQLite's own number. */
export function sqliteError(error: unknown, file = ''): unknown {
  if (!(error instanceof Error)) return error;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  const number =
    typeof errcode === 'number' ? errcode : typeof code === 'string' ? (NAMES[code] ?? NAMES[familyOf(code)]) : undefined;
  const isSqlite =
    number !== undefined || (typeof code === 'string' && (code.startsWith('SQLITE_') || code === 'ERR_SQLITE_ERROR'));
  return isSqlite
    ? new SqliteError(KINDS[number ?? 0] ?? KINDS[(number ?? 0) & 255] ?? 'other', error.message, error, file)
    : error;
}

/** Neither driver is there: the message says what to do (catalogue code sqlite-missing). */
export class NoDriver extends Error {
  readonly reasons: readonly string[];
  constructor(reasons: readonly string[]) {
    super('no SQLite driver');
    this.reasons = reasons;
  }
}

interface RawStatement {
  run(...p: Param[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  get(...p: Param[]): unknown;
  all(...p: Param[]): unknown[];
  iterate(...p: Param[]): Iterable<unknown>;
}

function guard<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw sqliteError(error, file);
  }
}

/** Made at its first use: whoever opens a store uses a tenth of what it can be asked. */
function once<T>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}

/** Written out rather than through guard: every row of a first load passes here several times. */
function wrapStatement(raw: () => RawStatement, file: string): Statement {
  return {
    run(...p) {
      try {
        return Number(raw().run(...p).changes);
      } catch (error) {
        throw sqliteError(error, file);
      }
    },
    insert(...p) {
      try {
        return Number(raw().run(...p).lastInsertRowid);
      } catch (error) {
        throw sqliteError(error, file);
      }
    },
    get(...p) {
      try {
        return raw().get(...p) as SqlRow | undefined;
      } catch (error) {
        throw sqliteError(error, file);
      }
    },
    all(...p) {
      try {
        return raw().all(...p) as SqlRow[];
      } catch (error) {
        throw sqliteError(error, file);
      }
    },
    *iterate(...p) {
      try {
        yield* raw().iterate(...p) as Iterable<SqlRow>;
      } catch (error) {
        throw sqliteError(error, file);
      }
    },
  };
}

const wrapRows = (raw: () => RawStatement, file: string): RowStatement => ({
  get: (...p) => guard(file, () => raw().get(...p) as Columns | undefined),
  all: (...p) => guard(file, () => raw().all(...p) as Columns[]),
});

/** So many rows go in at once; of a document with more lines the rest follows. */
const AT_ONCE = 8;

/** Rows of one table, several by one statement: an invoice's lines cost half of what they do one by one. `head`: all up to the values. */
export function rowsInto(db: Database, head: string, columns: number): (rows: readonly (readonly Param[])[]) => void {
  const row = `(${Array.from({ length: columns }, () => '?').join(', ')})`;
  const of = (count: number): Statement => db.prepare(`${head} values ${Array.from({ length: count }, () => row).join(', ')}`);
  const statements = Array.from({ length: AT_ONCE }, (_, i) => of(i + 1));
  return (rows) => {
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      const some = rows.length > AT_ONCE ? rows.slice(from, from + AT_ONCE) : rows;
      statements[some.length - 1]?.run(...some.flat());
    }
  };
}

const require = createRequire(import.meta.url);
export type DriverName = Database['driver'];

export interface OpenOptions {
  /** Changes nothing of it: not even what a process that died left beside it is taken over. */
  readonly toRead?: boolean;
}

/** `only` forces a driver (tests run every suite on both). */
export function openDatabase(file: string, only?: DriverName, { toRead = false }: OpenOptions = {}): Database {
  const reasons: string[] = [];
  const drivers: readonly [DriverName, (file: string, toRead: boolean) => Database][] = [['better-sqlite3', openBetter], ['node:sqlite', openNode]]; // prettier-ignore
  for (const [name, open] of drivers) {
    if (only && only !== name) continue;
    try {
      return open(file, toRead);
    } catch (error) {
      if (!isLoadFailure(error)) throw sqliteError(error, file);
      reasons.push(`${name}: ${(error as Error).message.split('\n')[0] ?? ''}`);
    }
  }
  throw new NoDriver(reasons);
}

/** A binary for another Node, a missing package, a Node without node:sqlite: try the next driver. */
function isLoadFailure(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return (
    ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND', 'ERR_DLOPEN_FAILED', 'ERR_UNKNOWN_BUILTIN_MODULE', 'ERR_NODE_TOO_OLD'].includes(
      String(code),
    ) ||
    (error instanceof Error && /bindings file/.test(error.message))
  );
}

interface BetterDatabase {
  prepare(sql: string): RawStatement & { safeIntegers(on: boolean): RawStatement; raw(on: boolean): RawStatement };
  exec(sql: string): void;
  pragma(text: string): unknown;
  function(name: string, options: { deterministic: boolean }, fn: (text: string) => unknown): void;
  close(): void;
}

function openBetter(file: string, readonly: boolean): Database {
  const Better = require('better-sqlite3') as new (
    file: string,
    options: { timeout: number; readonly: boolean },
  ) => BetterDatabase;
  const db = new Better(file, { timeout: BUSY_MS, readonly });
  return {
    driver: 'better-sqlite3',
    prepare: (sql, options) =>
      wrapStatement(
        once(() => (options?.bigint ? db.prepare(sql).safeIntegers(true) : db.prepare(sql))),
        file,
      ),
    prepareRows: (sql) =>
      wrapRows(
        once(() => db.prepare(sql).raw(true)),
        file,
      ),
    exec: (sql) => guard(file, () => db.exec(sql)),
    define: (name, fn) => db.function(name, { deterministic: true }, fn),
    close: () => db.close(),
  };
}

interface NodeDatabase {
  prepare(sql: string): RawStatement & { setReadBigInts(on: boolean): void; setReturnArrays(on: boolean): void };
  exec(sql: string): void;
  function(name: string, options: { deterministic: boolean }, fn: (text: string) => unknown): void;
  close(): void;
}

function openNode(file: string, readOnly: boolean): Database {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 16))
    throw Object.assign(new Error(`Node ${process.versions.node} has no complete node:sqlite`), { code: 'ERR_NODE_TOO_OLD' });
  const { DatabaseSync } = require('node:sqlite') as { DatabaseSync: new (file: string, options: { readOnly: boolean }) => NodeDatabase }; // prettier-ignore
  const db = new DatabaseSync(file, { readOnly });
  db.exec(`pragma busy_timeout = ${String(BUSY_MS)}`);
  return {
    driver: 'node:sqlite',
    prepare: (sql, options) =>
      wrapStatement(
        once(() => {
          const statement = db.prepare(sql);
          if (options?.bigint) statement.setReadBigInts(true);
          return statement;
        }),
        file,
      ),
    prepareRows: (sql) =>
      wrapRows(
        once(() => {
          const statement = db.prepare(sql);
          statement.setReturnArrays(true);
          return statement;
        }),
        file,
      ),
    exec: (sql) => guard(file, () => db.exec(sql)),
    define: (name, fn) => db.function(name, { deterministic: true }, fn),
    close: () => db.close(),
  };
}

/** Errors of the databases in the words of the catalogue: what was tried, on what, what to do. */
import { basename } from 'node:path';
import { SidebookError, type Code } from './errors.ts';
import { ForeignTables, NewerSchema } from './store/migrations.ts';
import { MoveFailed, type MoveWrong } from './store/mssql/move/failed.ts';
import { TsqlError, type TsqlKind } from './store/mssql/tsql.ts';
import { NoDriver, SqliteError } from './store/sqlite/driver.ts';
import { StoreMoved } from './store/sqlite/moved-to.ts';

/** What is not foreseen stays as it is. */
export function storeError(error: unknown, file: string): unknown {
  if (error instanceof NoDriver) return new SidebookError('sqlite-missing', { reasons: error.reasons.join('; ') }, error);
  if (error instanceof NewerSchema) return new SidebookError('store-newer', { found: error.found, known: error.known }, error);
  if (error instanceof ForeignTables)
    return new SidebookError('store-file-foreign', { file, tables: error.tables.join(', ') }, error);
  if (error instanceof TsqlError) return serverError(error);
  if (error instanceof StoreMoved) return new SidebookError('store-moved', { file: file || basename(error.file), place: error.place }, error); // prettier-ignore
  if (error instanceof MoveFailed) return new SidebookError(MOVES[error.wrong], { place: error.part, file }, error);
  if (!(error instanceof SqliteError)) return error;
  const code = FILE_CODES[error.kind];
  return code === undefined ? error : new SidebookError(code, { file: file || basename(error.file) }, error);
}

const FILE_CODES: Partial<Record<SqliteError['kind'], Code>> = { full: 'store-full', busy: 'store-busy', disk: 'store-disk', unwritable: 'store-unwritable', damaged: 'store-damaged' }; // prettier-ignore

const MOVES = { taken: 'store-move-taken', busy: 'store-move-busy', changed: 'store-move-changed', differs: 'store-move-differs' } as const satisfies Record<MoveWrong, Code>; // prettier-ignore

const CODES = {
  unreachable: 'store-away', login: 'store-login', right: 'store-right', timeout: 'store-slow', 'no-snapshot': 'store-snapshots', 'too-long': 'store-too-long', busy: 'store-busy', full: 'store-full',
  missing: 'mssql-missing', foreign: 'store-foreign', tls: 'store-tls', moving: 'store-moving', unique: 'store-failed', deadlock: 'store-slow', other: 'store-failed',
} as const satisfies Record<TsqlKind, string>; // prettier-ignore

/** `reason`: the server's own sentence, which names tables and columns of ours and no customer's data but a too long value's first letters. */
const serverError = (error: TsqlError): SidebookError =>
  new SidebookError(CODES[error.kind], { place: error.place, file: error.place, number: String(error.number ?? '-'), reason: error.message }, error); // prettier-ignore

/** Codes of what passes by itself: the request may come again. */
export const PASSING: ReadonlySet<string> = new Set([
  'store-away',
  'store-slow',
  'store-busy',
  'store-full',
  'store-disk',
  'store-unwritable',
]);

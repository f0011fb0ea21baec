/**
 * The seam between our T-SQL and a server that runs it: five methods, so that the same statements run on SQL Server through `mssql`
 * (driver.ts) and, in tests, on a double. Statements name their values (@name) and their tables (sb.links); nothing is spliced in.
 */
import type { SqlRow } from '../rows.ts';

/** Amounts travel as decimal text and are cast in the statement; whole numbers are exact; there is no float. */
export type One = string | number | bigint | null;
/** A list stands in the statement as IN (@ids), and becomes as many parameters (lists.ts). */
export type Param = One | readonly (string | number | bigint)[];
export type Params = Readonly<Record<string, Param>>;

export interface Tsql {
  /** BIGINT comes as bigint, INT as number, amounts only as text (CAST ... AS NVARCHAR(40)). */
  rows(sql: string, params?: Params): Promise<readonly SqlRow[]>;
  /** Number of rows changed. */
  run(sql: string, params?: Params): Promise<number>;
}

/** look: one moment through all of it (SNAPSHOT); change: committed as a whole or not at all. */
export type Kind = 'look' | 'change';

export interface TsqlServer extends Tsql {
  /** What messages call it: server and database, never a user or password. */
  readonly name: string;
  /** The schema our tables stand in; takes the place of `sb` in statements. */
  readonly schema: string;
  transaction<T>(kind: Kind, work: (t: Tsql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** What the caller does about it, not where it comes from. */
export type TsqlKind =
  | 'unique'
  | 'deadlock'
  | 'busy'
  | 'full'
  | 'too-long'
  | 'unreachable'
  | 'login'
  | 'right'
  | 'timeout'
  | 'no-snapshot'
  | 'missing'
  | 'foreign'
  | 'tls'
  | 'moving'
  | 'other';

export class TsqlError extends Error {
  readonly kind: TsqlKind;
  /** The server's own number, where it gave one. */
  readonly number: number | null;
  /** Server and database, for messages. */
  place = '';
  constructor(kind: TsqlKind, message: string, number: number | null, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
    this.number = number;
  }
}

/** Numbers of SQL Server; Babelfish and Azure SQL use the same ones. 2601 is 2627 by an index, 2628 is 8152 with the column named. */
const KINDS: Readonly<Record<number, TsqlKind>> = {
  2627: 'unique', 2601: 'unique', 1205: 'deadlock', 3960: 'deadlock', 3961: 'deadlock', 1222: 'busy', 1105: 'full', 9002: 'full', 8152: 'too-long', 2628: 'too-long', 8115: 'too-long',
  3952: 'no-snapshot', 3956: 'no-snapshot', 18456: 'login', 4060: 'login', 229: 'right', 262: 'right', 230: 'right', 2760: 'right',
  40613: 'unreachable', 40197: 'unreachable', 40501: 'unreachable', 10928: 'unreachable', 10929: 'unreachable', 49918: 'unreachable', 49919: 'unreachable', 49920: 'unreachable',
}; // prettier-ignore
const CODES: Readonly<Record<string, TsqlKind>> = { ELOGIN: 'login', ESOCKET: 'unreachable', ECONNCLOSED: 'unreachable', ENOTOPEN: 'unreachable', EINSTLOOKUP: 'unreachable', ETIMEOUT: 'timeout' }; // prettier-ignore

/** Errors of the driver become one kind, told apart by the server's number, else by the driver's code. */
export function tsqlError(error: unknown, place = ''): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof TsqlError) return Object.assign(error, { place: error.place || place });
  const all = [error, ...errorsIn(error)];
  const telling = all.find((one) => KINDS[numberOf(one) ?? 0] !== undefined) ?? error;
  const number = numberOf(telling) ?? all.map(numberOf).find((n) => n !== null) ?? null;
  const code = codeOf(error);
  const kind = (number === null ? undefined : KINDS[number]) ?? ofTls(code, error.message) ?? CODES[code ?? ''];
  const isServers = kind !== undefined || number !== null || code !== null;
  return isServers ? Object.assign(new TsqlError(kind ?? 'other', telling.message, number, error), { place }) : error;
}

/** What the driver wraps, and what the server said before the last error. */
function errorsIn(error: Error): Error[] {
  const { originalError, precedingErrors, cause } = error as {
    originalError?: unknown;
    precedingErrors?: unknown;
    cause?: unknown;
  };
  const inner = [originalError, cause].filter((e) => e instanceof Error);
  return [...(Array.isArray(precedingErrors) ? precedingErrors.filter((e) => e instanceof Error) : []), ...inner];
}

function numberOf(error: Error): number | null {
  const { number, info } = error as { number?: unknown; info?: { readonly number?: unknown } };
  const found = number ?? info?.number;
  return typeof found === 'number' ? found : null;
}

function codeOf(error: Error): string | null {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : null;
}

/** The driver has one code for a server that is not there and one whose certificate nobody vouches for. */
const ofTls = (code: string | null, message: string): TsqlKind | undefined =>
  code === 'EENCRYPT' || (code === 'ESOCKET' && /certificate|self.signed|\b(?:tls|ssl)\b/i.test(message)) ? 'tls' : undefined;

/** Texts that name something are compared by code points, also where texts we bring along meet a column. */
export const BINARY = 'COLLATE Latin1_General_100_BIN2';

/** The first rows, in an order the statement names. */
export const FIRST = 'OFFSET 0 ROWS FETCH NEXT @limit ROWS ONLY';

/** "mssql://user:password@server:1433/database?schema=sidebook" -> where and how to connect. */

export interface MssqlAddress {
  /** For messages: server and database. */
  readonly name: string;
  readonly server: string;
  readonly port: number | null;
  /** A named instance, where no port is given. */
  readonly instance: string | null;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly encrypt: boolean;
  /** For a server with a certificate of its own making. */
  readonly trustServerCertificate: boolean;
  readonly schema: string;
}

/** What is wrong with the text; never the text itself, which holds a password. */
export class AddressWrong extends Error {
  readonly part: string;
  constructor(part: string) {
    super(`the address of the SQL Server is wrong: ${part}`);
    this.part = part;
  }
}

export const DEFAULT_SCHEMA = 'sidebook';
const KNOWN = new Set(['schema', 'encrypt', 'trustServerCertificate', 'instance']);

/** Fails with AddressWrong, which names the part. */
export function parseAddress(text: string): MssqlAddress {
  const url = urlOf(text);
  for (const name of url.searchParams.keys()) if (!KNOWN.has(name)) throw new AddressWrong(name);
  const database = decodeURIComponent(url.pathname.slice(1));
  if (url.hostname === '') throw new AddressWrong('server');
  if (database === '' || database.includes('/')) throw new AddressWrong('database');
  const port = url.port === '' ? null : Number(url.port);
  return {
    name: `${url.host}/${database}`, server: url.hostname.replace(/^\[|\]$/g, ''), port, instance: url.searchParams.get('instance'), database,
    user: part(url.username, 'user'), password: decoded(url.password, 'password'), encrypt: flag(url, 'encrypt', true),
    trustServerCertificate: flag(url, 'trustServerCertificate', false), schema: schemaOf(url),
  }; // prettier-ignore
}

function urlOf(text: string): URL {
  try {
    const url = new URL(text.trim());
    if (url.protocol === 'mssql:') return url;
  } catch {
    // told below
  }
  throw new AddressWrong('mssql://');
}

function part(text: string, name: string): string {
  const value = decoded(text, name);
  if (value === '') throw new AddressWrong(name);
  return value;
}

function decoded(text: string, name: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AddressWrong(name);
  }
}

function flag(url: URL, name: string, usual: boolean): boolean {
  const value = url.searchParams.get(name);
  if (value === null) return usual;
  if (value !== 'true' && value !== 'false') throw new AddressWrong(name);
  return value === 'true';
}

/** It stands in statements as it is, so it is a plain word. */
function schemaOf(url: URL): string {
  const schema = url.searchParams.get('schema') ?? DEFAULT_SCHEMA;
  if (!/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(schema)) throw new AddressWrong('schema');
  return schema;
}

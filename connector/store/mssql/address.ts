/**
 * Where and how to connect: "mssql://user:password@server:1433/database?schema=sidebook", or as other tools have it,
 * "Server=tcp:server,1433;Database=books;User Id=user;Password=...;Encrypt=true".
 */
import { AddressWrong, type AddressParts } from './address-parts.ts';
import { adoParts } from './ado.ts';

export { AddressWrong };

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

export const DEFAULT_SCHEMA = 'sidebook';
/** What never leaves stands apart, under a login of its own. */
export const PRIVATE_SCHEMA = 'sidebook_private';
const URL_FORM =
  /^(?:mssql|sqlserver):\/\/(?:(?<user>[^:/?@]*)(?::(?<password>.*))?@)?(?<server>\[[^\]]+\]|[^:/?@[\]]*)(?::(?<port>\d+))?(?:\/(?<database>[^/?]*))?\/?(?:\?(?<query>.*))?$/s;
const QUERY: ReadonlyMap<string, keyof AddressParts> = new Map(Object.entries({ schema: 'schema', encrypt: 'encrypt', trustservercertificate: 'trust', instance: 'instance' } as const)); // prettier-ignore

/** Fails with AddressWrong, which names the part. */
export function parseAddress(text: string, usual = DEFAULT_SCHEMA): MssqlAddress {
  const p = /^\s*\w+:\/\//.test(text) ? urlParts(text.trim()) : adoParts(text.trim());
  const [server, database] = [needed(p, 'server'), needed(p, 'database')];
  const port = portOf(p.port);
  return {
    name: `${server}${port === null ? '' : `:${String(port)}`}/${database}`, server: server.replace(/^\[|\]$/g, ''), port, instance: p.instance ?? null, database, user: needed(p, 'user'),
    password: p.password ?? '', encrypt: flag(p.encrypt, 'encrypt', true), trustServerCertificate: flag(p.trust, 'trustServerCertificate', false), schema: schemaOf(p.schema ?? usual),
  }; // prettier-ignore
}

export const parsePrivateAddress = (text: string): MssqlAddress => parseAddress(text, PRIVATE_SCHEMA);

/** Do both stand in one schema of one database? By names alone: one server may have several. */
export const isSamePlace = (a: MssqlAddress, b: MssqlAddress): boolean =>
  [a.name, a.schema].join('/').toLowerCase() === [b.name, b.schema].join('/').toLowerCase();

function urlParts(text: string): AddressParts {
  const groups = URL_FORM.exec(text)?.groups;
  if (!groups) throw new AddressWrong('mssql://');
  const { query = '', ...parts } = groups;
  const told = Object.entries(parts).filter(([, value]) => value !== undefined && value !== '');
  return { ...Object.fromEntries(told.map(([name, value]) => [name, decoded(value ?? '')])), ...asked(query) };
}

function asked(query: string): AddressParts {
  const pairs = [...new URLSearchParams(query)].map(([name, value]) => {
    const known = QUERY.get(name.toLowerCase());
    if (known === undefined) throw new AddressWrong(name);
    return [known, value] as const;
  });
  return Object.fromEntries(pairs);
}

/** A password written as it is may hold a sign of per cent that begins no code. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function needed(parts: AddressParts, name: 'server' | 'database' | 'user'): string {
  const value = parts[name] ?? '';
  if (value === '') throw new AddressWrong(name);
  return value;
}

const PORTS = 65_535;
function portOf(text = ''): number | null {
  if (text === '') return null;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > PORTS) throw new AddressWrong('port');
  return port;
}

const YES = new Set(['true', 'yes', 'mandatory', 'strict']);
const NO = new Set(['false', 'no', 'optional']);
function flag(value: string | undefined, name: string, usual: boolean): boolean {
  const word = value?.toLowerCase() ?? String(usual);
  if (!YES.has(word) && !NO.has(word)) throw new AddressWrong(name);
  return YES.has(word);
}

/** It stands in statements as it is, so it is a plain word. */
function schemaOf(schema: string): string {
  if (!/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(schema)) throw new AddressWrong('schema');
  return schema;
}

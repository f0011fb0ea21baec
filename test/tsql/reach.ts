/** Is the server of the tests there, and how is it spoken to? Told before anything runs, in the words of the catalogue. */
import { isIP } from 'node:net';
import { storeError } from '../../connector/store-errors.ts';
import { AddressWrong, parseAddress, type MssqlAddress } from '../../connector/store/mssql/address.ts';
import { openServer } from '../../connector/store/mssql/driver.ts';
import { versionOf } from '../../connector/store/mssql/look.ts';
import { TsqlError, type TsqlServer } from '../../connector/store/mssql/tsql.ts';

export interface Reached {
  /** As the tests take it. */
  readonly url: string;
  readonly version: string;
  /** What was done about encryption; null: as the address says. */
  readonly note: string | null;
}

/** Fails with a SidebookError or AddressWrong; `open` is for tests. */
export async function reach(text: string, open: (address: MssqlAddress) => TsqlServer = openServer): Promise<Reached> {
  const address = addressOf(text);
  let first: unknown;
  for (const [way, note] of waysOf(address, text)) {
    try {
      return { url: urlOf(way), version: await answered(open(way)), note };
    } catch (error) {
      first ??= error;
      if (!(error instanceof TsqlError) || error.kind !== 'tls') break;
    }
  }
  throw storeError(first, address.name);
}

/** A server for tests needs no database of its own: ours is a schema, and it goes again. */
function addressOf(text: string): MssqlAddress {
  try {
    return parseAddress(text);
  } catch (error) {
    if (!(error instanceof AddressWrong) || error.part !== 'database') throw error;
    return parseAddress(text.includes('://') ? text.replace(/\/*(\?|$)/, '/master$1') : `${text.replace(/;*\s*$/, '')};Database=master`); // prettier-ignore
  }
}

/** Next door, on a machine of the tests, a certificate of the server's own making is usual; elsewhere the address has to say so. */
function waysOf(address: MssqlAddress, text: string): readonly (readonly [MssqlAddress, string | null])[] {
  const isTold = /encrypt|trust/i.test(text.replace(/^[^?;]*/, ''));
  if (isTold || !isNear(address.server)) return [[address, null]];
  return [
    [address, null],
    [{ ...address, trustServerCertificate: true }, 'its certificate is of its own making and trusted for this run'],
    [{ ...address, encrypt: false }, 'it has no certificate; this run is not encrypted'],
  ];
}

const isNear = (server: string): boolean =>
  isIP(server) === 0 ? !server.includes('.') : /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd])/i.test(server);

async function answered(server: TsqlServer): Promise<string> {
  try {
    return await versionOf(server);
  } finally {
    await server.close();
  }
}

function urlOf(a: MssqlAddress): string {
  const code = encodeURIComponent;
  const host = isIP(a.server) === 6 ? `[${a.server}]` : a.server;
  const more = { encrypt: String(a.encrypt), trustServerCertificate: String(a.trustServerCertificate), ...(a.instance === null ? {} : { instance: a.instance }) }; // prettier-ignore
  return `mssql://${code(a.user)}:${code(a.password)}@${host}${a.port === null ? '' : `:${String(a.port)}`}/${code(a.database)}?${String(new URLSearchParams(more))}`; // prettier-ignore
}

/** Connection strings of ADO.NET, ODBC and Azure: "Server=tcp:db.example,1433;Initial Catalog=books;User ID=anna;Password='a;b'". */
import { AddressWrong, type AddressParts } from './address-parts.ts';

const NAMES: Readonly<Record<string, keyof AddressParts>> = {
  server: 'server', 'data source': 'server', address: 'server', addr: 'server', 'network address': 'server', port: 'port', database: 'database', 'initial catalog': 'database', user: 'user', uid: 'user',
  'user id': 'user', username: 'user', password: 'password', pwd: 'password', encrypt: 'encrypt', trustservercertificate: 'trust', 'trust server certificate': 'trust', schema: 'schema',
}; // prettier-ignore
/** What such texts carry along and what makes no difference here. */
const IDLE = new Set(['driver', 'provider', 'application name', 'app', 'connection timeout', 'connect timeout', 'timeout', 'command timeout', 'persist security info', 'persistsecurityinfo', 'multipleactiveresultsets', 'multiple active result sets', 'pooling', 'min pool size', 'max pool size', 'workstation id', 'hostnameincertificate', 'connectretrycount', 'connectretryinterval', 'applicationintent', 'multisubnetfailover']); // prettier-ignore
const PAIR =
  /\s*(?<name>[^=;]+?)\s*=\s*(?:"(?<double>(?:[^"]|"")*)"|'(?<single>(?:[^']|'')*)'|\{(?<braced>(?:[^}]|\}\})*)\}|(?<plain>[^;]*))\s*(?:;|$)/gy;

/** Fails with AddressWrong, which names what is not known, never a value. */
export function adoParts(text: string): AddressParts {
  const found = [...text.matchAll(PAIR)];
  if (found.length === 0) throw new AddressWrong('mssql://');
  const parts: Partial<Record<keyof AddressParts, string>> = {};
  for (const { groups = {} } of found) put(parts, (groups['name'] ?? '').toLowerCase(), valueOf(groups));
  return { ...parts, ...serverOf(parts.server ?? '', parts.port) };
}

function put(parts: Partial<Record<keyof AddressParts, string>>, name: string, value: string): void {
  const known = NAMES[name];
  if (known !== undefined) parts[known] = value;
  else if (!IDLE.has(name)) throw new AddressWrong(name);
}

function valueOf({ double, single, braced, plain = '' }: Record<string, string | undefined>): string {
  if (double !== undefined) return double.replaceAll('""', '"');
  if (single !== undefined) return single.replaceAll("''", "'");
  return braced === undefined ? plain.trim() : braced.replaceAll('}}', '}');
}

/** "tcp:host\INSTANCE,1433" */
function serverOf(text: string, port?: string): AddressParts {
  const [, server = '', instance, own] = /^(?:tcp:)?([^\\,]*)(?:\\([^,]*))?(?:,\s*(\d+))?$/i.exec(text) ?? [];
  return { server: server === '.' || server === '(local)' ? 'localhost' : server, ...(instance === undefined ? {} : { instance }), ...(own ?? port ? { port: own ?? port ?? '' } : {}) }; // prettier-ignore
}

/** Connection strings of ADO.NET, ODBC and Azure: "Server=tcp:db.example,1433;Initial Catalog=books;User ID=anna;Password='a;b'". */
import { AddressWrong, type AddressParts } from './address-parts.ts';

const NAMES: ReadonlyMap<string, keyof AddressParts> = new Map(Object.entries({
  server: 'server', 'data source': 'server', address: 'server', addr: 'server', 'network address': 'server', port: 'port', database: 'database', 'initial catalog': 'database', user: 'user', uid: 'user',
  'user id': 'user', username: 'user', password: 'password', pwd: 'password', encrypt: 'encrypt', trustservercertificate: 'trust', 'trust server certificate': 'trust', schema: 'schema',
} as const)); // prettier-ignore
/** What such texts carry along and what makes no difference here. */
const IDLE = new Set(['driver', 'provider', 'application name', 'app', 'connection timeout', 'connect timeout', 'timeout', 'command timeout', 'persist security info', 'persistsecurityinfo', 'multipleactiveresultsets', 'multiple active result sets', 'pooling', 'min pool size', 'max pool size', 'workstation id', 'hostnameincertificate', 'connectretrycount', 'connectretryinterval', 'applicationintent', 'multisubnetfailover']); // prettier-ignore
/** What we cannot do, but whose names are no secret wherever they stand. */
const REFUSED = new Set(['trusted_connection', 'integrated security', 'authentication', 'attachdbfilename', 'failover partner', 'dsn', 'filedsn', 'network library', 'net', 'column encryption setting']); // prettier-ignore
/** As ADO.NET reads it: empty places count for nothing, a value in quotes is what stands between them; {braces} are ODBC's quotes. */
const PAIR =
  /[\s;]*(?<name>[^=;]+?)\s*=\s*(?:"(?<double>(?:[^"]|"")*)"|'(?<single>(?:[^']|'')*)'|\{(?<braced>(?:[^}]|\}\})*)\}|(?<plain>(?!\s*["'])[^;]*))\s*(?:;|$)/gy;
const NAME = /^[\s;]*([^=;]+?)\s*=/;

/** Fails with AddressWrong, which names the part that is not known or not to be read, never a value. */
export function adoParts(text: string): AddressParts {
  const pairs = [...text.matchAll(PAIR)];
  const told = new Told();
  for (const { groups = {} } of pairs) told.put((groups['name'] ?? '').trim().toLowerCase(), valueOf(groups), groups['plain'] !== undefined); // prettier-ignore
  const rest = text.slice(pairs.reduce((read, [pair]) => read + pair.length, 0));
  if (pairs.length === 0 || /[^\s;]/.test(rest)) throw new AddressWrong(told.blamed(rest));
  const { parts } = told;
  return { ...parts, ...serverOf(parts.server ?? '', parts.port) };
}

/** Pairs one after the other; of the same name the last one counts. */
class Told {
  readonly parts: Partial<Record<keyof AddressParts, string>> = {};
  #last: string | null = null;
  /** A password out of quotes may go on where a name of ours is expected. */
  #isOpen = false;

  put(name: string, value: string, isPlain: boolean): void {
    const known = NAMES.get(name);
    if (known === undefined && !IDLE.has(name)) throw new AddressWrong(this.#isOpen && !REFUSED.has(name) ? 'password' : name);
    if (known !== undefined) this.parts[known] = value;
    this.#last = known ?? name;
    this.#isOpen ||= known === 'password' && isPlain;
  }

  /** What the text that is no pair belongs to. */
  blamed(rest: string): string {
    const own = NAMES.get((NAME.exec(rest)?.[1] ?? '').toLowerCase());
    return own ?? (this.#isOpen ? 'password' : (this.#last ?? 'mssql://'));
  }
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

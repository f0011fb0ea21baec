/** Where passwords come from: a variable or a file. A missing one is told together with everything else that is wrong. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { readText } from './read-text.ts';
import type { ConfigText, Wrong } from './text.ts';
import { AddressWrong, isSamePlace, parseAddress, parsePrivateAddress, type MssqlAddress } from '../store/mssql/address.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export interface Secrets {
  /** Host -> password; TLS_PASSPHRASE -> that of the certificate; STORE_URL, PRIVATE_URL -> address of the SQL Server, its password in it. */
  readonly found: ReadonlyMap<string, string>;
  readonly missing: readonly Wrong[];
}

/** No host can have this name. */
export const TLS_PASSPHRASE = 'server:tls';
export const STORE_URL = 'store:url';
/** Of the private store: another schema, under another login. */
export const PRIVATE_URL = 'private:url';
export const WEBHOOK_SECRET = 'escalation:webhook';
export const MAIL_PASSWORD = 'escalation:mail';

const source = z.object({ env: z.string().min(1).optional(), file: z.string().min(1).optional() });
const host = z.object({ password: source.optional(), secret: source.optional() }).catch({});
const hosts = z.object({ hosts: z.record(z.string(), host) }).catch({ hosts: {} });
const store = z.object({ store: z.object({ url: source }) });
const own = z.object({ private: z.object({ url: source }) });
const webhook = z.object({ escalation: z.object({ webhook: z.object({ secret: source }) }) });
const mail = z.object({ escalation: z.object({ mail: z.object({ password: source }) }) });
const server = z.object({ server: z.object({ tls: z.object({ passphrase: source }) }) });

export function readSecrets(text: ConfigText, folder: string, env: Env): Secrets {
  const found = new Map<string, string>();
  const missing: Wrong[] = [];
  for (const { name, path, password } of wanted(text)) {
    if (password.env === undefined && password.file === undefined) continue; // told by the schema
    const file = resolve(folder, password.file ?? '');
    const value = password.env === undefined ? fileText(file) : (env[password.env] ?? '');
    found.set(name, value ?? '');
    if (value === null) missing.push(text.at(path, 'secret-not-utf8', { file }));
    if (value === '')
      missing.push(password.env === undefined ? text.at(path, 'no-file', { file }) : text.at(path, 'no-variable', { name: password.env })); // prettier-ignore
  }
  return { found, missing };
}

/** A secret few commands need: a service that syncs runs without it. '' where it is not there. */
export function laterSecret(from: z.infer<typeof source>, folder: string, env: Env): string {
  return (from.env === undefined ? fileText(resolve(folder, from.file ?? '')) : env[from.env]) ?? '';
}

interface Wanted {
  readonly name: string;
  readonly path: readonly string[];
  readonly password: z.infer<typeof source>;
}

function wanted(text: ConfigText): Wanted[] {
  const all = Object.entries(hosts.parse(text.value).hosts).map(([name, { password, secret }]) => ({ name, path: ['hosts', name, secret ? 'secret' : 'password'], password: secret ?? password ?? {} })); // prettier-ignore
  const url = store.safeParse(text.value).data?.store.url;
  if (url) all.push({ name: STORE_URL, path: ['store', 'url'], password: url });
  const apart = own.safeParse(text.value).data?.private.url;
  if (apart) all.push({ name: PRIVATE_URL, path: ['private', 'url'], password: apart });
  const hook = webhook.safeParse(text.value).data?.escalation.webhook.secret;
  if (hook) all.push({ name: WEBHOOK_SECRET, path: ['escalation', 'webhook', 'secret'], password: hook });
  const post = mail.safeParse(text.value).data?.escalation.mail.password;
  if (post) all.push({ name: MAIL_PASSWORD, path: ['escalation', 'mail', 'password'], password: post });
  const { data } = server.safeParse(text.value);
  if (!data) return all;
  return [...all, { name: TLS_PASSPHRASE, path: ['server', 'tls', 'passphrase'], password: data.server.tls.passphrase }];
}

/** Addresses that cannot be one, or are one and the same place; the address itself is never shown, its password is in it. */
export function wrongAddress(text: ConfigText, found: Secrets['found']): Wrong[] {
  const [shared, apart] = [addressIn(text, found, STORE_URL), addressIn(text, found, PRIVATE_URL)];
  const wrong = [shared, apart].filter((one) => one !== null && 'word' in one);
  if (shared === null || apart === null || 'word' in shared || 'word' in apart || !isSamePlace(shared, apart)) return wrong;
  return [text.at(['private', 'url'], 'same-schema', { name: apart.schema })];
}

const ADDRESSES = {
  [STORE_URL]: { path: ['store', 'url'], parse: parseAddress },
  [PRIVATE_URL]: { path: ['private', 'url'], parse: parsePrivateAddress },
} as const;

/** null: none was given. */
function addressIn(text: ConfigText, found: Secrets['found'], name: keyof typeof ADDRESSES): MssqlAddress | Wrong | null {
  const url = found.get(name) ?? '';
  const { path, parse } = ADDRESSES[name];
  try {
    return url === '' ? null : parse(url);
  } catch (error) {
    if (!(error instanceof AddressWrong)) throw error;
    return text.at(path, 'mssql-address', { part: error.part });
  }
}

/** null: no UTF-8. */
function fileText(file: string): string | null {
  try {
    return readText(file)?.replace(/\r?\n$/, '') ?? null;
  } catch {
    return ''; // not there, or not for us to read: told as missing
  }
}

/** What a command sees of the world: language, terminal, environment. Built once; tests bring their own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../config/read-text.ts';
import { ConfigText } from '../config/text.ts';
import { CONFIG_NAME, loadConfig, type Config } from '../config.ts';
import { message, SidebookError, type Lang } from '../errors.ts';
import { Sidebook, type OpenOptions } from '../main.ts';
import type { World } from '../model.ts';
import { Kept, keptFolder } from '../translations/own/kept.ts';
import { keptWords } from '../translations/own/texts.ts';
import { rewordBy } from '../words/reworded.ts';

export interface Io {
  readonly lang: Lang;
  /** What a person types before a command here: "sidebook" or "npx sidebook". */
  readonly called: string;
  /** Whose command it is: the account at this machine. */
  readonly account: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly world: World;
  /** A person looks at it: bars may move, keys may be pressed. */
  readonly isTty: boolean;
  /** The terminal shows more than ASCII. */
  readonly isUnicode: boolean;
  readonly width: number;
  out(text: string): void;
  err(text: string): void;
  /** --config, if given. */
  readonly configFile: string | null;
  /** Exit code of the command; the worst one stands. */
  fail(code: number): void;
}

export { t } from '../words/lang.ts';

/** The day where the command is typed. In UTC the morning of Vladivostok is still yesterday. */
export function todayAt({ world }: Pick<Io, 'world'>): string {
  const now = world.now();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

export function langOf(env: Readonly<Record<string, string | undefined>>): Lang {
  const name = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return name.toLowerCase().startsWith('ru') ? 'ru' : 'en';
}

/** "language" of the configuration, if it says one; what is wrong with the file is told by the command that needs the rest. */
export function configuredLang(file: string): Lang | null {
  const config = existsSync(file) ? valueIn(file) : null;
  const lang = typeof config === 'object' && config !== null && 'language' in config ? config.language : null;
  return lang === 'ru' || lang === 'en' ? lang : null;
}

function valueIn(file: string): unknown {
  try {
    return new ConfigText(readText(file) ?? '').value;
  } catch {
    return null; // a folder, or not ours to read
  }
}

export const isUnicodeOf = (env: Readonly<Record<string, string | undefined>>): boolean =>
  process.platform === 'win32' || /utf-?8/i.test(env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '');

export const DEMO_CONFIG = join('data', 'demo', CONFIG_NAME);

/** The configuration named, the one in this folder, or the demo's own. */
export function configPath(io: Pick<Io, 'configFile' | 'cwd'>): string {
  if (io.configFile !== null) return io.configFile;
  const own = join(io.cwd, CONFIG_NAME);
  if (existsSync(own)) return own;
  const demo = join(io.cwd, DEMO_CONFIG);
  return existsSync(demo) ? demo : own;
}

/** From here on messages are told in the words imported for this installation. */
export function readConfig(io: Io): Config {
  const config = loadConfig(configPath(io), io.env, io.lang);
  rewordBy(keptWords(new Kept(keptFolder(config.store.file))));
  return config;
}

/** Opens the store and builds the engine; closes both whatever happens. */
export async function withSidebook<T>(io: Io, work: (s: Sidebook) => Promise<T>, options: Partial<OpenOptions> = {}): Promise<T> {
  const sidebook = new Sidebook(readConfig(io), { world: io.world, holder: actorOf(io), ...options });
  try {
    await sidebook.begin();
    return await work(sidebook);
  } finally {
    await sidebook.close();
  }
}

/** The command line acts as the person at this machine, with role admin, and the journal says so. */
export const actorOf = (io: Io): string => `cli:${io.account}`;

type Detail = Readonly<Record<string, string | number>>;

/** One message of the catalogue, as two lines. */
export const catalogue = (io: Io, code: string, detail: Detail): string => grouped(io, [{ code, detail }]).join('\n');

export interface Told {
  /** What it is about, where that is no part of the sentence. */
  readonly before?: string;
  readonly code: string;
  readonly detail: Detail;
}

/** Several messages: those with the same cure stand under each other, and it is said once. */
export function grouped(io: Io, told: readonly Told[]): string[] {
  const byCure = new Map<string, Set<string>>();
  for (const { before = '', code, detail } of told) {
    const m = message(code, { sidebook: io.called, ...detail }, io.lang);
    byCure.set(m.next, (byCure.get(m.next) ?? new Set()).add(before + m.what));
  }
  return [...byCure].map(([next, whats]) => [...whats, ...(next === '' ? [] : [`  ${next}`])].join('\n'));
}

export function hostNamed(_io: Io, config: Config, name: string | undefined): string[] {
  if (name === undefined) return Object.keys(config.hosts);
  if (!(name in config.hosts))
    throw new SidebookError('host-unknown', { host: name, known: Object.keys(config.hosts).join(', ') });
  return [name];
}

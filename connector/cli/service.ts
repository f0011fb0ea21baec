/** sidebook service: starting with the machine. Prints by default; writes a file only when told to, and never runs anything itself. */
import { rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { makeFolder } from '../folder.ts';
import type { Config } from '../config.ts';
import type { Lang } from '../errors.ts';
import { ownFile } from '../own-files.ts';
import { configPath, readConfig, t, type Io } from './io.ts';
import { systemdUnit, windowsTask, type Facts } from './service-files.ts';

export interface ServiceOptions {
  readonly for?: 'systemd' | 'windows';
  readonly user?: boolean;
  readonly write?: boolean;
}

interface Service {
  readonly file: string;
  readonly text: string;
  /** As the bytes of the file. */
  readonly bytes: Buffer;
  readonly start: readonly string[];
  readonly stop: readonly string[];
  /** Of the environment, that the configuration takes passwords from, and where they stand for the service. */
  readonly variables: readonly string[];
  readonly place: { readonly en: string; readonly ru: string };
}

/** The text alone goes to standard output, so that it can be piped into its file. */
export async function print(io: Io, options: ServiceOptions): Promise<void> {
  const service = serviceOf(io, options);
  io.out(service.text);
  io.err(
    `\n${t(io, 'To install it:', 'Чтобы установить:')}\n${shown([writeCommand(io, options, service.file), ...service.start])}\n${passwords(io, service)}`,
  );
}

export async function install(io: Io, options: ServiceOptions): Promise<void> {
  if (!options.write) return print(io, options);
  const service = serviceOf(io, options);
  const { file, bytes, start } = service;
  makeFolder(dirname(file));
  writeFileSync(file, bytes);
  io.out(
    `${t(io, `Written: ${file}`, `Записан файл: ${file}`)}\n${t(io, 'Now run:', 'Теперь выполните:')}\n${shown(start)}\n${passwords(io, service)}`,
  );
}

export async function uninstall(io: Io, options: ServiceOptions): Promise<void> {
  const { file, stop } = serviceOf(io, options);
  if (options.write) rmSync(file, { force: true });
  const written = t(io, `Removed: ${file}`, `Файл удалён: ${file}`);
  io.out(`${options.write ? `${written}\n` : ''}${t(io, 'Run:', 'Выполните:')}\n${shown(options.write ? stop : [...stop, ...remove(options, file)])}\n`); // prettier-ignore
}

const shown = (commands: readonly string[]): string => commands.map((command) => `  ${command}`).join('\n');
const isWindows = (o: ServiceOptions): boolean => (o.for ?? (process.platform === 'win32' ? 'windows' : 'systemd')) === 'windows';

/** Not "sudo npx": root often has another Node or none, and none of the variables with the passwords. */
function writeCommand(io: Io, o: ServiceOptions, file: string): string {
  const config = io.configFile === null ? '' : ` --config "${io.configFile}"`;
  const target = `${o.user ? ' --user' : ''}${o.for ? ` --for ${o.for}` : ''}`;
  if (isWindows(o) || o.user) return `${io.called}${config} service install --write${target}`;
  return `${io.called}${config} service print${target} | sudo tee ${file} > /dev/null`;
}

/** Nothing of the environment of whoever types this is copied: where what the configuration asks for has to stand. */
function passwords(io: Io, { variables, place }: Service): string {
  if (variables.length === 0) return '';
  const names = variables.join(', ');
  return `${t(io, `Passwords (${names}): ${place.en}`, `Пароли (${names}): ${place.ru}`)}\n`;
}

const remove = (o: ServiceOptions, file: string): string[] => [
  isWindows(o) ? `del "${file}"` : `${o.user ? '' : 'sudo '}rm ${file}`,
];

function serviceOf(io: Io, options: ServiceOptions): Service {
  const facts = factsOf(io);
  return isWindows(options) ? windows(facts, io.lang) : systemd(facts, options.user ?? false, io.lang);
}

/** The texts need paths alone, so that whoever writes them, root for one, need not have the passwords. */
const withoutPasswords = (io: Io): Io => ({
  ...io,
  env: new Proxy(io.env, { get: (env, name) => (typeof name === 'string' ? (env[name] ?? '-') : undefined) }),
});

function factsOf(io: Io): Facts {
  const config = readConfig(withoutPasswords(io));
  const account = io.env['SUDO_USER'] ?? io.account; // with sudo: whoever asked, not root
  return { node: process.execPath, door: ownFile('connector/cli/sidebook.js'), config: resolve(configPath(io)), folder: config.folder, data: dirname(config.store.file), account, variables: variablesOf(config) }; // prettier-ignore
}

function variablesOf({ hosts, server }: Config): string[] {
  const passphrase = server.tls && 'pfx' in server.tls ? server.tls.passphrase : undefined;
  return [...Object.values(hosts).map((h) => ('secret' in h ? h.secret : h.password)), passphrase].flatMap((p) =>
    p && 'env' in p ? [p.env] : [],
  );
}

function systemd(facts: Facts, forUser: boolean, lang: Lang): Service {
  const folder = forUser ? join(homedir(), '.config/systemd/user') : '/etc/systemd/system';
  const text = systemdUnit(facts, forUser, lang);
  const ctl = forUser ? 'systemctl --user' : 'sudo systemctl';
  const stays = forUser ? ['loginctl enable-linger'] : []; // a user's services end with their session otherwise
  return {
    file: join(folder, 'sidebook.service'), text, bytes: Buffer.from(text),
    start: [`${ctl} daemon-reload`, `${ctl} enable --now sidebook`, ...stays], stop: [`${ctl} disable --now sidebook`],
    variables: facts.variables, place: environmentFile(forUser ? '~/.config/sidebook/environment' : '/etc/sidebook/environment'),
  }; // prettier-ignore
}

const environmentFile = (file: string): Service['place'] => ({
  en: `NAME=value, one a line, in ${file} (chmod 600)`,
  ru: `ИМЯ=значение, по одному в строке, в ${file} (chmod 600)`,
});

const MACHINE = {
  en: 'variables of the machine: setx /M NAME value, in a console of an administrator',
  ru: 'переменные машины: setx /M ИМЯ значение, в консоли администратора',
};

/** The scheduler wants UTF-16 with a mark; that also keeps Cyrillic paths right. */
function windows(facts: Facts, lang: Lang): Service {
  const text = windowsTask(facts, lang);
  const file = join(facts.folder, 'sidebook-task.xml');
  return {
    file, text, bytes: Buffer.from(`\uFEFF${text}`, 'utf16le'),
    start: [...grants(facts), `schtasks /Create /TN Sidebook /XML "${file}" /F`, 'schtasks /Run /TN Sidebook'],
    stop: ['schtasks /End /TN Sidebook', 'schtasks /Delete /TN Sidebook /F'],
    variables: facts.variables, place: MACHINE,
  }; // prettier-ignore
}

/** LocalService reads program and configuration wherever they lie, and writes the data. In quotes, for PowerShell as well. */
function grants({ folder, data }: Facts): string[] {
  const read = [...new Set([ownFile('.'), folder])].map((path) => `icacls "${path}" /grant "*S-1-5-19:(OI)(CI)RX"`);
  return [...read, `icacls "${data}" /grant "*S-1-5-19:(OI)(CI)M"`];
}

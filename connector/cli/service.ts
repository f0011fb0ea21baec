/** sidebook service: starting with the machine. Prints by default; writes a file only when told to, and never runs anything itself. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
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
}

/** The text alone goes to standard output, so that it can be piped into its file. */
export async function print(io: Io, options: ServiceOptions): Promise<void> {
  const service = serviceOf(io, options);
  io.out(service.text);
  io.err(`\n${t(io, 'To install it:', 'Чтобы установить:')}\n${shown([writeCommand(options), ...service.start])}\n`);
}

export async function install(io: Io, options: ServiceOptions): Promise<void> {
  if (!options.write) return print(io, options);
  const { file, bytes, start } = serviceOf(io, options);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  io.out(`${t(io, `Written: ${file}`, `Записан файл: ${file}`)}\n${t(io, 'Now run:', 'Теперь выполните:')}\n${shown(start)}\n`);
}

export async function uninstall(io: Io, options: ServiceOptions): Promise<void> {
  const { file, stop } = serviceOf(io, options);
  if (options.write) rmSync(file, { force: true });
  const written = t(io, `Removed: ${file}`, `Файл удалён: ${file}`);
  io.out(`${options.write ? `${written}\n` : ''}${t(io, 'Run:', 'Выполните:')}\n${shown(options.write ? stop : [...stop, ...remove(options, file)])}\n`); // prettier-ignore
}

const shown = (commands: readonly string[]): string => commands.map((command) => `  ${command}`).join('\n');
const isWindows = (o: ServiceOptions): boolean => (o.for ?? (process.platform === 'win32' ? 'windows' : 'systemd')) === 'windows';
const writeCommand = (o: ServiceOptions): string => {
  const flags = `service install --write${o.user ? ' --user' : ''}${o.for ? ` --for ${o.for}` : ''}`;
  return `${isWindows(o) || o.user ? '' : 'sudo '}npx sidebook ${flags}`;
};
const remove = (o: ServiceOptions, file: string): string[] => [
  isWindows(o) ? `del "${file}"` : `${o.user ? '' : 'sudo '}rm ${file}`,
];

function serviceOf(io: Io, options: ServiceOptions): Service {
  const facts = factsOf(io);
  return isWindows(options) ? windows(facts) : systemd(facts, options.user ?? false);
}

function factsOf(io: Io): Facts {
  const config = readConfig(io);
  const account = io.env['SUDO_USER'] ?? io.env['USER'] ?? 'sidebook'; // with sudo: whoever asked, not root
  return { node: process.execPath, door: ownFile('connector/cli/sidebook.js'), config: resolve(configPath(io)), folder: config.folder, data: dirname(config.store.file), account }; // prettier-ignore
}

function systemd(facts: Facts, forUser: boolean): Service {
  const folder = forUser ? join(homedir(), '.config/systemd/user') : '/etc/systemd/system';
  const text = systemdUnit(facts, forUser);
  const ctl = forUser ? 'systemctl --user' : 'sudo systemctl';
  const stays = forUser ? ['loginctl enable-linger'] : []; // a user's services end with their session otherwise
  return {
    file: join(folder, 'sidebook.service'), text, bytes: Buffer.from(text),
    start: [`${ctl} daemon-reload`, `${ctl} enable --now sidebook`, ...stays], stop: [`${ctl} disable --now sidebook`],
  }; // prettier-ignore
}

/** The scheduler wants UTF-16 with a mark; that also keeps Cyrillic paths right. */
function windows(facts: Facts): Service {
  const text = windowsTask(facts);
  const file = join(facts.folder, 'sidebook-task.xml');
  return {
    file, text, bytes: Buffer.from(`\uFEFF${text}`, 'utf16le'),
    start: [`icacls "${facts.data}" /grant *S-1-5-19:(OI)(CI)M`, `schtasks /Create /TN Sidebook /XML "${file}" /F`, 'schtasks /Run /TN Sidebook'],
    stop: ['schtasks /End /TN Sidebook', 'schtasks /Delete /TN Sidebook /F'],
  }; // prettier-ignore
}

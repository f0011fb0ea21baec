/** Things to try while the demo runs. The fake base is reached over HTTP only, as an accountant's own screen would be. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SidebookError } from '../errors.ts';
import { HostError } from '../hosts/host.ts';
import type { Sidebook } from '../main.ts';
import { booksAt, HOST, type Books } from '../server/demo/books.ts';
import type { Play } from '../server/demo/contract.ts';
import { playOn } from '../server/demo/plays.ts';
import { isAlive } from './alive.ts';
import { actorOf, configPath, DEMO_CONFIG, withSidebook, type Io } from './io.ts';

export { HOST, type Play };
export const DEMO_FOLDER = join('data', 'demo');
export const FAKE_FILE = 'fake-1c.json';
/** The process of the demo in this folder. */
export const RUNNING_FILE = 'running.pid';

export const play = (io: Io, what: Play): Promise<void> =>
  onDemo(io, async (sidebook) => {
    await sidebook.attach(HOST);
    io.out(`${await playIn(io, sidebook, what)}\n`);
  });

/**
 * What is played writes to bases: on the demo's own configuration, and on no other, whatever its bases are called.
 * @throws SidebookError demo-only, demo-stopped, never-read
 */
export async function onDemo(io: Io, work: (sidebook: Sidebook) => Promise<void>): Promise<void> {
  const file = resolve(io.cwd, configPath(io));
  if (existsSync(file) && file !== join(io.cwd, DEMO_CONFIG)) throw new SidebookError('demo-only', { file });
  if (!existsSync(file) && isStarting(io)) throw new SidebookError('never-read', { host: HOST });
  try {
    await withSidebook(io, work);
  } catch (error) {
    throw error instanceof HostError && error.kind === 'unavailable' ? new SidebookError('demo-stopped', { host: error.host }, error) : error; // prettier-ignore
  }
}

/** The very first start makes the configuration once its 1C is up. */
function isStarting({ cwd }: Io): boolean {
  const file = join(cwd, DEMO_FOLDER, RUNNING_FILE);
  return existsSync(file) && isAlive(Number(readFileSync(file, 'utf8')));
}

/** With any counterparty. */
export const playIn = (io: Io, sidebook: Sidebook, what: Play): Promise<string> =>
  playOn({ sidebook, books: demoBooks(io), lang: io.lang, by: actorOf(io), party: null, invoice: null }, what);

/** The fake this folder's demo has started. */
export const demoBooks = ({ cwd }: Pick<Io, 'cwd'>): Books =>
  booksAt(() => (JSON.parse(readFileSync(join(cwd, DEMO_FOLDER, FAKE_FILE), 'utf8')) as { control: string }).control);

/** Things to try while the demo runs. The fake base is reached over HTTP only, as an accountant's own screen would be. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sidebook } from '../main.ts';
import { booksAt, HOST, type Books } from '../server/demo/books.ts';
import type { Play } from '../server/demo/contract.ts';
import { playOn } from '../server/demo/plays.ts';
import { actorOf, withSidebook, type Io } from './io.ts';

export { HOST, type Play };
export const DEMO_FOLDER = join('data', 'demo');
export const FAKE_FILE = 'fake-1c.json';

export async function play(io: Io, what: Play): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    await sidebook.attach(HOST);
    io.out(`${await playIn(io, sidebook, what)}\n`);
  });
}

/** With any counterparty. */
export const playIn = (io: Io, sidebook: Sidebook, what: Play): Promise<string> =>
  playOn({ sidebook, books: demoBooks(io), lang: io.lang, by: actorOf(io), party: null, invoice: null }, what);

/** The fake this folder's demo has started. */
export const demoBooks = ({ cwd }: Pick<Io, 'cwd'>): Books =>
  booksAt(() => (JSON.parse(readFileSync(join(cwd, DEMO_FOLDER, FAKE_FILE), 'utf8')) as { control: string }).control);

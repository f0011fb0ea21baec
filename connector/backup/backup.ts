/**
 * A copy of Sidebook's files while it runs: a database is a snapshot SQLite makes itself, a file of labels is there
 * whole or not at all. Each has its digest in a list beside them. Plain: a folder. Sealed: one file with the list first. Unpacking checks every digest and writes over nothing.
 */
import { createHash } from 'node:crypto';
import {
  constants,
  copyFileSync,
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { makeFolder, OWNER_ONLY } from '../folder.ts';
import { openDatabase, SqliteError } from '../store/sqlite/driver.ts';
import { Chunks, seal, unseal, type SealOptions } from './sealed.ts';

export interface Source {
  /** In the copy: "store.db", "translations/000001.json". */
  readonly name: string;
  readonly file: string;
}

/** Nothing else is written by an unpacked copy, so none leads out of its folder. */
const NAME =
  /^(?:[a-z]+\.db|[a-z][a-z0-9-]*\.enterprisedata\.db|translations\/(?:installation|\d{6}\.json|organisation\/[a-z][a-z0-9-]{0,30}\/\d{6}\.(?:json|zip)))$/;

const manifest = z.object({
  format: z.literal(1),
  at: z.iso.datetime(),
  version: z.string(),
  /** Where the audit ended. */
  auditHead: z.string().nullable(),
  files: z.array(z.object({ name: z.string().regex(NAME), bytes: z.number().int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })), // prettier-ignore
});
export type Manifest = z.output<typeof manifest>;
export const MANIFEST = 'backup.json';

/** A copy that is not what its list says. */
export class BackupBroken extends Error {
  readonly part: string;
  constructor(part: string) {
    super(part);
    this.part = part;
  }
}

/** Begins the name of what is not whole yet; the number of the process that makes it follows. */
export const PART = '.part-';

/** All of it or nothing: made aside within the folder and moved up, the list last. A folder that was not there before goes with a failure. */
async function wholeIn<T>(folder: string, work: (part: string) => Promise<T>): Promise<T> {
  const isNew = !existsSync(folder);
  makeFolder(folder, OWNER_ONLY);
  const part = mkdtempSync(join(folder, `${PART}${String(process.pid)}-`));
  try {
    const made = await work(part);
    const names = readdirSync(part).filter((name) => name !== MANIFEST);
    for (const name of [...names, MANIFEST]) renameSync(join(part, name), join(folder, name));
    rmdirSync(part);
    return made;
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (isNew && readdirSync(folder).length === 0) rmdirSync(folder);
    throw error;
  }
}

type About = Pick<Manifest, 'at' | 'version' | 'auditHead'>;

/** Snapshots into a folder that is made for it; what fails leaves nothing there. */
export const copyInto = (folder: string, sources: readonly Source[], about: About): Promise<Manifest> =>
  wholeIn(folder, (part) => snapshots(part, sources, about));

async function snapshots(folder: string, sources: readonly Source[], about: About): Promise<Manifest> {
  const files: Manifest['files'] = [];
  for (const { name, file } of sources) {
    const copy = placeIn(folder, name);
    if (name.endsWith('.db')) snapshot(file, copy);
    else copyFileSync(file, copy, constants.COPYFILE_EXCL);
    files.push({ name, bytes: statSync(copy).size, sha256: await digestOf(copy) });
  }
  const made: Manifest = { format: 1, ...about, files };
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}

/** Where a file of the copy stands in `folder`; what lies between is made. */
export function placeIn(folder: string, name: string): string {
  const place = join(folder, name);
  makeFolder(dirname(place), OWNER_ONLY);
  return place;
}

/** As of one moment, while others read and write; pages that hold nothing any more do not come along. */
function snapshot(file: string, copy: string): void {
  const db = openDatabase(file);
  try {
    db.exec(`vacuum into '${copy.replaceAll("'", "''")}'`);
  } catch (error) {
    throw error instanceof SqliteError && error.kind === 'full' ? noRoom(copy, error) : error;
  } finally {
    db.close();
  }
}

/** SQLite names the store; full is the disk of its copy. As the system says it of other files. */
const noRoom = (path: string, cause: Error): Error => Object.assign(new Error('no room', { cause }), { code: 'ENOSPC', path });

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** The folder as one sealed file: length and text of the list, then the files one after another. A part that an ended process left hinders nobody. false: something stands there by now, and stays. */
export async function sealInto(file: string, folder: string, passphrase: string, options?: SealOptions): Promise<boolean> {
  const beside = `${file}.${basename(folder).split('-').at(-1) ?? ''}.part`;
  const out = await open(beside, 'wx', 0o600);
  try {
    for await (const piece of seal(plainOf(folder), passphrase, options)) await out.write(piece);
    await out.sync();
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  } finally {
    await out.close();
  }
  const isFree = !existsSync(file);
  if (isFree) renameSync(beside, file);
  else rmSync(beside);
  return isFree;
}

async function* plainOf(folder: string): AsyncGenerator<Buffer> {
  const list = readFileSync(join(folder, MANIFEST));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(list.length);
  yield Buffer.concat([length, list]);
  for (const { name } of manifest.parse(JSON.parse(list.toString('utf8'))).files)
    for await (const chunk of createReadStream(join(folder, name))) yield chunk as Buffer;
}

/** Every import of labels adds some 140 bytes; the list is sealed as well, so only its own maker could make it too long. */
const LONGEST_LIST = 64 * 1024 * 1024;

/** Into an empty folder; throws SealBroken or BackupBroken, and then leaves nothing there. */
export async function unsealInto(folder: string, file: string, passphrase: string): Promise<Manifest> {
  const plain = new Chunks(unseal(createReadStream(file), passphrase));
  const length = (await plain.take(4)).readUInt32BE();
  if (length > LONGEST_LIST) throw new BackupBroken(MANIFEST);
  const list = await plain.take(length);
  const made = read(list.toString('utf8'));
  return wholeIn(folder, async (aside) => {
    for (const part of made.files) await write(placeIn(aside, part.name), plain, part);
    if ((await plain.take(1)).length > 0) throw new BackupBroken(MANIFEST);
    writeFileSync(join(aside, MANIFEST), list, { mode: 0o600, flag: 'wx' });
    return made;
  });
}

/** A plain copy into an empty folder, each file compared with its list there and here; what fails leaves nothing. */
export async function copyOut(folder: string, copy: string): Promise<Manifest> {
  const { files } = await checked(copy);
  return wholeIn(folder, (part) => {
    for (const name of [...files.map((f) => f.name), MANIFEST]) copyFileSync(join(copy, name), placeIn(part, name));
    return checked(part);
  });
}

const CHUNK = 1024 * 1024;

async function write(file: string, plain: Chunks, { name, bytes, sha256 }: Manifest['files'][number]): Promise<void> {
  const out = await open(file, 'wx', 0o600);
  const hash = createHash('sha256');
  try {
    for (let left = bytes; left > 0;) {
      const chunk = await plain.take(Math.min(CHUNK, left));
      if (chunk.length === 0) throw new BackupBroken(name);
      hash.update(chunk);
      await out.write(chunk);
      left -= chunk.length;
    }
  } finally {
    await out.close();
  }
  if (hash.digest('hex') !== sha256) throw new BackupBroken(name);
}

/** The folder of labels, in the copy as beside the store. */
export const LABELS = 'translations';

/** The list of a plain copy, each file compared with it. */
export async function checked(folder: string): Promise<Manifest> {
  const list = join(folder, MANIFEST);
  const made = read(existsSync(list) ? readFileSync(list, 'utf8') : '');
  for (const { name, sha256 } of made.files) {
    const file = join(folder, name);
    if (!existsSync(file) || (await digestOf(file)) !== sha256) throw new BackupBroken(name);
  }
  return made;
}

function read(text: string): Manifest {
  try {
    return manifest.parse(JSON.parse(text));
  } catch {
    throw new BackupBroken(MANIFEST);
  }
}

/** sidebook store backup and restore: a copy in a folder or sealed in one file, and back into a folder of its own. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { BackupBroken, copyInto, copyOut, LABELS, PART, sealInto, unsealInto, type Manifest } from '../backup/backup.ts';
import { SealBroken } from '../backup/sealed.ts';
import { SidebookError } from '../errors.ts';
import { makeFolder } from '../folder.ts';
import { VERSION } from '../version.ts';
import { count, moment } from '../words/format.ts';
import { headText } from './audit.ts';
import { isAlive } from './alive.ts';
import { t, type Io } from './io.ts';
import { copiesOf, withAudit } from './own-files.ts';
import { table } from './table.ts';

export async function make(io: Io, to: string, passphraseFile: string | undefined): Promise<void> {
  const target = resolve(io.cwd, to);
  if (existsSync(target)) throw new SidebookError('file-there', { file: to });
  const passphrase = passphraseFile === undefined ? null : passphraseIn(io, passphraseFile);
  const made = await withAudit(io, async (audit, config) => {
    await audit.settle();
    const head = await audit.head();
    const about = { at: io.world.now().toISOString(), version: VERSION, auditHead: head && headText(head) };
    const copy = (folder: string): Promise<Manifest> => copyInto(folder, copiesOf(config), about);
    if (passphrase === null) return copy(target);
    const beside = existsSync(config.private.file) ? config.private.file : config.store.file;
    for (const file of [beside, config.store.file]) if (existsSync(dirname(file))) removeLeft(`${file}${PLAIN}`); // one begun before there was a private file, too
    return sealed({ target, beside, passphrase }, copy);
  });
  io.out(`${described(io, made)}\n${t(io, `Written: ${to}`, `Записано: ${to}`)}\n`);
  if (passphrase === null) io.out(`${t(io, 'It is not encrypted: it holds customer data and private notes. --encrypt seals it.', 'Копия не зашифрована, а в ней данные клиентов и личные заметки. --encrypt её запечатает.')}\n`); // prettier-ignore
}

interface Sealing {
  readonly target: string;
  /** The plain copy lives where the most private of it is plain anyway, and never where the sealed one goes; only until that is whole. */
  readonly beside: string;
  readonly passphrase: string;
}

async function sealed({ target, beside, passphrase }: Sealing, copy: (folder: string) => Promise<Manifest>): Promise<Manifest> {
  makeFolder(dirname(target));
  makeFolder(dirname(beside));
  const folder = mkdtempSync(`${beside}${PLAIN}${String(process.pid)}-`);
  try {
    const made = await copy(folder);
    if (!(await sealInto(target, folder, passphrase))) throw new SidebookError('file-there', { file: target });
    return made;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Begins the name of a plain copy; the number of the process that makes it follows. */
const PLAIN = '.copy-';

/** What a process left that was ended while it made a copy or unpacked one: a folder named as `mkdtemp` names one, for people lay copies of their own beside the store. */
function removeLeft(path: string): void {
  const [folder, begins] = [dirname(path), basename(path)];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const pid = entry.name.startsWith(begins) ? /^(\d+)-[A-Za-z0-9]{6}$/.exec(entry.name.slice(begins.length))?.[1] : undefined;
    if (pid !== undefined && entry.isDirectory() && !isAlive(Number(pid)))
      rmSync(join(folder, entry.name), { recursive: true, force: true });
  }
}

const SHORTEST = 12;

function passphraseIn(io: Io, file: string): string {
  const passphrase = textOf(resolve(io.cwd, file), file).replace(/\r?\n$/, '');
  if (passphrase.length < SHORTEST) throw new SidebookError('passphrase-short', { file, count: SHORTEST });
  return passphrase;
}

function textOf(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new SidebookError('file-absent', { file }, error);
  }
}

export async function unpack(io: Io, from: string, to: string, passphraseFile: string | undefined): Promise<void> {
  const [source, folder] = [resolve(io.cwd, from), resolve(io.cwd, to)];
  if (!existsSync(source)) throw new SidebookError('file-absent', { file: from });
  if (existsSync(folder)) removeLeft(join(folder, PART));
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new SidebookError('file-there', { file: to });
  if (passphraseFile === undefined && !statSync(source).isDirectory())
    throw new SidebookError('backup-passphrase', { file: from });
  const made = await inWords(from, () => unpacked(io, source, folder, passphraseFile));
  io.out(
    `${described(io, made)}\n${t(io, `Whole, of ${moment(io.lang, made.at)}: ${to}`, `Цела, от ${moment(io.lang, made.at)}: ${to}`)}\n`,
  );
  if (made.auditHead !== null)
    io.out(`${t(io, `The audit ended with ${made.auditHead}`, `Аудит кончался на ${made.auditHead}`)}\n`);
}

async function unpacked(io: Io, source: string, folder: string, passphraseFile: string | undefined): Promise<Manifest> {
  if (statSync(source).isDirectory()) return copyOut(folder, source);
  return unsealInto(folder, source, passphraseIn(io, passphraseFile ?? ''));
}

async function inWords<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SealBroken) throw new SidebookError('backup-sealed', { file }, error);
    if (error instanceof BackupBroken) throw new SidebookError('backup-broken', { file, name: error.part }, error);
    throw error;
  }
}

function described(io: Io, { files }: Manifest): string {
  const size = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} ${t(io, 'MB', 'МБ')}`;
  const isLabels = ({ name }: { readonly name: string }): boolean => name.startsWith(`${LABELS}/`);
  const labels = files.filter(isLabels);
  const rows = files.filter((f) => !isLabels(f)).map((f) => [f.name, size(f.bytes), f.sha256.slice(0, 16)]);
  if (labels.length > 0)
    rows.push([`${LABELS}/ (${count(io.lang, labels.length)})`, size(labels.reduce((sum, f) => sum + f.bytes, 0)), '']);
  return table(rows, { right: [1], indent: '  ' });
}

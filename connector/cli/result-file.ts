/** A result in a file: never over what it is made of, over another file only when told, written whole beside its place and then put there. */
import { createWriteStream, existsSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SidebookError } from '../errors.ts';

type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** What labels are written as, by the ending of the name; onto an export only what Dynamics itself has. */
export const LABEL_FILES = ['.zip', '.xml', '.xlsx', '.xlf'] as const;
export const EXPORT_FILES = ['.zip', '.xml'] as const;

export interface Guarded {
  /** Files the result is made of. */
  readonly inputs: readonly (string | undefined)[];
  readonly isForced: boolean;
  readonly kinds: readonly string[];
}

/** @throws SidebookError where `out` is one of the inputs, is there and nobody said --force, or names no kind of file it could be */
export function guardResult(out: string, { inputs, isForced, kinds }: Guarded): void {
  const input = inputs.find((file) => file !== undefined && isSameFile(out, file));
  if (input !== undefined) throw new SidebookError('labels-out-is-input', { file: out, input });
  const isPipe = existsSync(out) && !isPlain(out);
  if (!isPipe && !kinds.includes(extname(out).toLowerCase())) throw new SidebookError('labels-out-kind', { file: out, kinds: kinds.join(', ') }); // prettier-ignore
  if (!isForced && isPlain(out)) throw new SidebookError('labels-out-there', { file: out });
}

/** Links of both kinds lead to the same file. */
function isSameFile(a: string, b: string): boolean {
  if (!existsSync(a) || !existsSync(b)) return false;
  const [one, two] = [statSync(a, { bigint: true }), statSync(b, { bigint: true })];
  return one.dev === two.dev && one.ino === two.ino;
}

/** A pipe or device holds nothing that could be lost, and nothing can take its place. */
const isPlain = (file: string): boolean => existsSync(file) && statSync(file).isFile();

/** Until all of it is on the disk, what stood there stands. @throws what the system says of `file` */
export async function writeResult(file: string, pieces: Pieces): Promise<void> {
  if (existsSync(file) && !isPlain(file)) return pipeline(Readable.from(pieces), createWriteStream(file));
  const place = existsSync(file) ? realpathSync(file) : file;
  const part = `${place}.${String(process.pid)}.part`;
  try {
    await writeOut(part, pieces, existsSync(place) ? statSync(place).mode & 0o777 : 0o666);
    renameSync(part, place);
  } catch (error) {
    rmSync(part, { force: true });
    throw error instanceof Error && 'path' in error && error.path === part ? Object.assign(error, { path: file }) : error;
  }
}

async function writeOut(file: string, pieces: Pieces, mode: number): Promise<void> {
  const out = await open(file, 'wx', mode);
  try {
    for await (const piece of pieces) await out.writeFile(piece);
    await out.sync();
  } finally {
    await out.close();
  }
}

/** The mark of the last closed cycle, in a file beside the installation: what a backup of the database does not take back (A21). */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Never half a number: the mark is written beside and put in its place. */
export function writeMark(file: string, mark: number): void {
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${String(process.pid)}`;
  writeFileSync(beside, String(mark));
  renameSync(beside, file);
}

/** A first start has no mark. */
export function readMark(file: string | null): number | null {
  try {
    return file === null ? null : Number(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** The key of the wall: a file beside the store that only our own user may read, made when it is first needed. */
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const LENGTH = 32;

export const keyFile = (storeFile: string): string => `${storeFile}.wall-key`;

/** The key of a store; one in memory has a key of its own. Two processes that make it at once end with the same one. */
export function wallKey(storeFile: string, random: (n: number) => Uint8Array = randomBytes): Uint8Array {
  if (storeFile === ':memory:') return random(LENGTH);
  const file = keyFile(storeFile);
  const known = read(file);
  if (known) return known;
  mkdirSync(dirname(file), { recursive: true });
  putThere(file, `${Buffer.from(random(LENGTH)).toString('base64url')}\n`);
  const made = read(file);
  if (!made) throw new Error(`${file} is no key`);
  return made;
}

/** Whole or not at all, and never over one that is there. */
function putThere(file: string, text: string): void {
  const beside = `${file}.${String(process.pid)}`;
  writeFileSync(beside, text, { mode: 0o600 });
  try {
    linkSync(beside, file);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}

function read(file: string): Uint8Array | null {
  try {
    const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
    return key.length === LENGTH ? key : null;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return null;
    throw error;
  }
}

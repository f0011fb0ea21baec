/** Folders for files of our own. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Only its owner looks into it. */
export const OWNER_ONLY = 0o700;

/**
 * The folder and what is missing above it, one after another: where a file system answers "not there" to every mkdir (/proc),
 * { recursive } of Node tries for ever. Throws what the system says of the folder it refused.
 */
export function makeFolder(folder: string, mode = 0o777): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder), mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if (!existsSync(folder)) throw error; // another process was faster
  }
}

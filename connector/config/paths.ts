/** Files of our own, as somebody typed their paths: each makes a file at its first start, so a slip would make one somewhere else. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { ConfigText, Path, Wrong } from './text.ts';

const OWN: readonly Path[] = [
  ['store', 'file'],
  ['private', 'file'],
  ['audit', 'file'],
];
/** "\n" and "\t" of a path with single backslashes became a line's end and a tab. */
const CONTROL = /\p{Cc}/u;
/** Nothing, ".", "..", and all that ends like them. */
const FOLDER = /(^|[\\/])\.{0,2}$/;
const DRIVE = /^[a-z]:[\\/]/i;

export function wrongPaths(text: ConfigText, folder: string): Wrong[] {
  return OWN.flatMap((path) => {
    const value = z.string().safeParse(text.valueAt(path)).data;
    const word = value === undefined ? null : wrongWord(value, folder);
    return word === null ? [] : [text.at(path, word, { came: value ?? '' })];
  });
}

function wrongWord(value: string, folder: string): 'backslash' | 'path-foreign' | 'path-folder' | null {
  if (CONTROL.test(value)) return 'backslash';
  if (/^~[\\/]/.test(value) || (DRIVE.test(value) && process.platform !== 'win32')) return 'path-foreign';
  return FOLDER.test(value.trim()) || isFolder(resolve(folder, value)) ? 'path-folder' : null;
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

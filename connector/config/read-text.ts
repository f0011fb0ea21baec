/** A file somebody typed: with or without a byte order mark, and in no other encoding than UTF-8. */
import { readFileSync } from 'node:fs';
import { utf8Text } from '../hosts/utf8.ts';

/** Of a folder Node says that it is one, and not which. */
function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { path: file }) : error;
  }
}

/** null: another encoding, e.g. what PowerShell writes with ">"; half its letters would be guessed. */
export function readText(file: string): string | null {
  const text = utf8Text(bytesOf(file));
  return text === null || text.includes('\0') ? null : text.replace(/^\uFEFF/, '');
}

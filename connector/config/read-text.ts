/** A file somebody typed: with or without a byte order mark, and in no other encoding than UTF-8. */
import { readFileSync } from 'node:fs';
import { utf8Text } from '../hosts/utf8.ts';

/** null: another encoding, e.g. what PowerShell writes with ">"; half its letters would be guessed. */
export function readText(file: string): string | null {
  const text = utf8Text(readFileSync(file));
  return text === null || text.includes('\0') ? null : text.replace(/^\uFEFF/, '');
}

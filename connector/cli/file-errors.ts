/** A file or folder the machine would not let us use, in words: which one, why, what to do. Null: it is no such error. */
import { catalogue, t, type Io } from './io.ts';

/** Of a file copied to another place it is that place that says so. */
const WRITTEN: ReadonlySet<string> = new Set(['ENOSPC', 'EROFS', 'EDQUOT', 'EFBIG']);

export function sayFile(io: Io, error: unknown): string | null {
  if (!(error instanceof Error) || !('path' in error) || !('code' in error)) return null;
  const { code } = error;
  const path = 'dest' in error && WRITTEN.has(String(code)) ? error.dest : error.path;
  if (typeof path !== 'string' || typeof code !== 'string') return null;
  return catalogue(io, 'file-unusable', { file: path, why: whyOf(io, code) });
}

function whyOf(io: Io, code: string): string {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return t(io, 'its folder is not there', 'нет такой папки');
    case 'EACCES':
    case 'EPERM':
      return t(io, 'no right to it', 'нет прав на него');
    case 'EROFS':
      return t(io, 'the disk is read only', 'диск только для чтения');
    case 'EISDIR':
      return t(io, 'it is a folder', 'это папка');
    case 'ENOSPC':
    case 'EDQUOT':
      return t(io, 'the disk is full', 'на диске нет места');
    default:
      return code;
  }
}

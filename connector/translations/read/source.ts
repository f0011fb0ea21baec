/** Where the bytes of a workbook come from: readable as often as needed, piece by piece, so that a file of any size fits. */
import type { Visitor } from './rows.ts';
import { closeSync, openSync, readSync, statSync } from 'node:fs';

export interface Source {
  /** Bytes to come, for progress; null where only reading tells. */
  readonly size: number | null;
  chunks(): AsyncIterable<Uint8Array>;
  /** A format other than SpreadsheetML brings its rows itself, out of the bytes of `from`: this source, or one that watches it. */
  rows?(from: Source, visitor: Visitor, limit: number): Promise<void>;
}

/** Small enough to stay in the young generation, large enough that a call per piece costs nothing. */
export const PIECE = 256 * 1024;

export function bytesSource(bytes: Uint8Array): Source {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += PIECE) yield await Promise.resolve(bytes.subarray(at, at + PIECE));
  }
  return { size: bytes.length, chunks };
}

/** A file is read again for every pass and never held. */
export function fileSource(file: string): Source {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const handle = openSync(file, 'r');
    try {
      for (;;) {
        const piece = new Uint8Array(PIECE);
        const got = readSync(handle, piece, 0, PIECE, null);
        if (got === 0) return;
        yield await Promise.resolve(piece.subarray(0, got));
      }
    } finally {
      closeSync(handle);
    }
  }
  return { size: statSync(file).size, chunks };
}

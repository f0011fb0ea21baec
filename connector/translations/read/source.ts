/** Where the bytes of a workbook come from: readable as often as needed, piece by piece, so that a file of any size fits. */
import { closeSync, fstatSync, openSync, readSync, statSync, type BigIntStats } from 'node:fs';
import { SidebookError } from '../../errors.ts';
import type { Visitor } from './rows.ts';

export interface Source {
  /** Bytes to come, for progress; null where only reading tells. */
  readonly size: number | null;
  chunks(): AsyncIterable<Uint8Array>;
  /** A format other than SpreadsheetML brings its rows itself, out of the bytes of `from`: this source, or one that watches it. */
  rows?(from: Source, visitor: Visitor, limit: number): Promise<void>;
}

/** Small enough to stay in the young generation as text of two bytes a letter too, so that memory stays low; large enough that a call per piece costs nothing. */
export const PIECE = 64 * 1024;

export function bytesSource(bytes: Uint8Array): Source {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += PIECE) yield await Promise.resolve(bytes.subarray(at, at + PIECE));
  }
  return { size: bytes.length, chunks };
}

/** A file is read again for every pass and never held. @throws SidebookError where it is not the same in a later pass: places found in the one before would lead astray */
export function fileSource(file: string): Source {
  const first = statSync(file, { bigint: true });
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const handle = openSync(file, 'r');
    try {
      mustBe(first, handle, file);
      for (;;) {
        const piece = new Uint8Array(PIECE);
        const got = readSync(handle, piece, 0, PIECE, null);
        if (got === 0) return mustBe(first, handle, file);
        yield await Promise.resolve(piece.subarray(0, got));
      }
    } finally {
      closeSync(handle);
    }
  }
  return { size: Number(first.size), chunks };
}

function mustBe(first: BigIntStats, handle: number, file: string): void {
  const now = fstatSync(handle, { bigint: true });
  if (now.ino !== first.ino || now.dev !== first.dev || now.size !== first.size || now.mtimeNs !== first.mtimeNs)
    throw new SidebookError('labels-file-moved', { file });
}

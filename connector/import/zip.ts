/**
 * Parts of a zip file held in memory. yauzl refuses truncated files, wild names and lying sizes; what it does not check is checked here:
 * CRC-32, the ratio of a bomb, the sum of everything unpacked.
 */
import { crc32 } from 'node:zlib';
import type { Readable } from 'node:stream';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { SidebookError } from '../errors.ts';

const RATIO = 200;
/** Small parts may repeat themselves as they like. */
const SMALL = 1024 * 1024;
const TOTAL = 700 * 1024 * 1024;
const ENTRIES = 10_000;

export interface Zip {
  readonly names: ReadonlySet<string>;
  /** Unpacks a part piece by piece; throws when it is not there, broken or a bomb. */
  part(name: string): AsyncGenerator<Uint8Array>;
}

export async function openZip(bytes: Uint8Array): Promise<Zip> {
  const zip = await opened(bytes);
  const entries = await listed(zip);
  let total = 0;
  async function* part(name: string): AsyncGenerator<Uint8Array> {
    const entry = entries.get(name);
    if (!entry) throw new SidebookError('import-part-missing', { part: name });
    let [size, sum] = [0, 0];
    for await (const chunk of pieces(await unpacking(zip, entry), name)) {
      size += chunk.length;
      total += chunk.length;
      refuseBomb(entry, size, total);
      sum = crc32(chunk, sum);
      yield chunk;
    }
    if (sum !== entry.crc32) throw new SidebookError('import-zip-broken', { part: name, came: 'CRC-32' });
  }
  return { names: new Set(entries.keys()), part };
}

/** What yauzl finds wrong on the way. */
async function* pieces(stream: Readable, part: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of stream) yield piece as Uint8Array;
  } catch (error) {
    throw broken(error, part);
  }
}

function refuseBomb(entry: Entry, size: number, total: number): void {
  if (size > SMALL && size > RATIO * entry.compressedSize) throw new SidebookError('import-zip-bomb', { part: entry.fileName, limit: RATIO });
  if (total > TOTAL) throw new SidebookError('import-too-big', { limit: TOTAL / 1024 / 1024 });
} // prettier-ignore

const broken = (error: unknown, part: string): SidebookError =>
  error instanceof SidebookError ? error : new SidebookError('import-zip-broken', { part, came: error instanceof Error ? error.message : '' }, error); // prettier-ignore

function opened(bytes: Uint8Array): Promise<ZipFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Promise((done, fail) => fromBuffer(buffer, { lazyEntries: true, strictFileNames: true }, (error, zip) => (error ? fail(broken(error, '')) : done(zip))));
} // prettier-ignore

function listed(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  return new Promise((done, fail) => {
    zip.on('error', (error) => fail(broken(error, '')));
    zip.on('end', () => done(entries));
    zip.on('entry', (entry: Entry) => {
      if (entries.size >= ENTRIES)
        return fail(new SidebookError('import-zip-broken', { part: '', came: `> ${String(ENTRIES)}` }));
      entries.set(entry.fileName.replace(/^\//, ''), entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

function unpacking(zip: ZipFile, entry: Entry): Promise<Readable> {
  if ((entry.generalPurposeBitFlag & 1) === 1) throw new SidebookError('import-locked', {});
  refuseBomb(entry, entry.uncompressedSize, 0);
  return new Promise((done, fail) => zip.openReadStream(entry, (error, stream) => (error ? fail(broken(error, entry.fileName)) : done(stream))));
} // prettier-ignore

/**
 * Parts of a file on their way to a message and back (hosts/1c.md 5.2): joined on disk, never in memory; of the archive the first entry
 * is the message. yauzl refuses truncated files and lying sizes; the ratio of a bomb and CRC-32 are checked here.
 */
import { crc32 } from 'node:zlib';
import type { Readable } from 'node:stream';
import { open, type Entry, type ZipFile } from 'yauzl';
import { zipped } from '../../zipped.ts';
import { BadMessage } from './bad-message.ts';

/** XML of 1C shrinks to a thirtieth, where one invoice is like the other to a hundredth; a bomb to a thousandth. */
const RATIO = 200;
const SMALL = 1024 * 1024;

/** The message of an archive, piece by piece. Throws BadMessage. */
export async function* unzipped(file: string): AsyncGenerator<Uint8Array> {
  const zip = await opened(file);
  try {
    const entry = await firstEntry(zip);
    let [size, sum] = [0, 0];
    for await (const chunk of pieces(await unpacking(zip, entry))) {
      size += chunk.length;
      refuseBomb(entry, size);
      sum = crc32(chunk, sum);
      yield chunk;
    }
    if (sum !== entry.crc32) throw new BadMessage('ed-zip-broken', { came: 'CRC-32' });
  } finally {
    zip.close();
  }
}

/** What yauzl finds wrong on the way. */
async function* pieces(stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of stream) yield piece as Uint8Array;
  } catch (error) {
    throw broken(error);
  }
}

const broken = (error: unknown): BadMessage =>
  error instanceof BadMessage ? error : new BadMessage('ed-zip-broken', { came: error instanceof Error ? error.message.slice(0, 200) : '' }, error); // prettier-ignore

function refuseBomb(entry: Entry, size: number): void {
  if (size > SMALL && size > RATIO * entry.compressedSize) throw new BadMessage('ed-zip-bomb', { limit: String(RATIO) });
}

function opened(file: string): Promise<ZipFile> {
  return new Promise((done, fail) => open(file, { lazyEntries: true, strictFileNames: true, autoClose: false }, (error, zip) => (error ? fail(broken(error)) : done(zip))));
} // prettier-ignore

function firstEntry(zip: ZipFile): Promise<Entry> {
  return new Promise((done, fail) => {
    zip.on('error', (error) => fail(broken(error)));
    zip.on('end', () => fail(new BadMessage('ed-zip-broken', { came: '0' })));
    zip.on('entry', done);
    zip.readEntry();
  });
}

function unpacking(zip: ZipFile, entry: Entry): Promise<Readable> {
  if ((entry.generalPurposeBitFlag & 1) === 1) throw new BadMessage('ed-zip-broken', { came: 'encrypted' });
  refuseBomb(entry, entry.uncompressedSize);
  return new Promise((done, fail) => zip.openReadStream(entry, (error, stream) => (error ? fail(broken(error)) : done(stream))));
}

/** A message as an archive, cut into parts of so many bytes. */
export async function packed(xml: string, partBytes: number): Promise<Uint8Array[]> {
  const bytes = await zipped([['data.xml', [Buffer.from(xml)]]]);
  const parts: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; from += partBytes) parts.push(bytes.subarray(from, from + partBytes));
  return parts;
}

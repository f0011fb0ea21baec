/**
 * The zip around a workbook. yauzl reads its table; what it does not judge is judged here: names, doubles, number of members, the ratio of a bomb,
 * CRC-32. Nothing is ever written to disk.
 */
import { crc32 } from 'node:zlib';
import type { Readable } from 'node:stream';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { FileRefused, type Findings } from '../finding.ts';
import type { Source } from './source.ts';

export interface Limits {
  readonly zipped: number;
  readonly unpacked: number;
}

const MIB = 1024 * 1024;
/** translations.md, decision 1. */
export const COMMAND_LINE: Limits = { zipped: 256 * MIB, unpacked: 1024 * MIB };
export const UPLOAD: Limits = { zipped: 20 * MIB, unpacked: 256 * MIB };

const RATIO = 200;
const MEMBERS = 100;
export const WORKBOOK_MEMBER = 'CrmTranslations.xml';
export const TYPES_MEMBER = '[Content_Types].xml';
const SYMLINK = 0xa000;

export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** Members by lower-case name; throws FileRefused for an archive that cannot be trusted. */
export class Archive {
  readonly #zip: ZipFile;
  readonly #limits: Limits;
  readonly members: ReadonlyMap<string, Entry>;

  private constructor(zip: ZipFile, members: ReadonlyMap<string, Entry>, limits: Limits) {
    [this.#zip, this.members, this.#limits] = [zip, members, limits];
  }

  static async open(bytes: Uint8Array, limits: Limits): Promise<Archive> {
    if (bytes.length > limits.zipped) throw new FileRefused('too-large', {}, { limit: limits.zipped / MIB });
    const zip = await opened(bytes);
    return new Archive(zip, await listed(zip), limits);
  }

  member(name: string): Source | null {
    const entry = this.members.get(name.toLowerCase());
    if (!entry) return null;
    return { size: entry.uncompressedSize, chunks: () => this.#chunks(entry) };
  }

  async *#chunks(entry: Entry): AsyncGenerator<Uint8Array> {
    let [size, sum] = [0, 0];
    for await (const piece of pieces(await unpacking(this.#zip, entry))) {
      size += piece.length;
      this.#refuseBomb(entry, size);
      sum = crc32(piece, sum);
      yield piece;
    }
    if (sum !== entry.crc32) throw new FileRefused('bad-zip', {}, { came: `${entry.fileName}: CRC-32` });
    if (size !== entry.uncompressedSize) throw new FileRefused('bad-zip', {}, { came: `${entry.fileName}: ${String(size)} B` });
  }

  /** The declared size is never trusted; small members may repeat themselves as they like. */
  #refuseBomb(entry: Entry, size: number): void {
    const isBomb = size > MIB && size > RATIO * entry.compressedSize;
    if (isBomb || size > this.#limits.unpacked) throw new FileRefused('too-large', {}, { limit: this.#limits.unpacked / MIB });
  }
}

/** The workbook of an export, with the advice that fits where it is not there. */
export function workbookOf(archive: Archive, findings: Findings): Source {
  const source = archive.member(WORKBOOK_MEMBER);
  if (!source) throw notThere(archive);
  if (!archive.member(TYPES_MEMBER)) findings.add('content-types-missing', {}, { member: TYPES_MEMBER });
  return source;
}

function notThere({ members }: Archive): FileRefused {
  const names = [...members.keys()];
  const wanted = WORKBOOK_MEMBER.toLowerCase();
  const inside = names.find((name) => name.endsWith(`/${wanted}`));
  if (inside !== undefined) return new FileRefused('not-at-root', {}, { member: members.get(inside)?.fileName ?? inside });
  if (names.includes('crmfieldtranslations.xml'))
    return new FileRefused('wrong-kind', {}, { member: 'CrmFieldTranslations.xml' });
  return new FileRefused('member-missing', {}, { member: WORKBOOK_MEMBER });
}

function opened(bytes: Uint8Array): Promise<ZipFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const options = { lazyEntries: true, strictFileNames: true, validateEntrySizes: false, autoClose: false };
  return new Promise((done, fail) => {
    fromBuffer(buffer, options, (error, zip) => {
      if (error) fail(refused(error));
      else done(zip);
    });
  });
}

function listed(zip: ZipFile): Promise<Map<string, Entry>> {
  const members = new Map<string, Entry>();
  return new Promise((done, fail) => {
    zip.on('error', (error) => fail(refused(error)));
    zip.on('end', () => done(members));
    zip.on('entry', (entry: Entry) => {
      const wrong = wrongMember(entry, members);
      if (wrong) return fail(wrong);
      if (isMember(entry.fileName)) members.set(entry.fileName.toLowerCase(), entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

/** What macOS adds beside the files, and folders, are no members. */
const isMember = (name: string): boolean => !name.startsWith('__MACOSX/') && !name.endsWith('/');

function wrongMember(entry: Entry, members: ReadonlyMap<string, Entry>): FileRefused | null {
  const member = entry.fileName;
  if (members.size >= MEMBERS) return new FileRefused('too-many-members', {}, { limit: MEMBERS });
  if (((entry.externalFileAttributes >>> 16) & 0xf000) === SYMLINK) return new FileRefused('bad-member-name', {}, { member });
  if ((entry.generalPurposeBitFlag & 1) === 1) return new FileRefused('encrypted', {}, { member });
  return members.has(member.toLowerCase()) ? new FileRefused('duplicate-member', {}, { member }) : null;
}

/** yauzl says what is wrong in English sentences only. */
function refused(error: unknown): FileRefused {
  const came = error instanceof Error ? error.message : '';
  if (/fileName|relative path|absolute path|invalid characters/i.test(came)) return new FileRefused('bad-member-name', {}, { member: came.replace(/^.*?: /, '') });
  return new FileRefused(/encrypt/i.test(came) ? 'encrypted' : 'bad-zip', {}, { came, member: '' });
} // prettier-ignore

async function* pieces(stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of stream) yield piece as Uint8Array;
  } catch (error) {
    throw refused(error);
  }
}

function unpacking(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((done, fail) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) fail(refused(error));
      else done(stream);
    });
  });
}

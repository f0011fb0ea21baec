/**
 * One encrypted file of any length: AES-256-GCM in pieces of a megabyte, the key made from a passphrase by scrypt. Every piece is
 * bound to its place and to the head of the file, the last one is marked as the last: a changed, moved, missing or added piece, a
 * cut file and a wrong passphrase all fail at that piece, and nothing of it is used.
 */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';

const MAGIC = Buffer.from('SIDEBOOK-SEALED-1\n', 'latin1');
const [SALT, PREFIX, NONCE, TAG] = [16, 7, 12, 16];
/** Bytes of a piece before it is encrypted. */
const PIECE = 1024 * 1024;
const HEAD = MAGIC.length + 1 + SALT + PREFIX;
/** 2^17: 128 MB and a third of a second for each guess (OWASP). */
const COST = 17;
/** A head that asks for more is not ours. */
const MOST_COST = 20;

/** The passphrase does not fit, or the file is not as it was written. */
export class SealBroken extends Error {}

export interface SealOptions {
  readonly random?: (bytes: number) => Uint8Array;
  /** Power of two of scrypt's N. */
  readonly cost?: number;
}

function keyOf(passphrase: string, salt: Uint8Array, cost: number): Buffer {
  const N = 2 ** cost;
  return scryptSync(passphrase.normalize('NFC'), salt, 32, { N, r: 8, p: 1, maxmem: 2 * 128 * N * 8 });
}

function nonceOf(prefix: Buffer, count: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE);
  prefix.copy(nonce);
  nonce.writeUInt32BE(count, PREFIX);
  nonce[NONCE - 1] = Number(isLast);
  return nonce;
}

/** Plain bytes in, sealed bytes out; memory stays at a piece or two. */
export async function* seal(plain: AsyncIterable<Buffer>, passphrase: string, options: SealOptions = {}): AsyncGenerator<Buffer> {
  const { random = randomBytes, cost = COST } = options;
  const [salt, prefix] = [Buffer.from(random(SALT)), Buffer.from(random(PREFIX))];
  const head = Buffer.concat([MAGIC, Buffer.from([cost]), salt, prefix]);
  const key = keyOf(passphrase, salt, cost);
  yield head;
  for await (const { bytes, count, isLast } of piecesOf(new Chunks(plain), PIECE)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(prefix, count, isLast)).setAAD(head);
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  }
}

/** The plain bytes, piece by piece, each as soon as it is proven. */
export async function* unseal(sealed: AsyncIterable<Buffer>, passphrase: string): AsyncGenerator<Buffer> {
  const reader = new Chunks(sealed);
  const open = opener(await reader.take(HEAD), passphrase);
  for await (const piece of piecesOf(reader, PIECE + TAG)) yield open(piece);
}

function opener(head: Buffer, passphrase: string): (piece: Piece) => Buffer {
  const cost = head[MAGIC.length] ?? 0;
  if (head.length < HEAD || !head.subarray(0, MAGIC.length).equals(MAGIC) || cost > MOST_COST || cost < 1) throw new SealBroken();
  const [salt, prefix] = [head.subarray(MAGIC.length + 1, HEAD - PREFIX), head.subarray(HEAD - PREFIX)];
  const key = keyOf(passphrase, salt, cost);
  return ({ bytes, count, isLast }) => {
    if (bytes.length < TAG) throw new SealBroken();
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(prefix, count, isLast), { authTagLength: TAG }).setAAD(head);
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - TAG)), decipher.final()]);
    } catch (error) {
      throw new SealBroken('a piece does not open', { cause: error });
    }
  };
}

interface Piece {
  readonly bytes: Buffer;
  readonly count: number;
  readonly isLast: boolean;
}

/** At least one, so that an empty file has its end too. */
async function* piecesOf(reader: Chunks, size: number): AsyncGenerator<Piece> {
  let bytes = await reader.take(size);
  for (let count = 0; ; count++) {
    const next = await reader.take(size);
    yield { bytes, count, isLast: next.length === 0 };
    if (next.length === 0) return;
    bytes = next;
  }
}

/** Exactly so many bytes of a stream, fewer only at its end. */
export class Chunks {
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async take(size: number): Promise<Buffer> {
    const parts = [this.#held];
    let length = this.#held.length;
    while (length < size) {
      const next = await this.#source.next();
      if (next.done === true) break;
      parts.push(next.value);
      length += next.value.length;
    }
    const all = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    this.#held = all.subarray(size);
    return all.subarray(0, size);
  }
}

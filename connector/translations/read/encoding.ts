/** Bytes of an XML file to text and back, losing nothing: byte order mark, declaration, UTF-8. A byte that does not fit is an error with its offset. */
import { isUtf8 } from 'node:buffer';
import { FileRefused } from '../finding.ts';

/** Encodings whose bytes come back from their text, so that a patched file differs only where it was meant to. */
const ONE_BYTE = /^(us-ascii|ascii|windows-125[0-8]|iso-8859-(1|2|3|4|5|6|7|8|9|10|13|14|15|16)|latin1|koi8-[ru]|ibm866|cp866)$/;

export type Encoding = string;

/** From the first bytes of the file. */
export function encodingOf(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0x3c && head[1] === 0) return 'utf-16le';
  if (head[0] === 0 && head[1] === 0x3c) return 'utf-16be';
  return declared(Buffer.from(head.subarray(0, 256)).toString('latin1'));
}

function declared(head: string): Encoding {
  const name = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1]?.toLowerCase() ?? 'utf-8';
  if (name === 'utf-8' || name === 'utf8') return 'utf-8';
  if (!ONE_BYTE.test(name)) throw new FileRefused('bad-encoding', {}, { encoding: name, offset: 0 });
  return name;
}

/** The text, piece by piece; the byte order mark stays in it as U+FEFF. */
export async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decode: ((bytes: Uint8Array, isLast: boolean) => string) | null = null;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    decode ??= decoderOf(encodingOf(chunk));
    yield decode(chunk, false);
  }
  if (decode) yield decode(new Uint8Array(0), true);
}

const decoderOf = (encoding: Encoding): ((bytes: Uint8Array, isLast: boolean) => string) =>
  encoding === 'utf-8' ? utf8Decoder() : platformDecoder(encoding);

/** Twice as fast as a streaming TextDecoder: whole characters only, checked and decoded by vector code. */
function utf8Decoder(): (bytes: Uint8Array, isLast: boolean) => string {
  let [carried, offset] = [Buffer.alloc(0), 0];
  return (bytes, isLast) => {
    const all = carried.length === 0 ? asBuffer(bytes) : Buffer.concat([carried, bytes]);
    const end = isLast ? all.length : wholeCharacters(all);
    const whole = all.subarray(0, end);
    if (!isUtf8(whole)) throw new FileRefused('bad-encoding', {}, { encoding: 'UTF-8', offset: offset + firstBad(whole) });
    carried = Buffer.from(all.subarray(end));
    offset += end;
    return whole.toString('utf8');
  };
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** How many bytes end on the border of a character. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return byte >= (back === 1 ? 0xc0 : back === 2 ? 0xe0 : 0xf0) ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Offset of the first byte that is no UTF-8, halving. */
function firstBad(bytes: Uint8Array): number {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isPrefix(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function isPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function platformDecoder(encoding: Encoding): (bytes: Uint8Array, isLast: boolean) => string {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  let offset = 0;
  return (bytes, isLast) => {
    try {
      const text = decoder.decode(bytes, { stream: !isLast });
      offset += bytes.length;
      return text;
    } catch (error) {
      if (error instanceof TypeError) throw new FileRefused('bad-encoding', {}, { encoding, offset });
      throw error;
    }
  };
}

/** Text of the file back to its bytes; what the encoding lacks becomes a character reference. */
export function encoderOf(encoding: Encoding): (text: string) => Uint8Array {
  if (encoding === 'utf-8') return (text) => Buffer.from(text, 'utf8');
  if (encoding === 'utf-16le') return (text) => Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return (text) => Buffer.from(text, 'utf16le').swap16();
  const bytes = new Map(
    [...new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, i) => i))].map((c, i) => [c, i]),
  );
  return (text) => Buffer.concat([...text].map((c) => oneByte(bytes.get(c), c)));
}

const oneByte = (byte: number | undefined, character: string): Buffer =>
  byte === undefined ? Buffer.from(`&#${String(character.codePointAt(0))};`) : Buffer.of(byte);

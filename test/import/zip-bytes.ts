/** Zip bytes made by hand, so that a test can lie about any of them. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface Part {
  readonly name: string;
  readonly data: Uint8Array | string;
  /** What the headers claim instead of the truth. */
  readonly claims?: { readonly size?: number; readonly crc?: number };
  readonly locked?: boolean;
}

export function zipOf(parts: readonly Part[]): Buffer {
  const [locals, centrals] = [[] as Buffer[], [] as Buffer[]];
  let at = 0;
  for (const part of parts) {
    const data = Buffer.from(part.data as string);
    const packed = deflateRawSync(data, { level: 6 });
    const name = Buffer.from(part.name);
    const common = headerOf(part, data, packed, name);
    const local = Buffer.concat([u32(0x04034b50), common, u16(0), name, packed]);
    centrals.push(Buffer.concat([u32(0x02014b50), u16(20), common, u16(0), u16(0), u16(0), u16(0), u32(0), u32(at), name]));
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.concat([u32(0x06054b50), u16(0), u16(0), u16(parts.length), u16(parts.length), u32(directory.length), u32(at), u16(0)]);
  return Buffer.concat([...locals, directory, end]);
} // prettier-ignore

/** Version, flags, deflate, time, CRC, sizes, length of the name. */
const headerOf = (part: Part, data: Buffer, packed: Buffer, name: Buffer): Buffer =>
  Buffer.concat([u16(20), u16(0x0800 | (part.locked ? 1 : 0)), u16(8), u16(0), u16(0x21), u32(part.claims?.crc ?? crc32(data)), u32(packed.length), u32(part.claims?.size ?? data.length), u16(name.length)]); // prettier-ignore

function u16(n: number): Buffer {
  const b = Buffer.alloc(2);
  b.writeUInt16LE(n);
  return b;
}
function u32(n: number): Buffer {
  const b = Buffer.alloc(4);
  b.writeUInt32LE(n >>> 0);
  return b;
}

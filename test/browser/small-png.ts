/** A screenshot as a small PNG: its 256 most used colours, packed as well as can be. A browser packs for speed. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = 8;
const RGB = 2;
const MOST = 256;

/** `png`: RGB or RGBA of 8 bits, not interlaced, as Chromium writes them. */
export function smallPng(png: Buffer): Buffer {
  const chunks = chunksOf(png);
  const header = of(chunks, 'IHDR');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const bytes = header[9] === RGB ? 3 : 4;
  const pixels = unfiltered(inflateSync(of(chunks, 'IDAT')), width * bytes, bytes);
  const colours = Array.from({ length: width * height }, (_, i) => pixels.readUIntBE(i * bytes, 3));
  const palette = mostUsed(colours);
  const nearest = new Map(palette.map((colour, i) => [colour, i]));
  const rows = Buffer.alloc((width + 1) * height); // each begins with filter 0
  colours.forEach((colour, i) => {
    const index = nearest.get(colour) ?? indexOf(palette, colour);
    nearest.set(colour, index);
    rows[i + Math.floor(i / width) + 1] = index;
  });
  const head = Buffer.from(header);
  head[9] = 3; // palette
  const table = Buffer.from(palette.flatMap(channels));
  const made = [chunk('IHDR', head), chunk('PLTE', table), chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })), chunk('IEND', Buffer.alloc(0))]; // prettier-ignore
  return Buffer.concat([png.subarray(0, SIGNATURE), ...made]);
}

function chunksOf(png: Buffer): (readonly [string, Buffer])[] {
  const found: (readonly [string, Buffer])[] = [];
  for (let at = SIGNATURE; at < png.length;) {
    const length = png.readUInt32BE(at);
    found.push([png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length)]);
    at += length + 12;
  }
  return found;
}

const of = (chunks: readonly (readonly [string, Buffer])[], type: string): Buffer =>
  Buffer.concat(chunks.filter(([name]) => name === type).map(([, data]) => data));

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = [data.length, crc32(body)].map((n) => {
    const four = Buffer.alloc(4);
    four.writeUInt32BE(n);
    return four;
  });
  return Buffer.concat([ends[0] ?? body, body, ends[1] ?? body]);
}

/** PNG, 9: every row says by what its bytes were made small. */
function unfiltered(data: Buffer, stride: number, bytes: number): Buffer {
  const rows = data.length / (stride + 1);
  const out = Buffer.alloc(stride * rows);
  for (let y = 0; y < rows; y++) {
    const filter = data[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < bytes ? 0 : (out[at - bytes] ?? 0);
      const up = y === 0 ? 0 : (out[at - stride] ?? 0);
      const corner = x < bytes || y === 0 ? 0 : (out[at - stride - bytes] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      out[at] = (data[y * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const by = (value: number): number => Math.abs(left + up - corner - value);
  if (by(left) <= by(up) && by(left) <= by(corner)) return left;
  return by(up) <= by(corner) ? up : corner;
}

function mostUsed(colours: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST).map(([colour]) => colour); // prettier-ignore
}

const channels = (colour: number): number[] => [colour >> 16, (colour >> 8) & 255, colour & 255];

function indexOf(palette: readonly number[], colour: number): number {
  const wanted = channels(colour);
  const away = (other: number): number => channels(other).reduce((sum, c, i) => sum + (c - (wanted[i] ?? 0)) ** 2, 0);
  return palette.reduce((best, other, i) => (away(other) < away(palette[best] ?? 0) ? i : best), 0);
}

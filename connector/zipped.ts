/** A zip archive in memory: members deflated one after the other, no times that would differ from one run to the next. */
import { createDeflateRaw, crc32 } from 'node:zlib';

export type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

interface Member {
  readonly name: Buffer;
  readonly packed: Buffer;
  readonly size: number;
  readonly sum: number;
}

/** Members are packed one after the other; only what is packed is held. */
export async function zipped(members: readonly (readonly [name: string, pieces: Pieces])[]): Promise<Buffer> {
  const [parts, table]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [name, pieces] of members) {
    const member = await pack(name, pieces);
    const local = header(member, null);
    parts.push(local, member.name, member.packed);
    table.push(header(member, offset), member.name);
    offset += local.length + member.name.length + member.packed.length;
  }
  return Buffer.concat([...parts, ...table, end(members.length, Buffer.concat(table).length, offset)]);
}

async function pack(name: string, pieces: Pieces): Promise<Member> {
  const deflate = createDeflateRaw({ level: 6 });
  let [size, sum] = [0, 0];
  const packed: Buffer[] = [];
  const done = (async () => {
    for await (const piece of deflate) packed.push(piece as Buffer);
  })();
  for await (const piece of pieces) {
    size += piece.length;
    sum = crc32(piece, sum);
    if (!deflate.write(piece)) await new Promise((resume) => deflate.once('drain', resume));
  }
  deflate.end();
  await done;
  return { name: Buffer.from(name), packed: Buffer.concat(packed), size, sum };
}

/** UTF-8 names, deflate, 1 January 1980: no clock makes two archives of the same labels differ. */
const [VERSION, UTF8, DEFLATE, DAY] = [20, 0x0800, 8, 0x21] as const;

/** Local header, or with an offset the entry of the table. */
function header({ name, packed, size, sum }: Member, offset: number | null): Buffer {
  const common = Buffer.alloc(26);
  [VERSION, UTF8, DEFLATE, 0, DAY].forEach((value, i) => common.writeUInt16LE(value, i * 2));
  [sum, packed.length, size].forEach((value, i) => common.writeUInt32LE(value >>> 0, 10 + i * 4));
  common.writeUInt16LE(name.length, 22);
  if (offset === null) return Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([VERSION, 0]), common, rest]);
}

function end(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.write('PK\x05\x06', 'latin1');
  [count, count].forEach((value, i) => record.writeUInt16LE(value, 8 + i * 2));
  [size, offset].forEach((value, i) => record.writeUInt32LE(value, 12 + i * 4));
  return record;
}

/** The real clock, randomness and ids; only main.ts builds one. Tests bring their own. */
import { createHash, randomFillSync } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { World } from './model.ts';

/** A time-ordered UUID (RFC 9562, version 7): new records land at the end of every index. */
export function uuid7(ms: number, random: Uint8Array): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(ms, 0, 6);
  bytes.set(random.subarray(0, 10), 6);
  return written(bytes, 7);
}

/** The id a text has, today and tomorrow (RFC 9562, version 8): what is made under one key is one record, however often it is asked. */
export const uuidOf = (text: string): string => written(createHash('sha256').update(text).digest().subarray(0, 16), 8);

function written(bytes: Buffer, version: number): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Ten random bytes at a time out of a pool: asking the system for each id costs more than the id. */
function randomness(): () => Uint8Array {
  const pool = new Uint8Array(4000);
  let at = pool.length;
  return () => {
    if (at >= pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    at += 10;
    return pool.subarray(at - 10, at);
  };
}

export function realWorld(): World {
  const ten = randomness();
  return {
    now: () => new Date(),
    random: () => Math.random(),
    uuid: () => uuid7(Date.now(), ten()),
    sleep: (ms) => wait(ms, undefined, { ref: true }),
  };
}

/**
 * The three messages of NTLM, version 2 of its answers alone ([MS-NLMP] 2.2.1, 3.3.2). Names and passwords are Unicode, so Cyrillic ones
 * arrive; nothing of the older, broken answers is ever sent.
 */
import { createHmac } from 'node:crypto';
import { md4 } from './md4.ts';

export interface NtlmUser {
  readonly domain: string;
  readonly user: string;
  readonly password: string;
}

/** What the server asked with. */
export interface Challenge {
  readonly nonce: Buffer;
  /** What it says of itself, as it came: part of the answer. */
  readonly target: Buffer;
}

/** What makes an answer unlike any other. */
export interface Moment {
  /** Eight bytes nobody can guess. */
  readonly nonce: Buffer;
  /** Tenths of microseconds since 1601, where the server names no time of its own. */
  readonly time: bigint;
}

const SIGNATURE = Buffer.from('NTLMSSP\0', 'latin1');
/** Unicode, the target asked for, NTLM, always sign, extended session security, 128 and 56 bits. */
const FLAGS = 0xa0088205;

/** DOMAIN\user, user@domain or user. */
export function ntlmUser(name: string, password: string): NtlmUser {
  const at = name.indexOf('\\');
  return at < 0 ? { domain: '', user: name, password } : { domain: name.slice(0, at), user: name.slice(at + 1), password };
}

/** The first message: we speak NTLM. */
export function negotiate(): Buffer {
  const message = Buffer.alloc(32);
  SIGNATURE.copy(message);
  message.writeUInt32LE(1, 8);
  message.writeUInt32LE(FLAGS, 12);
  return message;
}

/** The second message; null where it is none. */
export function readChallenge(message: Buffer): Challenge | null {
  if (message.length < 48 || !message.subarray(0, 8).equals(SIGNATURE) || message.readUInt32LE(8) !== 2) return null;
  const [length, offset] = [message.readUInt16LE(40), message.readUInt32LE(44)];
  if (offset + length > message.length) return null;
  return { nonce: message.subarray(24, 32), target: message.subarray(offset, offset + length) };
}

const unicode = (text: string): Buffer => Buffer.from(text, 'utf16le');
const hmac = (key: Buffer, ...parts: readonly Buffer[]): Buffer => createHmac('md5', key).update(Buffer.concat(parts)).digest();

/** NTOWFv2: what stands for the password. */
export const keyOf = ({ domain, user, password }: NtlmUser): Buffer =>
  hmac(md4(unicode(password)), unicode(user.toUpperCase() + domain));

export interface Proof {
  readonly lm: Buffer;
  readonly nt: Buffer;
}

/** Both answers to a challenge. */
export function proofOf(key: Buffer, { nonce, target }: Challenge, moment: Moment): Proof {
  const own = timeIn(target);
  const time = Buffer.alloc(8);
  time.writeBigUInt64LE(own ?? moment.time);
  const blob = Buffer.concat([
    Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]),
    time,
    moment.nonce,
    Buffer.alloc(4),
    target,
    Buffer.alloc(4),
  ]);
  const nt = Buffer.concat([hmac(key, nonce, blob), blob]);
  // A server that names its time wants the older answer empty.
  return { nt, lm: own === null ? Buffer.concat([hmac(key, nonce, moment.nonce), moment.nonce]) : Buffer.alloc(24) };
}

const TIME = 7;

/** The server's own clock among what it says of itself. */
function timeIn(target: Buffer): bigint | null {
  for (let at = 0; at + 4 <= target.length;) {
    const [id, length] = [target.readUInt16LE(at), target.readUInt16LE(at + 2)];
    if (id === 0) return null;
    if (id === TIME && length === 8 && at + 12 <= target.length) return target.readBigUInt64LE(at + 4);
    at += 4 + length;
  }
  return null;
}

const HEAD = 64;

/** The third message: who we are, and that we know the password. */
export function authenticate(who: NtlmUser, challenge: Challenge, moment: Moment): Buffer {
  const { lm, nt } = proofOf(keyOf(who), challenge, moment);
  const head = Buffer.alloc(HEAD);
  SIGNATURE.copy(head);
  head.writeUInt32LE(3, 8);
  const parts = [lm, nt, unicode(who.domain), unicode(who.user), Buffer.alloc(0), Buffer.alloc(0)];
  let offset = HEAD;
  parts.forEach((part, i) => {
    head.writeUInt16LE(part.length, 12 + i * 8);
    head.writeUInt16LE(part.length, 14 + i * 8);
    head.writeUInt32LE(offset, 16 + i * 8);
    offset += part.length;
  });
  head.writeUInt32LE(FLAGS, 60);
  return Buffer.concat([head, ...parts]);
}

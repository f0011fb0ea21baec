/**
 * The arithmetic of the audit: every row rests on the one before, and names its value only by a salted digest. So a value can be
 * erased and the chain still holds, and no row can be changed, moved, added or taken out without the rows after it saying so.
 */
import { createHash } from 'node:crypto';
import { canonical } from '../canonical.ts';

export interface Link {
  readonly n: number;
  readonly at: string;
  readonly actor: string;
  readonly what: string;
  /** '' = none. */
  readonly subject: string;
  readonly seal: string;
  readonly previous: string;
}

/** The row before the first. */
export const START = '0'.repeat(64);
/** Bytes of a salt: as hard to guess as the digest. */
export const SALT_BYTES = 16;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Of the value as it is kept, byte by byte. */
export const sealOf = (salt: string, value: string): string => sha256(canonical([salt, value]));

export const digestOf = (l: Link): string => sha256(canonical([l.n, l.at, l.actor, l.what, l.subject, l.seal, l.previous]));

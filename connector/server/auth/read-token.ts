/** One token, checked step by step. Whatever is wrong with it, the caller hears the same; the log has which step refused it. */
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { z } from 'zod';
import type { World } from '../../model.ts';
import { ApiError } from '../api-error.ts';
import { claims as claimsOf } from '../contract/embed.ts';
import type { KeyFiles } from './key-files.ts';
import { activeKeys, type Client, type Registry } from './registry.ts';

export interface Reading {
  readonly registry: Registry;
  readonly files: KeyFiles;
  readonly world: Pick<World, 'now' | 'uuid'>;
}

export type Claims = z.output<typeof claimsOf>;

/** A refused token; `why` is for the log alone. */
export class TokenRefused extends ApiError {
  readonly why: string;
  constructor(code: 'token-bad' | 'token-expired' | 'token-clock', why: string, detail: Readonly<Record<string, number>> = {}) {
    super(401, code, detail);
    this.why = why;
  }
}

const bad = (why: string): TokenRefused => new TokenRefused('token-bad', why);

const LONGEST_SECONDS = 600;
const TOLERATED_SECONDS = 60;

export async function readToken(r: Reading, token: string): Promise<{ client: Client; claims: Claims }> {
  const { kid, cid } = named(token);
  const client = r.registry.client(cid);
  if (client?.revokedAt !== null) throw bad('client');
  const isActive = activeKeys(r.registry, cid).some((key) => key.kid === kid);
  if (!isActive) throw bad('kid');
  const secret = r.files.read(cid, kid);
  if (secret === null) throw bad('key-file'); // gone, or another user's: the key was added with sudo
  const claims = await verified(token, secret, r.world.now());
  checkTime(claims, r.world.now());
  if (!claims.sub.startsWith(`${cid}:`)) throw bad('sub');
  if (r.registry.isTokenRevoked(claims.jti)) throw bad('revoked');
  return { client, claims };
}

/** Which key it says it is signed with: only to look that key up; nothing of it is believed yet. */
function named(token: string): { kid: string; cid: string } {
  const { alg, kid } = decoded(() => decodeProtectedHeader(token));
  if (alg !== 'HS256') throw bad('alg');
  const { cid } = decoded(() => decodeJwt(token));
  if (typeof kid !== 'string' || typeof cid !== 'string') throw bad('kid');
  return { kid, cid };
}

function decoded<T>(decode: () => T): T {
  try {
    return decode();
  } catch {
    throw bad('shape');
  }
}

async function verified(token: string, secret: string, now: Date): Promise<Claims> {
  try {
    const options = { algorithms: ['HS256'], audience: 'embed/v1', currentDate: now };
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), options);
    return claimsOf.parse(payload);
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new TokenRefused('token-expired', 'exp');
    throw bad(error instanceof errors.JOSEError ? error.code : 'claims');
  }
}

/** Checked after the signature: only a host of ours is told that its clock is wrong. */
function checkTime({ iat, exp }: Claims, now: Date): void {
  const ahead = iat - Math.floor(now.getTime() / 1000);
  if (ahead > TOLERATED_SECONDS) throw new TokenRefused('token-clock', 'iat', { seconds: ahead });
  if (exp - iat > LONGEST_SECONDS || exp <= iat) throw bad('life');
}

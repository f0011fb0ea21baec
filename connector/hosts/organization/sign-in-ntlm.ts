/**
 * Windows authentication over HTTP (hosts/dynamics.md 2): it belongs to a connection, so there is one, one request at a time, and a
 * handshake whenever the server forgot who sits at its other end. The password itself never leaves.
 */
import { randomBytes } from 'node:crypto';
import type { HostId, World } from '../../model.ts';
import { HostError } from '../host.ts';
import { authenticate, negotiate, ntlmUser, readChallenge, type NtlmUser } from './ntlm.ts';
import { isRefused, type SignIn } from './sign-in.ts';

export interface NtlmOptions {
  readonly host: HostId;
  readonly user: string;
  readonly password: string;
  readonly world: Pick<World, 'now'>;
  readonly random?: (bytes: number) => Buffer;
}

/** From 1601 to 1970, in tenths of microseconds. */
const EPOCH = 116_444_736_000_000_000n;

export function ntlm({ host, user, password, world, random = randomBytes }: NtlmOptions): SignIn {
  const who = ntlmUser(user, password);
  return {
    parallel: 1,
    headers: async () => ({}),
    handshake: { first: () => said(negotiate()), second: (asked) => answer(who, asked, () => ({ nonce: random(8), time: EPOCH + BigInt(world.now().getTime()) * 10_000n })) },
    forget: () => false,
    explained: (error) => (isRefused(error) ? new HostError('unauthorised', host, { code: 'sign-in-ntlm', at: { user }, status: 401 }) : error),
    close: async () => undefined,
  };
} // prettier-ignore

const said = (message: Buffer): string => `NTLM ${message.toString('base64')}`;

/** What answers a challenge; null where there is none: the server speaks something else. */
function answer(who: NtlmUser, asked: string, moment: () => Parameters<typeof authenticate>[2]): string | null {
  const text = /(?:^|,\s*)NTLM\s+([A-Za-z0-9+/=]+)/i.exec(asked)?.[1];
  const challenge = text === undefined ? null : readChallenge(Buffer.from(text, 'base64'));
  return challenge === null ? null : said(authenticate(who, challenge, moment()));
}

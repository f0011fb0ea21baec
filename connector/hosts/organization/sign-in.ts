/** Proving who we are to a server on the premises (hosts/dynamics.md 2): Basic here; tokens of ADFS and NTLM beside it. */
import type { HostId } from '../../model.ts';
import { HostError } from '../host.ts';
import type { Handshake } from '../soap/wire.ts';

/** What the client needs of a way to sign in. */
export interface SignIn {
  /** How many requests may be under way at once, where that is not ours to choose. */
  readonly parallel?: number;
  /** Of a way that belongs to a connection: what begins it, and what answers the challenge of the server (null: it is none). */
  readonly handshake?: Handshake;
  /** What every request carries. @throws HostError where nobody lets us in */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** The host did not take it; true: there is a new one to try with. */
  forget(): boolean;
  /** A refusal in the words of this way to sign in. */
  explained(error: unknown): unknown;
  close(): Promise<void>;
}

/** User and password as UTF-8 with every request. */
export function basic(host: HostId, user: string, password: string): SignIn {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
  return {
    headers: async () => ({ authorization }),
    forget: () => false,
    explained: (error) => (isRefused(error) ? new HostError('unauthorised', host, { code: 'sign-in-basic', at: { user }, status: 401 }) : error), // prettier-ignore
    close: async () => undefined,
  };
}

export const isRefused = (error: unknown): boolean => error instanceof HostError && error.status === 401;

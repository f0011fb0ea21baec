/** Proving who we are to a server on the premises (hosts/dynamics.md 2): Basic here; tokens of ADFS and NTLM beside it. */
import type { HostId, World } from '../../model.ts';
import { HostError } from '../host.ts';

/** What the client needs of a way to sign in. */
export interface SignIn {
  /** How many requests may be under way at once, where that is not ours to choose. */
  readonly parallel?: number;
  /** What every request carries. @throws HostError where nobody lets us in */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** The host did not take it; true: there is a new one to try with. */
  forget(): boolean;
  /** A refusal in the words of this way to sign in. */
  explained(error: unknown): unknown;
  close(): Promise<void>;
}

export interface SignInOptions {
  readonly way: 'basic' | 'ntlm' | 'adfs';
  readonly host: HostId;
  readonly user: string;
  readonly password: string;
  /** adfs: https://ADFS/adfs/ */
  readonly authority: string;
  readonly clientId: string;
  readonly url: string;
  readonly world: World;
  readonly timeoutMs: number;
}

export function signInOf(o: SignInOptions): SignIn {
  return basic(o.host, o.user, o.password);
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

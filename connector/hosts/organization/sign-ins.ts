/** Ways to sign in, by the word of the configuration. */
import type { HostId, World } from '../../model.ts';
import { Adfs } from './sign-in-adfs.ts';
import { ntlm } from './sign-in-ntlm.ts';
import { basic, type SignIn } from './sign-in.ts';

export interface SignInOptions {
  readonly way: 'basic' | 'ntlm' | 'adfs';
  readonly host: HostId;
  readonly user: string;
  readonly password: string;
  /** adfs: https://ADFS/adfs/ */
  readonly authority: string;
  readonly clientId: string;
  /** Of the service. */
  readonly url: string;
  readonly world: World;
  readonly timeoutMs: number;
}

export function signInOf(o: SignInOptions): SignIn {
  switch (o.way) {
    case 'basic':
      return basic(o.host, o.user, o.password);
    case 'ntlm':
      return ntlm(o);
    case 'adfs':
      return new Adfs(o);
  }
}

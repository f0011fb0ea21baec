/** How the fake lets in: Basic, NTLM on a connection, or tokens of ADFS (hosts/dynamics.md 2). */
import type { LoggedRequest } from '../kit/request-log.ts';
import type { Answer } from './fake.ts';

const SIGN_INS = ['basic', 'adfs'] as const;
export type SignIn = (typeof SIGN_INS)[number];
export const isSignIn = (text: string): text is SignIn => SIGN_INS.some((known) => known === text);

const CLIENT = '33333333-3333-4333-8333-333333333333';
const HTML = { 'Content-Type': 'text/html; charset=utf-8' };

export class Doors {
  readonly kind: SignIn;
  readonly secret: string;
  readonly user = 'КОНТОРА\\sidebook';
  readonly clientId = CLIENT;
  /** What ADFS answers instead of a token: the name of an OAuth error, and its sentence. */
  signInError: readonly [string, string] | null = null;
  tokenSeconds = 3600;
  readonly #now: () => Date;
  /** Token -> when it ends. */
  readonly #tokens = new Map<string, number>();

  constructor(kind: SignIn, secret: string, now: () => Date) {
    [this.kind, this.secret, this.#now] = [kind, secret, now];
  }

  /** The 401 of whoever did not prove who he is; undefined = come in. */
  refusal(logged: LoggedRequest, _socket: object): Answer | undefined {
    const said = logged.headers['authorization'] ?? '';
    if (this.kind === 'basic') return said === this.#basic() ? undefined : this.#no('Basic realm="crm"');
    return (this.#tokens.get(said.replace('Bearer ', '')) ?? 0) > this.#now().getTime() ? undefined : this.#no('Bearer');
  }

  #basic = (): string => `Basic ${Buffer.from(`${this.user}:${this.secret}`, 'utf8').toString('base64')}`;

  #no = (how: string): Answer => ({ status: 401, headers: { ...HTML, 'WWW-Authenticate': how }, body: '<html>401 - Unauthorized: Access is denied due to invalid credentials.</html>' }); // prettier-ignore

  /** /adfs/oauth2/token */
  token(logged: LoggedRequest): Answer {
    const form = new URLSearchParams(logged.body);
    const no = ([error, text]: readonly [string, string]): Answer => ({ status: 400, headers: { 'Content-Type': 'application/json;charset=UTF-8' }, body: JSON.stringify({ error, error_description: text }) }); // prettier-ignore
    if (this.signInError) return no(this.signInError);
    if (form.get('client_id') !== CLIENT) return no(['invalid_client', 'MSIS9223: Received invalid OAuth access token request. The client is unknown.']); // prettier-ignore
    if (form.get('client_secret') !== this.secret) return no(['invalid_client', 'MSIS9622: Client authentication failed.']);
    const token = `token-${String(this.#tokens.size + 1)}`;
    this.#tokens.set(token, this.#now().getTime() + this.tokenSeconds * 1000);
    return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ access_token: token, token_type: 'bearer', expires_in: this.tokenSeconds }) }; // prettier-ignore
  }
}

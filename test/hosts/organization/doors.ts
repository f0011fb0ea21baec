/** How the fake lets in: Basic, NTLM on a connection, or tokens of ADFS (hosts/dynamics.md 2). */
import type { LoggedRequest } from '../kit/request-log.ts';
import type { Answer } from './fake.ts';
import { challenge, proves } from './ntlm.ts';

const SIGN_INS = ['basic', 'ntlm', 'adfs'] as const;
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
  #given = 0;
  readonly #proven = new WeakSet<object>();
  /** Token -> when it ends. */
  readonly #tokens = new Map<string, number>();

  constructor(kind: SignIn, secret: string, now: () => Date) {
    [this.kind, this.secret, this.#now] = [kind, secret, now];
  }

  /** The 401 of whoever did not prove who he is; undefined = come in. */
  refusal(logged: LoggedRequest, socket: object): Answer | undefined {
    const said = logged.headers['authorization'] ?? '';
    if (this.kind === 'ntlm') return this.#ntlm(said, socket);
    if (this.kind === 'basic') return said === this.#basic() ? undefined : this.#no('Basic realm="crm"');
    return (this.#tokens.get(said.replace('Bearer ', '')) ?? 0) > this.#now().getTime() ? undefined : this.#no('Bearer');
  }

  /** Belongs to the connection; a request without a word on one that is proven passes. */
  #ntlm(said: string, socket: object): Answer | undefined {
    const message = Buffer.from(said.replace('NTLM ', ''), 'base64');
    const step = message.length > 12 ? message.readUInt32LE(8) : 0;
    if (step === 1) return this.#no(`NTLM ${challenge().toString('base64')}`);
    if (step === 3 && proves(message, this.user, this.secret)) this.#proven.add(socket);
    return this.#proven.has(socket) ? undefined : this.#no('Negotiate, NTLM');
  }

  #basic = (): string => `Basic ${Buffer.from(`${this.user}:${this.secret}`, 'utf8').toString('base64')}`;

  #no = (how: string): Answer => ({ status: 401, headers: { ...HTML, 'WWW-Authenticate': how }, body: '<html>401 - Unauthorized: Access is denied due to invalid credentials.</html>' }); // prettier-ignore

  /** Every token given so far is worthless. */
  forget(): void {
    this.#tokens.clear();
  }

  /** /adfs/oauth2/token */
  token(logged: LoggedRequest): Answer {
    const form = new URLSearchParams(logged.body);
    const no = ([error, text]: readonly [string, string]): Answer => ({ status: 400, headers: { 'Content-Type': 'application/json;charset=UTF-8' }, body: JSON.stringify({ error, error_description: text }) }); // prettier-ignore
    if (this.signInError?.[0] === 'page')
      return { status: 200, headers: HTML, body: '<!DOCTYPE html><html><title>Sign in</title></html>' };
    if (this.signInError) return no(this.signInError);
    if (form.get('client_id') !== CLIENT) return no(['invalid_client', 'MSIS9223: Received invalid OAuth access token request. The client is unknown.']); // prettier-ignore
    if (form.get('username') !== this.user || form.get('password') !== this.secret)
      return no(['invalid_grant', 'MSIS9659: Invalid username or password.']);
    const token = `token-${String(++this.#given)}`;
    this.#tokens.set(token, this.#now().getTime() + this.tokenSeconds * 1000);
    return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ access_token: token, token_type: 'bearer', expires_in: this.tokenSeconds }) }; // prettier-ignore
  }
}

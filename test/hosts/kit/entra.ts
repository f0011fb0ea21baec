/** Entra ID beside a fake: a token for the right secret, and its own numbers for everything else (hosts/dynamics.md 2). */
import type { LoggedRequest } from './request-log.ts';

export const TENANT = 'contoso.onmicrosoft.com';
export const CLIENT = '22222222-2222-4222-8222-222222222222';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

export class Entra {
  /** Seconds a token given from now on lives. */
  tokenSeconds = 3600;
  /** What is answered instead of a token: a number of AADSTS. */
  error: string | null = null;
  readonly secret: string;
  readonly #now: () => Date;
  readonly #tokens = new Map<string, number>();

  constructor(secret: string, now: () => Date) {
    this.secret = secret;
    this.#now = now;
  }

  /** `origin`: what a token has to be asked for. */
  signIn(logged: LoggedRequest, origin: string): Answer {
    const form = new URLSearchParams(logged.body);
    if (this.error !== null) return wrong(this.error, 'told to');
    if (!logged.path.startsWith(`/${TENANT}/`)) return wrong('90002', 'Tenant not found.');
    if (form.get('client_id') !== CLIENT) return wrong('700016', 'Application was not found in the directory.');
    if (form.get('client_secret') !== this.secret) return wrong('7000215', 'Invalid client secret provided.');
    if (form.get('scope') !== `${origin}/.default`) return wrong('500011', 'The resource principal was not found.');
    const token = `token-${String(this.#tokens.size + 1)}`;
    this.#tokens.set(token, this.#now().getTime() + this.tokenSeconds * 1000);
    return { status: 200, headers: JSON_TYPE, body: JSON.stringify({ token_type: 'Bearer', expires_in: this.tokenSeconds, access_token: token }) }; // prettier-ignore
  }

  knows(authorization: string | undefined): boolean {
    return (this.#tokens.get((authorization ?? '').replace('Bearer ', '')) ?? 0) > this.#now().getTime();
  }
}

const wrong = (number: string, text: string): Answer => ({ status: 401, headers: JSON_TYPE, body: JSON.stringify({ error: 'invalid_client', error_description: `AADSTS${number}: ${text}` }) }); // prettier-ignore

/**
 * Signing in at Entra ID as an application (hosts/dynamics.md 2). A token lives about an hour and is asked for anew before it ends, in
 * the middle of a run too. The secret goes to the configured authority and nowhere else.
 */
import { signInAt } from './gate.ts';
import { HostError } from './host.ts';
import { Http, type HttpResponse } from './http.ts';
import type { HostId, World } from '../model.ts';
import { unreachable } from './answers.ts';

export interface SignIn {
  readonly host: HostId;
  readonly authority: string;
  readonly tenant: string;
  readonly clientId: string;
  readonly secret: string;
  /** Origin of the organisation: what the token is for. */
  readonly origin: string;
  readonly world: World;
  readonly timeoutMs: number;
  readonly tries: number;
}

/** Asked for anew so long before it ends. */
const EARLY_MS = 120_000;

export class Tokens {
  readonly #o: SignIn;
  readonly #http: Http;
  readonly #path: string;
  #asking: Promise<string> | null = null;
  #until = 0;

  constructor(options: SignIn) {
    this.#o = options;
    const base = options.authority.endsWith('/') ? options.authority : `${options.authority}/`;
    this.#path = `${encodeURIComponent(options.tenant)}/oauth2/v2.0/token`;
    this.#http = new Http({ baseUrl: base, world: options.world, parallel: 1, timeoutMs: options.timeoutMs, tries: 1, gate: signInAt(base + this.#path) }); // prettier-ignore
  }

  /** One question however many requests wait for its answer. */
  get(): Promise<string> {
    if (this.#asking === null || this.#o.world.now().getTime() >= this.#until) {
      this.#until = Number.MAX_SAFE_INTEGER;
      this.#asking = this.#ask().catch((error: unknown) => {
        this.#asking = null;
        throw error;
      });
    }
    return this.#asking;
  }

  /** The host did not take it: another one is asked for. */
  forget(): void {
    this.#asking = null;
  }

  async #ask(): Promise<string> {
    for (let tries = 1; ; tries++) {
      const answer = await this.#send();
      const isBusy = answer.status === 429 || answer.status >= 500;
      if (!isBusy || tries >= this.#o.tries) return this.#read(answer);
      await answer.body.dump();
      await this.#o.world.sleep(1000 * tries);
    }
  }

  async #send(): Promise<HttpResponse> {
    const { clientId, secret, origin, host } = this.#o;
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: secret, scope: `${origin}/.default` };
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    try {
      return await this.#http.send({ method: 'POST', path: this.#path, headers, body: new URLSearchParams(form).toString() });
    } catch (error) {
      throw unreachable(error, { host, write: false, at: { set: 'Entra ID' } }, 'sign-in-unreachable');
    }
  }

  async #read(answer: HttpResponse): Promise<string> {
    const body = fieldsOf(await answer.body.text().catch(() => ''));
    const { access_token: token, expires_in: seconds } = body;
    if (answer.status !== 200 || typeof token !== 'string') throw this.#refused(answer.status, body);
    const lives = Number(seconds);
    this.#until = this.#o.world.now().getTime() + (Number.isFinite(lives) ? lives * 1000 : 3_600_000) - EARLY_MS;
    return token;
  }

  /** The number in the description says what is wrong; the sentence itself may hold names and is not shown. */
  #refused(status: number, body: Readonly<Record<string, unknown>>): HostError {
    const number = /AADSTS(\d+)/.exec(String(body['error_description']))?.[1] ?? '';
    const code = SIGN_IN_CODES[number] ?? (status >= 500 || status === 429 ? 'sign-in-unreachable' : 'sign-in-refused');
    const kind = code === 'sign-in-unreachable' ? 'unavailable' : 'unauthorised';
    const at = { tenant: this.#o.tenant, client: this.#o.clientId, number: number === '' ? String(status) : `AADSTS${number}` };
    return new HostError(kind, this.#o.host, { code, status, at });
  }

  close(): Promise<void> {
    return this.#http.close();
  }
}

const SIGN_IN_CODES: Readonly<Record<string, string>> = {
  7000222: 'secret-expired',
  7000215: 'secret-wrong',
  90002: 'tenant-wrong',
  900023: 'tenant-wrong',
  900021: 'tenant-wrong',
  700016: 'application-unknown',
  500011: 'environment-unknown',
};

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

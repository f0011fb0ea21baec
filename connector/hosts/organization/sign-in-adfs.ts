/**
 * A server that faces the Internet (IFD) signs in at AD FS: plain OAuth, user and password for a token (hosts/dynamics.md 2). They go to the
 * configured authority and nowhere else; the token is asked for anew before it ends, in the middle of a run too.
 */
import type { HostId, World } from '../../model.ts';
import { unreachable } from '../answers.ts';
import { signInAt } from '../gate.ts';
import { HostError } from '../host.ts';
import { Http, type HttpResponse } from '../http.ts';
import { isRefused, type SignIn } from './sign-in.ts';

export interface AdfsOptions {
  readonly host: HostId;
  /** https://ADFS/adfs/ */
  readonly authority: string;
  readonly clientId: string;
  readonly user: string;
  readonly password: string;
  /** Of the service: what the token is for. */
  readonly url: string;
  readonly world: World;
  readonly timeoutMs: number;
}

/** Asked for anew so long before it ends. */
const EARLY_MS = 120_000;
const PATH = 'oauth2/token';

export class Adfs implements SignIn {
  readonly #o: AdfsOptions;
  readonly #http: Http;
  #asking: Promise<string> | null = null;
  #until = 0;

  constructor(options: AdfsOptions) {
    this.#o = options;
    const base = options.authority.endsWith('/') ? options.authority : `${options.authority}/`;
    this.#http = new Http({ baseUrl: base, world: options.world, parallel: 1, timeoutMs: options.timeoutMs, tries: 1, gate: signInAt(base + PATH) }); // prettier-ignore
  }

  async headers(): Promise<Readonly<Record<string, string>>> {
    return { authorization: `Bearer ${await this.#token()}` };
  }

  /** One question however many requests wait for its answer. */
  #token(): Promise<string> {
    if (this.#asking === null || this.#o.world.now().getTime() >= this.#until) {
      this.#until = Number.MAX_SAFE_INTEGER;
      this.#asking = this.#ask().catch((error: unknown) => {
        this.#asking = null;
        throw error;
      });
    }
    return this.#asking;
  }

  forget(): boolean {
    this.#asking = null;
    return true;
  }

  async #ask(): Promise<string> {
    const answer = await this.#send();
    const body = fieldsOf(await answer.body.text().catch(() => ''));
    const { access_token: token, expires_in: seconds } = body ?? {};
    if (answer.status !== 200 || typeof token !== 'string') throw this.#refused(answer.status, body);
    const lives = Number(seconds);
    this.#until = this.#o.world.now().getTime() + (Number.isFinite(lives) ? lives * 1000 : 3_600_000) - EARLY_MS;
    return token;
  }

  async #send(): Promise<HttpResponse> {
    const { clientId, user, password, url, host } = this.#o;
    const form = { grant_type: 'password', client_id: clientId, username: user, password, resource: `${new URL(url).origin}/` };
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    try {
      return await this.#http.send({ method: 'POST', path: PATH, headers, body: new URLSearchParams(form).toString() });
    } catch (error) {
      throw unreachable(error, { host, write: false, at: { set: 'AD FS' } }, 'adfs-unreachable');
    }
  }

  /** The number of AD FS says what is wrong; its sentence may hold names and is not shown. */
  #refused(status: number, body: Readonly<Record<string, unknown>> | null): HostError {
    const number = /MSIS\d+/.exec(String(body?.['error_description']))?.[0] ?? String(status);
    const code =
      body === null ? (status >= 500 ? 'adfs-unreachable' : 'adfs-page') : (CODES[String(body['error'])] ?? 'adfs-refused');
    const kind = code === 'adfs-unreachable' ? 'unavailable' : 'unauthorised';
    return new HostError(kind, this.#o.host, { code, status, at: { user: this.#o.user, client: this.#o.clientId, number } });
  }

  explained(error: unknown): unknown {
    if (!isRefused(error) || (error instanceof HostError && error.code !== 'wrong-password')) return error;
    return new HostError('unauthorised', this.#o.host, { code: 'sign-in-adfs', at: { user: this.#o.user }, status: 401 });
  }

  close(): Promise<void> {
    return this.#http.close();
  }
}

const CODES: Readonly<Record<string, string>> = {
  invalid_grant: 'adfs-password',
  invalid_client: 'adfs-client',
  unauthorized_client: 'adfs-client',
  invalid_resource: 'adfs-resource',
};

/** null: no JSON, a page. */
function fieldsOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

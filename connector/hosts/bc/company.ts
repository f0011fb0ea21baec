/**
 * The company everything is read from and written to: its id in the address, and its own currency, which Business Central writes as no
 * currency at all (hosts/dynamics.md 4.3).
 */
import { HostError } from '../host.ts';
import { isGuid } from '../odata-url.ts';
import type { BcClient, JsonObject } from './client.ts';

export interface Currency {
  /** Of the list of currencies where it stands there too, else our name for it. */
  readonly id: string;
  readonly code: string;
}

/** Stands for the company's own currency, which has no row and no id there. */
const OWN = 'own';

export class Company {
  readonly #client: BcClient;
  readonly #wanted: string;
  #id: Promise<string> | null = null;
  #currency: Promise<Currency> | null = null;

  /** `wanted`: its name, its display name or its id. */
  constructor(client: BcClient, wanted: string) {
    this.#client = client;
    this.#wanted = wanted;
  }

  get id(): Promise<string> {
    return (this.#id ??= this.#find().catch((error: unknown) => {
      this.#id = null;
      throw error;
    }));
  }

  get currency(): Promise<Currency> {
    return (this.#currency ??= this.#own().catch((error: unknown) => {
      this.#currency = null;
      throw error;
    }));
  }

  /** Of a set or an object of the company, below the base. */
  async path(rest: string): Promise<string> {
    return `companies(${await this.id})/${rest}`;
  }

  async #find(): Promise<string> {
    const all = await this.rows('companies', 'companies');
    const by = (name: string) => all.filter((c) => c[name] === this.#wanted);
    const found = isGuid(this.#wanted) ? all.filter((c) => c['id'] === this.#wanted.toLowerCase()) : (['name', 'displayName'].map(by).find((some) => some.length > 0) ?? []); // prettier-ignore
    const [only] = found;
    if (typeof only?.['id'] === 'string' && found.length === 1) return only['id'];
    const known = all.map((c) => String(c['name'])).join(', ');
    throw new HostError('unauthorised', this.#client.host, { code: 'company-unknown', at: { company: this.#wanted, known } });
  }

  async #own(): Promise<Currency> {
    const [setup] = await this.rows(await this.path('generalLedgerSetup'), 'generalLedgerSetup');
    const code = typeof setup?.['localCurrencyCode'] === 'string' ? setup['localCurrencyCode'] : '';
    const listed = (await this.rows(await this.path('currencies'), 'currencies')).find((c) => c['code'] === code);
    return { id: typeof listed?.['id'] === 'string' ? listed['id'] : OWN, code };
  }

  async rows(path: string, set: string): Promise<JsonObject[]> {
    const { value } = await this.#client.json({ method: 'GET', path }, { set });
    if (Array.isArray(value)) return value as JsonObject[];
    throw new HostError('bad-response', this.#client.host, { code: 'not-understood', at: { set } });
  }
}

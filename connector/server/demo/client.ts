/** The demo as a client of Sidebook, registered like any other: pages of this machine, two roles, a key whose secret never leaves it. */
import { randomBytes } from 'node:crypto';
import type { World } from '../../model.ts';
import { newSecret, type KeyFiles } from '../auth/key-files.ts';
import { activeKeys, type Registry } from '../auth/registry.ts';
import { Tokens } from '../auth/tokens.ts';
import type { Widget } from '../contract/embed.ts';

export const CLIENT = 'demo';
/** The two names of this machine: two origins, so that one can be the host and the other Sidebook. */
export const NAMES = ['127.0.0.1', 'localhost'] as const;

/** Who looks at the forms, in the words of a 1C base. */
const USER = { id: 'demo', name: 'Иванова А.', roles: ['Бухгалтер', 'Руководитель'] };
/** Labels are their administrator's: the same person with another hat. */
const ADMINISTRATOR = { ...USER, roles: ['Администратор'] };

/** As the journal names that user. */
export const ACTOR = `${CLIENT}:${USER.id}`;

export interface Asked {
  readonly widget: Widget;
  /** Null: no single object; only what waits in the exchange as a whole is shown so. */
  readonly entity: string | null;
  readonly lang: string;
  readonly tz: string;
}

export class DemoClient {
  readonly #registry: Registry;
  readonly #keys: KeyFiles;
  readonly #world: World;
  readonly #tokens: Tokens;

  constructor(registry: Registry, keys: KeyFiles, world: World) {
    this.#registry = registry;
    this.#keys = keys;
    this.#world = world;
    this.#tokens = new Tokens(registry, keys, world);
  }

  /** Known to the server from now on, for pages on this port. */
  register(port: number): void {
    const addedAt = this.#world.now().toISOString();
    this.#registry.saveClient({
      id: CLIENT, title: 'Demo', origins: NAMES.map((name) => `http://${name}:${String(port)}`), allowNullOrigin: true, allowAll: true, autoCreateUsers: true,
      hostRoles: { Бухгалтер: 'accountant', Руководитель: 'lead', Администратор: 'admin' }, shells: ['frame', '1c'], addedAt, revokedAt: null,
    }); // prettier-ignore
    if (this.#secret() === null) this.#addKey(addedAt);
  }

  /** As a host's back end asks for one: for this object and this widget only. */
  async token({ widget, entity, lang, tz }: Asked): Promise<string> {
    const scope = { entities: entity === null ? ('*' as const) : [entity] };
    const { token } = await this.#tokens.issue(CLIENT, this.#secret() ?? '', {
      user: widget === 'translations' ? ADMINISTRATOR : USER,
      scope,
      widgets: [widget],
      lang,
      tz,
    });
    return token;
  }

  #secret(): string | null {
    const secrets = activeKeys(this.#registry, CLIENT).map(({ kid }) => this.#keys.read(CLIENT, kid));
    return secrets.find((secret) => secret !== null) ?? null;
  }

  /** Keys whose files are gone can sign nothing any more. */
  #addKey(at: string): void {
    for (const { kid } of activeKeys(this.#registry, CLIENT)) this.#registry.revokeKey(kid, at);
    const kid = randomBytes(6).toString('hex');
    this.#keys.write(CLIENT, kid, newSecret());
    this.#registry.addKey({ kid, client: CLIENT, addedAt: at, revokedAt: null });
  }
}

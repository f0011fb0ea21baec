/** Tokens: we sign what a host's back end asks for, or the host signs itself; either way the same checks on every call (widgets.md 5). */
import { timingSafeEqual, createHash } from 'node:crypto';
import { SignJWT } from 'jose';
import { rightsSection, type RowRights } from '../../config/rights.ts';
import type { World } from '../../model.ts';
import { ApiError } from '../api-error.ts';
import { entityId } from '../contract/shared.ts';
import { tokenRequest } from '../contract/embed.ts';
import { ownersFor } from '../owners.ts';
import type { Principal } from '../principal.ts';
import type { z } from 'zod';
import { readToken, type Reading } from './read-token.ts';
import type { KeyFiles } from './key-files.ts';
import { activeKeys, type Client, type Registry, type User } from './registry.ts';
import { maySee } from './rights.ts';
import { principalFrom, rolesOf, userOf, type Named } from './users.ts';

export const AUDIENCE = 'embed/v1';
export const hmacKey = (secret: string): Uint8Array => new TextEncoder().encode(secret);

type Asked = z.output<typeof tokenRequest>;

/** Told of a user whom a token brought along, where the client adds them by itself. */
export type Added = (user: User) => Promise<void>;

export interface TokenOptions {
  readonly added?: Added;
  /** Whose rows a role sees; without it everybody's. */
  readonly rows?: RowRights;
}

export class Tokens {
  readonly #r: Reading;
  readonly #added: Added;
  readonly #rows: RowRights;

  constructor(registry: Registry, files: KeyFiles, world: Pick<World, 'now' | 'uuid'>, { added, rows }: TokenOptions = {}) {
    this.#r = { registry, files, world };
    this.#added = added ?? (async () => undefined);
    this.#rows = rows ?? rightsSection.parse({}).rows;
  }

  /** For a host's back end: who it is was proven by its secret. */
  async issue(clientId: string, secret: string, body: unknown): Promise<{ token: string; expiresAt: string }> {
    const { client, key } = this.#proven(clientId, secret);
    const asked = parsed(body);
    checkScope(client, asked.scope.entities);
    const user = await this.#user(client, { hostUser: asked.user.id, name: asked.user.name, status: 422 });
    const roles = rolesOf(client, user, asked.user.roles);
    if (!asked.widgets.every((widget) => maySee({ roles, granted: user.granted }, widget)))
      throw new ApiError(403, 'role_or_widget_not_allowed');
    return this.#sign(client, key, secret, asked);
  }

  /** Of every call of the API: who asks. Throws ApiError when the token does not stand every check. */
  async verify(token: string): Promise<{ client: Client; principal: Principal }> {
    const { client, claims } = await readToken(this.#r, token);
    if (claims.scp === '*' && !client.allowAll) throw new ApiError(403, 'invalid_scope', { entity: '*' });
    const hostUser = claims.sub.slice(client.id.length + 1);
    const user = await this.#user(client, { hostUser, name: claims.name ?? hostUser, status: 403 });
    const roles = rolesOf(client, user, claims.rol);
    return { client, principal: principalFrom(claims, user, roles, ownersFor(this.#rows, roles, user, this.#r.registry)) };
  }

  async #user(client: Client, named: Named): Promise<User> {
    const isKnown = this.#r.registry.user(client.id, named.hostUser) !== null;
    const user = userOf(this.#r, client, named);
    if (!isKnown) await this.#added(user);
    return user;
  }

  #proven(clientId: string, secret: string): { client: Client; key: string } {
    const { registry, files } = this.#r;
    const client = registry.client(clientId);
    const keys = client?.revokedAt === null ? activeKeys(registry, clientId) : [];
    const fitting = keys.filter(({ kid }) => isSame(files.read(clientId, kid) ?? '', secret));
    if (!client || !fitting[0]) throw new ApiError(401, 'bad_client');
    return { client, key: fitting[0].kid };
  }

  async #sign(client: Client, kid: string, secret: string, asked: Asked): Promise<{ token: string; expiresAt: string }> {
    const iat = Math.floor(this.#r.world.now().getTime() / 1000);
    const { user, scope, widgets, lang, tz, ttl } = asked;
    const claims = { cid: client.id, name: user.name, rol: user.roles, scp: scope.entities, wdg: widgets, loc: lang, tz };
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid })
      .setAudience(AUDIENCE)
      .setSubject(`${client.id}:${user.id}`)
      .setIssuedAt(iat)
      .setExpirationTime(iat + ttl)
      .setJti(this.#r.world.uuid())
      .sign(hmacKey(secret));
    return { token, expiresAt: new Date((iat + ttl) * 1000).toISOString() };
  }
}

/** In constant time, whatever the lengths. */
const isSame = (known: string, given: string): boolean => known !== '' && timingSafeEqual(digest(known), digest(given));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function parsed(body: unknown): Asked {
  const { data, error } = tokenRequest.safeParse(body);
  if (data) return data;
  const paths = error.issues.map((i) => i.path.join('.'));
  if (paths.some((path) => path.startsWith('scope'))) throw new ApiError(400, 'invalid_scope');
  throw new ApiError(400, 'input-wrong', {}, Object.fromEntries(paths.map((path) => [path, 'input-field'])));
}

function checkScope(client: Client, entities: '*' | readonly string[]): void {
  const wrong = entities === '*' ? (client.allowAll ? undefined : '*') : entities.find((e) => !entityId.safeParse(e).success);
  if (wrong !== undefined || entities.length === 0) throw new ApiError(400, 'invalid_scope', { entity: wrong ?? '' });
}

/** Users of a host and their roles here; the principal a good token makes. */
import type { World } from '../../model.ts';
import { ApiError } from '../api-error.ts';
import type { Role } from '../../roles.ts';
import type { Principal } from '../principal.ts';
import type { Owners } from '../owners.ts';
import type { Client, Registry, User } from './registry.ts';
import type { Claims } from './read-token.ts';

export interface Named {
  readonly hostUser: string;
  readonly name: string;
  readonly status: 403 | 422;
}

interface Known {
  readonly registry: Registry;
  readonly world: Pick<World, 'now'>;
}

/** Known and not locked, or added now where the client allows it; `status`: of the refusal otherwise. */
export function userOf({ registry, world }: Known, client: Client, { hostUser, name, status }: Named): User {
  const known = registry.user(client.id, hostUser);
  if (known?.revokedAt === null) return known;
  if (known || !client.autoCreateUsers) throw new ApiError(status, 'unknown_user');
  const user = { client: client.id, hostUser, name, roles: null, team: null, person: null, granted: false, addedAt: world.now().toISOString(), revokedAt: null }; // prettier-ignore
  registry.saveUser(user);
  return user;
}

/** The user's own roles here, else those the host says, by the client's table. None at all = refused. */
export function rolesOf(client: Client, user: User, sent: readonly string[]): ReadonlySet<Role> {
  const roles = new Set(user.roles ?? sent.flatMap((role) => mapped(client, role)));
  if (roles.size === 0) throw new ApiError(403, 'role_or_widget_not_allowed');
  return roles;
}

function mapped({ hostRoles }: Client, role: string): Role[] {
  const ours = Object.hasOwn(hostRoles, role) ? hostRoles[role] : undefined;
  return ours ? [ours] : [];
}

export function principalFrom(
  claims: Claims,
  { name, team, granted }: User,
  roles: ReadonlySet<Role>,
  owners: Owners,
): Principal {
  return {
    client: claims.cid, actor: claims.sub, name, roles, team, granted, owners, scope: claims.scp === '*' ? '*' : new Set(claims.scp), widgets: new Set(claims.wdg),
    lang: /^ru\b/i.test(claims.loc) ? 'ru' : 'en', locale: localeOf(claims.loc), timeZone: zoneOf(claims.tz),
  }; // prettier-ignore
}

/** What Intl does not know would fail deep inside a page. */
const localeOf = (name: string): string => known(name, () => new Intl.Locale(name)) ?? 'en';
const zoneOf = (name: string): string => known(name, () => new Intl.DateTimeFormat('en', { timeZone: name })) ?? 'UTC';

function known(name: string, check: () => unknown): string | null {
  try {
    check();
    return name;
  } catch {
    return null;
  }
}

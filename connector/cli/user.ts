/** sidebook user: people of a host, where their roles are not simply those the host says. */
import { SidebookError } from '../errors.ts';
import type { User } from '../server/auth/registry.ts';
import { roleNamed } from './client.ts';
import { t, type Io } from './io.ts';
import { clientNamed, day, withRegistry } from './registry.ts';
import { table } from './table.ts';

export interface UserOptions {
  readonly name?: string;
  /** False: --no-role, as the host says. */
  readonly role?: readonly string[] | false;
}

/**
 * A new user without --role has the roles the host names in its tokens; one that is there keeps what is not said. Adding one who
 * was revoked lets them in again.
 */
export async function add(io: Io, client: string, hostUser: string, { name, role }: UserOptions): Promise<void> {
  await withRegistry(io, async (desk) => {
    clientNamed(desk, client);
    const { registry, now, journal } = desk;
    const known = registry.user(client, hostUser);
    const roles = rolesOf(role, known);
    const user = { client, hostUser, name: name ?? known?.name ?? hostUser, roles, addedAt: known?.addedAt ?? now, revokedAt: null }; // prettier-ignore
    registry.saveUser(user);
    await journal({ user: `${client}:${hostUser}`, roles: roles?.join(', ') ?? '' });
    io.out(`${table([rowOf(io, user)])}\n${role === undefined && roles !== null ? keptText(io) : ''}`);
  });
}

function rolesOf(role: UserOptions['role'], known: User | null): User['roles'] {
  if (role === undefined) return known?.roles ?? null;
  return role === false ? null : role.map((r) => roleNamed(r));
}

const keptText = (io: Io): string =>
  `${t(io, 'The roles stay as they were. Others: --role ROLE; as the host says: --no-role', 'Роли остались прежними. Другие: --role РОЛЬ; как укажет база: --no-role')}\n`;

export async function list(io: Io, client: string | undefined): Promise<void> {
  await withRegistry(io, async (desk) => {
    const users = desk.registry.users(client === undefined ? null : clientNamed(desk, client).id);
    const head = [t(io, 'User', 'Пользователь'), t(io, 'Name', 'Имя'), t(io, 'Roles', 'Роли'), t(io, 'State', 'Состояние')];
    const none = t(io, 'No users yet: sidebook user add CLIENT USER', 'Пользователей пока нет: sidebook user add КЛИЕНТ ПОЛЬЗОВАТЕЛЬ'); // prettier-ignore
    io.out(`${users.length === 0 ? none : table(users.map((u) => rowOf(io, u)), { head })}\n`); // prettier-ignore
  });
}

const rowOf = (io: Io, { client, hostUser, name, roles, revokedAt }: User): string[] => [
  `${client}:${hostUser}`,
  name,
  roles?.join(', ') ?? t(io, 'as the host says', 'как укажет база'),
  revokedAt === null ? t(io, 'active', 'действует') : `${t(io, 'revoked', 'отозван')} ${day(revokedAt)}`,
];

export async function revoke(io: Io, client: string, hostUser: string): Promise<void> {
  await withRegistry(io, async (desk) => {
    clientNamed(desk, client);
    const user = desk.registry.user(client, hostUser);
    if (user?.revokedAt !== null) throw new SidebookError('user-unknown', { client, user: hostUser });
    desk.registry.saveUser({ ...user, revokedAt: desk.now });
    await desk.journal({ user: `${client}:${hostUser}`, revoked: desk.now });
    io.out(`${t(io, `${hostUser} is locked; tokens for them are not taken any more.`, `${hostUser} отключён; токены для него больше не принимаются.`)}\n`); // prettier-ignore
  });
}

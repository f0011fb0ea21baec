/** sidebook user: people of a host, where their roles are not simply those the host says. */
import { SidebookError } from '../errors.ts';
import { textOf } from '../fields.ts';
import type { SharedRecord } from '../model.ts';
import type { User } from '../server/auth/registry.ts';
import { roleNamed } from './client.ts';
import { t, type Io } from './io.ts';
import { clientNamed, day, recordNamed, withRegistry, type Desk } from './registry.ts';
import { table } from './table.ts';

export interface UserOptions {
  readonly name?: string;
  /** False: --no-role, as the host says. */
  readonly role?: readonly string[] | false;
  /** False: --no-team, none. */
  readonly team?: string | false;
  /** Which person of the books they are, by id or exact name; false: --no-person. */
  readonly person?: string | false;
  /** May an accountant read what never leaves. */
  readonly private?: boolean;
}

/**
 * A new user without --role has the roles the host names in its tokens; one that is there keeps what is not said. Adding one who
 * was revoked lets them in again.
 */
export async function add(io: Io, client: string, hostUser: string, options: UserOptions): Promise<void> {
  const { name, role } = options;
  await withRegistry(io, async (desk) => {
    clientNamed(desk, client);
    const { registry, now, journal } = desk;
    const known = registry.user(client, hostUser);
    const roles = rolesOf(role, known);
    const rows = await rowsOf(desk, options, known);
    const user = { client, hostUser, name: name ?? known?.name ?? hostUser, roles, ...rows, addedAt: known?.addedAt ?? now, revokedAt: null }; // prettier-ignore
    registry.saveUser(user);
    await journal({ user: `${client}:${hostUser}`, roles: roles?.join(', ') ?? '', team: rows.team ?? '', person: rows.person ?? '', private: rows.granted ? 'yes' : 'no' }); // prettier-ignore
    io.out(
      `${table([rowOf(io, user, await personsOf(desk, [user]))])}\n${role === undefined && roles !== null ? keptText(io) : ''}`,
    );
  });
}

function rolesOf(role: UserOptions['role'], known: User | null): User['roles'] {
  if (role === undefined) return known?.roles ?? null;
  return role === false ? null : role.map((r) => roleNamed(r));
}

/** Whose rows they see, and what never leaves; what is not said stays. */
async function rowsOf({ store }: Desk, { team, person, private: granted }: UserOptions, known: User | null): Promise<Pick<User, 'team' | 'person' | 'granted'>> {
  return {
    team: team === undefined ? (known?.team ?? null) : team === false ? null : team.trim(),
    person: person === undefined ? (known?.person ?? null) : person === false ? null : await recordNamed(store, 'person', person),
    granted: granted ?? known?.granted ?? false,
  };
} // prettier-ignore

/** Names of the books' people. */
const personsOf = ({ store }: Desk, users: readonly User[]): Promise<ReadonlyMap<string, SharedRecord>> =>
  store.read((r) => r.records(users.flatMap((u) => u.person ?? [])));

const keptText = (io: Io): string =>
  `${t(io, 'The roles stay as they were. Others: --role ROLE; as the host says: --no-role', 'Роли остались прежними. Другие: --role РОЛЬ; как укажет база: --no-role')}\n`;

export async function list(io: Io, client: string | undefined): Promise<void> {
  await withRegistry(io, async (desk) => {
    const users = desk.registry.users(client === undefined ? null : clientNamed(desk, client).id);
    const head = [t(io, 'User', 'Пользователь'), t(io, 'Name', 'Имя'), t(io, 'Roles', 'Роли'), t(io, 'Team', 'Отдел'), t(io, 'In the books', 'В учёте'), t(io, 'Private data', 'Закрытые данные'), t(io, 'State', 'Состояние')]; // prettier-ignore
    const none = t(io, `No users yet: ${io.called} user add CLIENT USER`, `Пользователей пока нет: ${io.called} user add КЛИЕНТ ПОЛЬЗОВАТЕЛЬ`); // prettier-ignore
    const persons = await personsOf(desk, users);
    io.out(`${users.length === 0 ? none : table(users.map((u) => rowOf(io, u, persons)), { head })}\n`); // prettier-ignore
  });
}

const rowOf = (
  io: Io,
  { client, hostUser, name, roles, team, person, granted, revokedAt }: User,
  persons: ReadonlyMap<string, SharedRecord>,
): string[] => [
  // prettier-ignore
  `${client}:${hostUser}`,
  name,
  roles?.join(', ') ?? t(io, 'as the host says', 'как укажет база'),
  team ?? '',
  person === null ? '' : textOf(persons.get(person)?.fields ?? {}, 'name'),
  granted ? t(io, 'granted', 'открыты') : '',
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

/** sidebook client: hosts and portals that may embed widgets, from which pages, with which roles. */
import { SidebookError } from '../errors.ts';
import { originOf } from '../server/auth/origins.ts';
import { SHELLS, type Client, type Shell } from '../server/auth/registry.ts';
import { ROLES, type Role } from '../roles.ts';
import { t, type Io } from './io.ts';
import { clientNamed, day, withRegistry } from './registry.ts';
import { table } from './table.ts';

export interface ClientOptions {
  readonly title?: string;
  readonly origin?: readonly string[];
  readonly role?: readonly string[];
  readonly shell?: readonly Shell[];
  readonly nullOrigin?: boolean;
  readonly all?: boolean;
  readonly autoUsers?: boolean;
}

/** A new one, or another look at one there is: what is not said stays as it was. */
export async function add(io: Io, id: string, options: ClientOptions): Promise<void> {
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(id)) throw new SidebookError('client-name', { client: id });
  await withRegistry(io, async ({ registry, now, journal }) => {
    const known = registry.client(id);
    const client = { ...(known ?? blank(id, now)), ...changed(options), revokedAt: null };
    registry.saveClient(client);
    await journal({ client: id, set: JSON.stringify({ ...client, addedAt: undefined, revokedAt: undefined }) });
    io.out(`${described(io, client)}\n`);
    if (!known) io.out(`${t(io, `Its first key: ${io.called} key add ${id}`, `Первый ключ: ${io.called} key add ${id}`)}\n`);
  });
}

/** Without a table of its own a client may use our words for roles, but nobody becomes an administrator by accident. */
const OUR_WORDS = Object.fromEntries(ROLES.filter((r) => r !== 'admin').map((r) => [r, r])) as Record<string, Role>;

const blank = (id: string, addedAt: string): Client => ({
  id, title: id, origins: [], allowNullOrigin: false, allowAll: false, autoCreateUsers: false, hostRoles: OUR_WORDS, shells: SHELLS, addedAt, revokedAt: null,
}); // prettier-ignore

function changed({ title, origin, role, shell, nullOrigin, all, autoUsers }: ClientOptions): Partial<Client> {
  return {
    ...(title === undefined ? {} : { title }), ...(origin ? { origins: origin.map(checkedOrigin) } : {}), ...(role ? { hostRoles: rolesOf(role) } : {}),
    ...(shell ? { shells: shell } : {}), ...(nullOrigin === undefined ? {} : { allowNullOrigin: nullOrigin }), ...(all === undefined ? {} : { allowAll: all }),
    ...(autoUsers === undefined ? {} : { autoCreateUsers: autoUsers }),
  }; // prettier-ignore
}

function checkedOrigin(text: string): string {
  const origin = originOf(text);
  if (origin === null) throw new SidebookError('origin-wrong', { origin: text });
  return origin;
}

/** "Менеджер по продажам=sales": the host's word may hold anything but the last "=". */
function rolesOf(texts: readonly string[]): Record<string, Role> {
  return Object.fromEntries(texts.map(rolePair));
}

function rolePair(text: string): [string, Role] {
  const at = text.lastIndexOf('=');
  const ours = at < 0 ? '' : text.slice(at + 1); // "sales" alone says whose word it is no more than whose role
  return [text.slice(0, at).trim(), roleNamed(ours, text)];
}

export function roleNamed(name: string, said = name): Role {
  const role = ROLES.find((r) => r === name.trim());
  if (!role || said.startsWith('=')) throw new SidebookError('role-wrong', { role: said, known: ROLES.join(', ') });
  return role;
}

export async function list(io: Io, { json }: { json?: boolean }): Promise<void> {
  await withRegistry(io, async ({ registry }) => {
    const clients = registry.clients();
    if (json) return io.out(`${JSON.stringify(clients, null, 2)}\n`);
    if (clients.length === 0) return io.out(`${t(io, `No clients yet: ${io.called} client add NAME --origin https://…`, `Клиентов пока нет: ${io.called} client add ИМЯ --origin https://…`)}\n`); // prettier-ignore
    io.out(`${clients.map((c) => described(io, c)).join('\n\n')}\n`);
  });
}

function described(io: Io, c: Client): string {
  const flag = (on: boolean, en: string, ru: string): string[] => (on ? [t(io, en, ru)] : []);
  const flags = [
    ...flag(c.allowNullOrigin, 'documents without an origin (1C)', 'документы без адреса (1С)'),
    ...flag(c.allowAll, 'tokens for everything', 'токены на всё'),
    ...flag(c.autoCreateUsers, 'adds users by itself', 'заводит пользователей сам'),
  ];
  const off = t(io, 'none: frames are off', 'нет: во фреймах не показывается');
  const title = `${c.id}${c.title === c.id ? '' : ` · ${c.title}`}${c.revokedAt === null ? '' : ` · ${t(io, 'revoked', 'отозван')} ${day(c.revokedAt)}`}`; // prettier-ignore
  const rows = [
    [t(io, 'pages', 'страницы'), c.origins.join(' ') || off],
    [t(io, 'roles', 'роли'), Object.entries(c.hostRoles).map(([from, to]) => (from === to ? to : `${from} = ${to}`)).join(', ')],
    [t(io, 'shells', 'оболочки'), c.shells.join(', ')],
    [t(io, 'allowed', 'разрешено'), flags.join(', ') || '-'],
  ]; // prettier-ignore
  return `${title}\n${table(rows, { indent: '  ' })}`;
}

/** The whole client with its keys, or one token. */
export async function revoke(io: Io, id: string, { token }: { token?: string }): Promise<void> {
  await withRegistry(io, async (desk) => {
    clientNamed(desk, id);
    const { registry, keys, now, journal } = desk;
    const active = registry.keys(id);
    if (token !== undefined) registry.revokeToken(token, id, now);
    else registry.revokeClient(id, now);
    if (token === undefined) for (const { kid } of active) keys.remove(id, kid);
    await journal(token === undefined ? { client: id, revoked: now } : { client: id, token, revoked: now });
    io.out(`${token === undefined ? t(io, `${id} is revoked with all its keys; none of its tokens is taken any more.`, `${id} отозван вместе с ключами; его токены больше не принимаются.`) : t(io, `Token ${token} is not taken any more.`, `Токен ${token} больше не принимается.`)}\n`); // prettier-ignore
  });
}

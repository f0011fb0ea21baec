/** The registry of clients, keys and users in the SQLite store, on tables of its own (002-registry.sql). */
import { z } from 'zod';
import type { Client, KeyRow, Registry, User } from '../../server/auth/registry.ts';
import { prepared, type Database, type SqlRow, type Statement } from './driver.ts';

const SQL = {
  clients: 'select * from clients order by id',
  client: 'select * from clients where id = ?',
  saveClient: `insert into clients (id, title, origins, allow_null_origin, allow_all, auto_create_users, host_roles, shells, added_at, revoked_at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set title = excluded.title, origins = excluded.origins,
    allow_null_origin = excluded.allow_null_origin, allow_all = excluded.allow_all, auto_create_users = excluded.auto_create_users,
    host_roles = excluded.host_roles, shells = excluded.shells, revoked_at = excluded.revoked_at`,
  revokeClient: 'update clients set revoked_at = ? where id = ? and revoked_at is null',
  revokeKeys: 'update client_keys set revoked_at = ? where client = ? and revoked_at is null',
  keys: 'select * from client_keys where client = ? order by added_at, rowid',
  addKey: 'insert into client_keys (kid, client, added_at, revoked_at) values (?, ?, ?, ?)',
  revokeKey: 'update client_keys set revoked_at = ? where kid = ? and revoked_at is null',
  users: 'select * from users order by client, name, host_user',
  usersOf: 'select * from users where client = ? order by name, host_user',
  user: 'select * from users where client = ? and host_user = ?',
  saveUser: `insert into users (client, host_user, name, roles, team, person, granted, added_at, revoked_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (client, host_user) do update set name = excluded.name, roles = excluded.roles, team = excluded.team, person = excluded.person,
    granted = excluded.granted, revoked_at = excluded.revoked_at`,
  isRevoked: 'select 1 from revoked_tokens where jti = ?',
  forgetTokens: 'delete from revoked_tokens where revoked_at < ?',
  revokeToken: 'insert into revoked_tokens (jti, client, revoked_at) values (?, ?, ?) on conflict (jti) do nothing',
} as const;

/** A token lives ten minutes: after a day it is refused for its age, even by a clock that was set back. */
const LONG_EXPIRED_MS = 24 * 3_600_000;

const roles = z.enum(['operator', 'sales', 'lead', 'accountant', 'admin', 'auditor']);
const text = <T extends z.ZodType>(inner: T) => z.string().transform((t): unknown => JSON.parse(t)).pipe(inner); // prettier-ignore
const flag = z.union([z.literal(0), z.literal(1)]).transform((n) => n === 1);

const clientRow = z.object({
  id: z.string(), title: z.string(), origins: text(z.array(z.string())), allow_null_origin: flag, allow_all: flag, auto_create_users: flag,
  host_roles: text(z.record(z.string(), roles)), shells: text(z.array(z.enum(['frame', '1c', 'inline']))), added_at: z.string(), revoked_at: z.string().nullable(),
}); // prettier-ignore
const keyRow = z.object({ kid: z.string(), client: z.string(), added_at: z.string(), revoked_at: z.string().nullable() });
const userRow = z.object({
  client: z.string(), host_user: z.string(), name: z.string(), roles: text(z.array(roles)).nullable(), team: z.string().nullable(), person: z.string().nullable(), granted: flag, added_at: z.string(), revoked_at: z.string().nullable(),
}); // prettier-ignore

function clientOf(row: SqlRow): Client {
  const c = clientRow.parse(row);
  return {
    id: c.id, title: c.title, origins: c.origins, allowNullOrigin: c.allow_null_origin, allowAll: c.allow_all, autoCreateUsers: c.auto_create_users,
    hostRoles: c.host_roles, shells: c.shells, addedAt: c.added_at, revokedAt: c.revoked_at,
  }; // prettier-ignore
}

function keyOf(row: SqlRow): KeyRow {
  const { kid, client, added_at: addedAt, revoked_at: revokedAt } = keyRow.parse(row);
  return { kid, client, addedAt, revokedAt };
}

function userOf(row: SqlRow): User {
  const u = userRow.parse(row);
  const { client, name, team, person, granted } = u;
  return { client, hostUser: u.host_user, name, roles: u.roles, team, person, granted, addedAt: u.added_at, revokedAt: u.revoked_at }; // prettier-ignore
}

export class SqliteRegistry implements Registry {
  readonly #s: Readonly<Record<keyof typeof SQL, Statement>>;

  constructor(db: Database) {
    this.#s = prepared(SQL, (sql) => db.prepare(sql));
  }

  clients = (): Client[] => this.#s.clients.all().map(clientOf);

  client(id: string): Client | null {
    const row = this.#s.client.get(id);
    return row ? clientOf(row) : null;
  }

  saveClient(c: Client): void {
    const flags = [c.allowNullOrigin, c.allowAll, c.autoCreateUsers].map(Number);
    const tables = [JSON.stringify(c.hostRoles), JSON.stringify(c.shells)];
    this.#s.saveClient.run(c.id, c.title, JSON.stringify(c.origins), ...flags, ...tables, c.addedAt, c.revokedAt);
  }

  revokeClient(id: string, at: string): void {
    this.#s.revokeClient.run(at, id);
    this.#s.revokeKeys.run(at, id);
  }

  keys = (client: string): KeyRow[] => this.#s.keys.all(client).map(keyOf);

  addKey(key: KeyRow): void {
    this.#s.addKey.run(key.kid, key.client, key.addedAt, key.revokedAt);
  }

  revokeKey(kid: string, at: string): void {
    this.#s.revokeKey.run(at, kid);
  }

  users = (client: string | null): User[] => (client === null ? this.#s.users.all() : this.#s.usersOf.all(client)).map(userOf);

  user(client: string, hostUser: string): User | null {
    const row = this.#s.user.get(client, hostUser);
    return row ? userOf(row) : null;
  }

  saveUser(u: User): void {
    const rights = [u.roles && JSON.stringify(u.roles), u.team, u.person, Number(u.granted)];
    this.#s.saveUser.run(u.client, u.hostUser, u.name, ...rights, u.addedAt, u.revokedAt);
  }

  isTokenRevoked = (jti: string): boolean => this.#s.isRevoked.get(jti) !== undefined;

  revokeToken(jti: string, client: string, at: string): void {
    this.#s.forgetTokens.run(new Date(Date.parse(at) - LONG_EXPIRED_MS).toISOString());
    this.#s.revokeToken.run(jti, client, at);
  }
}

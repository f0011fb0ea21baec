/** Who may embed and ask: clients (embedding hosts), their keys, their users. The secrets of keys are not in here (key-files.ts). */
import type { RecordId } from '../../model.ts';
import type { Role } from '../../roles.ts';

export const SHELLS = ['frame', '1c', 'inline'] as const;
export type Shell = (typeof SHELLS)[number];

export interface Client {
  readonly id: string;
  readonly title: string;
  /** Exact origins: https://crm.example, http://localhost:3000. None = embedding is off. */
  readonly origins: readonly string[];
  /** 1C shows the widget as a text document, whose origin is "null". */
  readonly allowNullOrigin: boolean;
  /** Its tokens may have the scope "*". */
  readonly allowAll: boolean;
  /** A user seen for the first time in a token is added, with the roles the host says. */
  readonly autoCreateUsers: boolean;
  /** Role as the host calls it -> ours. What is not in here is ignored. */
  readonly hostRoles: Readonly<Record<string, Role>>;
  readonly shells: readonly Shell[];
  readonly addedAt: string;
  readonly revokedAt: string | null;
}

export interface KeyRow {
  readonly kid: string;
  readonly client: string;
  readonly addedAt: string;
  readonly revokedAt: string | null;
}

export interface User {
  readonly client: string;
  /** Id of the user in the host. */
  readonly hostUser: string;
  readonly name: string;
  /** Null: those the host names in each token, by the client's table. Otherwise exactly these, whatever the host says. */
  readonly roles: readonly Role[] | null;
  /** The group whose rows and private notes they share; null = none. */
  readonly team: string | null;
  /** Which person of the books they are: the owner of counterparties. */
  readonly person: RecordId | null;
  /** An accountant who may read what never leaves. */
  readonly granted: boolean;
  readonly addedAt: string;
  readonly revokedAt: string | null;
}

/** Synchronous: one row by its key, on a connection that is open anyway. */
export interface Registry {
  clients(): readonly Client[];
  client(id: string): Client | null;
  saveClient(client: Client): void;
  /** The client and all its keys: every token of it is refused from now on. */
  revokeClient(id: string, at: string): void;
  keys(client: string): readonly KeyRow[];
  addKey(key: KeyRow): void;
  revokeKey(kid: string, at: string): void;
  users(client: string | null): readonly User[];
  user(client: string, hostUser: string): User | null;
  saveUser(user: User): void;
  isTokenRevoked(jti: string): boolean;
  revokeToken(jti: string, client: string, at: string): void;
}

/** A client has at most so many keys at a time: the old one stays good while the new one is being put into the host. */
export const MOST_KEYS = 2;

export const activeKeys = (registry: Pick<Registry, 'keys'>, client: string): KeyRow[] =>
  registry.keys(client).filter((k) => k.revokedAt === null);

/** Whose counterparties somebody sees (feature X1): by role, as the configuration says; the widest of a person's roles counts. */
import type { RecordId } from '../model.ts';
import type { RowRights } from '../config/rights.ts';
import type { Role } from '../roles.ts';
import type { Registry, User } from './auth/registry.ts';

/** Persons of the books whose counterparties are shown, with all that belongs to them; null = everybody's. */
export type Owners = readonly RecordId[] | null;

export function ownersFor(rows: RowRights, roles: ReadonlySet<Role>, user: User, registry: Pick<Registry, 'users'>): Owners {
  const reaches = [...roles].map((role) => reachOf(rows, role));
  if (reaches.includes('all')) return null;
  if (!reaches.includes('team') || user.team === null) return own(user);
  // Whoever left is counted as well: what was theirs stays with the team until it is handed over.
  return [...new Set(registry.users(null).flatMap((u) => (u.team === user.team ? own(u) : [])))];
}

const own = ({ person }: User): RecordId[] => (person === null ? [] : [person]);

/** The books, the administrator and the auditor see everything: only who sells can be narrowed. */
const reachOf = (rows: RowRights, role: Role): 'all' | 'team' | 'own' =>
  role === 'operator' || role === 'sales' || role === 'lead' ? rows[role] : 'all';

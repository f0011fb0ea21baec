/** Keys of the feed on their table (005-feed.sql). */
import { z } from 'zod';
import { ROLES } from '../../roles.ts';
import { FEED_CLASSES, type FeedKey, type FeedKeys } from '../feed.ts';
import { prepared, type Database, type SqlRow, type Statement } from './driver.ts';

const SQL = {
  all: 'select * from feed_keys order by added_at, id',
  find: 'select * from feed_keys where id = ?',
  add: `insert into feed_keys (id, name, class, sets, organisations, owner, role, user, hash, added_at, revoked_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  revoke: 'update feed_keys set revoked_at = ? where id = ? and revoked_at is null',
} as const;

const list = z.string().transform((t): unknown => JSON.parse(t)).pipe(z.array(z.string())).nullable(); // prettier-ignore
const keyRow = z.object({
  id: z.string(), name: z.string(), class: z.enum(FEED_CLASSES), sets: list, organisations: list, owner: z.string().nullable(), role: z.enum(ROLES).nullable(),
  user: z.string().nullable(), hash: z.string(), added_at: z.string(), revoked_at: z.string().nullable(),
}); // prettier-ignore

function keyOf(row: SqlRow): { key: FeedKey; hash: string } {
  const { hash, added_at: addedAt, revoked_at: revokedAt, ...key } = keyRow.parse(row);
  return { key: { ...key, addedAt, revokedAt }, hash };
}

export class SqliteFeedKeys implements FeedKeys {
  readonly #s: Readonly<Record<keyof typeof SQL, Statement>>;

  constructor(db: Database) {
    this.#s = prepared(SQL, (sql) => db.prepare(sql));
  }

  all = (): FeedKey[] => this.#s.all.all().map((row) => keyOf(row).key);

  find(id: string): { key: FeedKey; hash: string } | null {
    const row = this.#s.find.get(id);
    return row ? keyOf(row) : null;
  }

  add(key: FeedKey, hash: string): void {
    const lists = [key.sets, key.organisations].map((l) => l && JSON.stringify(l));
    this.#s.add.run(key.id, key.name, key.class, ...lists, key.owner, key.role, key.user, hash, key.addedAt, key.revokedAt);
  }

  revoke(id: string, at: string): void {
    this.#s.revoke.run(at, id);
  }
}

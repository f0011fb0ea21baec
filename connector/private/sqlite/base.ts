/** The open file: statements prepared once, one transaction for each change, the clock. Knows nothing of rights. */
import type { Json } from '../../canonical.ts';
import type { World } from '../../model.ts';
import type { Database, Param, SqlRow, Statement } from '../../store/sqlite/driver.ts';
import type { FreshDays } from '../model.ts';

export type PrivateWorld = Pick<World, 'now' | 'uuid'>;

/** Who changed what kind of thing, which, and how many: told inside the transaction of the change. */
export type Teller = (told: {
  readonly actor: string;
  readonly what: string;
  readonly id: string | null;
  readonly count: number;
  /** Of what comes and goes as a whole: digests and counts, never a value. */
  readonly whole?: Json;
}) => void;

/** "begin immediate" would take every file that is attached. */
const TAKEN_ALONE = 'begin; update imports set n = n where 0';

export class Base {
  readonly world: PrivateWorld;
  readonly fresh: FreshDays;
  readonly db: Database;
  readonly #statements = new Map<string, Statement>();
  readonly #undone: (() => void)[] = [];
  #isOpen = false;
  #held: Promise<unknown> | null = null;
  readonly #begin: string;
  readonly #teller: Teller | null;

  /** `isLong`: of a thread that is long about one change: it keeps others from this file alone, not from the audit beside it. */
  constructor(db: Database, world: PrivateWorld, fresh: FreshDays, teller: Teller | null = null, isLong = false) {
    this.#begin = isLong ? TAKEN_ALONE : 'begin immediate';
    this.db = db;
    this.world = world;
    this.fresh = fresh;
    this.#teller = teller;
  }

  /** Integers come back as bigint, so that prices and quantities are exact. */
  statement(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.db.prepare(sql, { bigint: true });
    this.#statements.set(sql, made);
    return made;
  }

  get = (sql: string, ...params: Param[]): SqlRow | undefined => this.statement(sql).get(...params);
  all = (sql: string, ...params: Param[]): SqlRow[] => this.statement(sql).all(...params);
  run = (sql: string, ...params: Param[]): number => this.statement(sql).run(...params);

  now = (): string => this.world.now().toISOString();

  /** The number the next row of a table gets; inside a transaction. */
  nextN(table: string): number {
    return Number(this.get(`select coalesce(max(n), 0) + 1 as n from ${table}`)?.['n'] ?? 1);
  }

  /** All of it or nothing. What is remembered outside the file is forgotten with it (`onUndo`). A change within a change is part of it. */
  change<T>(work: () => T): T {
    if (this.#isOpen) return work();
    this.db.exec(this.#begin);
    this.#isOpen = true;
    try {
      const made = work();
      this.db.exec('commit');
      return made;
    } catch (error) {
      this.#rollback();
      throw error;
    } finally {
      this.#isOpen = false;
    }
  }

  /** A change that waits for nobody in SQLite, which would hold the whole process up, but here, for the long one another thread makes. */
  async turn<T>(work: () => T): Promise<T> {
    while (this.#held) await this.#held;
    return work();
  }

  /** The long change of another thread: whoever writes comes after it, whoever reads sees all as it was before it. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    while (this.#held) await this.#held;
    const made = work();
    this.#held = made.then(
      () => (this.#held = null),
      () => (this.#held = null),
    );
    return made;
  }

  /** `made`: a thing with its id, a list of ids, or nothing. */
  tell(actor: string, what: string, made: unknown, whole?: Json): void {
    if (!this.#teller) return;
    const first: unknown = Array.isArray(made)
      ? made[0]
      : typeof made === 'object' && made !== null && 'id' in made
        ? made.id
        : made;
    this.#teller({
      actor,
      what,
      id: typeof first === 'string' ? first : null,
      count: Array.isArray(made) ? made.length : 1,
      ...(whole === undefined ? {} : { whole }),
    });
  }

  onUndo(forget: () => void): void {
    this.#undone.push(forget);
  }

  /** One moment for everything that is read together. */
  look<T>(work: () => T): T {
    this.db.exec('begin');
    try {
      return work();
    } finally {
      this.db.exec('commit');
    }
  }

  /** A full disk has rolled back already; the first error is the one to tell. */
  #rollback(): void {
    for (const forget of this.#undone) forget();
    try {
      this.db.exec('rollback');
    } catch {
      // no transaction is active any more
    }
  }
}

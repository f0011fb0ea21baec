/** Writes rows of the audit inside a transaction that is open already: that of the audit itself, or that of the caller. */
import { canonical, type Json } from '../../canonical.ts';
import type { Entry, Head, What } from '../audit.ts';
import { digestOf, SALT_BYTES, sealOf, START } from '../chain.ts';
import { prepared, type Database, type SqlRow, type Statement } from '../../store/sqlite/driver.ts';

export interface AppendOptions {
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
}

/** `at`: the name an attached file goes by, with its dot. */
const sql = (at: string) =>
  ({
    head: `select n, digest from ${at}audit order by n desc limit 1`,
    add: `insert into ${at}audit (n, at, actor, what, subject, seal, digest, previous) values (?, ?, ?, ?, ?, ?, ?, ?)`,
    addValue: `insert into ${at}audit_values (n, salt, value) values (?, ?, ?)`,
    count: `insert into ${at}audit_reads (hour, actor, what, count, rows) values (?, ?, ?, 1, ?) on conflict (hour, actor, what) do update set count = count + 1, rows = rows + excluded.rows`,
    taken: `select rows from ${at}export_days where day = ? and actor = ?`,
    take: `insert into ${at}export_days (day, actor, rows) values (?, ?, ?) on conflict (day, actor) do update set rows = rows + excluded.rows`,
    dropDays: `delete from ${at}export_days where day < ?`,
    over: `select hour, actor, what, count, rows from ${at}audit_reads where hour < ? order by hour, actor, what`,
    dropOver: `delete from ${at}audit_reads where hour < ?`,
  }) as const;

const valueOf = (r: SqlRow): Json => ({
  hour: String(r['hour']),
  count: Number(r['count']),
  ...(Number(r['rows']) > 0 ? { rows: Number(r['rows']) } : {}),
});

const hourOf = (now: Date): string => now.toISOString().slice(0, 13);

export class Appender {
  readonly #s: Readonly<Record<keyof ReturnType<typeof sql>, Statement>>;
  readonly #o: AppendOptions;

  constructor(db: Database, options: AppendOptions, at = '') {
    this.#o = options;
    this.#s = prepared(sql(at), (text) => db.prepare(text));
  }

  head(): Head | null {
    const row = this.#s.head.get();
    return row ? { n: Number(row['n']), digest: String(row['digest']) } : null;
  }

  append(entries: readonly Entry[]): Head {
    const at = this.#o.now().toISOString();
    let head = this.head() ?? { n: 0, digest: START };
    for (const entry of entries) head = this.#add(entry, at, head);
    return head;
  }

  #add({ actor, what, subject, value = null }: Entry, at: string, before: Head): Head {
    const text = canonical(value);
    const salt = Buffer.from(this.#o.random(SALT_BYTES)).toString('hex');
    const row = { n: before.n + 1, at, actor, what, subject: subject ?? '', seal: sealOf(salt, text), previous: before.digest };
    const digest = digestOf(row);
    this.#s.add.run(row.n, at, actor, what, row.subject, row.seal, digest, before.digest);
    this.#s.addValue.run(row.n, salt, text);
    return { n: row.n, digest };
  }

  count(actor: string, what: What, rows: number): void {
    this.#s.count.run(hourOf(this.#o.now()), actor, what, rows);
  }

  take(actor: string, rows: number, most: number | null): boolean {
    const day = this.#o.now().toISOString().slice(0, 10);
    this.#s.dropDays.run(day);
    const taken = Number(this.#s.taken.get(day, actor)?.['rows'] ?? 0);
    if (most !== null && taken + rows > most) return false;
    this.#s.take.run(day, actor, rows);
    return true;
  }

  /** The hours that are over, each principal and class once. */
  settle(): void {
    const hour = hourOf(this.#o.now());
    const over = this.#s.over.all(hour);
    if (over.length === 0) return;
    this.append(
      over.map((r) => ({ actor: String(r['actor']), what: String(r['what']) as What, subject: null, value: valueOf(r) })),
    );
    this.#s.dropOver.run(hour);
  }
}

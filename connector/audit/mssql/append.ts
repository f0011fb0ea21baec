/** Writes rows of the audit inside a transaction that is open already: that of the audit itself, or that of a change it tells of. */
import { canonical, type Json } from '../../canonical.ts';
import { big, inserted, long, text } from '../../store/mssql/batch.ts';
import { lock } from '../../store/mssql/lock.ts';
import type { Tsql } from '../../store/mssql/tsql.ts';
import { stored } from '../../store/mssql/work.ts';
import type { SqlRow } from '../../store/rows.ts';
import type { Entry, Head, What } from '../audit.ts';
import { digestOf, SALT_BYTES, sealOf, START } from '../chain.ts';

export interface AppendOptions {
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
}

export const AUDIT = {
  n: big,
  at: text(40),
  actor: text(300),
  what: text(200),
  subject: text(400),
  seal: text(64),
  digest: text(64),
  previous: text(64),
};
export const VALUES = { n: big, salt: text(64), value: long };
export const READS = { hour: text(13), actor: text(300), what: text(100), count: big, rows: big };
export const DAYS = { day: text(10), actor: text(300), rows: big };
const [ADD, ADD_VALUES, ADD_READ, ADD_DAY] = [
  inserted('audit', AUDIT),
  inserted('audit_values', VALUES),
  inserted('audit_reads', READS),
  inserted('export_days', DAYS),
];

const SQL = {
  head: 'SELECT n, digest FROM sb.audit WHERE n = (SELECT MAX(m.n) FROM sb.audit AS m)',
  count:
    'UPDATE sb.audit_reads SET [count] = [count] + 1, [rows] = [rows] + @rows WHERE [hour] = @hour AND actor = @actor AND what = @what',
  taken: 'SELECT [rows] FROM sb.export_days WHERE [day] = @day AND actor = @actor',
  take: 'UPDATE sb.export_days SET [rows] = [rows] + @rows WHERE [day] = @day AND actor = @actor',
  dropDays: 'DELETE FROM sb.export_days WHERE [day] < @day',
  over: 'SELECT [hour], actor, what, [count], [rows] FROM sb.audit_reads WHERE [hour] < @hour ORDER BY [hour], actor, what',
  dropOver: 'DELETE FROM sb.audit_reads WHERE [hour] < @hour',
} as const;

const valueOf = (r: SqlRow): Json => ({
  hour: String(r['hour']),
  count: Number(r['count']),
  ...(Number(r['rows']) > 0 ? { rows: Number(r['rows']) } : {}),
});
const hourOf = (now: Date): string => now.toISOString().slice(0, 13);

/** One turn at the chain: whoever has it follows the row before, and nobody else meanwhile. */
export class Appender {
  readonly #t: Tsql;
  readonly #o: AppendOptions;

  private constructor(t: Tsql, options: AppendOptions) {
    this.#t = t;
    this.#o = options;
  }

  static async turn(t: Tsql, options: AppendOptions): Promise<Appender> {
    await lock(t, 'audit');
    return new Appender(t, options);
  }

  async append(entries: readonly Entry[]): Promise<Head> {
    const at = this.#o.now().toISOString();
    let head = (await headOf(this.#t)) ?? { n: 0, digest: START };
    const rows = entries.map((entry) => {
      const made = this.#made(entry, at, head);
      head = { n: made.row.n, digest: made.row.digest };
      return made;
    });
    await stored(this.#t, ADD, rows.map((r) => r.row)); // prettier-ignore
    await stored(this.#t, ADD_VALUES, rows.map((r) => r.value)); // prettier-ignore
    return head;
  }

  #made({ actor, what, subject, value = null }: Entry, at: string, before: Head) {
    const kept = canonical(value);
    const salt = Buffer.from(this.#o.random(SALT_BYTES)).toString('hex');
    const link = { n: before.n + 1, at, actor, what, subject: subject ?? '', seal: sealOf(salt, kept), previous: before.digest };
    return { row: { ...link, digest: digestOf(link) }, value: { n: link.n, salt, value: kept } };
  }

  async count(actor: string, what: What, rows: number): Promise<void> {
    const hour = hourOf(this.#o.now());
    if ((await this.#t.run(SQL.count, { hour, actor, what, rows })) > 0) return;
    await stored(this.#t, ADD_READ, [{ hour, actor, what, count: 1, rows }]);
  }

  async take(actor: string, rows: number, most: number | null): Promise<boolean> {
    const day = this.#o.now().toISOString().slice(0, 10);
    await this.#t.run(SQL.dropDays, { day });
    const [known] = await this.#t.rows(SQL.taken, { day, actor });
    if (most !== null && Number(known?.['rows'] ?? 0) + rows > most) return false;
    if (known) await this.#t.run(SQL.take, { day, actor, rows });
    else await stored(this.#t, ADD_DAY, [{ day, actor, rows }]);
    return true;
  }

  /** The hours that are over, each principal and class once. */
  async settle(): Promise<void> {
    const hour = hourOf(this.#o.now());
    const over = await this.#t.rows(SQL.over, { hour });
    if (over.length === 0) return;
    await this.append(over.map((r) => ({ actor: String(r['actor']), what: String(r['what']) as What, subject: null, value: valueOf(r) }))); // prettier-ignore
    await this.#t.run(SQL.dropOver, { hour });
  }
}

export async function headOf(t: Tsql): Promise<Head | null> {
  const [row] = await t.rows(SQL.head);
  return row ? { n: Number(row['n']), digest: String(row['digest']) } : null;
}

/** What was raised to the lead, in the private schema (private/escalations.ts). */
import { text, big } from '../../store/mssql/batch.ts';
import { FIRST, type Tsql } from '../../store/mssql/tsql.ts';
import type { SqlRow } from '../../store/rows.ts';
import { HELD_MS, waitAfter, type EscalationKind, type Escalations, type Overdue, type Stuck, type Waiting, type Way } from '../escalations.ts'; // prettier-ignore
import { nextN, type Base } from './base.ts';
import { insert } from './tables.ts';

export const MESSAGES = { n: big, id: text(100), kind: text(20), at: text(40) };
export const CAUSES = { cause: text(400), message: big };
export const WAYS = { message: big, way: text(20), sent_at: text(40), tries: big, next_at: text(40), failure: text(100) };

/** The name of a follow-up as a cause (server/escalation/causes.ts). */
const CAUSE = `CONCAT(N'follow-up:', note.id, N':', note.due)`;
const OPEN = 'note.done_at IS NULL AND note.withdrawn_at IS NULL';
const SQL = {
  overdue: `SELECT note.id, note.due, note.assignee, note.[private] FROM sb.notes AS note WHERE note.due < @before AND ${OPEN}
    AND NOT EXISTS (SELECT 1 FROM sb.escalations AS e WHERE e.cause = ${CAUSE}) ORDER BY note.due, note.n ${FIRST}`,
  overdueIn: `SELECT note.id, note.due, note.assignee, note.[private] FROM sb.escalations AS e JOIN sb.notes AS note ON e.cause = ${CAUSE}
    WHERE e.message = @message AND ${OPEN} ORDER BY note.due, note.n`,
  raised: 'SELECT cause FROM sb.escalations WHERE cause IN (@causes)',
  next: `SELECT w.message, w.way, w.tries, m.id, m.kind, m.[at] FROM sb.escalation_ways AS w JOIN sb.escalation_messages AS m ON m.n = w.message
    WHERE w.sent_at IS NULL AND w.next_at <= @now AND w.way IN (@ways) ORDER BY w.next_at, w.message, w.way ${FIRST}`,
  hold: 'UPDATE sb.escalation_ways SET next_at = @until, tries = tries + 1 WHERE message = @message AND way = @way',
  causes: 'SELECT cause FROM sb.escalations WHERE message = @message ORDER BY cause',
  sent: 'UPDATE sb.escalation_ways SET sent_at = @now, failure = NULL WHERE message = @message AND way = @way',
  failed: 'UPDATE sb.escalation_ways SET next_at = @until, failure = @failure WHERE message = @message AND way = @way',
  stuck: `SELECT m.kind, m.[at], w.way, w.tries, w.failure FROM sb.escalation_ways AS w JOIN sb.escalation_messages AS m ON m.n = w.message
    WHERE w.sent_at IS NULL AND w.failure IS NOT NULL ORDER BY m.n ${FIRST}`,
} as const;
const SHOWN = 20;

const overdueOf = (r: SqlRow): Overdue => ({ id: String(r['id']), due: String(r['due']), assignee: String(r['assignee']), isPrivate: Number(r['private']) === 1 }); // prettier-ignore

export class MssqlEscalations implements Escalations {
  readonly #base: Base;

  constructor(base: Base) {
    this.#base = base;
  }

  overdue = async (before: string, limit: number): Promise<readonly Overdue[]> =>
    (await this.#base.look((t) => t.rows(SQL.overdue, { before, limit }))).map(overdueOf);
  overdueIn = async (message: number): Promise<readonly Overdue[]> =>
    (await this.#base.look((t) => t.rows(SQL.overdueIn, { message }))).map(overdueOf);
  isRaised = (cause: string): Promise<boolean> => this.#base.look(async (t) => (await raisedOf(t, [cause])).has(cause));

  raise(kind: EscalationKind, causes: readonly string[], ways: readonly Way[]): Promise<boolean> {
    const { world } = this.#base;
    return this.#base.change(async (t) => {
      const known = await raisedOf(t, causes);
      const fresh = [...new Set(causes)].filter((cause) => !known.has(cause));
      if (fresh.length === 0) return false;
      const [message, at] = [await nextN(t, 'escalation_messages'), this.#base.now()];
      await insert(t, 'escalation_messages', MESSAGES, [{ n: message, id: world.uuid(), kind, at }]);
      await insert(t, 'escalations', CAUSES, fresh.map((cause) => ({ cause, message }))); // prettier-ignore
      await insert(t, 'escalation_ways', WAYS, ways.map((way) => ({ message, way, sent_at: null, tries: 0, next_at: at, failure: null }))); // prettier-ignore
      return true;
    });
  }

  take(ways: readonly Way[]): Promise<Waiting | null> {
    return this.#base.change(async (t) => {
      const [row] = await t.rows(SQL.next, { now: this.#base.now(), ways, limit: 1 });
      if (!row) return null;
      const [message, way] = [Number(row['message']), String(row['way']) as Way];
      await t.run(SQL.hold, { until: this.#in(HELD_MS), message, way });
      return { message, way, id: String(row['id']), kind: String(row['kind']) as EscalationKind, at: String(row['at']), tries: Number(row['tries']) + 1 };
    });
  } // prettier-ignore

  causesOf = async (message: number): Promise<readonly string[]> =>
    (await this.#base.look((t) => t.rows(SQL.causes, { message }))).map((r) => String(r['cause']));

  async sent({ message, way }: Waiting): Promise<void> {
    await this.#base.change((t) => t.run(SQL.sent, { now: this.#base.now(), message, way }));
  }

  async failed({ message, way, tries }: Waiting, failure: string): Promise<void> {
    await this.#base.change((t) => t.run(SQL.failed, { until: this.#in(waitAfter(tries)), failure: failure.slice(0, 60), message, way })); // prettier-ignore
  }

  async stuck(): Promise<readonly Stuck[]> {
    const rows = await this.#base.look((t) => t.rows(SQL.stuck, { limit: SHOWN }));
    return rows.map((r) => ({ kind: String(r['kind']) as EscalationKind, way: String(r['way']) as Way, at: String(r['at']), tries: Number(r['tries']), failure: String(r['failure']) })); // prettier-ignore
  }

  #in = (ms: number): string => new Date(this.#base.world.now().getTime() + ms).toISOString();
}

async function raisedOf(t: Tsql, causes: readonly string[]): Promise<ReadonlySet<string>> {
  if (causes.length === 0) return new Set();
  return new Set((await t.rows(SQL.raised, { causes })).map((row) => String(row['cause'])));
}

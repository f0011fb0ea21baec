/** What was raised to the lead, in the private file (private/escalations.ts). */
import type { SqlRow } from '../../store/sqlite/driver.ts';
import { HELD_MS, waitAfter, type EscalationKind, type Escalations, type Overdue, type Stuck, type Waiting, type Way } from '../escalations.ts'; // prettier-ignore
import type { Base } from './base.ts';

/** The name of a follow-up as a cause (server/escalation/causes.ts). */
const CAUSE = `'follow-up:' || notes.id || ':' || notes.due`;
const overdueOf = (r: SqlRow): Overdue => ({ id: String(r['id']), due: String(r['due']), assignee: String(r['assignee']), isPrivate: r['private'] === 1n }); // prettier-ignore

export class SqliteEscalations implements Escalations {
  readonly #base: Base;

  constructor(base: Base) {
    this.#base = base;
  }

  async overdue(before: string, limit: number): Promise<readonly Overdue[]> {
    return this.#base.all(
      `select id, due, assignee, private from notes where due < ? and done_at is null and withdrawn_at is null
       and not exists (select 1 from escalations where cause = ${CAUSE}) order by due, n limit ?`,
      before, limit,
    ).map(overdueOf); // prettier-ignore
  }

  async overdueIn(message: number): Promise<readonly Overdue[]> {
    return this.#base.all(
      `select id, due, assignee, private from escalations join notes on cause = ${CAUSE}
       where message = ? and done_at is null and withdrawn_at is null order by due, n`,
      message,
    ).map(overdueOf); // prettier-ignore
  }

  isRaised = async (cause: string): Promise<boolean> => this.#isRaised(cause);
  #isRaised = (cause: string): boolean => this.#base.get('select 1 from escalations where cause = ?', cause) !== undefined;

  raise(kind: EscalationKind, causes: readonly string[], ways: readonly Way[]): Promise<boolean> {
    return this.#change((base) => {
      const fresh = causes.filter((cause) => !this.#isRaised(cause));
      if (fresh.length === 0) return false;
      const n = base.nextN('escalation_messages');
      base.run('insert into escalation_messages (n, id, kind, at) values (?, ?, ?, ?)', n, base.world.uuid(), kind, base.now());
      for (const cause of fresh) base.run('insert into escalations (cause, message) values (?, ?)', cause, n);
      for (const way of ways) base.run('insert into escalation_ways (message, way, next_at) values (?, ?, ?)', n, way, base.now());
      return true;
    });
  }

  take(ways: readonly Way[]): Promise<Waiting | null> {
    return this.#change((base) => {
      const row = base.get(
        `select w.message, w.way, w.tries, m.id, m.kind, m.at from escalation_ways w join escalation_messages m on m.n = w.message
         where w.sent_at is null and w.next_at <= ? and w.way in (select value from json_each(?)) order by w.next_at, w.message limit 1`,
        base.now(),
        JSON.stringify(ways),
      );
      if (!row) return null;
      const message = Number(row['message']);
      base.run('update escalation_ways set next_at = ?, tries = tries + 1 where message = ? and way = ?', this.#in(HELD_MS), message, String(row['way'])); // prettier-ignore
      return { message, id: String(row['id']), kind: String(row['kind']) as EscalationKind, at: String(row['at']), way: String(row['way']) as Way, tries: Number(row['tries']) + 1 }; // prettier-ignore
    });
  }

  async causesOf(message: number): Promise<readonly string[]> {
    return this.#base.all('select cause from escalations where message = ? order by cause', message).map((r) => String(r['cause']));
  }

  async sent({ message, way }: Waiting): Promise<void> {
    await this.#change((base) => base.run('update escalation_ways set sent_at = ?, failure = null where message = ? and way = ?', base.now(), message, way));
  }

  async failed({ message, way, tries }: Waiting, failure: string): Promise<void> {
    await this.#change((base) => base.run('update escalation_ways set next_at = ?, failure = ? where message = ? and way = ?', this.#in(waitAfter(tries)), failure.slice(0, 60), message, way)); // prettier-ignore
  }

  async stuck(): Promise<readonly Stuck[]> {
    const rows = this.#base.all(
      `select m.kind, m.at, w.way, w.tries, w.failure from escalation_ways w join escalation_messages m on m.n = w.message
       where w.sent_at is null and w.failure is not null order by m.n limit 20`,
    );
    return rows.map((r) => ({ kind: String(r['kind']) as EscalationKind, way: String(r['way']) as Way, at: String(r['at']), tries: Number(r['tries']), failure: String(r['failure']) })); // prettier-ignore
  }

  #change = <T>(work: (base: Base) => T): Promise<T> => this.#base.turn(() => this.#base.change(() => work(this.#base)));
  #in = (ms: number): string => new Date(this.#base.world.now().getTime() + ms).toISOString();
} // prettier-ignore

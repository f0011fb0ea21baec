/** What was raised to the lead, and how far each message got: survives restarts, and two servers on one file never send one twice at once. */
import type { SqlRow } from '../../store/sqlite/driver.ts';
import { Base } from './base.ts';
import type { SqlitePrivateStore } from './store.ts';

export type EscalationKind = 'conflict' | 'duplicate' | 'follow-up';
export type Way = 'webhook' | 'mail';

/** A follow-up past its day: no word of the note. */
export interface Overdue {
  readonly id: string;
  /** YYYY-MM-DD */
  readonly due: string;
  readonly assignee: string;
  readonly isPrivate: boolean;
}

export interface Waiting {
  readonly message: number;
  /** The same in every try: whoever receives it may tell repeats by it. */
  readonly id: string;
  readonly kind: EscalationKind;
  readonly at: string;
  readonly way: Way;
  readonly tries: number;
}

export interface Stuck {
  readonly kind: EscalationKind;
  readonly way: Way;
  readonly at: string;
  readonly tries: number;
  readonly failure: string;
}

/** The name of a follow-up as a cause (server/escalation/causes.ts). */
const CAUSE = `'follow-up:' || notes.id || ':' || notes.due`;
const overdueOf = (r: SqlRow): Overdue => ({ id: String(r['id']), due: String(r['due']), assignee: String(r['assignee']), isPrivate: r['private'] === 1n }); // prettier-ignore

/** Nobody else takes a message while it is being sent. */
const HELD_MS = 120_000;
const FIRST_MS = 60_000;
const LONGEST_MS = 6 * 3_600_000;

export class Escalations {
  readonly #base: Base;

  constructor(store: Pick<SqlitePrivateStore, 'database'>, world: { now(): Date; uuid(): string }) {
    this.#base = new Base(store.database, world, { price: 1, stock: 1, offer: 1 });
  }

  /** Not done, due before this day, and raised to nobody yet; the oldest first. Asked by the server for the lead, not by a person. */
  overdue(before: string, limit: number): Overdue[] {
    return this.#base.all(
      `select id, due, assignee, private from notes where due < ? and done_at is null and withdrawn_at is null
       and not exists (select 1 from escalations where cause = ${CAUSE}) order by due, n limit ?`,
      before, limit,
    ).map(overdueOf); // prettier-ignore
  }

  /** What a message is about and is still not done. */
  overdueIn(message: number): Overdue[] {
    return this.#base.all(
      `select id, due, assignee, private from escalations join notes on cause = ${CAUSE}
       where message = ? and done_at is null and withdrawn_at is null order by due, n`,
      message,
    ).map(overdueOf); // prettier-ignore
  }

  isRaised = (cause: string): boolean => this.#base.get('select 1 from escalations where cause = ?', cause) !== undefined;

  /** Those nobody was told of become one message; false: there were none. */
  raise(kind: EscalationKind, causes: readonly string[], ways: readonly Way[]): boolean {
    const base = this.#base;
    return base.change(() => {
      const fresh = causes.filter((cause) => !this.isRaised(cause));
      if (fresh.length === 0) return false;
      const n = base.nextN('escalation_messages');
      base.run('insert into escalation_messages (n, id, kind, at) values (?, ?, ?, ?)', n, base.world.uuid(), kind, base.now());
      for (const cause of fresh) base.run('insert into escalations (cause, message) values (?, ?)', cause, n);
      for (const way of ways) base.run('insert into escalation_ways (message, way, next_at) values (?, ?, ?)', n, way, base.now());
      return true;
    });
  }

  /** What is to be sent now by one of these ways, taken: until it is told how it went, nobody else gets it. */
  take(ways: readonly Way[]): Waiting | null {
    const base = this.#base;
    return base.change(() => {
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

  causesOf(message: number): string[] {
    return this.#base.all('select cause from escalations where message = ? order by cause', message).map((r) => String(r['cause']));
  }

  sent({ message, way }: Waiting): void {
    this.#base.run('update escalation_ways set sent_at = ?, failure = null where message = ? and way = ?', this.#base.now(), message, way);
  }

  /** Again after a minute, then twice as long each time, at most six hours. */
  failed({ message, way, tries }: Waiting, failure: string): void {
    const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries - 1, 20));
    this.#base.run('update escalation_ways set next_at = ?, failure = ? where message = ? and way = ?', this.#in(wait), failure.slice(0, 60), message, way); // prettier-ignore
  }

  /** What did not get out yet, though it was tried. */
  stuck(): Stuck[] {
    const rows = this.#base.all(
      `select m.kind, m.at, w.way, w.tries, w.failure from escalation_ways w join escalation_messages m on m.n = w.message
       where w.sent_at is null and w.failure is not null order by m.n limit 20`,
    );
    return rows.map((r) => ({ kind: String(r['kind']) as EscalationKind, way: String(r['way']) as Way, at: String(r['at']), tries: Number(r['tries']), failure: String(r['failure']) })); // prettier-ignore
  }

  #in = (ms: number): string => new Date(this.#base.world.now().getTime() + ms).toISOString();
} // prettier-ignore

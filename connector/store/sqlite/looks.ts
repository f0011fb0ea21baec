/** Reader connections. Every look has one to itself for as long as it lasts, so all of it sees one moment (sync-design B2). */
import type { Reader } from '../store.ts';
import type { Database, Statement } from './driver.ts';
import { SqliteReader } from './reader.ts';

interface Seat {
  readonly db: Database;
  readonly reader: SqliteReader;
  readonly begin: Statement;
  readonly end: Statement;
}

export class Looks {
  readonly #open: () => Database;
  readonly #free: Seat[] = [];
  readonly #all: Seat[] = [];

  constructor(open: () => Database) {
    this.#open = open;
  }

  async read<T>(work: (t: Reader) => Promise<T>): Promise<T> {
    const seat = this.#free.pop() ?? this.#more();
    seat.begin.run();
    try {
      return await work(seat.reader);
    } finally {
      seat.end.run();
      this.#free.push(seat);
    }
  }

  /** As many as looks ever overlap; one is the rule. */
  #more(): Seat {
    const db = this.#open();
    const seat = { db, reader: new SqliteReader(db), begin: db.prepare('begin'), end: db.prepare('commit') };
    this.#all.push(seat);
    return seat;
  }

  close(): void {
    for (const { db } of this.#all) db.close();
  }
}

/** Answers of changes by their Idempotency-Key, kept for a day (002-registry.sql). */
import type { Answered, Answers } from '../../server/http/idempotency.ts';
import { prepared, type Database, type Statement } from './driver.ts';

const SQL = {
  begin: 'insert into idempotency (actor, key, request, at) values (?, ?, ?, ?) on conflict (actor, key) do nothing',
  get: 'select request, status, answer from idempotency where actor = ? and key = ?',
  finish: 'update idempotency set status = ?, answer = ? where actor = ? and key = ?',
  drop: 'delete from idempotency where actor = ? and key = ?',
  forget: 'delete from idempotency where at < ?',
} as const;

export class SqliteAnswers implements Answers {
  readonly #s: Readonly<Record<keyof typeof SQL, Statement>>;

  constructor(db: Database) {
    this.#s = prepared(SQL, (sql) => db.prepare(sql));
  }

  begin = (actor: string, key: string, request: string, at: string): boolean => this.#s.begin.run(actor, key, request, at) === 1;

  get(actor: string, key: string): Answered | null {
    const row = this.#s.get.get(actor, key);
    if (!row) return null;
    const { request, status, answer } = row;
    return {
      request: String(request),
      status: typeof status === 'number' ? status : null,
      answer: typeof answer === 'string' ? answer : '',
    };
  }

  finish(actor: string, key: string, status: number, answer: string): void {
    this.#s.finish.run(status, answer, actor, key);
  }

  drop(actor: string, key: string): void {
    this.#s.drop.run(actor, key);
  }

  forgetBefore(at: string): void {
    this.#s.forget.run(at);
  }
}

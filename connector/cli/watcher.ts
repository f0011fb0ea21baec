/** Says what has happened since the last look, from the journal: who changed what, which way it went. */
import type { JournalRow } from '../model.ts';
import type { Sidebook } from '../main.ts';
import { changesText } from '../words/changes.ts';
import { money } from '../words/format.ts';
import { t, type Io } from './io.ts';
import { Names } from '../words/names.ts';
import { learnProblems, subjectOf } from '../words/problem-words.ts';

const SHOWN = 8;
const MANY = 1_000_000;

export class Watcher {
  readonly #io: Io;
  readonly #sidebook: Sidebook;
  #after = 0;
  #asked = new Set<number>();
  #since = '';

  constructor(io: Io, sidebook: Sidebook) {
    this.#io = io;
    this.#sidebook = sidebook;
  }

  /** What happened before is no news. */
  async skip(): Promise<void> {
    const rows = await this.#sidebook.store.queries.journalAfter(this.#after, MANY);
    this.#after = rows.at(-1)?.id ?? this.#after;
    this.#since = this.#io.world.now().toISOString();
    this.#asked = new Set((await this.#sidebook.store.read((r) => r.problems({}))).map((p) => p.id));
  }

  async tell(): Promise<void> {
    const rows = await this.#sidebook.store.queries.journalAfter(this.#after, MANY);
    this.#after = rows.at(-1)?.id ?? this.#after;
    const names = new Names(this.#sidebook, this.#io.lang);
    await names.learn(rows.map((r) => r.record));
    await names.learn(
      rows.flatMap((r) =>
        [...Object.values(r.before ?? {}), ...Object.values(r.after ?? {})].map((v) => (typeof v === 'string' ? v : null)),
      ),
    );
    const lines = [...new Set(rows.map((r) => this.#line(r, names, rows)).filter((l) => l !== null))];
    for (const line of lines.slice(0, SHOWN)) this.#io.out(`${line}\n`);
    if (lines.length > SHOWN) this.#io.out(`  … +${String(lines.length - SHOWN)}\n`);
    await this.#payments();
    await this.#questions();
  }

  #line(r: JournalRow, names: Names, all: readonly JournalRow[]): string | null {
    const who = names.of(r.record);
    if (r.cause === 'create') return `  → ${r.host ?? ''}: ${who} ${t(this.#io, 'created', 'создан')}`;
    const arrow = r.cause === 'push' || r.cause === 'act' ? '→' : r.cause === 'pull' || r.cause === 'first' ? '←' : null;
    if (arrow === null || r.unit === null || r.after === null) return null;
    if (arrow === '→' && all.some((o) => o.cause === 'create' && o.record === r.record && o.host === r.host)) return null; // said in one line
    return `  ${arrow} ${r.host ?? ''}: ${who} · ${changesText(this.#io, r.before, r.after, names)}`;
  }

  async #payments(): Promise<void> {
    const rows = await this.#sidebook.store.queries.paymentsSince(this.#since);
    this.#since = this.#io.world.now().toISOString();
    const shown = rows.slice(0, SHOWN);
    const names = new Names(this.#sidebook, this.#io.lang);
    await names.learn(shown.flatMap((r) => [r.currency, r.paidIn]));
    for (const r of shown) {
      const isOther = r.paidIn !== null && r.paidIn !== r.currency;
      const [sum, own] = [money(this.#io.lang, r.amount, isOther ? names.of(r.paidIn) : ''), isOther ? names.of(r.currency) : ''];
      const what = r.reversed
        ? t(this.#io, 'payment taken back', 'оплата отменена')
        : t(this.#io, `paid ${sum}`, `оплачено ${sum}`);
      this.#io.out(
        `  ← ${t(this.#io, 'invoice', 'счёт')} ${r.number ?? ''}: ${what} (${money(this.#io.lang, r.paid)} / ${money(this.#io.lang, r.total, own)})\n`,
      );
    }
  }

  async #questions(): Promise<void> {
    const open = await this.#sidebook.store.read((r) => r.problems({}));
    const fresh = open.filter((p) => !this.#asked.has(p.id));
    this.#asked = new Set(open.map((p) => p.id));
    const shown = fresh.slice(0, SHOWN);
    const names = new Names(this.#sidebook, this.#io.lang);
    await learnProblems(names, shown);
    for (const p of shown) {
      const who = await subjectOf(this.#io, this.#sidebook, names, p);
      const where = `${this.#io.called} problems show ${String(p.id)}`;
      this.#io.out(`  ? ${p.host}: ${who} · ${t(this.#io, `a problem: ${where}`, `проблема: ${where}`)}\n`);
    }
    if (fresh.length > SHOWN) this.#io.out(`  … +${String(fresh.length - SHOWN)}\n`);
  }
}

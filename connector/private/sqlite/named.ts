/** Competitors and items by their ids, for what refers to them: unknown ones are told with the rest of what is wrong. */
import type { Check } from '../check.ts';
import type { Id } from '../model.ts';
import type { Base } from './base.ts';

type Table = 'competitors' | 'items';

const AT_MOST = 100_000;

/** Numbers never change and rows never go: what was asked once need not be asked again. */
export class Named {
  readonly #base: Base;
  readonly #known: Readonly<Record<Table, Map<Id, number>>> = { competitors: new Map(), items: new Map() };

  constructor(base: Base) {
    this.#base = base;
    base.onUndo(() => this.#forget());
  }

  #forget(): void {
    this.#known.competitors.clear();
    this.#known.items.clear();
  }

  n(check: Check, table: Table, field: string, id: Id): number {
    const known = this.#known[table].get(id);
    if (known !== undefined) return known;
    const row = this.#base.get(`select n from ${table} where id = ?`, id);
    if (!row) check.wrong(field, 'unknown', id);
    const n = Number(row?.['n'] ?? 0);
    if (row) this.made(table, id, n);
    return n;
  }

  /** What was just stored need not be asked at all. */
  made(table: Table, id: Id, n: number): void {
    if (this.#known[table].size >= AT_MOST) this.#forget();
    this.#known[table].set(id, n);
  }

  optional = (check: Check, table: Table, field: string, id: Id | null): number | null =>
    id === null ? null : this.n(check, table, field, id);
}

/**
 * One write at work: steps in order inside one transaction. Rows wait until something has to see them, then go together; what rests on
 * a state that moved throws Moved, and the whole is undone.
 */
import { Moved } from '../moved.ts';
import { filled, type Batch, type BatchRow, type Cell } from './batch.ts';
import { MOST_BOUND, shapeOf } from './lists.ts';
import type { Params, Tsql } from './tsql.ts';
import type { SqlRow } from '../rows.ts';

export class Work {
  readonly #t: Tsql;
  readonly #order: readonly Batch[];
  readonly #waiting = new Map<Batch, BatchRow[]>();
  readonly #met = new Map<Batch, Set<string>>();

  /** `order`: in which batches go when they go together: what others refer to comes first. */
  constructor(t: Tsql, order: readonly Batch[]) {
    this.#t = t;
    this.#order = order;
  }

  async add(batch: Batch, row: BatchRow): Promise<void> {
    if (this.#collides(batch, row)) await this.flush();
    const waiting = this.#waiting.get(batch);
    if (waiting) waiting.push(row);
    else this.#waiting.set(batch, [row]);
    this.#remember(batch, row);
  }

  #collides(batch: Batch, row: BatchRow): boolean {
    if (batch.once && this.#met.get(batch)?.has(batch.once(row))) return true;
    for (const other of this.#waiting.keys()) if (other !== batch && other.table === batch.table) return true;
    return false;
  }

  #remember(batch: Batch, row: BatchRow): void {
    if (!batch.once) return;
    const met = this.#met.get(batch) ?? new Set();
    this.#met.set(batch, met.add(batch.once(row)));
  }

  /** Everything that waits is stored; from now on it is seen. */
  async flush(): Promise<void> {
    for (const batch of this.#order) {
      const rows = this.#waiting.get(batch) ?? [];
      await stored(this.#t, batch, batch.isSet ? distinct(rows) : rows);
    }
    this.#waiting.clear();
    this.#met.clear();
  }

  /** Sees everything before it. */
  async rows(sql: string, params: Params): Promise<readonly SqlRow[]> {
    await this.flush();
    return this.#t.rows(sql, params);
  }
  async run(sql: string, params: Params): Promise<number> {
    await this.flush();
    return this.#t.run(sql, params);
  }
}

/** Rows of one batch, as many at once as a server takes; fails with Moved where a row met none of the table. */
export async function stored(t: Tsql, batch: Batch, rows: readonly BatchRow[]): Promise<void> {
  const most = Math.floor(MOST_BOUND / Object.keys(batch.columns).length);
  for (let from = 0, size = 0; from < rows.length; from += size) {
    size = shapeOf(rows.length - from, most);
    const { sql, params } = filled(batch, rows.slice(from, from + size));
    const changed = await t.run(sql, params);
    if (batch.isSure && changed !== size) throw new Moved();
  }
}

/** By code points, as our columns compare; but a blank at the end makes no difference to a key of a server. The first one stays. */
function distinct(rows: readonly BatchRow[]): BatchRow[] {
  const met = new Set<string>();
  return rows.filter((row) => met.size < met.add(JSON.stringify(Object.values(row).map(keyed))).size);
}

const keyed = (cell: Cell): Cell => (typeof cell === 'string' ? cell.replace(/ +$/, '') : typeof cell === 'bigint' ? String(cell) : cell); // prettier-ignore

import type { Schema } from '../schema/schema.ts';
import { createIds, type Ids } from './ids.ts';
import { allOf, createTable, type Stored, type Table } from './stored.ts';
import type { Row } from './rows.ts';

/** One change of a committed transaction; a list of them brings another copy of the base to the same state. */
export type Change =
  | { set: string; key: string; stored: Stored | null }
  | { plan: string; node: string; object: string; registered: Registration | null };

/** A changed object waiting for a node; `message` is null until a `SelectChanges` stamps it (1c.md 3.1). */
export interface Registration {
  readonly message: number | null;
}

export type Watcher = (set: string, key: string, before: Row | undefined, after: Row | undefined) => void;

/**
 * The data of one infobase: tables, change registrations and counters. Every change goes through `put` or `register` inside
 * `transaction`, so a refusal anywhere leaves nothing behind.
 */
export class Infobase {
  readonly schema: Schema;
  readonly ids: Ids;
  readonly now: () => Date;
  readonly nodes = new Map<string, Map<string, Registration>>();
  /** Called with every committed transaction; `replaces` when it is a whole restored base. */
  onCommit: ((changes: Change[], nextId: number, replaces: boolean) => void) | undefined;
  private readonly tables = new Map<string, Table>();
  private readonly watchers: Watcher[] = [];
  private baseCounter = 0;
  private open: { changes: Change[]; undo: (() => void)[] } | undefined;

  constructor(schema: Schema, now: () => Date, seed: number) {
    this.schema = schema;
    this.now = now;
    this.ids = createIds(seed);
  }

  /** Runs `work` as one transaction: all of its changes, or none. Calls inside it join it. */
  transaction<T>(work: () => T): T {
    if (this.open) return work();
    const opened = { changes: [] as Change[], undo: [] as (() => void)[] };
    this.open = opened;
    try {
      const result = work();
      this.open = undefined;
      if (opened.changes.length > 0) this.onCommit?.(opened.changes, this.ids.next, false);
      return result;
    } catch (error) {
      this.open = undefined;
      for (const step of opened.undo.reverse()) step();
      throw error;
    }
  }

  table(set: string): Table {
    let table = this.tables.get(set);
    if (!table) this.tables.set(set, (table = createTable(set)));
    return table;
  }

  get(set: string, key: string): Row | undefined {
    return this.tables.get(set)?.rows.get(key)?.row;
  }

  stored(set: string, key: string): Stored | undefined {
    return this.tables.get(set)?.rows.get(key);
  }

  all(set: string): readonly Stored[] {
    return allOf(this.table(set));
  }

  rows(set: string): Row[] {
    return this.all(set).map((stored) => stored.row);
  }

  /** Calls `watcher` after every change of a row, also when one is undone: for indexes that must never lag behind. */
  watch(watcher: Watcher): void {
    this.watchers.push(watcher);
  }

  /** Writes or (with null) removes one row and moves its version. */
  put(set: string, key: string, row: Row | null): void {
    const before = this.stored(set, key);
    const table = this.table(set);
    const stored = row && { row, table: table.counter + 1, base: this.baseCounter + 1, own: (before?.own ?? -1) + 1 };
    this.record({ set, key, stored }, { set, key, stored: before ?? null });
  }

  /** Changes how rows are kept without anybody having written them: no version moves, nothing is registered. */
  rewrite(set: string, change: (row: Row) => Row): void {
    for (const [key, stored] of this.table(set).rows) this.perform({ set, key, stored: { ...stored, row: change(stored.row) } });
  }

  register(plan: string, node: string, object: string, registered: Registration | null): void {
    const before = this.nodes.get(node)?.get(object) ?? null;
    this.record({ plan, node, object, registered }, { plan, node, object, registered: before });
  }

  /** Applies changes of another copy's journal. */
  apply(changes: readonly Change[], nextId: number): void {
    for (const change of changes) this.perform(change);
    this.ids.next = nextId;
  }

  /** Puts another state in place of the present one: a restored backup, with versions going back. */
  replace(changes: readonly Change[], nextId: number): void {
    for (const [set, table] of this.tables) for (const key of [...table.rows.keys()]) this.perform({ set, key, stored: null });
    this.tables.clear();
    this.nodes.clear();
    this.baseCounter = 0;
    this.apply(changes, Math.max(nextId, this.ids.next)); // references given out since are never given out again
    this.onCommit?.([...changes], this.ids.next, true);
  }

  /** Everything, as a list of changes that rebuilds it. */
  dump(): Change[] {
    const rows = [...this.tables.values()].flatMap((t) => [...t.rows].map(([key, stored]) => ({ set: t.name, key, stored })));
    const waiting = [...this.nodes].flatMap(([node, list]) =>
      [...list].map(([object, registered]) => ({ plan: '', node, object, registered })),
    );
    return [...rows, ...waiting];
  }

  private record(change: Change, undo: Change): void {
    if (!this.open) throw new Error('changes need a transaction');
    this.perform(change);
    this.open.changes.push(change);
    this.open.undo.push(() => this.perform(undo));
  }

  private perform(change: Change): void {
    if ('set' in change) this.performRow(change);
    else this.performRegistration(change);
  }

  private performRow({ set, key, stored }: Extract<Change, { set: string }>): void {
    const table = this.table(set);
    const before = table.rows.get(key);
    if (stored) table.rows.set(key, stored);
    else table.rows.delete(key);
    if (!before || !stored) table.order = undefined;
    table.counter = Math.max(table.counter, stored?.table ?? 0);
    this.baseCounter = Math.max(this.baseCounter, stored?.base ?? 0);
    for (const watcher of this.watchers) watcher(set, key, before?.row, stored?.row);
  }

  private performRegistration({ node, object, registered }: Extract<Change, { plan: string }>): void {
    const waiting = this.nodes.get(node) ?? new Map<string, Registration>();
    this.nodes.set(node, waiting);
    if (registered) waiting.set(object, registered);
    else waiting.delete(object);
  }
}

/** What the parts of the store suite share: a fresh store for each test, a clock of its own, and short ways to make rows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Entity, Fields, Link, SharedRecord } from '../../../connector/model.ts';
import type { Feed } from '../../../connector/store/feed.ts';
import type { SqlRow } from '../../../connector/store/rows.ts';
import type { Store, Writer } from '../../../connector/store/store.ts';
import type { Queries } from '../../../connector/store/queries.ts';
import type { ViewQueries } from '../../../connector/store/view-queries.ts';

/** Past the interfaces: the tables as they lie there, whatever database holds them. */
export interface Peek {
  /** Whole numbers as bigint; amounts on the scale of the projections (model.md 8). */
  rows(table: string, columns: readonly string[], where?: Readonly<Record<string, string>>): Promise<SqlRow[]>;
  add(table: string, row: Readonly<Record<string, string | bigint>>): Promise<void>;
  remove(table: string, where: Readonly<Record<string, string>>): Promise<void>;
}

export type OpenedStore = Store & {
  readonly queries: Queries;
  readonly views: ViewQueries;
  readonly feed: Feed;
  readonly peek: Peek;
};
export type OpenStore<S extends OpenedStore = OpenedStore> = (at: At) => S;
export interface At {
  readonly file: string;
  readonly world: { now(): Date };
  readonly leaseMs?: number;
  readonly mark?: string;
}

export const BY = { actor: 'test' };
export const AT = '2026-07-22T10:00:00.000Z';

export class Bench<S extends OpenedStore = OpenedStore> {
  store!: S;
  /** The file, or ":memory:". */
  file = ':memory:';
  #now = Date.parse(AT);
  #folder: string | null = null;
  readonly #open: OpenStore<S>;
  readonly #onDisk: boolean;

  constructor(open: OpenStore<S>, onDisk: boolean) {
    this.#open = open;
    this.#onDisk = onDisk;
    beforeEach(() => this.#begin());
    afterEach(() => this.#end());
  }

  #begin(): void {
    this.#now = Date.parse(AT);
    this.#folder = this.#onDisk ? mkdtempSync(join(tmpdir(), 'sidebook-store-')) : null;
    this.file = this.#folder === null ? ':memory:' : join(this.#folder, 'deep', 'sidebook.db');
    this.store = this.open();
  }

  async #end(): Promise<void> {
    await this.store.close();
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Another process on the same file; the test closes it. */
  open(more: { leaseMs?: number; mark?: string } = {}): S {
    return this.#open({ file: this.file, world: { now: () => new Date(this.#now) }, ...more });
  }

  later(seconds: number): void {
    this.#now += seconds * 1000;
  }

  /** Rows of a table as they lie there. */
  rows(table: string, columns: readonly string[], where: Readonly<Record<string, string>> = {}): Promise<SqlRow[]> {
    return this.store.peek.rows(table, columns, where);
  }

  /** A write that has to be done. */
  async write(work: (t: Writer) => void): Promise<void> {
    expect(await this.store.write(BY, work)).to.equal('done');
  }
}

export const record = (id: string, fields: Fields = {}, more: Partial<SharedRecord> = {}): SharedRecord => ({
  id, entity: 'counterparty', rev: 1, stage: 'live', fields, changedAt: AT, changedBy: 'test', ...more,
}); // prettier-ignore

export const of = (entity: Entity, id: string, fields: Fields = {}, rev = 1): SharedRecord => record(id, fields, { entity, rev });

export const link = (id: number, more: Partial<Link> = {}): Link => ({
  id, host: 'buh', entity: 'counterparty', hostId: `h${id}`, record: null, aliasOf: null, confirmed: true, inScope: true, rev: null, version: null, goneAt: null,
  dirty: false, retryAt: null, baseOurs: null, baseTheirs: null, seen: null, sent: null, sentAt: null, token: null, ...more,
}); // prettier-ignore

/** Fails with the text of the error when the promise does not reject. */
export async function rejection(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it did not fail');
}

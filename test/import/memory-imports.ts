/** PrivateImports in memory: what the readers are tested against; the same suite runs it and the database. */
import { ImportRests, ImportUndone } from '../../connector/private/imports.ts';
import type { ImportDraft, ImportRecord, PrivateImports, Undone, WouldUndo } from '../../connector/private/imports.ts';
import type { Id } from '../../connector/private/model.ts';
import type { Page } from '../../connector/private/private-store.ts';
import type { Goods } from '../../connector/import/match.ts';

export class MemoryImports implements PrivateImports {
  readonly goods: Goods[];
  readonly applied: ImportDraft[] = [];
  readonly rests = new Set<Id>();
  private readonly records: ImportRecord[] = [];
  private readonly memory = new Map<string, string>();
  private readonly known = new Map<string, Map<string, Id | null>>();

  constructor(goods: readonly Goods[] = []) {
    this.goods = [...goods];
  }

  async apply(draft: ImportDraft): Promise<ImportRecord> {
    this.applied.push(draft);
    this.goods.push(...draft.items.map(({ id, name, sku, unit }) => ({ id, name, sku, unit })));
    this.memory.set(draft.competitor + draft.shape, draft.columns);
    const names = this.known.get(draft.competitor) ?? new Map<string, Id | null>();
    for (const { key, item } of draft.names) names.set(key, item);
    this.known.set(draft.competitor, names);
    const { id, kind, competitor, file, hash, leftOut } = draft;
    const record = {
      id, kind, competitor, file, hash, leftOut, prices: draft.prices.length, stock: draft.stock.length, items: draft.items.length,
      offerLines: draft.offer?.lines.length ?? 0, undoneAt: null, undoneBy: null, by: 'test', at: '2026-03-05T10:00:00.000Z',
    }; // prettier-ignore
    this.records.unshift(record);
    return record;
  }

  async undo(id: Id): Promise<Undone> {
    const at = this.records.findIndex((r) => r.id === id);
    const record = this.records[at];
    if (!record) throw new Error(id);
    if (record.undoneAt !== null) throw new ImportUndone();
    if (this.rests.has(id)) throw new ImportRests(1);
    this.records[at] = { ...record, undoneAt: '2026-03-05T11:00:00.000Z', undoneBy: 'test' };
    return { rows: record.prices + record.stock, items: record.items };
  }

  async one(id: Id): Promise<ImportRecord | null> {
    return this.records.find((r) => r.id === id) ?? null;
  }

  async wouldUndo(id: Id): Promise<WouldUndo> {
    const record = await this.one(id);
    if (!record) throw new Error(id);
    if (record.undoneAt !== null) throw new ImportUndone();
    return { rows: record.prices + record.stock, items: record.items, rests: this.rests.has(id) ? 1 : 0 };
  }

  async list(): Promise<Page<ImportRecord>> {
    return { rows: this.records, next: null };
  }

  async before(competitor: Id, hash: string): Promise<ImportRecord | null> {
    return this.records.find((r) => r.competitor === competitor && r.hash === hash && r.undoneAt === null) ?? null;
  }

  async columns(competitor: Id, shape: string): Promise<string | null> {
    return this.memory.get(competitor + shape) ?? null;
  }

  async names(competitor: Id): Promise<ReadonlyMap<string, Id | null>> {
    return this.known.get(competitor) ?? new Map<string, Id | null>();
  }

  async *items(): AsyncGenerator<Goods> {
    yield* this.goods;
  }
}

/**
 * Imports of price lists and offers as the private store keeps them: applied whole or not at all, taken back as a whole, with what
 * was learned on the way - which columns a source has, and which item a rival's name stands for. connector/import/ reads the files.
 */
import type { Instant } from '../model.ts';
import type { Id, Item, PriceFact, Stamp, StockFact } from './model.ts';
import type { Asked, ItemDraft, OfferDraft, Page, Viewer } from './private-store.ts';

export type ImportKind = 'prices' | 'offer';

/** A rival's own name or number for an item, made comparable; null = a person said it is none of ours. */
export interface KnownName {
  readonly key: string;
  readonly item: Id | null;
}
/** A new item has its id already, so that facts of the same import can name it. */
export type NewItem = ItemDraft & { readonly id: Id };

export interface ImportDraft {
  readonly id: Id;
  readonly kind: ImportKind;
  readonly competitor: Id;
  /** Its name, not where it lay. */
  readonly file: string;
  /** SHA-256 of its bytes. */
  readonly hash: string;
  /** The heads of its columns made comparable: the same source sends the same shape. */
  readonly shape: string;
  /** Which column is what, for the next file of this shape; the store does not look into it. */
  readonly columns: string;
  readonly names: readonly KnownName[];
  readonly items: readonly NewItem[];
  readonly prices: readonly PriceFact[];
  readonly stock: readonly StockFact[];
  readonly offer: OfferDraft | null;
  /** Lines of the file that were not taken over. */
  readonly leftOut: number;
}

export interface ImportRecord extends Stamp {
  readonly id: Id;
  readonly kind: ImportKind;
  readonly competitor: Id;
  readonly file: string;
  readonly hash: string;
  readonly prices: number;
  readonly stock: number;
  readonly items: number;
  readonly offerLines: number;
  readonly leftOut: number;
  readonly undoneAt: Instant | null;
  readonly undoneBy: string | null;
}

/** Taken back: that many rows were withdrawn, that many new items nothing else speaks of made inactive. */
export interface Undone {
  readonly rows: number;
  readonly items: number;
}

/** What taking it back would do now; `rests` above zero: that many rows stand in the way, and nothing would be done. */
export interface WouldUndo extends Undone {
  readonly rests: number;
}

/** As one person, like PrivateView. */
export interface PrivateImports {
  /** One transaction: items, facts, what was learned, the import itself. */
  apply(draft: ImportDraft): Promise<ImportRecord>;
  /** Withdraws every row of it; ImportRests when later rows rest on them, ImportUndone when that was done before. */
  undo(id: Id): Promise<Undone>;
  /** The same without doing it, for who wants to see it first; refused as `undo` is. */
  wouldUndo(id: Id): Promise<WouldUndo>;
  one(id: Id): Promise<ImportRecord | null>;
  /** Newest first. */
  list(asked?: Asked): Promise<Page<ImportRecord>>;
  /** The same bytes of the same competitor, imported before and not undone. */
  before(competitor: Id, hash: string): Promise<ImportRecord | null>;
  /** What was remembered of files of this shape; null = the first. */
  columns(competitor: Id, shape: string): Promise<string | null>;
  names(competitor: Id): Promise<ReadonlyMap<string, Id | null>>;
  /** Every active item, in no order: what names of a file are compared with. */
  items(): AsyncIterable<Pick<Item, 'id' | 'name' | 'sku' | 'unit'>>;
}

/** Makes long changes where they hold nobody up; each throws what the store itself throws. */
export interface LongChanges {
  apply(viewer: Viewer, draft: ImportDraft): Promise<ImportRecord>;
  undo(viewer: Viewer, id: Id): Promise<Undone>;
}

/** Rows that are soon done with. */
export const SOON = 2000;

/** A private store that keeps imports: beside `as` of PrivateStore. */
export interface ImportingStore {
  imports(viewer: Viewer): PrivateImports;
}

/** Corrections or changes made after the import rest on so many of its rows. */
export class ImportRests extends Error {
  readonly rows: number;
  constructor(rows: number) {
    super('import-rests');
    this.rows = rows;
  }
}
export class ImportUndone extends Error {}

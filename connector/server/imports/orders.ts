/** What is asked of the thread that reads price lists, what it asks back of the private store, and what it tells: plain values. */
import type { ImportRequest, Preview } from '../../import/index.ts';
import type { ImportRecord } from '../../private/imports.ts';
import type { Id, Item } from '../../private/model.ts';
import type { Failed } from '../threads/failed.ts';
import type { Glance } from './glance.ts';

/** Either what people look at, short, or all that is taken over. */
export interface Order {
  readonly request: ImportRequest;
  readonly wants: 'glance' | 'whole';
}

/** Of the rival that was asked about. Items come in pages, until an empty one. */
export type Ask =
  | { readonly of: 'columns'; readonly shape: string }
  | { readonly of: 'names' }
  | { readonly of: 'items' }
  | { readonly of: 'before'; readonly hash: string };

export type KnownItem = Pick<Item, 'id' | 'name' | 'sku' | 'unit'>;

export interface Answers {
  readonly columns: string | null;
  readonly names: ReadonlyMap<string, Id | null>;
  readonly items: readonly KnownItem[];
  readonly before: ImportRecord | null;
}

export type Told =
  | { readonly ask: Ask }
  | { readonly glance: Glance }
  | { readonly whole: Preview }
  | { readonly failed: Failed };

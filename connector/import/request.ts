/** What is asked of an import: the file, and everything a person says about it. */
import type { ImportKind } from '../private/imports.ts';
import type { Id } from '../private/model.ts';
import type { Mapped } from './columns.ts';
import type { Encoding } from './encoding.ts';
import type { Mark } from './numbers.ts';

/** What a person decided about a line: an item, a new one, or none of ours. */
export type Decision = { readonly item: Id } | 'new' | 'skip';

export interface ImportRequest {
  readonly kind: ImportKind;
  readonly competitor: Id;
  /** Its name; where it lay is nobody's business. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly map?: readonly Mapped[];
  readonly sheet?: string;
  readonly encoding?: Encoding;
  /** Between the cells of a text; without it what stands most evenly. */
  readonly delimiter?: string;
  readonly currency?: string;
  readonly vatIncluded?: boolean;
  /** The decimal mark where no column says. */
  readonly mark?: Mark;
  /** By key of the line (match.ts). */
  readonly decisions?: ReadonlyMap<string, Decision>;
  /** Lines no item comes near become new items. */
  readonly newItems?: boolean;
  /** A day: a date after it is not seen yet. */
  readonly today: string;
}

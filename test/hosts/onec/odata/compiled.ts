import type { Row } from '../base/rows.ts';
import type { World } from '../base/world.ts';
import type { EntitySet, PartSet } from '../schema/entity-sets.ts';
import type { Typed, ValueKind } from './compare.ts';
import type { Entry } from './entry.ts';

/** Rows an expression can name: those of the set asked for, and lambda variables. */
export interface Scope {
  readonly world: World;
  readonly set: Pick<EntitySet, 'name' | 'definition' | 'shape' | 'byName' | 'parts'>;
  readonly variables: ReadonlyMap<string, PartSet>;
  readonly option: string;
}

/** A row together with the current lambda rows. */
export interface Context {
  readonly entry: Entry;
  readonly variables?: ReadonlyMap<string, Row>;
}

/** A compiled expression: its type is known before any row is read. */
export interface Compiled {
  readonly kind: ValueKind;
  get: (context: Context) => Typed;
  /** The row a reference leads to, for paths behind it. */
  follow?: (context: Context) => { set: EntitySet; entry: Entry } | undefined;
  readonly target?: EntitySet;
  /** Reference: text for sorting by presentation. */
  order?: (context: Context) => string;
}

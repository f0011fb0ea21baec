import type { World } from '../base/world.ts';
import type { Row } from '../base/rows.ts';
import type { EntitySet } from '../schema/entity-sets.ts';

/** One write on its way through the configuration's code. `row` may still be changed by `beforeWrite`. */
export interface Writing {
  readonly world: World;
  readonly set: EntitySet;
  readonly key: string;
  readonly before: Row | undefined;
  readonly row: Row;
  /** Data-load mode: `ОбменДанными.Загрузка = Истина`, most handlers return at once (1c.md 2.8.3). */
  readonly load: boolean;
  /** Who writes. */
  readonly user: string;
}

/** Register records of one document: register → records. */
export type Movements = Readonly<Record<string, Row[]>>;

/** The event handlers of one object, named after those of the configuration. */
export interface Handlers {
  /** ПередЗаписью. Throws `refusal` to stop the write. */
  beforeWrite?(writing: Writing): void;
  /** ПриЗаписи, after the object is stored and its movements are made. */
  onWrite?(writing: Writing): void;
  /** ОбработкаПроведения. */
  posting?(world: World, row: Row, key: string): Movements;
  /** After the movements of a document changed or went away with it. */
  afterMovements?(world: World, row: Row, key: string): void;
}

export interface Behaviour {
  handlersOf(set: string): Handlers;
  /** Sets whose changes the connector's own exchange plan registers. */
  readonly registered: ReadonlySet<string>;
  /** Section of the prohibition dates that guards a document, with the attributes naming the guarded object (1c.md 4.10.4). */
  guardOf(set: string): Guard | undefined;
}

export interface Guard {
  readonly section: string;
  readonly object: 'Организация';
}

/**
 * What may leave for a host. Only toHost of a compiled mapping can make one, only a host can send one (sync-design B2, B5.1).
 */
import type { Entity, Unit } from '../connector/model.ts';

/** One object of a host as it was read: its properties by the host's own names, values as the wire had them. */
export type HostObject = Readonly<Record<string, unknown>>;

export class Payload {
  readonly entity: Entity;
  readonly collection: string;
  readonly body: HostObject;
  readonly units: readonly Unit[];
  readonly #made = true;

  /** Internal to mappings/: `internal` is not exported from mapping.ts, so nobody else can build one. */
  constructor(key: typeof internal, entity: Entity, collection: string, body: HostObject, units: readonly Unit[]) {
    if (key !== internal) throw new TypeError('only a mapping makes a payload');
    this.entity = entity;
    this.collection = collection;
    this.body = Object.freeze(body);
    this.units = units;
  }

  /** True for a payload made by a mapping; a look-alike object is not one. */
  static isMade(value: unknown): value is Payload {
    return value instanceof Payload && #made in value && value.#made;
  }
}

export const internal: unique symbol = Symbol('made by a mapping');

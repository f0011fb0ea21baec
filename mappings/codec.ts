/**
 * One codec converts one or more canonical fields to and from one or more host properties.
 * The list of codecs (types/) is closed: a host-specific oddity is a new named type with its laws tested,
 * never an expression in a mapping file (sync-design B6).
 */
import type { Entity, Fields, RecordId, Scalar, Value } from '../connector/model.ts';
import type { HostObject } from './payload.ts';

/** Reads links only: the host's id of a record, the record of a host's id; null = not linked (yet). */
export interface Refs {
  toHost(entity: Entity, record: RecordId): string | null;
  toRecord(entity: Entity, hostId: string): RecordId | null;
  /** The one record whose object has this part (an order of an invoice); null when there is none, or several. */
  byPart(entity: Entity, type: string, id: string): RecordId | null;
  /** What the record is called; null = it has no name. */
  nameOf?(entity: Entity, record: RecordId): string | null;
}

/** A host property a mapping rests on; checked against live metadata before any write. */
export interface Need {
  readonly property: string;
  /** The tabular part or joined set it lives in. */
  readonly part?: string;
  readonly optional?: boolean;
  /** What it must hold, where another type would be misread. */
  readonly is?: 'flag' | 'number' | 'date';
}

/** A reference whose link is not known: kept as text "?entity:hostId" until it is. */
export const unresolved = (entity: Entity, hostId: string): string => `?${entity}:${hostId}`;
/** A reference to something that is not ours to know; a value like any other. */
export const outside = (entity: Entity, hostId: string): string => `~${entity}:${hostId}`;
export const isUnresolved = (value: unknown): value is string => typeof value === 'string' && value.startsWith('?');
export function parseUnresolved(value: string): { entity: Entity; hostId: string } {
  const colon = value.indexOf(':');
  return { entity: value.slice(1, colon) as Entity, hostId: value.slice(colon + 1) };
}

export interface Reading {
  readonly refs: Refs;
  readonly lookups: Lookups;
  readonly out: Record<string, Value>;
  /** A value of the host that no row of the mapping names (M4): never guessed, the field stays unknown. */
  unmapped(field: string, value: string): void;
}

export interface Writing {
  readonly refs: Refs;
  readonly lookups: Lookups;
  readonly current: HostObject | null;
}

/** Small tables read from the host at connection: GUID of a country -> "RU", predefined kind -> GUID. */
export type Lookups = Readonly<Record<string, ReadonlyMap<string, string>>>;

export interface Codec {
  readonly fields: readonly string[];
  readonly needs: readonly Need[];
  /** Host object -> canonical fields. Throws Unreadable when a property is absent from the reply, or is not of its type. */
  read(object: HostObject, to: Reading): void;
  /** Asks where its reference leads, and for nothing else. Not there: it has none, or none worth asking for beforehand. */
  refer?(object: HostObject, refs: Refs): void;
  /** Canonical fields -> host properties; `names` are the fields that may change. Throws CannotWrite. */
  write(fields: Fields, names: readonly string[], from: Writing): Record<string, unknown>;
  /** As a condition, where it is asked for by another name than it is written. */
  where?(fields: Fields, from: Writing): Record<string, unknown>;
  /** In a row: what is written depends on the head, so it is written always. */
  readonly byHead?: true;
  /** The field as this host could show it. */
  view(field: string, fields: Fields): Value | undefined;
  /** Ours, changed so that its view is `shown`, with nothing hidden lost. */
  put(field: string, ours: Fields, shown: Fields, base: Fields): Value | undefined;
  same(field: string, a: Value | undefined, b: Value | undefined): boolean;
  /** What is shown, where it stands for what we hold: names in place of what is not there. Not there: what is shown is what is meant. */
  meant?(shown: Value, ours: Value, refs: Refs): Value;
  /** Does the answer stand for what was sent, 0.01 of rounding apart? Names what differs. */
  within(field: string, sent: Value | undefined, answer: Value | undefined): readonly string[];
}

/** A reply that cannot be understood. `code` is a catalogue code. */
export abstract class Unreadable extends Error {
  abstract readonly code: 'property-absent' | 'property-unclear';
  readonly property: string;
  constructor(property: string, what: string) {
    super(`property ${property} ${what}`);
    this.property = property;
  }
}

export class MissingProperty extends Unreadable {
  readonly code = 'property-absent';
  constructor(property: string) {
    super(property, 'is absent from the reply');
  }
}

/** A word where an amount belongs, a date that is no date: never read as empty, that would erase what we hold. */
export class UnclearProperty extends Unreadable {
  readonly code = 'property-unclear';
  constructor(property: string) {
    super(property, 'is not of its type');
  }
}

/** A value that must not leave: too long, no such member here, a reference not linked. `code` is a catalogue code. */
export class CannotWrite extends Error {
  readonly code: 'field-too-long' | 'unmapped-value' | 'reference-waiting' | 'bad-number';
  readonly field: string;
  readonly detail: Readonly<Record<string, string>>;
  constructor(code: CannotWrite['code'], field: string, detail: Readonly<Record<string, string>> = {}) {
    super(`${code}: ${field}`);
    this.code = code;
    this.field = field;
    this.detail = detail;
  }
}

export function property(object: HostObject, name: string): unknown {
  const value = object[name];
  if (value === undefined) throw new MissingProperty(name);
  return value;
}

interface ScalarCodec {
  readonly field: string;
  readonly needs: readonly Need[];
  readonly read: (object: HostObject, to: Reading) => Scalar | undefined;
  readonly write: (value: Scalar, from: Writing) => Record<string, unknown>;
  readonly where?: (value: Scalar, from: Writing) => Record<string, unknown>;
  readonly view?: (value: Scalar) => Scalar;
  readonly same?: (a: Scalar, b: Scalar) => boolean;
  readonly within?: (sent: Scalar, answer: Scalar) => boolean;
}

const asScalar = (value: Value | undefined): Scalar => (value === undefined || typeof value === 'object' ? null : value);

/** A codec of one field with one plain value; what most types are. */
export function scalarCodec(spec: ScalarCodec): Codec {
  const view = spec.view ?? ((v: Scalar) => v);
  const same = spec.same ?? ((a: Scalar, b: Scalar) => a === b);
  const { field, where } = spec;
  return {
    fields: [field],
    needs: spec.needs,
    read(object, to) {
      const value = spec.read(object, to);
      if (value !== undefined) to.out[field] = value;
    },
    write: (fields, _names, from) => spec.write(asScalar(fields[field]), from),
    ...(where ? { where: (fields: Fields, from: Writing) => where(asScalar(fields[field]), from) } : {}),
    view: (_field, fields) => (fields[field] === undefined ? undefined : view(asScalar(fields[field]))),
    put(_field, ours, shown) {
      const kept = ours[field];
      return kept !== undefined && view(asScalar(kept)) === shown[field] ? kept : shown[field];
    },
    same: (_field, a, b) => a === b || same(asScalar(a), asScalar(b)),
    within(_field, sent, answer) {
      const [s, a] = [asScalar(sent), asScalar(answer)];
      return s === a || same(s, a) || spec.within?.(s, a) ? [] : [field];
    },
  };
}

/** What a host works out by itself: compared like any other, never sent. */
export const computedCodec = (codec: Codec): Codec => ({ ...codec, write: () => ({}) });

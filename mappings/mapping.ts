/**
 * A compiled mapping: one entity on one host. The only maker of Payload, the only judge of "same" (sync-design B2, B6).
 */
import type { Entity, Fields, Unit } from '../connector/model.ts';
import type { Lookups, Refs } from './codec.ts';
import type { MappingFile } from './file.ts';
import type { HostObject, Payload } from './payload.ts';

export type { HostObject, Payload } from './payload.ts';
export { Payload as PayloadClass } from './payload.ts';
export { isEmptyRef, ZERO_GUID } from './types/ref.ts';
export { CannotWrite, isUnresolved, outside, parseUnresolved, unresolved, type Lookups, type Refs } from './codec.ts';
export { MissingProperty, UnclearProperty, Unreadable } from './codec.ts';

export type Direction = 'both' | 'from-host' | 'to-host' | 'create-only' | 'keep-on-link';

export interface UnitMapping {
  readonly unit: Unit;
  /** The canonical fields of the unit this host can show. */
  readonly fields: readonly string[];
  /** Changes when anything about the unit's mapping changes (A10). */
  readonly hash: string;
  readonly direction: Direction;
  readonly policy: 'ask' | 'ours' | 'theirs';
  readonly first: 'theirs' | 'ask';
  readonly frozenWhenPosted: boolean;
  /** Pushed as an action of the host, not as a property. */
  readonly action: { readonly on: string; readonly off: string | null } | null;
}

/** What the host showed, as canonical fields; what could not be said stands apart and is never guessed. */
export interface Shown {
  readonly fields: Fields;
  readonly unmapped: readonly { readonly field: string; readonly value: string }[];
}

export interface ScopeAt {
  readonly hostId: string | null;
  readonly object: HostObject | null;
}

/** What the adapter has to read for this entity. */
export interface Source {
  readonly entity: Entity;
  readonly collections: readonly string[];
  readonly reader: MappingFile['reader'];
  readonly id: string;
  readonly version: string | null;
  readonly properties: readonly string[];
  readonly parts: readonly string[];
  readonly only: Readonly<Record<string, unknown>>;
  readonly date: string | null;
  readonly mark: string | null;
  readonly marker: string | null;
  /** Names the object this one was merged into. */
  readonly merged: string | null;
  readonly joins: readonly Join[];
  /** Parts whose rows are objects of the host by themselves. */
  readonly rows: readonly RowSource[];
}

/** Rows of a part that live in a set of their own. */
export interface RowSource {
  readonly part: string;
  readonly set: string;
  readonly id: string;
  readonly version: string;
  /** What names its object: on reading, and on writing. */
  readonly head: string;
  readonly bind: string;
  readonly order: string;
  readonly properties: readonly string[];
}

/** Facts that belong to an object and stand elsewhere: in a register keyed by it (`on`), or where a reference leads (`via`). */
export interface Join {
  readonly set: string;
  readonly on: string | null;
  readonly via: string | null;
  readonly part: string | null;
  readonly type: string | null;
  readonly take: Readonly<Record<string, string>>;
  /** Properties beside the reference: where they say the same, it leads nowhere, and the first is no news. */
  readonly differ: readonly [string, string] | null;
  /** Columns the rows it brings along do not have: known to be empty. */
  readonly gaps: readonly string[];
}

export interface LookupSource {
  readonly name: string;
  readonly set: string;
  readonly key: string;
  readonly value: string;
  readonly filter: string | null;
  readonly values: Readonly<Record<string, string>> | null;
}

/** A property of the host the mapping rests on; `part` names the tabular part or joined set. */
export interface Needed {
  readonly set: string;
  readonly property: string;
  readonly part: string | null;
}

/** A property a write may hold, and the canonical fields it stands for; none where it is technical: ids, constants, numbers of rows. */
export interface Sendable {
  readonly part: string | null;
  readonly property: string;
  readonly fields: readonly string[];
}

export type Within = { readonly verdict: 'same' | 'host-decides' | 'altered'; readonly fields: readonly string[] };

export interface Mapping {
  readonly entity: Entity;
  readonly host: string;
  readonly units: readonly UnitMapping[];
  readonly needs: readonly Needed[];
  /** Everything a write of this mapping may hold, told by the file and not by what is written. */
  readonly sends: readonly Sendable[];
  readonly source: Source;
  readonly lookups: readonly LookupSource[];
  readonly create: boolean;
  readonly onMark: 'ask' | 'deactivate' | 'ignore';
  /** References an object cannot be taken over without. */
  readonly required: readonly string[];
  /** Everything about it in one word, for plans. */
  readonly hash: string;
  /** What it lets in and out, in one word: when it changes, everything is looked at anew. */
  readonly scopeHash: string;
  inScope(fields: Fields, direction: 'in' | 'out', at: ScopeAt): boolean;
  fromHost(object: HostObject, refs: Refs): Shown;
  /** Only asks where its references lead, so that they can be read for many objects at once. Never throws. */
  refer(object: HostObject, refs: Refs): void;
  /** What is shown, in our terms: a name that was written for want of its object stands for that object. */
  meant(shown: Fields, ours: Fields, refs: Refs): Fields;
  view(fields: Fields): Fields;
  put(ours: Fields, shown: Fields, base: Fields): Fields;
  /** `mark`: our id for the marker property, where the pack names one; on create only. */
  toHost(fields: Fields, units: readonly Unit[], refs: Refs, current: HostObject | null, mark?: string): Payload;
  /** Host properties that stand for these fields: what a look-up before a create asks for. Throws CannotWrite. */
  where(fields: Fields, names: readonly string[], refs: Refs): HostObject;
  same(unit: Unit, a: Fields, b: Fields): boolean;
  within(unit: Unit, sent: Fields, answer: Fields): Within;
  /** A payment state the host keeps by itself; only compared, never taken over. */
  crossCheck(object: HostObject): string | null;
  /** The property name the host's own form and metadata use for a field. */
  hostName(field: string): string;
  hostLabel(field: string, lang: 'ru' | 'en'): string;
  /** Small tables of the host; replaced whole when read again. */
  withLookups(lookups: Lookups): Mapping;
}

/** The allow-list: every property of a body is one the mapping may send; nothing else leaves, whatever made the body (B5.6). */
import type { Entity, Unit } from '../model.ts';
import { Blocked, type Writing } from '../hosts/gate.ts';

/** What may be written of one kind on one host: set -> property -> our fields; rows of a part by their own columns. */
export interface Allowed {
  readonly entity: Entity;
  readonly sets: readonly string[];
  readonly properties: Fields;
  readonly parts: ReadonlyMap<string, Fields>;
  /** Sets in which rows of a part live by themselves -> the part. */
  readonly partSets?: ReadonlyMap<string, string>;
  unitOf(field: string): Unit;
}
type Fields = ReadonlyMap<string, readonly string[]>;

/** One value on its way out. */
export interface Value {
  readonly property: string;
  /** Our field; null for what is technical: ids, constants, line numbers. */
  readonly field: string | null;
  readonly text: string;
  /** The host showed this very value in this place a moment ago. */
  readonly isShown: boolean;
}

type Object = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Object => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every value of a body, or Blocked at the first one nobody mapped. */
export function valuesOf(body: string, writing: Writing, allowed: Allowed): Value[] {
  const object: unknown = JSON.parse(body);
  if (!isObject(object)) throw new Blocked('leak-property', { property: '', entity: writing.entity });
  return Object.entries(object).flatMap(([name, value]) => {
    const part = allowed.parts.get(name);
    if (part && Array.isArray(value)) return value.flatMap((row) => inRow(name, row, part, writing, allowed));
    const fields = allowed.properties.get(name);
    if (!fields || isObject(value) || Array.isArray(value)) throw notMapped(name, writing);
    return [valueOf(name, value, fieldOf(fields, writing, allowed), writing.shown?.[name] === value)];
  });
}

/** The same of one row that is written by itself. */
export function rowValuesOf(body: string, part: string, writing: Writing, allowed: Allowed): Value[] {
  return inRow(part, JSON.parse(body), allowed.parts.get(part) ?? new Map(), writing, allowed);
}

/** A column nobody mapped may only go back as the host showed it: parts are replaced whole. */
function inRow(part: string, row: unknown, columns: Fields, writing: Writing, allowed: Allowed): Value[] {
  if (!isObject(row)) throw notMapped(part, writing);
  const shown = rowsShown(writing.shown?.[part]);
  return Object.entries(row).map(([name, value]) => {
    const place = `${part}.${name}`;
    const fields = columns.get(name);
    const isShown = shown.some((s) => same(s[name], value));
    if ((!fields && !isShown) || (isNested(value) && !isShown)) throw notMapped(place, writing);
    return valueOf(place, value, fields ? fieldOf(fields, writing, allowed) : null, isShown);
  });
}

const rowsShown = (part: unknown): readonly Object[] => (Array.isArray(part) ? part.filter(isObject) : []);
const isNested = (value: unknown): boolean => typeof value === 'object' && value !== null;
const same = (a: unknown, b: unknown): boolean => a === b || (isNested(a) && JSON.stringify(a) === JSON.stringify(b));
const notMapped = (property: string, { entity }: Writing): Blocked => new Blocked('leak-property', { property, entity });

const valueOf = (property: string, value: unknown, field: string | null, isShown: boolean): Value => ({
  property,
  field,
  text: typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
  isShown,
});

/** Several fields may share a property (contacts): the one this write is about. */
const fieldOf = (fields: readonly string[], { units }: Writing, allowed: Allowed): string | null =>
  fields.find((f) => units.includes(allowed.unitOf(f))) ?? fields[0] ?? null;

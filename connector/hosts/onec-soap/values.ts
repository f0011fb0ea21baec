/**
 * Objects of a service as mappings see them, and back: nested elements are properties with a path ("Реквизиты/ИНН"), repeated ones are
 * rows. Amounts and dates stay the text they came as; a flag is the one thing that is more than its text.
 */
import type { HostObject } from '../../../mappings/mapping.ts';
import type { MetaProperty } from '../host.ts';
import type { Shape, SoapObject, SoapValue } from '../soap/index.ts';

const isObject = (value: unknown): value is SoapObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** An element the schema lets be absent is empty when it is; one that must be there and is not stays unknown. */
export function flat(shape: Shape, object: SoapObject, path = ''): HostObject {
  const out: Record<string, unknown> = {};
  for (const field of shape.fields) {
    const name = path + field.name;
    const value = object[field.name];
    if (field.many) out[name] = rowsOf(field, value);
    else if (field.kind === 'complex') Object.assign(out, flat(field, isObject(value) ? value : {}, `${name}/`));
    else if (value !== undefined) out[name] = plain(field, value);
    else if (field.optional) out[name] = null;
  }
  return out;
}

function rowsOf(field: Shape, value: SoapValue | undefined): unknown {
  if (value === undefined && !field.optional) return undefined;
  const rows = isList(value) ? value : [];
  return rows.map((row) => (isObject(row) ? flat(field, row) : row));
}

function plain({ type }: Shape, value: SoapValue): unknown {
  if (type !== 'boolean') return value;
  return value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value;
}

/** A property that has no element to stand in. */
export class NoElement extends Error {}

/**
 * An object to send: what changes, over what the host showed of everything else. What changes must have a place.
 * @throws NoElement
 */
export function nested(shape: Shape, changes: HostObject, shown: HostObject): SoapObject {
  const used = new Set<string>();
  const object = inside(shape, { ...shown, ...changes }, '', used);
  const lost = Object.keys(changes).find((name) => !used.has(name));
  if (lost !== undefined) throw new NoElement(lost);
  return object;
}

function inside(shape: Shape, from: HostObject, path: string, used: Set<string>): SoapObject {
  const out: Record<string, SoapValue> = {};
  for (const field of shape.fields) {
    const name = path + field.name;
    const value = from[name];
    if (!field.many && field.kind === 'complex') out[field.name] = inside(field, from, `${name}/`, used);
    else if (value !== undefined) {
      used.add(name);
      const sent = field.many ? repeated(field, value) : textOf(value);
      if (sent !== null || field.nillable || !field.optional) out[field.name] = sent; // nothing, where the schema knows no nil, is no element
    }
  }
  return out;
}

const repeated = (field: Shape, value: unknown): SoapValue =>
  isList(value) ? value.map((row) => (isRow(row) ? nested(field, row, {}) : textOf(row))) : [];
const isRow = (value: unknown): value is HostObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Nil where nothing is known; numbers only ever come from words of a mapping. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : null;
}

/** The properties of a set by the shape of its objects; types as the mappings name them. */
export function* propertiesOf(set: string, shape: Shape, path = ''): Generator<MetaProperty> {
  for (const field of shape.fields) {
    const name = path + field.name;
    if (!field.many && field.kind === 'complex') yield* propertiesOf(set, field, `${name}/`);
    else if (!field.many) yield { set, part: null, name, type: typeOf(field) };
    else {
      const row = `${set}_${name}_RowType`;
      yield { set, part: null, name, type: `Collection(${row})` };
      for (const column of propertiesOf(row, field)) yield column;
    }
  }
}

function typeOf({ type, kind }: Shape): string {
  if (kind !== 'simple') return kind === 'any' ? 'Edm.String' : 'Object';
  if (type === 'boolean') return 'Edm.Boolean';
  if (type === 'date' || type === 'dateTime') return 'Edm.DateTime';
  return NUMBERS.has(type) ? 'Edm.Decimal' : 'Edm.String';
}
const NUMBERS: ReadonlySet<string> = new Set(['decimal', 'integer', 'int', 'long', 'short', 'byte', 'nonNegativeInteger', 'positiveInteger', 'unsignedInt', 'double', 'float']); // prettier-ignore

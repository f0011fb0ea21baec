/**
 * Arguments as the schema wants them: every element, in its order (1C reads a strict sequence), nil where a value is not known. What
 * the schema does not name is refused here, because the library would send it as it is.
 */
import type { Shape } from './shape.ts';

/** Text, null (sent as nil), an element with children, or a repeated element. Absent names are filled in by the schema. */
export type SoapValue = string | null | SoapObject | readonly SoapValue[];
export interface SoapObject {
  readonly [name: string]: SoapValue | undefined;
}

/** The mapping and the WSDL do not fit each other. `path`: names of elements. */
export class UnfitArgument extends Error {
  readonly code: 'argument-unknown' | 'argument-absent';
  readonly path: string;
  constructor(code: UnfitArgument['code'], path: string) {
    super(code);
    this.code = code;
    this.path = path;
  }
}

/** Names with a meaning for the library: attributes of the element, its text, its content as XML. */
const TECHNICAL: ReadonlySet<string> = new Set(['attributes', '$value', '$xml']);

/** @throws UnfitArgument */
export function inOrder(shape: Shape, value: SoapObject, path = shape.name): SoapObject {
  if ('$xml' in value || '$value' in value) return value;
  const known = new Set(shape.fields.map((f) => f.name));
  for (const name of Object.keys(value))
    if (!known.has(name) && !TECHNICAL.has(name)) throw new UnfitArgument('argument-unknown', `${path}/${name}`);
  const attributes = value['attributes'];
  const fields = shape.fields.flatMap((f) => field(f, value[f.name], `${path}/${f.name}`));
  return Object.fromEntries(attributes === undefined ? fields : [['attributes', attributes], ...fields]);
}

function field(shape: Shape, value: SoapValue | undefined, path: string): [string, SoapValue][] {
  if (value !== undefined) return [[shape.name, fitted(shape, value, path)]];
  if (shape.optional) return [];
  if (shape.nillable) return [[shape.name, null]];
  throw new UnfitArgument('argument-absent', path);
}

function fitted(shape: Shape, value: SoapValue, path: string): SoapValue {
  if (isList(value)) return value.map((v) => fitted(shape, v, path));
  if (value === null || typeof value === 'string' || shape.kind !== 'complex') return value;
  return inOrder(shape, value, path);
}

export const isList = (value: unknown): value is readonly SoapValue[] => Array.isArray(value);

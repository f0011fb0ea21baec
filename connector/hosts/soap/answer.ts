/**
 * What came back, by the schema: text stays text, an empty element is '' and nil is null, a repeated element is a list even when it came
 * once. A fault is data with a text for people; nothing here is ever logged.
 */
import { isList, type SoapObject, type SoapValue } from './arguments.ts';
import type { Shape } from './shape.ts';

/** What the service says went wrong. `text` may hold names and numbers of the books: shown to a person, never logged. */
export interface SoapFault {
  /** soap:Server and the like; of SOAP 1.2 with its subcode. */
  readonly code: string;
  readonly text: string;
  /** Its detail as elements, where there is one. */
  readonly detail: SoapValue;
  readonly status: number;
}

export const isObject = (value: unknown): value is SoapObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The answer of an operation, cleaned of what the library leaves in it. */
export function cleaned(shape: Shape, value: unknown): SoapValue {
  if (shape.many) return listOf(value).map((v) => one(shape, v));
  return one(shape, value);
}

function one(shape: Shape, value: unknown): SoapValue {
  if (shape.kind === 'simple') return simple(shape, value);
  if (!isObject(value)) return typeof value === 'string' || isList(value) ? own(value) : shape.nillable ? null : {};
  if (shape.kind === 'any') return own(value);
  const fields: Record<string, SoapValue> = {};
  for (const f of shape.fields) {
    const child = value[f.name];
    if (child !== undefined) fields[f.name] = cleaned(f, child);
  }
  return fields;
}

/** An element without text is null to the library unless it is a string: nil, or merely empty. */
function simple(shape: Shape, value: unknown): SoapValue {
  if (typeof value === 'string') return ownText(value);
  if (isObject(value)) return typeof value['$value'] === 'string' ? ownText(value['$value']) : '';
  return shape.nillable || shape.type === 'string' ? null : '';
}

/** A piece of a text holds the whole of it in memory: an id that outlives its page would keep megabytes of XML. So pieces are copied out. */
const ownText = (piece: string): string => (piece.length < SHORT ? piece : ` ${piece}`.slice(1));
/** V8 copies shorter ones by itself. */
const SHORT = 13;

function own(value: SoapValue): SoapValue {
  if (typeof value === 'string') return ownText(value);
  if (isList(value)) return value.map(own);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, v === undefined ? v : own(v)]));
}

const listOf = (value: unknown): readonly unknown[] =>
  isList(value) ? value : value === undefined || value === null ? [] : [value];

/** The fault inside what the library throws at one; null = it is something else. */
export function faultIn(error: unknown): SoapFault | null {
  const status = at(at(error, 'response'), 'status');
  const fault = at(at(at(at(error, 'root'), 'Envelope'), 'Body'), 'Fault');
  if (!isObject(fault)) return null;
  const [code, subcode] = [at(fault, 'Code'), at(at(at(fault, 'Code'), 'Subcode'), 'Value')];
  return {
    code: [textOf(fault['faultcode']) || textOf(at(code, 'Value')), textOf(subcode)].filter((t) => t !== '').join(' '),
    text: textOf(fault['faultstring']) || textOf(at(fault['Reason'], 'Text')),
    detail: fault['detail'] ?? fault['Detail'] ?? null,
    status: typeof status === 'number' ? status : 0,
  };
}

const at = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

/** A text with attributes (xml:lang) is an object; a reason in several languages is a list. */
function textOf(value: unknown): string {
  const first = isList(value) ? value[0] : value;
  if (typeof first === 'string') return first;
  return isObject(first) && typeof first['$value'] === 'string' ? first['$value'] : '';
}

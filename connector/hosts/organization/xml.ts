/** Text on its way into an envelope, and answers as the library gives them: objects whose text and type may stand in several places. */
import { isList, type SoapObject, type SoapValue } from '../soap/arguments.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;', '\n': '&#10;', '\t': '&#9;' }; // prettier-ignore

/** Characters XML cannot hold at all are left out; that the text then differs is seen when the object is read again. */
export const escaped = (text: string): string =>
  text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"\r\n\t]/g, (c) => ESCAPES[c] ?? c);

export const isObject = (value: SoapValue | undefined): value is SoapObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member at a path of names; undefined where there is none. */
export function at(value: SoapValue | undefined, ...path: readonly string[]): SoapValue | undefined {
  return path.reduce<SoapValue | undefined>((v, name) => (isObject(v) ? v[name] : undefined), value);
}

/** A repeated element, however often it came. */
export function listAt(value: SoapValue | undefined, ...path: readonly string[]): readonly SoapValue[] {
  const found = at(value, ...path);
  if (isList(found)) return found;
  return found === undefined || found === null || found === '' ? [] : [found];
}

/** The text of an element with or without attributes; '' where there is none. */
export function textAt(value: SoapValue | undefined, ...path: readonly string[]): string {
  const found = at(value, ...path);
  if (typeof found === 'string') return found;
  const inner = isObject(found) ? found['$value'] : '';
  return typeof inner === 'string' ? inner : '';
}

/** Local name of its i:type, whichever prefixes the server chose today; '' where it says none. */
export function typeAt(value: SoapValue | undefined): string {
  const attributes = at(value, 'attributes');
  if (!isObject(attributes)) return '';
  const [, type] = Object.entries(attributes).find(([name]) => name.replace(/^.*:/, '') === 'type') ?? [];
  return typeof type === 'string' ? type.replace(/^.*:/, '') : '';
}

/** Key/value pairs of a data contract. */
export function pairsAt(value: SoapValue | undefined, ...path: readonly string[]): Map<string, SoapValue> {
  const pairs = listAt(value, ...path, 'KeyValuePairOfstringanyType');
  return new Map(pairs.map((p) => [textAt(p, 'key'), (isObject(p) ? p['value'] : null) ?? null]));
}

/**
 * Addresses and literals of 1C's OData v3 (hosts/1c.md 2.1, 2.3). Cyrillic is percent-encoded, a blank is %20 (never +),
 * quotes inside a text are doubled.
 */
export type Literal = { readonly kind: 'guid' | 'datetime' | 'text' | 'plain'; readonly value: string };

export const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
export const guid = (id: string): string => `guid'${id}'`;
export const datetime = (at: string): string => `datetime'${at}'`;

export const setPath = (set: string): string => encodeURIComponent(set);
export const elementPath = (set: string, key: string): string => `${encodeURIComponent(set)}(${encodeURIComponent(guid(key))})`;

export function query(options: Readonly<Record<string, string | undefined>>): string {
  const parts = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name).replace('%24', '$')}=${encodeURIComponent(value)}`],
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;

/** A value as `$filter` wants it. `type` is the property's type in the live metadata, where known. */
export function literal(property: string, value: unknown, type: string | null): string {
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : '';
  if (type === 'Edm.Guid' || (type === null && property.endsWith('_Key') && GUID.test(text))) return guid(text);
  if (type === 'Edm.DateTime' || (type === null && DATE_TIME.test(text))) return datetime(text);
  return quote(text);
}

/** Web servers cut addresses at about 2 kB (IIS); 29 plain keys fit (sync-design A3), far fewer casts with Cyrillic names. */
const LONGEST_FILTER = 1800;

export interface KeyGroup {
  readonly filter: string;
  readonly keys: readonly string[];
}

/** Conditions joined by "or", as many as fit one address. */
export function groups(keys: readonly string[], condition: (key: string) => string): KeyGroup[] {
  const made: { filter: string; keys: string[]; length: number }[] = [];
  for (const key of keys) {
    const text = condition(key);
    const length = encodeURIComponent(text).length + 8;
    const last = made.at(-1);
    if (!last || last.length + length > LONGEST_FILTER) made.push({ filter: text, keys: [key], length });
    else {
      last.filter += ` or ${text}`;
      last.keys.push(key);
      last.length += length;
    }
  }
  return made;
}

export const isKey =
  (property: string) =>
  (key: string): string =>
    `${property} eq ${guid(key)}`;

/** A composite reference is only found by cast; a plain guid finds nothing and says nothing (hosts/1c.md 2.7). */
export const isCast =
  (property: string, type: string) =>
  (key: string): string =>
    `${property} eq cast(${guid(key)},${quote(type)})`;

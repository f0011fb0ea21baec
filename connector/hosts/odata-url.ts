/** Addresses and literals of the Web API (hosts/dynamics.md 1.6): GUIDs bare, texts quoted, "" and null are the same empty. */
import type { Where } from './host.ts';

export const isGuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
export const elementPath = (set: string, id: string): string => `${set}(${id})`;

export function query(options: Readonly<Record<string, string | undefined>>): string {
  const parts = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encoded(value)}`]));
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** What an address may hold as it is stays readable. */
const encoded = (text: string): string => encodeURIComponent(text).replace(/%2C/g, ',').replace(/%24/g, '$').replace(/%3D/g, '=').replace(/%20/g, '%20'); // prettier-ignore

/** The types a set shows its properties with; null = not there. */
export type TypeOf = (property: string) => string | null;

/** `empty`: how nothing is written, by type, where it is not null. */
export function literal(value: unknown, type: string | null, empty: Readonly<Record<string, string>> = {}): string {
  if (value === null || value === undefined || value === '') return empty[type ?? ''] ?? 'null';
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (type === 'Edm.Guid') return isGuid(text) ? text : 'null';
  if (type === 'Edm.DateTimeOffset') return text.endsWith('Z') ? text : `${text}Z`;
  if (type === 'Edm.Date') return text.slice(0, 10);
  const isText = type === 'Edm.String' || type === null || type.startsWith('Microsoft.NAV.'); // enums by their words
  return isText ? `'${text.replaceAll("'", "''")}'` : text;
}

/** Equality on properties, a range for dates, the beginning of a text. */
export function filterOf(where: Where, typeOf: TypeOf, empty: Readonly<Record<string, string>> = {}): string {
  return Object.entries(where)
    .flatMap(([name, value]) => {
      const type = typeOf(name);
      if (isBeginning(value)) return [`startswith(${name},${literal(value.startsWith, type)})`];
      if (!isRange(value)) return [`${name} eq ${literal(value, type, empty)}`];
      return [`${name} ge ${literal(value.from, type)}`, `${name} le ${literal(value.to, type)}`];
    })
    .join(' and ');
}

function isRange(value: unknown): value is { from: string; to: string } {
  return typeof value === 'object' && value !== null && 'from' in value && 'to' in value;
}

function isBeginning(value: unknown): value is { startsWith: string } {
  return typeof value === 'object' && value !== null && 'startsWith' in value;
}

/** So many conditions of 60 characters fit into an address every proxy lets through. */
const KEYS = 50;

/** Conditions "is one of these" in addresses of a bearable length; `most` of them in one. */
export function keyFilters(property: string, ids: readonly string[], most = KEYS): { filter: string; ids: readonly string[] }[] {
  const groups: { filter: string; ids: readonly string[] }[] = [];
  for (let at = 0; at < ids.length; at += most) {
    const some = ids.slice(at, at + most);
    groups.push({ filter: some.map((id) => `${property} eq ${id}`).join(' or '), ids: some });
  }
  return groups;
}

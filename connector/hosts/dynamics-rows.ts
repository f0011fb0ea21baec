/** Rows of the Web API as objects of a host: annotations apart, lines beside their invoice, one version for the whole. */
import { createHash } from 'node:crypto';
import type { LookupSource, RowSource, Source } from '../../mappings/mapping.ts';
import type { Gone, Seen } from './host.ts';
import type { JsonObject } from './entra-client.ts';

export const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** Rows of a small table as words by their keys; what means nothing is left out. */
export function wordsIn(rows: readonly JsonObject[], { key, value, values }: LookupSource): ReadonlyMap<string, string> {
  const said = rows.map((row) => [textOf(row[key]), textOf(row[value])] as const).filter(([, word]) => word !== '');
  return new Map(said.map(([k, word]) => [k, values ? (values[word] ?? '') : word]));
}

/** Annotations carry an @: display texts in somebody's language, links. What is left are columns. */
export function columnsOf(row: JsonObject): JsonObject {
  const columns: Record<string, unknown> = {};
  // A first load passes millions of rows here; pairs made of each would take it five times as long.
  for (const name of Object.keys(row)) if (!name.includes('@')) columns[name] = row[name];
  return columns;
}

/** Is it an object of this entity at all? A set holds competitors, suppliers, invoices of contacts. */
export const belongs = (source: Source, row: JsonObject): boolean =>
  Object.entries(source.only).every(([name, value]) => row[name] === value);

/** What a merge left behind stands for nobody: the object it was made one with does. */
export const isLeftBehind = (source: Source, row: JsonObject): boolean => textOf(row[source.merged ?? '']) !== '';

export const goneOf = (source: Source, hostId: string): Gone => ({ entity: source.entity, hostId, gone: true });

/** What If-Match takes: the version of the head alone. */
export const etagOf = (version: string): string => `W/"${version.replace(/~.*$/, '')}"`;

/** `lines`: of this head, in any order; null where the kind has none. */
export function seenOf(source: Source, row: JsonObject, lines: readonly JsonObject[] | null): Seen {
  const hostId = textOf(row[source.id]);
  const version = textOf(row[source.version ?? '']);
  const [of] = source.rows;
  const into = textOf(row[source.merged ?? '']);
  if (!of || lines === null)
    return { entity: source.entity, hostId, version, object: columnsOf(row), ...(into === '' ? {} : { into }) };
  const sorted = inOrder(lines.map(columnsOf), (a, b) => compareRows(of, a, b));
  return {
    entity: source.entity,
    hostId,
    version: `${version}~${digestOf(of, sorted)}`,
    object: { ...columnsOf(row), [of.part]: sorted },
    parts: sorted.map((line) => ({ type: of.set, id: textOf(line[of.id]) })),
  };
}

function compareRows(of: RowSource, a: JsonObject, b: JsonObject): number {
  const by = Number(a[of.order] ?? 0) - Number(b[of.order] ?? 0);
  return by === 0 ? textOf(a[of.id]).localeCompare(textOf(b[of.id])) : by;
}

/** A line that changed without moving the totals leaves the head's own version as it was. */
function digestOf(of: RowSource, lines: readonly JsonObject[]): string {
  const said = lines.map((line) => `${textOf(line[of.id])}:${textOf(line[of.version])}`);
  return createHash('sha256').update(inOrder(said, (a, b) => (a < b ? -1 : 1)).join(' ')).digest('base64url').slice(0, 10); // prettier-ignore
}

/** Rows nearly always come in their order; sorting a million short lists anew would be half of reading them. */
function inOrder<T>(list: T[], compare: (a: T, b: T) => number): T[] {
  for (let i = 1; i < list.length; i++) if (compare(list[i - 1] as T, list[i] as T) > 0) return list.sort(compare);
  return list;
}

/** Whole numbers of any length. */
export const isBefore = (a: string, b: string): boolean => (a.length === b.length ? a < b : a.length < b.length);

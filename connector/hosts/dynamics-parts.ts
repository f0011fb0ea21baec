/**
 * A change of an object of Dynamics, request by request, as its Web API would take it: the head before its lines, reopening first, a closing
 * state last. The Organization Service is told the same in its own words.
 */
import type { RowSource, Source } from '../../mappings/mapping.ts';
import { etagOf, textOf } from './dynamics-rows.ts';
import type { JsonObject } from './entra-client.ts';
import type { Writing } from './gate.ts';
import type { Seen } from './host.ts';
import type { BatchPart } from './multipart.ts';
import { elementPath } from './odata-url.ts';

export const JSON_BODY = { 'content-type': 'application/json; charset=utf-8' };
/** The kind of relation that stands for a competitor (hosts/dynamics.md 1.3): nothing of ours ever says so of anybody. */
export const COMPETITOR = { property: 'customertypecode', value: 1 };

const STATE: ReadonlySet<string> = new Set(['statecode', 'statuscode']);

export const rowsIn = (body: JsonObject, of: RowSource): JsonObject[] =>
  Array.isArray(body[of.part]) ? (body[of.part] as JsonObject[]) : [];

/** A new row has nothing to empty: what is null is left out, a reference to nothing most of all. */
export const newRow = (body: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && !Array.isArray(value)));

/** Requests of one update: reopening first, a closing state last, the head before its lines. */
export function partsOf(source: Source, seen: Seen, body: JsonObject, writing: Writing): BatchPart[] {
  const set = source.collections[0] ?? '';
  const inParts = new Set(source.rows.map((of) => of.part));
  const own = Object.entries(body).filter(([name]) => !inParts.has(name));
  const state = Object.fromEntries(own.filter(([name]) => STATE.has(name)));
  const head = Object.fromEntries(own.filter(([name]) => !STATE.has(name)));
  const lines = source.rows.flatMap((of) => (of.part in body ? lineParts(of, seen, rowsIn(body, of), writing) : []));
  const isClosing = 'statecode' in state && state['statecode'] !== 0;
  // Lines move the version of their head, so a head that closes after them is asked for its version before them.
  const first = isClosing && lines.length > 0 && isEmpty(head) ? shownState(seen) : head;
  const bodies = (isClosing ? [first, state] : [state, head]).filter((b) => !isEmpty(b));
  const heads = bodies.map((b, i): BatchPart => ({
    method: 'PATCH',
    path: elementPath(set, seen.hostId),
    // Its own first change moved the version: from then on it only has to be there.
    headers: { ...JSON_BODY, 'if-match': i === 0 ? etagOf(seen.version) : '*' },
    body: JSON.stringify(b),
    writing,
  }));
  return isClosing ? [...heads.slice(0, -1), ...lines, ...heads.slice(-1)] : [...heads, ...lines];
}

const isEmpty = (body: JsonObject): boolean => Object.keys(body).length === 0;

/** The state as it was seen: changes nothing, and is refused where somebody was faster. */
const shownState = (seen: Seen): JsonObject =>
  Object.fromEntries(Object.entries(seen.object ?? {}).filter(([name]) => STATE.has(name)));

function lineParts(of: RowSource, seen: Seen, wanted: readonly JsonObject[], writing: Writing): BatchPart[] {
  const before = new Map(rowsIn(seen.object ?? {}, of).map((row) => [textOf(row[of.id]), row]));
  const about = { ...writing, set: of.set, part: of.part };
  const kept = new Set(wanted.map((row) => textOf(row[of.id])));
  const gone = [...before].filter(([id]) => !kept.has(id));
  const write = (row: JsonObject, i: number): BatchPart[] => {
    const old = before.get(textOf(row[of.id]));
    const said = { ...row, [of.order]: i + 1 };
    return old ? changedLine(of, old, said, about) : [newLine(of, seen.hostId, said, writing, about)];
  };
  return [
    ...gone.map(([id, row]): BatchPart => ({ method: 'DELETE', path: elementPath(of.set, id), headers: { 'if-match': etagOf(textOf(row[of.version])) }, writing: { ...about, action: 'delete' } })),
    ...wanted.flatMap(write),
  ]; // prettier-ignore
}

function changedLine(of: RowSource, old: JsonObject, row: JsonObject, writing: Writing): BatchPart[] {
  const changed = Object.entries(row).filter(([name, value]) => old[name] !== value);
  if (changed.length === 0) return [];
  const headers = { ...JSON_BODY, 'if-match': etagOf(textOf(old[of.version])) };
  return [{ method: 'PATCH', path: elementPath(of.set, textOf(old[of.id])), headers, body: JSON.stringify(Object.fromEntries(changed)), writing }]; // prettier-ignore
}

function newLine(of: RowSource, head: string, row: JsonObject, { set }: Writing, writing: Writing): BatchPart {
  const body = { ...newRow(row), [`${of.bind}@odata.bind`]: `/${set}(${head})` };
  return { method: 'POST', path: of.set, headers: JSON_BODY, body: JSON.stringify(body), writing };
}

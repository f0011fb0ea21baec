import { instanceNotFound, noAccess, badOption, OnecError } from '../base/errors.ts';
import type { World } from '../base/world.ts';
import type { EntitySet } from '../schema/entity-sets.ts';
import { atomElement, atomFeed, atomResult } from './atom.ts';
import type { Answer, Call } from './call.ts';
import { compile } from './compile.ts';
import type { Compiled, Context, Scope } from './compiled.ts';
import { order } from './compare.ts';
import { entriesOf } from './entries.ts';
import type { Entry } from './entry.ts';
import { contentType } from './format.ts';
import { jsonCollection, jsonElement } from './json.ts';
import { parseExpression, parseOrder, type Node } from './parse.ts';
import { project, type Projection } from './project.ts';
import { isHidden } from './rls.ts';

/** A collection: filter, access check, order, page (1c.md 2.7). */
export function readCollection(call: Call, set: EntitySet): Answer {
  const { world, request } = call;
  const projection = project(world, set, request.options.select, request.options.expand);
  const found = selectEntries(call, set, candidates(world, set, request.options.filter));
  return collectionAnswer(call, projection, page(call, found), request.options.inlinecount ? found.length : undefined);
}

/** Everything that fits the filter and may be seen, in the order asked for. */
export function selectEntries(call: Call, set: EntitySet, entries: readonly Entry[]): readonly Entry[] {
  const { world, request } = call;
  const { filter, orderby, allowedOnly } = request.options;
  const fitting = filter === undefined ? entries : filterEntries(world, set, filter, entries);
  return sortEntries(world, set, orderby, allowed(world, set, fitting, allowedOnly));
}

export function filterEntries(
  world: World,
  set: Scope['set'],
  filter: string,
  entries: readonly Entry[],
  option = '$filter',
): Entry[] {
  const condition = compile(parseExpression(filter, option), { world, set, variables: new Map(), option });
  return entries.filter((entry) => condition.get({ entry }).value === true);
}

/** Without `allowedOnly` one hidden row fails the request; with it hidden rows silently disappear. */
function allowed(world: World, set: EntitySet, entries: readonly Entry[], allowedOnly: boolean): readonly Entry[] {
  if (world.quirks.rls.length === 0) return entries;
  const visible = entries.filter((entry) => !isHidden(world, set.definition.name, entry.row));
  if (visible.length < entries.length && !allowedOnly) throw noAccess();
  return visible;
}

function sortEntries(world: World, set: EntitySet, orderby: string | undefined, entries: readonly Entry[]): readonly Entry[] {
  if (orderby === undefined) return entries;
  const orders = parseOrder(orderby).map(({ by, descending }) => ({ key: sortKey(world, set, by), sign: descending ? -1 : 1 }));
  const keyed = entries.map((entry) => ({ entry, keys: orders.map((o) => o.key({ entry })) }));
  keyed.sort((a, b) => {
    for (const [i, { sign }] of orders.entries()) {
      const by = order(a.keys[i] ?? null, b.keys[i] ?? null);
      if (by !== 0) return by * sign;
    }
    return 0;
  });
  return keyed.map(({ entry }) => entry);
}

type SortKey = (context: Context) => string | number | boolean | null;

function sortKey(world: World, set: EntitySet, by: Node): SortKey {
  const compiled: Compiled = compile(by, { world, set, variables: new Map(), option: '$orderby' });
  const { order: presented } = compiled;
  return presented ? (c) => presented(c) : (c) => compiled.get(c).value;
}

/** `$skip` comes before `$top`; `$inlinecount` makes 1C forget both (1c.md 2.7). */
export function page(call: Call, entries: readonly Entry[]): readonly Entry[] {
  const { top, skip = 0, inlinecount } = call.request.options;
  if (inlinecount && call.world.quirks.inlinecountIgnoresPaging) return entries;
  return top === undefined && skip === 0 ? entries : entries.slice(skip, top === undefined ? undefined : skip + top);
}

/** A filter that only lists keys is answered from the index, as the database would. */
function candidates(world: World, set: EntitySet, filter: string | undefined): readonly Entry[] {
  const keys = filter === undefined || set.shape !== 'object' ? undefined : listedKeys(parseExpression(filter));
  if (!keys) return entriesOf(world, set);
  return [...new Set(keys)].sort().flatMap((key) => {
    const stored = world.base.stored(set.name, key);
    return stored ? [{ row: stored.row, stored }] : [];
  });
}

function listedKeys(node: Node): string[] | undefined {
  if (node.kind !== 'binary') return undefined;
  if (node.operator === 'or') {
    const left = listedKeys(node.left);
    const right = left && listedKeys(node.right);
    return right && [...left, ...right];
  }
  const isKey = node.operator === 'eq' && node.left.kind === 'path' && node.left.names.join('/') === 'Ref_Key';
  return isKey && node.right.kind === 'literal' && node.right.type === 'guid' ? [node.right.text] : undefined;
}

export function collectionAnswer(call: Call, projection: Projection, entries: readonly Entry[], count?: number): Answer {
  const { world, request } = call;
  const { format, place } = request;
  const isVirtual = projection.set.shape === 'virtual';
  const headers = { 'Content-Type': contentType(format, isVirtual ? 'xml' : 'feed'), DataServiceVersion: '3.0' };
  if (format.kind === 'json')
    return { status: 200, headers, body: jsonCollection(world, place, projection, entries, format.metadata, count) };
  if (isVirtual) return { status: 200, headers, body: atomResult(world, projection, entries) };
  return { status: 200, headers, body: atomFeed(world, place, projection, entries, count) };
}

/** `/$count`: a plain number behind a byte order mark, where it is offered at all (1c.md 2.2, 2.7). */
export function countAnswer(call: Call, set: EntitySet): Answer {
  if (!call.world.quirks.count) throw new OnecError(404, 11, 'Метод "$count" не найден!', 'Method "$count" is not found!');
  const found = selectEntries(call, set, candidates(call.world, set, call.request.options.filter));
  return { status: 200, headers: { 'Content-Type': 'text/plain;charset=utf-8' }, body: `\ufeff${found.length}` };
}

export function readElement(call: Call, set: EntitySet, entry: Entry | undefined): Answer {
  const { world, request } = call;
  if (!entry) throw instanceNotFound(set.name);
  if (request.options.expand !== undefined) throw badOption('$expand');
  if (request.options.allowedOnly) throw badOption('allowedOnly');
  if (isHidden(world, set.definition.name, entry.row)) throw noAccess();
  return elementAnswer(call, 200, project(world, set, request.options.select, undefined), entry);
}

export function elementAnswer(
  call: Call,
  status: number,
  projection: Projection,
  entry: Entry,
  blank: readonly string[] = [],
): Answer {
  const { world, request } = call;
  const { format, place } = request;
  const headers = { 'Content-Type': contentType(format, 'entry'), DataServiceVersion: '3.0' };
  const body =
    format.kind === 'json'
      ? jsonElement(world, place, projection, entry, format.metadata)
      : atomElement(world, place, projection, entry, blank);
  return { status, headers, body };
}

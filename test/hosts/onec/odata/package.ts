import { confirmChanges, selectChanges, splitObjectId } from '../base/exchange.ts';
import { instanceNotFound, methodForbidden, OnecError } from '../base/errors.ts';
import { flagOf } from '../base/rows.ts';
import type { World } from '../base/world.ts';
import { addressOf } from './address.ts';
import { atomPackage, refuseControlCharacters, type Deleted, type PackageItem } from './atom.ts';
import { empty, type Answer, type Call } from './call.ts';
import { contentType } from './format.ts';
import { jsonObject, metadataUrl, type Level } from './json.ts';
import { project, type Projection } from './project.ts';
import { isPublished, publishedSet } from './scope.ts';

/** `SelectChanges`: current state of everything registered, whatever `$top`, `$select` or `$filter` say (1c.md 3.1). */
export function selectPackage(call: Call): Answer {
  const { world, request } = call;
  const { node, message } = pointOf(call);
  const isOutside = (set: string): boolean => !isPublished(world, world.schema.find(set)?.definition.name ?? set);
  const selected = selectChanges(world, node, message, (set) => world.quirks.unstampedOutside && isOutside(set));
  const items = selected.map(splitObjectId).flatMap(({ set, key }) => (isOutside(set) ? [] : packageItem(world, set, key)));
  const isJson = request.format.kind === 'json' && world.quirks.selectChangesJson;
  const level = request.format.kind === 'json' ? request.format.metadata : 'minimal';
  if (!isJson) refuseControlCharacters(items.flatMap((item) => ('deleted' in item ? [] : [item.entry])));
  return {
    status: 200,
    headers: {
      'Content-Type': isJson ? contentType(request.format, 'feed') : contentType({ kind: 'atom' }, 'feed'),
      DataServiceVersion: '3.0',
    },
    body: isJson ? jsonPackage(call, items, level) : atomPackage(world, request.place, items),
  };
}

/** `NotifyChangesReceived`: what is confirmed is gone. */
export function confirmPackage(call: Call): Answer {
  const { node, message } = pointOf(call);
  confirmChanges(call.world, node, message);
  return empty(200);
}

function pointOf(call: Call): { node: string; message: number } {
  const { world, request } = call;
  if (request.method !== 'POST') throw methodForbidden(request.method);
  const point = argument(call, 'DataExchangePoint').replace(/^'|'$/g, '');
  const [, plan = '', node = ''] = /\/?(ExchangePlan_[^/(]+)\(guid'([0-9a-f-]+)'\)$/i.exec(point) ?? [];
  publishedSet(world, plan);
  if (!world.base.stored(plan, node) || flagOf(world.base.get(plan, node), 'ThisNode')) throw instanceNotFound(plan);
  return { node, message: Number(argument(call, 'MessageNo')) || 0 };
}

function argument(call: Call, name: string): string {
  const value = call.request.options.other.get(name);
  if (value === undefined)
    throw new OnecError(400, 12, `Отсутствует обязательный аргумент метода "${name}"`, `Method argument "${name}" is missing`);
  return value;
}

/** An object that is gone travels as its address only. */
function packageItem(world: World, name: string, key: string): (PackageItem | Deleted)[] {
  const set = world.schema.find(name);
  if (!set) return [];
  const stored = world.base.stored(name, key);
  if (stored)
    return [
      { projection: spelled(world, project(world, set, undefined, undefined), stored.row), entry: { row: stored.row, stored } },
    ];
  const row =
    set.shape === 'object' ? { Ref_Key: key } : Object.fromEntries(key.split('|').map((value, i) => [set.key[i] ?? '', value]));
  return [{ deleted: addressOf(world, set, { row }) }];
}

/** Empty tabular parts inside packages are left out, null, or empty (1c.md 3.1). */
function spelled(world: World, projection: Projection, row: Readonly<Record<string, unknown>>): Projection {
  const { emptyPartSpelling } = world.quirks;
  if (emptyPartSpelling === 'empty') return projection;
  const isFilled = (name: string): boolean => Array.isArray(row[name]) && row[name].length > 0;
  const empty = projection.parts.map(({ part }) => part.name).filter((name) => !isFilled(name));
  const parts = projection.parts.filter(({ part }) => isFilled(part.name));
  return { ...projection, parts, nulls: emptyPartSpelling === 'null' ? empty : [] };
}

function* jsonPackage(call: Call, items: readonly (PackageItem | Deleted)[], level: Level): Generator<string> {
  const { world, request } = call;
  yield `{${level === 'none' ? '' : `${metadataUrl(request.place, 'SelectChanges')},`}"value":[`;
  for (const [i, item] of items.entries()) yield (i === 0 ? '' : ',') + jsonItem(call, world, item, level);
  yield ']}';
}

function jsonItem(call: Call, world: World, item: PackageItem | Deleted, level: Level): string {
  if ('deleted' in item)
    return `{"odata.type":"at:deleted-entry","id":${JSON.stringify(call.request.place.root + item.deleted)},"reason":"deleted"}`;
  const { set } = item.projection;
  return jsonObject(world, item.projection, item.entry, level, false, [`"odata.type":"StandardODATA.${set.name}"`]);
}

import { badRequest, OnecError, unparsed } from '../base/errors.ts';
import { isGuid, plainText, textOf } from '../base/rows.ts';
import { registerKey } from '../base/registers.ts';
import { recorderKey } from '../base/write.ts';
import type { World } from '../base/world.ts';
import type { EntitySet } from '../schema/entity-sets.ts';
import { entriesOf, linesOfObject } from './entries.ts';
import { valueOf, type Entry } from './entry.ts';

/** One decoded step of a resource path: a name and what stood in brackets behind it. */
export interface Segment {
  readonly name: string;
  readonly key: string | undefined;
}

/** Splits a decoded path at the slashes outside brackets. */
export function splitPath(path: string): Segment[] {
  const pieces: string[] = [''];
  let depth = 0;
  for (const char of path) {
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (char === '/' && depth === 0) pieces.push('');
    else pieces.push((pieces.pop() ?? '') + char);
  }
  return pieces.filter((piece) => piece !== '').map(readSegment);
}

function readSegment(piece: string): Segment {
  const at = piece.indexOf('(');
  if (at < 0) return { name: piece, key: undefined };
  if (!piece.endsWith(')')) throw badRequest('Неверный URL', 'Bad URL');
  return { name: piece.slice(0, at), key: piece.slice(at + 1, -1) };
}

/** The values of `guid'…'` or `Имя=значение, …`; one value may stand alone. */
export function parseKey(set: EntitySet, text: string): Map<string, string> {
  const values = new Map<string, string>();
  if (/^\s*(guid)?'[^']*'\s*$|^\s*\d+\s*$/.test(text))
    return values.set(set.key[0] ?? '', keyValue(set, set.key[0] ?? '', text.trim()));
  for (const [, name = '', value = ''] of text.matchAll(/\s*([^=,]+)=((?:guid|datetime)?'(?:[^']|'')*'|[^,]*)\s*,?/g)) {
    values.set(name.trim(), keyValue(set, name.trim(), value.trim()));
  }
  for (const name of set.key) if (!values.has(name)) throw missingKey(name);
  return values;
}

const missingKey = (name: string): OnecError =>
  new OnecError(400, 7, `Не хватает элемента ключа сущности "${name}"`, `Entity key element "${name}" is missing`);

function keyValue(set: EntitySet, name: string, literal: string): string {
  const text = literal
    .replace(/^(guid|datetime)?'/, '')
    .replace(/'$/, '')
    .replaceAll("''", "'");
  if (set.shape === 'constant') return '0';
  const property = set.byName.get(name);
  if (property?.type !== 'Guid') return text;
  if (!isGuid(text)) throw unparsed(text, 'Guid');
  return text.toLowerCase();
}

/** The row a key names. */
export function findEntry(world: World, set: EntitySet, key: ReadonlyMap<string, string>): Entry | undefined {
  if (set.shape === 'part') {
    const row = world.base.get(set.definition.name, key.get('Ref_Key') ?? '');
    return linesOfObject(set, row).find((line) => matches(world, set, line, key));
  }
  if (set.shape === 'record' && set.definition.subordinate) return entriesOf(world, set).find((e) => matches(world, set, e, key));
  const stored = world.base.stored(set.definition.name, storageKey(world, set, key));
  return stored && { row: stored.row, stored };
}

function matches(world: World, set: EntitySet, entry: Entry, key: ReadonlyMap<string, string>): boolean {
  return [...key].every(([name, value]) => {
    const property = set.byName.get(name);
    return property !== undefined && plainText(valueOf(world, set, property, entry)) === value;
  });
}

/** The key under which the infobase keeps the row that an address names. */
export function storageKey(world: World, set: EntitySet, key: ReadonlyMap<string, string>): string {
  if (set.shape === 'object' || set.shape === 'part') return key.get('Ref_Key') ?? '';
  if (set.shape === 'constant') return '0';
  if (set.definition.subordinate)
    return recorderKey((key.get('Recorder_Type') ?? '').replace('StandardODATA.', ''), key.get('Recorder') ?? '');
  return registerKey(world, set.name, Object.fromEntries(key));
}

/** `Catalog_X(guid'…')`, or all key properties with their names (recorded form, with a blank after the comma). */
export function addressOf(world: World, set: EntitySet, entry: Entry): string {
  const [only = ''] = set.key;
  if (set.key.length === 1 && set.shape === 'object') return `${set.name}(guid'${textOf(entry.row, only)}')`;
  const values = set.key.map((name) => `${name}=${literalOf(world, set, name, entry)}`);
  return `${set.name}(${values.join(', ')})`;
}

function literalOf(world: World, set: EntitySet, name: string, entry: Entry): string {
  const property = set.byName.get(name);
  if (!property) return "''";
  const value = plainText(valueOf(world, set, property, entry));
  if (property.type === 'Guid') return `guid'${value}'`;
  if (property.type === 'DateTime') return `datetime'${value}'`;
  return property.type === 'String' ? `'${value.replaceAll("'", "''")}'` : value;
}

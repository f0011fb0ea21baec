/** Who meets whom by match keys: what both stores do with the rows a hash led to. */
import { flat } from '../narrow.ts';
import { type Key, type Which } from '../identity.ts';
import type { Fields, NarrowUnits } from '../model.ts';
import type { SqlRow } from './rows.ts';

/** Which rows carry which of the keys asked for. */
export function textsByRow(rows: readonly SqlRow[], texts: ReadonlyMap<bigint, string>): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const row of rows) {
    const text = texts.get(row['hash'] as bigint);
    if (text !== undefined) push(found, Number(row['n']), text);
  }
  return found;
}

export const has = (keys: readonly Key[], text: string): boolean => keys.some((k) => k.text === text);

/**
 * Whether stored fields may carry a strong key: every part of it is a piece of one of their texts. A hash that leads to fields with
 * the same numbers in them and is still another key's does not happen, and nothing has to be parsed.
 */
export const mayCarry = (fields: string, keyText: string): boolean =>
  keyText.split('|').every((part, i) => i === 0 || fields.includes(JSON.stringify(part).slice(1, -1)));

export function push<K, T>(into: Map<K, T[]>, key: K, value: T): void {
  const known = into.get(key);
  if (known) known.push(value);
  else into.set(key, [value]);
}

/** Only keys of this kind have to be made to check a hit. */
export const whichOf = (keys: readonly Key[]): Which =>
  keys.every((k) => k.strong) ? 'strong' : keys.every((k) => !k.strong) ? 'weak' : 'all';

/** What an object without a record showed: its keys were made of that. */
export function shownFields(seen: unknown): Fields {
  return flat(typeof seen === 'string' ? (JSON.parse(seen) as NarrowUnits) : null);
}

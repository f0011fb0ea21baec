/** "?counterparty:…" in what a host showed -> the record, once its link is known. */
import type { Fields, Row, Value } from '../model.ts';
import { isUnresolved, parseUnresolved } from '../../mappings/mapping.ts';
import { isOpen } from './adopt.ts';
import type { LinkRefs } from './refs.ts';
import { withRefs } from './refs.ts';

/** "~invoice:…": nobody waits for it, but by now it may be known. */
const isLoose = (value: unknown): value is string => typeof value === 'string' && value.startsWith('~invoice:');

const resolve = (value: Value, refs: LinkRefs): Value => {
  if (isUnresolved(value) || isLoose(value)) {
    const { entity, hostId } = parseUnresolved(value);
    return refs.toRecord(entity, hostId) ?? value;
  }
  return Array.isArray(value) ? value.map((row) => mapRow(row as Row, refs)) : value;
};

const mapRow = (row: Row, refs: LinkRefs): Row =>
  Object.fromEntries(Object.entries(row).map(([k, v]) => [k, resolve(v, refs) as string]));

const hasLoose = (value: Value | undefined): boolean =>
  Array.isArray(value) && value.some((row) => Object.values(row as Row).some(isLoose));

export const hasOpen = (fields: Fields): boolean => Object.values(fields).some(isOpen) || hasLoose(fields['allocations']);

export async function resolveOpen(fields: Fields, refs: LinkRefs): Promise<Fields> {
  if (!hasOpen(fields)) return fields;
  return withRefs(refs, () => Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, resolve(v, refs)])));
}

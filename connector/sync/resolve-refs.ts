/** "?counterparty:…" in what a host showed -> the record, once its link is known. */
import type { Fields, Row, Value } from '../model.ts';
import { isUnresolved, parseUnresolved } from '../../mappings/mapping.ts';
import { isOpen } from './adopt.ts';
import type { LinkRefs } from './refs.ts';
import { withRefs } from './refs.ts';

const resolve = (value: Value, refs: LinkRefs): Value => {
  if (isUnresolved(value)) {
    const { entity, hostId } = parseUnresolved(value);
    return refs.toRecord(entity, hostId) ?? value;
  }
  return Array.isArray(value) ? value.map((row) => mapRow(row as Row, refs)) : value;
};

const mapRow = (row: Row, refs: LinkRefs): Row =>
  Object.fromEntries(Object.entries(row).map(([k, v]) => [k, resolve(v, refs) as string]));

export const hasOpen = (fields: Fields): boolean => Object.values(fields).some(isOpen);

export async function resolveOpen(fields: Fields, refs: LinkRefs): Promise<Fields> {
  if (!hasOpen(fields)) return fields;
  return withRefs(refs, () => Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, resolve(v, refs)])));
}

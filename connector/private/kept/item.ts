/** An item as it comes in, checked, and as a row gives it back: the same on every database. */
import type { SqlRow } from '../../store/rows.ts';
import type { Check } from '../check.ts';
import type { Analogue, Item } from '../model.ts';
import type { ItemDraft } from '../private-store.ts';
import { flag, maybe, micros, number, text } from './values.ts';

export function checkedItem(draft: ItemDraft, check: Check): Omit<ItemDraft, 'id'> {
  const made = {
    name: check.text('name', draft.name, 1000),
    sku: check.optional('sku', draft.sku, 100),
    product: check.optional('product', draft.product, 100),
    unit: check.text('unit', draft.unit, 50),
    active: check.flag('active', draft.active) === 1,
  };
  check.done();
  return made;
}

export const itemOf = (row: SqlRow): Item => ({
  id: text(row, 'id'), rev: number(row, 'rev'), name: text(row, 'name'), sku: maybe(row, 'sku'), product: maybe(row, 'product'),
  unit: text(row, 'unit'), active: flag(row, 'active'), by: text(row, 'by'), at: text(row, 'at'),
}); // prettier-ignore

export const analogueOf = (r: SqlRow): Analogue => ({
  for: text(r, 'of_item'), item: text(r, 'item'), factor: micros(r, 'factor'), by: text(r, 'by'), at: text(r, 'at'),
}); // prettier-ignore

import { badOption } from '../base/errors.ts';
import { propertiesOf } from '../schema/properties.ts';
import type { Field } from '../schema/types.ts';
import type { Row } from '../base/rows.ts';

/** The columns named by `Dimensions='Номенклатура,Склад'`: plain names, no `_Key`; without the argument all of them. */
export function groupingFields(all: readonly Field[], names: string | undefined): readonly Field[] {
  if (names === undefined || names.trim() === '') return all;
  return names.split(',').map((name) => {
    const field = all.find((f) => f.name === name.trim());
    if (!field) throw badOption('Dimensions');
    return field;
  });
}

/** Text by which rows with equal grouping columns meet, and those columns alone. */
export function groupOf(row: Row, fields: readonly Field[]): { key: string; columns: Row } {
  const columns: Row = {};
  for (const property of fields.flatMap(propertiesOf)) {
    const value = row[property.name];
    if (value !== undefined) columns[property.name] = value;
  }
  return { key: JSON.stringify(columns), columns };
}

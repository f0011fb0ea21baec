/** Columns of the fake organisation as the Organization Service names and types them: a lookup is `x` here and `_x_value` there. */
import type { Column, Table } from '../dataverse/schema.ts';

export type Kind =
  | 'String' | 'Integer' | 'BigInt' | 'Boolean' | 'Decimal' | 'Money' | 'DateTime' | 'Uniqueidentifier' | 'Lookup' | 'Customer' | 'Picklist' | 'State' | 'Status'; // prettier-ignore

export interface Attribute {
  readonly name: string;
  readonly column: string;
  readonly kind: Kind;
  readonly of: Column;
  /** A date somebody typed: a day, or a column of an administrator. Others are stamps of the server. */
  readonly typed: boolean;
}

const lookupName = (column: string): string | null => /^_(.+)_value$/.exec(column)?.[1] ?? null;

export const attributeOf = (column: string): string => lookupName(column) ?? column;

export function attributesOf(table: Table): Attribute[] {
  return [...table.columns].map(([column, of]) => ({
    name: attributeOf(column),
    column,
    kind: kindOf(column, of),
    of,
    typed: of.type === 'Date' || (of.type === 'DateTimeOffset' && column.startsWith('new_')),
  }));
}

function kindOf(column: string, of: Column): Kind {
  if (column === '_customerid_value') return 'Customer';
  if (lookupName(column) !== null) return 'Lookup';
  if (column === 'statecode') return 'State';
  if (column === 'statuscode') return 'Status';
  switch (of.type) {
    case 'Int32':
      return column.endsWith('code') ? 'Picklist' : 'Integer';
    case 'Int64':
      return 'BigInt';
    case 'Decimal':
      return of.base || column.endsWith('_base') ? 'Money' : 'Decimal';
    case 'DateTimeOffset':
    case 'Date':
      return 'DateTime';
    case 'Guid':
      return 'Uniqueidentifier';
    default:
      return of.type;
  }
}

/** Where a lookup leads; the customer of an invoice is an account or a contact. */
export function targetOf(table: Table, column: string, row: Readonly<Record<string, unknown>>): string {
  if (column === '_customerid_value') return row['_accountid_value'] === null ? 'contact' : 'account';
  return [...table.binds.values()].find((b) => b.column === column)?.to ?? '';
}

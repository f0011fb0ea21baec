/** What is known of a table: its columns by the names of the service, and by those a mapping reads them with. */

export interface Column {
  readonly name: string;
  /** AttributeType of the service: String, Money, Picklist, Lookup ... */
  readonly kind: string;
  /** day: a date without a time. shifting: midnight of whoever typed it, as a moment. null: no date at all. */
  readonly date: 'day' | 'shifting-day' | 'moment' | 'shifting-moment' | null;
}

export interface Table {
  readonly set: string;
  readonly name: string;
  readonly columns: ReadonlyMap<string, Column>;
}

const LOOKUPS: ReadonlySet<string> = new Set(['Lookup', 'Customer', 'Owner']);
export const propertyOf = ({ name, kind }: Column): string => (LOOKUPS.has(kind) ? `_${name}_value` : name);

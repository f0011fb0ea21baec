/** Values as the infobase keeps them: numbers are numbers, dates and references are text. A missing property has its empty value. */
export type Value = string | number | boolean | null | Row[];
export interface Row {
  [name: string]: Value;
}

export const zeroGuid = '00000000-0000-0000-0000-000000000000';
export const emptyDate = '0001-01-01T00:00:00';
export const undefinedType = 'StandardODATA.Undefined';

export const isGuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

export function textOf(row: Row | undefined, name: string): string {
  const value = row?.[name];
  return typeof value === 'string' ? value : '';
}

export function refOf(row: Row | undefined, name: string): string {
  return textOf(row, `${name}_Key`) || zeroGuid;
}

export function hasRef(row: Row | undefined, name: string): boolean {
  return refOf(row, name) !== zeroGuid;
}

export function dateOf(row: Row | undefined, name: string): string {
  return textOf(row, name) || emptyDate;
}

export function numberOf(row: Row | undefined, name: string): number {
  const value = row?.[name];
  return typeof value === 'number' ? value : 0;
}

export function flagOf(row: Row | undefined, name: string): boolean {
  return row?.[name] === true;
}

export function linesOf(row: Row | undefined, name: string): Row[] {
  const value = row?.[name];
  return Array.isArray(value) ? value : [];
}

/** Money is kept in kopecks wherever it is added up, so that sums are exact. */
export const kopecks = (amount: number): number => Math.round(amount * 100);

export function sumOf(rows: readonly Row[], name: string): number {
  return rows.reduce((total, row) => total + kopecks(numberOf(row, name)), 0) / 100;
}

/** The type beside a composite value: an empty one has none. */
export const undefinedTypeOr = (value: string, type: string): string => (value === '' ? undefinedType : type);

/** A single value as text; lines and nulls have none. */
export function plainText(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value : '';
}

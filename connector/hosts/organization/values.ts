/**
 * Values of the service both ways. A row has the shape of the Web API, so that one kind of mapping fits both doors of Dynamics: a lookup `x`
 * is `_x_value`, an option set a number; amounts stay the text they came as (hosts/dynamics.md 1.5, 3).
 */
import type { SoapValue } from '../soap/index.ts';
import { momentOf, wallOf } from './days.ts';
import { attributeOf, logicalName, NS } from './names.ts';
import { pair, nilPair } from './requests.ts';
import type { Column, Table } from './table.ts';
import { escaped, pairsAt, textAt, typeAt } from './xml.ts';

export type Row = Readonly<Record<string, unknown>>;

/** An Entity as a row. `wanted` columns it does not show are null: the service leaves out what is empty. */
export function rowOf(entity: SoapValue, table: Table, wanted: readonly string[], zone: string | null): Row {
  const row: Record<string, unknown> = Object.fromEntries(wanted.map((property) => [property, null]));
  for (const [name, value] of pairsAt(entity, 'Attributes'))
    Object.assign(row, valueOf(name, value, table.columns.get(name), zone));
  return row;
}

function valueOf(name: string, value: SoapValue, column: Column | undefined, zone: string | null): Row {
  if (value === null) return {};
  const text = textAt(value);
  switch (typeAt(value)) {
    case 'EntityReference':
      return { [`_${name}_value`]: textAt(value, 'Id').toLowerCase() };
    case 'OptionSetValue':
      return { [name]: Number(textAt(value, 'Value')) };
    case 'Money':
      return { [name]: textAt(value, 'Value') };
    case 'int':
      return { [name]: Number(text) };
    case 'boolean':
      return { [name]: text === 'true' };
    case 'guid':
      return { [name]: text.toLowerCase() };
    case 'dateTime':
      return { [name]: shownDate(text, column, zone) };
    default:
      return { [name]: text };
  }
}

/** Texts, numbers and flags are all a body holds. */
const scalarText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const shifts = (date: Column['date']): boolean => date?.startsWith('shifting') === true;

function shownDate(text: string, column: Column | undefined, zone: string | null): string {
  const wall = shifts(column?.date ?? null) ? wallOf(text, zone) : text;
  return column?.date?.endsWith('day') ? wall.slice(0, 10) : wall;
}

/** A date as the service takes it; also in a condition. */
export function sentDate(text: string, date: Column['date'], zone: string | null): string {
  const wall = `${date?.endsWith('day') ? `${text.slice(0, 10)}T00:00:00` : text.replace(/Z$/, '')}Z`;
  return shifts(date) ? momentOf(wall, zone) : wall;
}

/** A property of a body as an attribute of a request; undefined where the table has no such column. */
export function attributeXml(property: string, value: unknown, table: Table, zone: string | null): string | undefined {
  const bound = /^(.+)@odata\.bind$/.exec(property)?.[1];
  if (bound !== undefined) return referenceXml(bound, value);
  const column = table.columns.get(attributeOf(property));
  if (!column) return undefined;
  return value === null || value === '' ? nilPair(column.name) : typedXml(column, scalarText(value), zone);
}

/** customerid_account -> customerid: which table it leads to is said by the address. */
function referenceXml(bound: string, value: unknown): string {
  const name = bound.replace(/_(account|contact)$/, '');
  if (typeof value !== 'string') return nilPair(name);
  const [, set = '', id = ''] = /^\/([a-z]+)\(([^)]+)\)$/.exec(value) ?? [];
  return pair(name, 'a:EntityReference', NS.contracts, `<a:Id>${escaped(id)}</a:Id><a:LogicalName>${logicalName(set)}</a:LogicalName><a:Name i:nil="true"/>`); // prettier-ignore
}

function typedXml({ name, kind, date }: Column, text: string, zone: string | null): string {
  const said = escaped(text);
  const xsd = (type: string, content = said): string => pair(name, `c:${type}`, NS.xsd, content);
  switch (kind) {
    case 'Picklist':
    case 'State':
    case 'Status':
      return optionPair(name, said);
    case 'Money':
      return pair(name, 'a:Money', NS.contracts, `<a:Value>${said}</a:Value>`);
    case 'Uniqueidentifier':
      return pair(name, 'g:guid', NS.serialization, said);
    case 'DateTime':
      return xsd('dateTime', escaped(sentDate(text, date, zone)));
    default:
      return xsd(XSD[kind] ?? 'string');
  }
}

export const optionPair = (name: string, value: string): string => pair(name, 'a:OptionSetValue', NS.contracts, `<a:Value>${value}</a:Value>`); // prettier-ignore

const XSD: Readonly<Record<string, string>> = { Integer: 'int', BigInt: 'long', Boolean: 'boolean', Decimal: 'decimal', Double: 'double' }; // prettier-ignore

/** Typed values both ways: read with the namespace of their type, written with prefixes that differ from answer to answer (O2, O3). */
import type { Organisation, Row } from '../dataverse/organisation.ts';
import type { Table } from '../dataverse/schema.ts';
import { attributesOf, targetOf, type Attribute } from './columns.ts';
import { zoned } from './days.ts';
import { NS, PAIR, REFERENCE } from './names.ts';
import { escaped, isNil, members, typeOf, type Element } from './xml.ts';

/** A scalar of a row. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** How an answer is written; `p` prefixes chosen anew for each. */
export interface Style {
  readonly p: readonly string[];
  readonly labels: boolean;
  /** Zone of the user for date-only columns of the old kind; null: they have no zone. */
  readonly zone: string | null;
}

export interface Reference {
  readonly id: string;
  readonly table: string;
}
export type Said = string | number | boolean | null | Reference;

export const isReference = (value: Said): value is Reference => typeof value === 'object' && value !== null;

/** A value by its i:type; an unknown type, or a known one in another namespace, is a fault of the formatter. */
export function readValue(e: Element): Said {
  if (isNil(e)) return null;
  const { ns, name } = typeOf(e);
  if (ns === NS.contracts) return readContract(e, name);
  if (ns === NS.serialization && name === 'guid') return e.text.trim().toLowerCase();
  if (ns !== NS.xsd) throw new BadType(`${ns}:${name}`);
  if (name === 'int') return Number(e.text);
  return name === 'boolean' ? e.text.trim() === 'true' : e.text;
}

export class BadType extends Error {}

function readContract(e: Element, name: string): Said {
  if (name === 'EntityReference') {
    const m = members(e, NS.contracts, REFERENCE);
    return { id: (m.get('Id')?.text ?? '').toLowerCase(), table: m.get('LogicalName')?.text ?? '' };
  }
  const value = members(e, NS.contracts, ['Value']).get('Value')?.text;
  if (value === undefined) throw new BadType(`${name} without a Value`);
  if (name === 'OptionSetValue') return Number(value);
  if (name === 'Money') return value;
  throw new BadType(name);
}

/** Key/value pairs of the data contract: attributes, parameters. */
export function pairsIn(e: Element | undefined): Map<string, Element> {
  const found = new Map<string, Element>();
  for (const pair of e?.children ?? []) {
    const m = members(pair, NS.generic, PAIR);
    const [key, value] = [m.get('key')?.text, m.get('value')];
    if (pair.ns === NS.contracts && key !== undefined && value) found.set(key, value);
  }
  return found;
}

/** One pair of an answer; a value that is null is left out there, not written as nil. */
export function pairXml(style: Style, key: string, type: string, xmlns: string, content: string): string {
  const [a = 'a', b = 'b', c = 'c'] = style.p;
  return `<${a}:KeyValuePairOfstringanyType><${b}:key>${key}</${b}:key><${b}:value i:type="${c}:${type}" xmlns:${c}="${xmlns}">${content}</${b}:value></${a}:KeyValuePairOfstringanyType>`;
}

export function attributeXml(org: Organisation, table: Table, row: Row, at: Attribute, style: Style): string {
  const value = row[at.column];
  if (value === null || value === undefined) return '';
  const text = textOf(value);
  const [a = 'a'] = style.p;
  const own = (type: string, content: string): string => pairXml(style, at.name, type, NS.contracts, content.replaceAll('§', a));
  switch (at.kind) {
    case 'Lookup':
    case 'Customer': {
      const to = targetOf(table, at.column, row);
      const name = org.get(to, text)?.['name'];
      return own('EntityReference', `<${a}:Id>${text}</${a}:Id><${a}:LogicalName>${to}</${a}:LogicalName>${typeof name === 'string' ? `<${a}:Name>${escaped(name)}</${a}:Name>` : `<${a}:Name i:nil="true"/>`}`); // prettier-ignore
    }
    case 'Picklist':
    case 'State':
    case 'Status':
      return own('OptionSetValue', `<${a}:Value>${text}</${a}:Value>`);
    case 'Money':
      return own('Money', `<${a}:Value>${text}</${a}:Value>`);
    case 'Uniqueidentifier':
      return pairXml(style, at.name, 'guid', NS.serialization, text);
    case 'DateTime':
      return pairXml(style, at.name, 'dateTime', NS.xsd, at.typed ? zoned(text, style.zone) : text);
    default:
      return pairXml(style, at.name, XSD[at.kind], NS.xsd, escaped(text));
  }
}

const XSD: Readonly<Record<'String' | 'Integer' | 'BigInt' | 'Boolean' | 'Decimal', string>> = { String: 'string', Integer: 'int', BigInt: 'long', Boolean: 'boolean', Decimal: 'decimal' }; // prettier-ignore

/** An Entity of an answer. */
export function entityXml(org: Organisation, table: Table, row: Row, columns: ReadonlySet<string> | null, style: Style): string {
  const shown = attributesOf(table).filter((at) => columns === null || columns.has(at.name) || at.column === table.id);
  const [a = 'a', b = 'b'] = style.p;
  const labels = shown.filter((at) => style.labels && (at.kind === 'Picklist' || at.kind === 'Money') && row[at.column] !== null)
    .map((at) => `<${a}:KeyValuePairOfstringstring><${b}:key>${at.name}</${b}:key><${b}:value>как видит человек</${b}:value></${a}:KeyValuePairOfstringstring>`).join(''); // prettier-ignore
  return (
    `<${a}:Attributes xmlns:${b}="${NS.generic}">${shown.map((at) => attributeXml(org, table, row, at, style)).join('')}</${a}:Attributes>` +
    `<${a}:EntityState i:nil="true"/><${a}:FormattedValues xmlns:${b}="${NS.generic}">${labels}</${a}:FormattedValues><${a}:Id>${textOf(row[table.id])}</${a}:Id>` +
    `<${a}:LogicalName>${table.name}</${a}:LogicalName><${a}:RelatedEntities xmlns:${b}="${NS.generic}"/>`
  );
}

/** Questions as FetchXML: conditions are texts there, so no value can be sent as the wrong type (hosts/dynamics.md 3). */
import type { Where } from '../host.ts';
import { attributeOf } from './names.ts';
import { escaped } from './xml.ts';

export interface Condition {
  readonly attribute: string;
  readonly operator: 'eq' | 'in' | 'null' | 'ge' | 'le' | 'gt';
  readonly values: readonly string[];
}

export interface Question {
  readonly table: string;
  readonly columns: readonly string[];
  readonly conditions?: readonly Condition[];
  /** By id, so that a cookie can go on, unless told otherwise. */
  readonly order: { readonly by: string; readonly descending?: boolean };
  readonly size: number;
}

/** `page` from 1; the cookie of the page before goes with every other one. */
export function fetchXml({ table, columns, conditions = [], order, size }: Question, page = 1, cookie = ''): string {
  const attributes = columns.map((name) => `<attribute name="${name}"/>`).join('');
  const filter = conditions.length === 0 ? '' : `<filter type="and">${conditions.map(conditionXml).join('')}</filter>`;
  const going = cookie === '' ? '' : ` paging-cookie="${escaped(cookie)}"`;
  return `<fetch count="${String(size)}" page="${String(page)}"${going} no-lock="false"><entity name="${table}">${attributes}<order attribute="${order.by}"${order.descending ? ' descending="true"' : ''}/>${filter}</entity></fetch>`;
}

function conditionXml({ attribute, operator, values }: Condition): string {
  const head = `<condition attribute="${attribute}" operator="${operator}"`;
  if (operator === 'in') return `${head}>${values.map((v) => `<value>${escaped(v)}</value>`).join('')}</condition>`;
  return operator === 'null' ? `${head}/>` : `${head} value="${escaped(values[0] ?? '')}"/>`;
}

/** A text as its column takes it: dates alone are another one. */
export type Dates = (attribute: string, text: string) => string;

/** Equality on properties, a range for dates; '' and null are the same empty. */
export function conditionsOf(where: Where, dates: Dates = (_attribute, text) => text): Condition[] {
  return Object.entries(where).flatMap(([property, value]): Condition[] => {
    const attribute = attributeOf(property);
    if (value === null || value === undefined || value === '') return [{ attribute, operator: 'null', values: [] }];
    if (isRange(value)) return [{ attribute, operator: 'ge', values: [dates(attribute, value.from)] }, { attribute, operator: 'le', values: [dates(attribute, value.to)] }]; // prettier-ignore
    return [{ attribute, operator: 'eq', values: [typeof value === 'string' ? dates(attribute, value) : textOf(value)] }];
  });
}

/** A flag is a bit there. */
const textOf = (value: unknown): string => (typeof value === 'boolean' ? (value ? '1' : '0') : typeof value === 'string' ? value : JSON.stringify(value)); // prettier-ignore

function isRange(value: unknown): value is { from: string; to: string } {
  return typeof value === 'object' && value !== null && 'from' in value && 'to' in value;
}

/** So many ids in one question. */
const KEYS = 200;

export function inGroups(ids: readonly string[]): readonly (readonly string[])[] {
  const groups: (readonly string[])[] = [];
  for (let at = 0; at < ids.length; at += KEYS) groups.push(ids.slice(at, at + KEYS));
  return groups;
}

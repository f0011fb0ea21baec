import type { Field, Property } from '../schema/types.ts';
import { internalError, OnecError, unparsed } from './errors.ts';
import { emptyDate, isGuid, plainText, undefinedType, zeroGuid, type Row, type Value } from './rows.ts';

/** Known members per enumeration, separated by spaces. */
export type Enums = Readonly<Record<string, string>>;

/** The stored value of a property, or undefined where 1C silently keeps the old one (1c.md 2.8.4). */
export function coerceValue(property: Property, value: unknown, enums: Enums): Value | undefined {
  const text = scalarText(value);
  switch (property.type) {
    case 'Guid':
      return coerceGuid(text);
    case 'Boolean':
      return coerceFlag(text);
    case 'DateTime':
      return coerceDate(property.field, text);
    case 'Double':
    case 'Int64':
    case 'Int16':
      return coerceNumber(property.field, text);
    default:
      return property.field.type === 'enum' ? coerceMember(property.field, text, enums) : cut(property.field, text);
  }
}

/** An array or object where one value belongs is an internal error of the server. */
function scalarText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') throw internalError();
  return plainText(value);
}

function coerceGuid(text: string): string {
  if (text === '') return zeroGuid;
  if (!isGuid(text)) throw unparsed(text, 'Guid');
  return text.toLowerCase();
}

function coerceFlag(text: string): boolean {
  if (text === 'true' || text === 'false' || text === '') return text === 'true';
  throw unparsed(text, 'Boolean');
}

/** Wall clock only: a zone or fractions of a second are refused. */
function coerceDate(field: Field, text: string): string {
  if (text === '') return emptyDate;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) || Number.isNaN(Date.parse(`${text}Z`))) throw unparsed(text, 'DateTime');
  return field.dayOnly ? `${text.slice(0, 10)}T00:00:00` : text;
}

/** Rounds to the declared scale and stays inside the declared digits; text that is no number changes nothing. */
function coerceNumber(field: Field, text: string): number | undefined {
  if (text === '') return 0;
  const number = Number(text);
  if (!Number.isFinite(number)) return undefined;
  const scale = field.scale ?? 0;
  const limit = 10 ** ((field.digits ?? 15) - scale) - 10 ** -scale;
  return Number(Math.min(Math.max(number, -limit), limit).toFixed(scale));
}

function coerceMember(field: Field, text: string, enums: Enums): string {
  const members = enums[field.target ?? '']?.split(' ');
  if (text !== '' && members && !members.includes(text)) throw unparsed(text, 'String');
  return text;
}

const cut = (field: Field, text: string): string => (field.length ? text.slice(0, field.length) : text);

/** `Catalog_X(guid'…')`, alone or at the end of an address, as PUT sends references (1c.md 2.8). */
export function coerceReference(link: unknown): string {
  const text = typeof link === 'string' ? link : '';
  const found = /\(guid'([^']*)'\)$/.exec(text);
  if (!found)
    throw new OnecError(400, 16, `Не удалось присвоить свойство по ссылке "${text}"`, `Cannot assign property by link "${text}"`);
  return coerceGuid(found[1] ?? '');
}

const referenceType = /^(?:StandardODATA\.)?((?:Catalog|Document|ChartOfAccounts|ChartOfCharacteristicTypes|ExchangePlan)_.+)$/;
const plainType = /^(?:Edm\.(?:String|Double|Boolean|DateTime|Guid)|UnavailableEnums\..+)$/;

/** A composite value with its type; a value without a type cannot be kept and becomes empty. */
export function coerceComposite(field: Field, value: unknown, type: unknown): Row {
  const { name } = field;
  const text = scalarText(value);
  const given = scalarText(type);
  const reference = referenceType.exec(given)?.[1];
  const pair = (kept: string, as: string): Row => ({ [name]: kept, [`${name}_Type`]: as });
  if (reference !== undefined) return pair(coerceGuid(text), `StandardODATA.${reference}`);
  if (plainType.test(given)) return pair(cut(field, text), given);
  if (given === '' || given === undefinedType) return pair('', undefinedType);
  throw new OnecError(400, 4, `Неверное значение свойства "${name}_Type"`, `Wrong value of property "${name}_Type"`);
}

import type { Definition, EdmType, Field, Property } from './types.ts';

/** The OData properties of one attribute (1c.md 2.4): `X`, `X_Key`, `X` + `X_Type`, or the three of a value storage. */
export function propertiesOf(field: Field): Property[] {
  const property = (name: string, type: EdmType, role: Property['role'] = 'value'): Property => ({ name, type, field, role });
  switch (field.type) {
    case 'ref':
      return [property(`${field.name}_Key`, 'Guid')];
    case 'composite':
      return [property(field.name, 'String'), property(`${field.name}_Type`, 'String', 'type')];
    case 'storage':
      return [
        property(field.name, 'Stream', 'other'),
        property(`${field.name}_Base64Data`, 'Binary', 'other'),
        property(`${field.name}_Type`, 'String', 'other'),
      ];
    default:
      return [property(field.name, simpleType(field))];
  }
}

function simpleType(field: Field): EdmType {
  switch (field.type) {
    case 'number':
      return (field.scale ?? 0) > 0 ? 'Double' : (field.digits ?? 0) >= 5 ? 'Int64' : 'Int16';
    case 'boolean':
      return 'Boolean';
    case 'date':
      return 'DateTime';
    case 'uuid':
      return 'Guid';
    case 'types':
      return 'TypeDescription';
    default:
      return 'String';
  }
}

const text = (name: string, length = 0, fixed = false): Field => ({ name, type: 'string', length, fixed, inFolders: true });
const flag = (name: string): Field => ({ name, type: 'boolean', inFolders: true });
const whole = (name: string): Field => ({ name, type: 'number', digits: 10, scale: 0, inFolders: true });
const date = (name: string): Field => ({ name, type: 'date', inFolders: true });
const self = (name: string, target: string): Field => ({ name, type: 'ref', target, inFolders: true });
const refKey: Field = { name: 'Ref_Key', type: 'uuid', inFolders: true };

/** Standard attributes in the order of `$metadata`; only those the object really has (1c.md 2.3). */
export function standardFields(d: Definition): Field[] {
  switch (d.kind) {
    case 'Document':
      return [
        refKey,
        text('DataVersion'),
        text('Number', d.numberLength, true),
        date('Date'),
        flag('DeletionMark'),
        flag('Posted'),
      ];
    case 'ExchangePlan':
      return [
        refKey,
        text('Code', d.codeLength),
        text('Description', d.nameLength),
        text('DataVersion'),
        flag('DeletionMark'),
        ...messageFields(),
      ];
    case 'Catalog':
    case 'ChartOfAccounts':
    case 'ChartOfCharacteristicTypes':
      return [refKey, flag('Predefined'), text('PredefinedDataName'), text('DataVersion'), ...describedFields(d)];
    default:
      return [];
  }
}

function messageFields(): Field[] {
  return [whole('SentNo'), whole('ReceivedNo'), date('ExchangeDate')];
}

function describedFields(d: Definition): Field[] {
  const fields: Field[] = [];
  if (d.nameLength > 0) fields.push(text('Description', d.nameLength));
  if (d.codeLength > 0) fields.push(text('Code', d.codeLength, d.codeFixed));
  const [owner] = d.owners;
  if (owner !== undefined)
    fields.push(
      d.owners.length > 1 ? { name: 'Owner', type: 'composite', targets: d.owners, inFolders: true } : self('Owner', owner),
    );
  if (d.hierarchy !== 'none') fields.push(self('Parent', d.name));
  if (d.hierarchy === 'folders') fields.push(flag('IsFolder'));
  fields.push(flag('DeletionMark'));
  if (d.kind === 'ChartOfAccounts') fields.push(text('Order', 8), text('Type'), flag('OffBalance'));
  if (d.kind === 'ChartOfCharacteristicTypes') fields.push({ name: 'ValueType', type: 'types' });
  return fields;
}

export const recorderField: Field = { name: 'Recorder', type: 'composite', targets: [] };
export const periodField: Field = { name: 'Period', type: 'date' };
export const lineField: Field = { name: 'LineNumber', type: 'number', digits: 9, scale: 0 };
export const activeField: Field = { name: 'Active', type: 'boolean' };
export const tabularStandard: Field[] = [{ name: 'Ref_Key', type: 'uuid' }, lineField];

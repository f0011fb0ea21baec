import {
  activeField,
  lineField,
  periodField,
  propertiesOf,
  recorderField,
  standardFields,
  tabularStandard,
} from './properties.ts';
import type { Definition, Field, Part, Property } from './types.ts';

/** What one OData address lists: objects, rows of a tabular part, register records, record sets, a constant, or a virtual table. */
export interface EntitySet {
  readonly name: string;
  readonly definition: Definition;
  readonly shape: 'object' | 'part' | 'record' | 'recordset' | 'constant' | 'virtual';
  /** Attributes in the order a collection shows them (1c.md 2.5). */
  readonly fields: readonly Field[];
  readonly properties: readonly Property[];
  readonly byName: ReadonlyMap<string, Property>;
  /** Names of the key properties, in the order of `$metadata`. */
  readonly key: readonly string[];
  readonly parts: readonly PartSet[];
}

export interface PartSet {
  readonly name: string;
  /** `Document_X_Товары_RowType`. */
  readonly rowType: string;
  readonly fields: readonly Field[];
  readonly properties: readonly Property[];
  readonly byName: ReadonlyMap<string, Property>;
}

/** Everything one object of the configuration publishes (1c.md 2.3). */
export function entitySetsOf(d: Definition): EntitySet[] {
  switch (d.kind) {
    case 'Constant':
      return [constantSet(d)];
    case 'InformationRegister':
      return d.subordinate ? [recordsetOf(d), recordOf(d)] : [independentSet(d)];
    case 'AccumulationRegister':
    case 'AccountingRegister':
      return [recordsetOf(d), recordOf(d)];
    default:
      return [objectSet(d), ...d.parts.map((part) => partEntitySet(d, part))];
  }
}

export function makeSet(
  base: Pick<EntitySet, 'name' | 'definition' | 'shape'>,
  fields: readonly Field[],
  key: readonly string[],
  parts: PartSet[] = [],
): EntitySet {
  const properties = fields.flatMap(propertiesOf).map((p) => (key.includes(p.name) ? { ...p, key: true } : p));
  return { ...base, fields, properties, byName: new Map(properties.map((p) => [p.name, p])), key, parts };
}

export const thisNode: Field = { name: 'ThisNode', type: 'boolean' };
const wireFirst = [
  'Ref_Key',
  'DataVersion',
  'DeletionMark',
  'Owner',
  'Parent',
  'IsFolder',
  'Number',
  'Date',
  'Posted',
  'Code',
  'Description',
];
const wireLast = ['Predefined', 'PredefinedDataName'];

function objectSet(d: Definition): EntitySet {
  const standard = standardFields(d);
  const first = wireFirst.flatMap((name) => standard.filter((f) => f.name === name));
  const last = wireLast.flatMap((name) => standard.filter((f) => f.name === name));
  const middle = standard.filter((f) => !wireFirst.includes(f.name) && !wireLast.includes(f.name));
  const answered = d.kind === 'ExchangePlan' ? [thisNode] : []; // in answers only, `$metadata` does not know it
  const fields = [...first, ...middle, ...answered, ...d.attributes, ...last];
  return makeSet(
    { name: d.name, definition: d, shape: 'object' },
    fields,
    ['Ref_Key'],
    d.parts.map((p) => partSet(d.name, p.name, [...tabularStandard, ...p.fields])),
  );
}

export function partSet(owner: string, name: string, fields: readonly Field[]): PartSet {
  const properties = fields.flatMap(propertiesOf);
  return { name, rowType: `${owner}_${name}_RowType`, fields, properties, byName: new Map(properties.map((p) => [p.name, p])) };
}

function partEntitySet(d: Definition, part: Part): EntitySet {
  return makeSet(
    { name: `${d.name}_${part.name}`, definition: d, shape: 'part' },
    [...tabularStandard, ...part.fields],
    ['Ref_Key', 'LineNumber'],
  );
}

function constantSet(d: Definition): EntitySet {
  const surrogate: Field = { name: 'SurrogateKey', type: 'number', digits: 1, scale: 0 };
  return makeSet({ name: d.name, definition: d, shape: 'constant' }, [...d.attributes, surrogate], ['SurrogateKey']);
}

function independentSet(d: Definition): EntitySet {
  const fields = [...(d.period === 'timeless' ? [] : [periodField]), ...d.dimensions, ...d.resources, ...d.attributes];
  return makeSet({ name: d.name, definition: d, shape: 'record' }, fields, keyOf(d));
}

/** Registers without a recorder are keyed by period and dimensions; so are the records of recorder-written information registers. */
function keyOf(d: Definition): string[] {
  const dimensions = d.dimensions.flatMap(propertiesOf);
  const period = d.period === 'timeless' ? [] : ['Period'];
  const values = dimensions.filter((p) => p.role !== 'type').map((p) => p.name);
  return [...period, ...values, ...dimensions.filter((p) => p.role === 'type').map((p) => p.name)];
}

/** Dimensions and resources of the ledger kept per side appear twice: `ВалютаDr`, `ВалютаCr`. */
export function sidesOf(field: Field): Field[] {
  if (field.perSide === undefined) return [field];
  return [
    { ...field, name: `${field.name}Dr` },
    { ...field, name: `${field.name}Cr` },
  ];
}

export const account = (name: string): Field => ({ name, type: 'ref', target: 'ChartOfAccounts_Хозрасчетный' });

export function recordFields(d: Definition): Field[] {
  const accounts = d.kind === 'AccountingRegister' ? [account('AccountDr'), account('AccountCr')] : [];
  const sign: Field[] = d.kind === 'AccumulationRegister' && !d.turnoversOnly ? [{ name: 'RecordType', type: 'string' }] : [];
  const own = [...d.dimensions, ...d.resources, ...d.attributes].flatMap(sidesOf);
  return [recorderField, periodField, lineField, activeField, ...sign, ...accounts, ...own];
}

function recordOf(d: Definition): EntitySet {
  const key = d.kind === 'InformationRegister' ? keyOf(d) : ['Recorder', 'LineNumber', 'Recorder_Type'];
  return makeSet({ name: `${d.name}_RecordType`, definition: d, shape: 'record' }, recordFields(d), key);
}

function recordsetOf(d: Definition): EntitySet {
  const part: PartSet = { ...partSet(d.name, 'RecordSet', recordFields(d)), rowType: `${d.name}_RowType` };
  return makeSet({ name: d.name, definition: d, shape: 'recordset' }, [recorderField], ['Recorder', 'Recorder_Type'], [part]);
}

import { account, makeSet, recordFields, sidesOf, type EntitySet } from './entity-sets.ts';
import { activeField, lineField, periodField, recorderField } from './properties.ts';
import type { Definition, Field } from './types.ts';

/** A function of a register and the row it returns (1c.md 4.10.1). */
export interface VirtualTable {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** Row type; slices return records of the register itself. */
  readonly rows: EntitySet;
  /** The set the function is bound to. */
  readonly boundTo: string;
}

export interface Parameter {
  readonly name: string;
  readonly type: 'String' | 'DateTime' | 'Int64';
}

const text = (...names: string[]): Parameter[] => names.map((name) => ({ name, type: 'String' }));
const date = (...names: string[]): Parameter[] => names.map((name) => ({ name, type: 'DateTime' }));
const sorted = (parameters: Parameter[]): Parameter[] => [...parameters].sort((a, b) => (a.name < b.name ? -1 : 1));

/** All virtual tables of a register, in the order of `$metadata`. */
export function virtualTablesOf(d: Definition, record: EntitySet): VirtualTable[] {
  switch (d.kind) {
    case 'InformationRegister':
      return ['SliceLast', 'SliceFirst'].map((name) => ({
        name,
        parameters: [...text('Condition'), ...date('Period')],
        rows: record,
        boundTo: record.name,
      }));
    case 'AccumulationRegister':
      return accumulationTables(d);
    case 'AccountingRegister':
      return accountingTables(d);
    default:
      return [];
  }
}

const rowsOf = (d: Definition, suffix: string, fields: readonly Field[]): EntitySet =>
  makeSet({ name: `${d.name}_${suffix}`, definition: d, shape: 'virtual' }, fields, []);

const resource = (field: Field, suffix: string): Field => ({ ...field, name: field.name + suffix });
const resources = (d: Definition, ...suffixes: string[]): Field[] =>
  d.resources.flatMap((r) => suffixes.map((suffix) => resource(r, suffix)));

const periodNames = [
  'Period',
  'SecondPeriod',
  'MinutePeriod',
  'HourPeriod',
  'DayPeriod',
  'WeekPeriod',
  'TenDaysPeriod',
  'MonthPeriod',
  'QuarterPeriod',
  'HalfYearPeriod',
  'YearPeriod',
];
/** Columns that only appear when a periodicity is asked for, which OData cannot do. */
export const periodFields: readonly Field[] = [
  ...periodNames.map((name): Field => ({ name, type: 'date' })),
  recorderField,
  lineField,
];

function accumulationTables(d: Definition): VirtualTable[] {
  const table = (name: string, suffix: string, parameters: Parameter[], fields: readonly Field[]): VirtualTable => ({
    name,
    parameters: sorted(parameters),
    rows: rowsOf(d, suffix, fields),
    boundTo: d.name,
  });
  const common = text('Condition', 'Dimensions');
  const between = date('StartPeriod', 'EndPeriod');
  const turns = d.turnoversOnly ? ['Turnover'] : ['Turnover', 'Receipt', 'Expense'];
  const turnovers = table(
    'Turnovers',
    'Turnover',
    [...common, ...between],
    [...d.dimensions, ...periodFields, ...resources(d, ...turns)],
  );
  if (d.turnoversOnly) return [turnovers];
  const all = ['OpeningBalance', 'Turnover', 'Receipt', 'Expense', 'ClosingBalance'];
  return [
    table('Balance', 'Balance', [...common, ...date('Period')], [...d.dimensions, ...resources(d, 'Balance')]),
    turnovers,
    table(
      'BalanceAndTurnovers',
      'BalanceAndTurnover',
      [...common, ...between],
      [...d.dimensions, ...periodFields, ...resources(d, ...all)],
    ),
  ];
}

export const extDimension = (name: string): Field => ({ name, type: 'composite', targets: [] });
const extDimensions = (side: string): Field[] => [1, 2, 3].map((n) => extDimension(`ExtDimension${side}${n}`));
const balanceSuffixes = ['Balance', 'BalanceDr', 'BalanceCr', 'SplittedBalanceDr', 'SplittedBalanceCr'];

/** Ledger tables keep the dimensions of one side under their bare names. */
function accountingTables(d: Definition): VirtualTable[] {
  const own = [account('Account'), ...extDimensions(''), ...d.dimensions];
  const table = (name: string, suffix: string, parameters: Parameter[], fields: readonly Field[]): VirtualTable => ({
    name,
    parameters: sorted(parameters),
    rows: rowsOf(d, suffix, fields),
    boundTo: d.name,
  });
  const common = text('AccountCondition', 'Condition', 'Dimensions', 'ExtraDimensions');
  const balanced = text('BalancedAccountCondition', 'BalancedExtraDimensions');
  const between = date('StartPeriod', 'EndPeriod');
  return [
    table('Balance', 'Balance', [...common, ...date('Period')], [...own, ...resources(d, ...balanceSuffixes)]),
    table(
      'Turnovers',
      'Turnover',
      [...common, ...balanced, ...between],
      [...periodFields, ...own, ...balancedFields(d), ...turnoverResources(d)],
    ),
    table(
      'BalanceAndTurnovers',
      'BalanceAndTurnover',
      [...text('Condition', 'Dimensions'), ...between],
      [...periodFields, ...own, ...balanceAndTurnover(d)],
    ),
    table('ExtDimensions', 'ExtDimensions', [], extDimensionFields()),
    table(
      'RecordsWithExtDimensions',
      'RecordsWithExtDimensions',
      [...text('Condition', 'Order'), { name: 'Top', type: 'Int64' }, ...between],
      recordsFields(d),
    ),
    table('DrCrTurnovers', 'DrCrTurnover', [...common, ...balanced, ...between], [...periodFields, ...drCrFields(d)]),
  ];
}

function balancedFields(d: Definition): Field[] {
  const perSide = d.dimensions.filter((f) => f.perSide !== undefined).map((f) => ({ ...f, name: `${f.name}Balanced` }));
  return [account('BalancedAccount'), ...[1, 2, 3].map((n) => extDimension(`BalancedExtDimension${n}`)), ...perSide];
}

function turnoverResources(d: Definition): Field[] {
  const turns = ['Turnover', 'TurnoverDr', 'TurnoverCr'];
  return d.resources.flatMap((r) =>
    [...turns, ...(r.perSide === undefined ? [] : turns.map((t) => `Balanced${t}`))].map((suffix) => resource(r, suffix)),
  );
}

function balanceAndTurnover(d: Definition): Field[] {
  const around = (when: string): string[] => balanceSuffixes.map((suffix) => when + suffix);
  return resources(d, ...around('Opening'), 'Turnover', 'TurnoverDr', 'TurnoverCr', ...around('Closing'));
}

function extDimensionFields(): Field[] {
  const kind: Field = { name: 'Type', type: 'ref', target: 'ChartOfCharacteristicTypes_ВидыСубконтоХозрасчетные' };
  return [
    periodField,
    recorderField,
    { name: 'PointInTime', type: 'types' },
    lineField,
    { name: 'RecordType', type: 'string' },
    kind,
    extDimension('Value'),
  ];
}

function recordsFields(d: Definition): Field[] {
  const kind = (side: string, n: number): Field => ({
    name: `ExtDimensionType${side}${n}`,
    type: 'ref',
    target: 'ChartOfCharacteristicTypes_ВидыСубконтоХозрасчетные',
  });
  const side = (s: string): Field[] => [
    account(`Account${s}`),
    ...[1, 2, 3].flatMap((n) => [extDimension(`ExtDimension${s}${n}`), kind(s, n)]),
  ];
  const rest = recordFields(d).filter(
    (f) => !['Recorder', 'Period', 'LineNumber', 'Active', 'AccountDr', 'AccountCr'].includes(f.name),
  );
  return [
    periodField,
    recorderField,
    lineField,
    activeField,
    ...side('Dr'),
    ...side('Cr'),
    ...rest,
    { name: 'PointInTime', type: 'types' },
  ];
}

function drCrFields(d: Definition): Field[] {
  const side = (s: string): Field[] => [account(`Account${s}`), ...extDimensions(s)];
  const sums = d.resources.flatMap((r) => sidesOf(r).map((f) => ({ ...f, name: turnoverName(r, f.name) })));
  return [...side('Dr'), ...side('Cr'), ...d.dimensions.flatMap(sidesOf), ...sums];
}

/** `СуммаTurnover`, but `ВалютнаяСуммаTurnoverDr`. */
const turnoverName = (r: Field, name: string): string => r.name + 'Turnover' + name.slice(r.name.length);

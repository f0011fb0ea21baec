import { linesOf, numberOf, textOf, undefinedType, type Row } from '../base/rows.ts';
import type { World } from '../base/world.ts';
import { makeSet } from '../schema/entity-sets.ts';
import type { Definition } from '../schema/types.ts';
import { periodFields, type VirtualTable } from '../schema/virtual-tables.ts';
import { groupOf } from './group.ts';
import { filterEntries } from './read.ts';
import type { TableRows } from './virtual.ts';

type Args = ReadonlyMap<string, string>;

/** Ledger tables made of whole records: `RecordsWithExtDimensions`, `ExtDimensions`, `DrCrTurnovers` (1c.md 4.10.2). */
export function recordRows(world: World, table: VirtualTable, args: Args): TableRows {
  const records = fitting(world, table, args);
  switch (table.name) {
    case 'ExtDimensions':
      return { set: table.rows, entries: records.flatMap((row) => extDimensionRows(world, row)).map((row) => ({ row })) };
    case 'DrCrTurnovers':
      return pairRows(table, records);
    default:
      return {
        set: table.rows,
        entries: records.slice(0, Number(args.get('Top') ?? records.length)).map((row) => ({ row: withKinds(world, row) })),
      };
  }
}

function fitting(world: World, table: VirtualTable, args: Args): Row[] {
  const [start, end] = [args.get('StartPeriod') ?? '', args.get('EndPeriod') ?? '9999'];
  const all = world.base.rows(table.rows.definition.name).flatMap((row) => linesOf(row, 'RecordSet'));
  const timely = all.filter((row) => textOf(row, 'Period') >= start && textOf(row, 'Period') <= end);
  const sorted = timely.sort((a, b) => (textOf(a, 'Period') < textOf(b, 'Period') ? -1 : 1));
  const condition = args.get('Condition');
  return condition === undefined
    ? sorted
    : filterEntries(
        world,
        table.rows,
        condition,
        sorted.map((row) => ({ row })),
        'Condition',
      ).map((e) => e.row);
}

function kindsOf(world: World, row: Row, side: string): string[] {
  const account = world.base.get('ChartOfAccounts_Хозрасчетный', textOf(row, `Account${side}_Key`));
  return linesOf(account, 'ExtDimensionTypes').map((line) => textOf(line, 'ExtDimensionType_Key'));
}

function withKinds(world: World, row: Row): Row {
  const all: Row = { ...row };
  for (const side of ['Dr', 'Cr'])
    for (const [i, kind] of kindsOf(world, row, side).entries()) all[`ExtDimensionType${side}${i + 1}_Key`] = kind;
  return all;
}

function extDimensionRows(world: World, row: Row): Row[] {
  return ['Dr', 'Cr'].flatMap((side) =>
    kindsOf(world, row, side).map((kind, i) => ({
      Period: textOf(row, 'Period'),
      Recorder: textOf(row, 'Recorder'),
      Recorder_Type: textOf(row, 'Recorder_Type'),
      LineNumber: numberOf(row, 'LineNumber'),
      RecordType: side === 'Dr' ? 'Debit' : 'Credit',
      Type_Key: kind,
      Value: textOf(row, `ExtDimension${side}${i + 1}`),
      Value_Type: textOf(row, `ExtDimension${side}${i + 1}_Type`) || undefinedType,
    })),
  );
}

/** Sums per pair of sides. */
function pairRows(table: VirtualTable, records: readonly Row[]): TableRows {
  const d: Definition = table.rows.definition;
  const isSum = (name: string): boolean => name.includes('Turnover');
  const fields = table.rows.fields.filter((f) => !periodFields.includes(f));
  const set = makeSet({ name: table.rows.name, definition: d, shape: 'virtual' }, fields, []);
  const groups = new Map<string, Row>();
  for (const record of records) {
    const { key, columns } = groupOf(
      record,
      fields.filter((f) => !isSum(f.name)),
    );
    const sums = groups.get(key) ?? columns;
    groups.set(key, sums);
    for (const f of fields.filter((x) => isSum(x.name))) {
      const value = record[f.name.replace('Turnover', '')];
      if (typeof value === 'number') sums[f.name] = Math.round((numberOf(sums, f.name) + value) * 1000) / 1000;
    }
  }
  return { set, entries: [...groups.values()].map((row) => ({ row })) };
}

import { linesOf, numberOf, textOf, type Row } from '../base/rows.ts';
import type { World } from '../base/world.ts';
import { makeSet } from '../schema/entity-sets.ts';
import type { VirtualTable } from '../schema/virtual-tables.ts';
import type { Entry } from './entry.ts';
import { groupingFields, groupOf } from './group.ts';
import { filterEntries } from './read.ts';
import type { TableRows } from './virtual.ts';

interface Sums {
  columns: Row;
  opening: number[];
  receipt: number[];
  expense: number[];
}

/** `Balance`, `Turnovers` and `BalanceAndTurnovers` of an accumulation register (1c.md 4.10.1, 4.10.3). */
export function accumulationRows(world: World, table: VirtualTable, args: ReadonlyMap<string, string>): TableRows {
  const d = table.rows.definition;
  const dimensions = groupingFields(d.dimensions, args.get('Dimensions'));
  const columns = table.rows.fields.filter(
    (f) => d.resources.some((r) => f.name.startsWith(r.name)) && !d.dimensions.includes(f),
  );
  const set = makeSet({ name: table.rows.name, definition: d, shape: 'virtual' }, [...dimensions, ...columns], []);
  const groups = new Map<string, Sums>();
  for (const { row } of records(world, table, args)) addRecord(groups, table, args, row, dimensions);
  const entries = [...groups.values()].map((sums) => ({ row: { ...sums.columns, ...resultOf(table, sums) } }));
  return { set, entries: entries.filter(({ row }) => columns.some((f) => row[f.name] !== 0)) };
}

function records(world: World, table: VirtualTable, args: ReadonlyMap<string, string>): readonly Entry[] {
  const all = world.base
    .rows(table.rows.definition.name)
    .flatMap((row) => linesOf(row, 'RecordSet').map((record) => ({ row: record })));
  const condition = args.get('Condition');
  const record = world.schema.find(`${table.rows.definition.name}_RecordType`);
  return condition === undefined || !record ? all : filterEntries(world, record, condition, all, 'Condition');
}

/** Balances take records before the moment, turnovers those between both moments. */
function addRecord(
  groups: Map<string, Sums>,
  table: VirtualTable,
  args: ReadonlyMap<string, string>,
  row: Row,
  fields: TableRows['set']['fields'],
): void {
  const period = textOf(row, 'Period');
  const before = args.get('Period');
  const [start, end] = [args.get('StartPeriod') ?? '', args.get('EndPeriod') ?? '9999'];
  if (before !== undefined && period >= before) return;
  if (period > end) return;
  const { key, columns } = groupOf(row, fields);
  const { resources } = table.rows.definition;
  const zero = (): number[] => resources.map(() => 0);
  const sums = groups.get(key) ?? { columns, opening: zero(), receipt: zero(), expense: zero() };
  groups.set(key, sums);
  const isExpense = textOf(row, 'RecordType') === 'Expense';
  for (const [i, resource] of resources.entries()) {
    const amount = Math.round(numberOf(row, resource.name) * 1000);
    const into = period < start ? sums.opening : isExpense ? sums.expense : sums.receipt;
    into[i] = (into[i] ?? 0) + (period < start && isExpense ? -amount : amount);
  }
}

function resultOf(table: VirtualTable, sums: Sums): Row {
  const row: Row = {};
  for (const [i, { name }] of table.rows.definition.resources.entries()) {
    const [opening, receipt, expense] = [sums.opening[i] ?? 0, sums.receipt[i] ?? 0, sums.expense[i] ?? 0];
    const values: Record<string, number> = {
      Balance: opening + receipt - expense,
      Turnover: receipt - expense,
      Receipt: receipt,
      Expense: expense,
      OpeningBalance: opening,
      ClosingBalance: opening + receipt - expense,
    };
    for (const [suffix, value] of Object.entries(values))
      if (table.rows.byName.has(name + suffix)) row[name + suffix] = value / 1000;
  }
  return row;
}

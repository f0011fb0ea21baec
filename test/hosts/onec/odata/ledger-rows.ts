import { textOf, type Row } from '../base/rows.ts';
import type { World } from '../base/world.ts';
import { makeSet, type EntitySet } from '../schema/entity-sets.ts';
import type { Field } from '../schema/types.ts';
import { periodFields, type VirtualTable } from '../schema/virtual-tables.ts';
import { groupingFields, groupOf } from './group.ts';
import { sidesOfLedger, withKinds, zeroTotals, type Side, type Totals } from './ledger-tables.ts';
import { filterEntries } from './read.ts';
import { recordRows } from './ledger-records.ts';
import type { TableRows } from './virtual.ts';

type Args = ReadonlyMap<string, string>;

/** The tables of the accounting register (1c.md 4.10.2). */
export function ledgerRows(world: World, table: VirtualTable, args: Args): TableRows {
  const own = ['ExtDimensions', 'RecordsWithExtDimensions', 'DrCrTurnovers'];
  return own.includes(table.name) ? recordRows(world, table, args) : sumRows(world, table, args);
}

function sumRows(world: World, table: VirtualTable, args: Args): TableRows {
  const d = table.rows.definition;
  const isResource = (f: Field): boolean => d.resources.some((r) => f.name.startsWith(r.name) && f.name !== r.name);
  const columns = table.rows.fields.filter(isResource);
  const dimensions = groupingFields(
    table.rows.fields.filter((f) => !isResource(f) && !periodFields.includes(f)),
    args.get('Dimensions'),
  );
  const set = makeSet({ name: table.rows.name, definition: d, shape: 'virtual' }, [...dimensions, ...columns], []);
  const groups = new Map<string, Group>();
  for (const fine of fineRows(world, table, args)) merge(groups, fine, dimensions);
  const rows = [...groups.values()].map((g) => ({ row: { ...g.columns, ...resultOf(world, table, g) } }));
  return {
    set,
    entries: rows.filter(({ row }) =>
      columns.some((f) => row[f.name] !== undefined && row[f.name] !== null && row[f.name] !== 0),
    ),
  };
}

interface Group {
  columns: Row;
  totals: Totals[];
}

/** Rows of the finest grouping: the split balance of a coarser row adds these up without netting them. */
function fineRows(world: World, table: VirtualTable, args: Args): Group[] {
  const fields = table.rows.fields.filter((f) => !periodFields.includes(f));
  const groups = new Map<string, Group>();
  for (const side of conditioned(world, table, args)) {
    const { key, columns } = groupOf({ ...side.dims, ...balancedColumns(table, side) }, fields);
    const group = groups.get(key) ?? { columns, totals: side.amounts.map(zeroTotals) };
    groups.set(key, group);
    for (const [i, amount] of side.amounts.entries()) addAmount(group.totals[i], side, amount, args);
  }
  for (const { totals } of groups.values()) totals.forEach(split);
  return [...groups.values()];
}

/** Turnovers are told apart by the other side's account and Субконто; balances are not. */
function balancedColumns(table: VirtualTable, side: Side): Row {
  if (table.name !== 'Turnovers') return {};
  return Object.fromEntries(
    Object.entries(side.balanced)
      .filter(([name]) => /^(Account|ExtDimension)/.test(name))
      .map(([name, value]) => [`Balanced${name}`, value]),
  );
}

function conditioned(world: World, table: VirtualTable, args: Args): Side[] {
  const kinds = (args.get('ExtraDimensions') ?? '')
    .split(',')
    .map((k) => k.trim())
    .filter((k) => k !== '');
  const all = sidesOfLedger(world, table.rows.definition).filter((side) => isInTime(side, args));
  const shaped = kinds.length === 0 ? all : all.flatMap((side) => shape(world, side, kinds));
  const conditions = ['AccountCondition', 'Condition'].flatMap((name) => args.get(name) ?? []);
  const entries = shaped.map((side) => ({ row: side.dims, side }));
  return conditions.reduce((left, condition) => keep(world, table.rows, left, condition), entries).map((e) => e.side);
}

type SideEntry = { row: Row; side: Side };

function keep(world: World, rows: EntitySet, entries: readonly SideEntry[], condition: string): SideEntry[] {
  return filterEntries(world, rows, condition, entries, 'Condition') as SideEntry[];
}

function shape(world: World, side: Side, kinds: readonly string[]): Side[] {
  const dims = withKinds(world, side.dims, kinds);
  return dims ? [{ ...side, dims }] : [];
}

/** A balance is taken before the moment; turnovers end with theirs. */
function isInTime({ period }: Side, args: Args): boolean {
  const before = args.get('Period');
  return (before === undefined || period < before) && period <= (args.get('EndPeriod') ?? '9999');
}

function addAmount(totals: Totals | undefined, side: Side, amount: number | null, args: Args): void {
  if (!totals || amount === null) return;
  totals.present = true;
  totals.net += side.sign * amount;
  if (side.period < (args.get('StartPeriod') ?? '')) totals.openNet += side.sign * amount;
  else if (side.sign > 0) totals.turnDr += amount;
  else totals.turnCr += amount;
}

function split(totals: Totals): void {
  totals.splitDr = Math.max(0, totals.net);
  totals.splitCr = Math.max(0, -totals.net);
  totals.openDr = Math.max(0, totals.openNet);
  totals.openCr = Math.max(0, -totals.openNet);
}

function merge(groups: Map<string, Group>, fine: Group, dimensions: readonly Field[]): void {
  const { key, columns } = groupOf(fine.columns, dimensions);
  const group = groups.get(key) ?? { columns, totals: fine.totals.map(zeroTotals) };
  groups.set(key, group);
  for (const [i, totals] of group.totals.entries()) {
    const add = fine.totals[i];
    if (!add) continue;
    for (const name of ['net', 'splitDr', 'splitCr', 'turnDr', 'turnCr', 'openNet', 'openDr', 'openCr'] as const)
      totals[name] += add[name];
    totals.present ||= add.present;
  }
}

function resultOf(world: World, table: VirtualTable, group: Group): Row {
  const row: Row = {};
  const type = textOf(world.base.get('ChartOfAccounts_Хозрасчетный', textOf(group.columns, 'Account_Key')), 'Type');
  for (const [i, { name }] of table.rows.definition.resources.entries()) {
    const totals = group.totals[i];
    if (totals?.present !== true) continue; // stays null: the account does not keep this resource
    for (const [suffix, value] of Object.entries(valuesOf(totals, type))) {
      if (table.rows.byName.has(name + suffix)) row[name + suffix] = value / 1000;
    }
  }
  return row;
}

/** The netted balance stands on the side of the account: always debit for active ones, credit for passive ones. */
function sided(net: number, type: string): { Dr: number; Cr: number } {
  if (type === 'Active') return { Dr: net, Cr: 0 };
  if (type === 'Passive') return { Dr: 0, Cr: -net };
  return { Dr: Math.max(0, net), Cr: Math.max(0, -net) };
}

function valuesOf(t: Totals, type: string): Record<string, number> {
  const [now, open] = [sided(t.net, type), sided(t.openNet, type)];
  const balance = (
    prefix: string,
    net: number,
    side: { Dr: number; Cr: number },
    dr: number,
    cr: number,
  ): Record<string, number> => ({
    [`${prefix}Balance`]: net,
    [`${prefix}BalanceDr`]: side.Dr,
    [`${prefix}BalanceCr`]: side.Cr,
    [`${prefix}SplittedBalanceDr`]: dr,
    [`${prefix}SplittedBalanceCr`]: cr,
  });
  return {
    ...balance('', t.net, now, t.splitDr, t.splitCr),
    ...balance('Opening', t.openNet, open, t.openDr, t.openCr),
    ...balance('Closing', t.net, now, t.splitDr, t.splitCr),
    Turnover: t.turnDr - t.turnCr,
    TurnoverDr: t.turnDr,
    TurnoverCr: t.turnCr,
  };
}

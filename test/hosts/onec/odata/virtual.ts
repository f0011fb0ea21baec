import { badOption, OnecError, segmentNotFound } from '../base/errors.ts';
import type { World } from '../base/world.ts';
import type { EntitySet } from '../schema/entity-sets.ts';
import { virtualTablesOf, type VirtualTable } from '../schema/virtual-tables.ts';
import type { Segment } from './address.ts';
import { parseArguments } from './arguments.ts';
import type { Answer, Call } from './call.ts';
import type { Entry } from './entry.ts';
import { ledgerRows } from './ledger-rows.ts';
import { accumulationRows } from './accumulation-rows.ts';
import { project } from './project.ts';
import { collectionAnswer, page, selectEntries } from './read.ts';
import { sliceRows } from './slices.ts';

/** What a virtual table gives before `$filter`, `$select` and paging: its rows and the columns they have. */
export interface TableRows {
  readonly set: EntitySet;
  readonly entries: readonly Entry[];
}

export function isVirtualTable(world: World, set: EntitySet, name: string): boolean {
  return tableOf(world, set, name) !== undefined;
}

function tableOf(world: World, set: EntitySet, name: string): VirtualTable | undefined {
  const d = set.definition;
  const record = world.schema.find(d.subordinate ? `${d.name}_RecordType` : d.name);
  return record && virtualTablesOf(d, record).find((table) => table.name === name && table.boundTo === set.name);
}

/** `Register/Function(P1=…,P2=…)` with the query options of a collection behind it (1c.md 4.10.1). */
export function readVirtualTable(call: Call, set: EntitySet, segment: Segment): Answer {
  const { world, request } = call;
  const table = tableOf(world, set, segment.name);
  if (!table || (segment.key === undefined && !isBracketless(segment.name))) throw segmentNotFound(segment.name);
  const args = parseArguments(segment.key ?? '', table.parameters, request.options.other);
  if (segment.name === 'RecordsWithExtDimensions' && request.options.skip !== undefined) throw badOption('$skip');
  const { set: shown, entries } = rowsOf(world, table, args);
  const projection = project(world, shown, request.options.select, request.options.expand);
  const found = selectEntries(call, shown, entries);
  return collectionAnswer(call, projection, page(call, found), request.options.inlinecount ? found.length : undefined);
}

/** `Balance` without brackets was seen to work; slices need them. */
const isBracketless = (name: string): boolean => name === 'Balance' || name.startsWith('Turnovers');

function rowsOf(world: World, table: VirtualTable, args: ReadonlyMap<string, string>): TableRows {
  switch (table.rows.definition.kind) {
    case 'InformationRegister':
      return { set: table.rows, entries: sliceRows(world, table, args) };
    case 'AccumulationRegister':
      return accumulationRows(world, table, args);
    case 'AccountingRegister':
      return ledgerRows(world, table, args);
    default:
      throw new OnecError(404, 11, 'Метод не найден!', 'Method is not found!');
  }
}

import { linesOf, textOf, undefinedType, type Row } from '../base/rows.ts';
import type { World } from '../base/world.ts';
import type { Definition, Field } from '../schema/types.ts';

/** One side of one ledger record: whose account, which Субконто, how much of each resource in its smallest unit. */
export interface Side {
  readonly dims: Row;
  readonly balanced: Row;
  readonly period: string;
  readonly sign: 1 | -1;
  /** null: the account does not keep this resource. */
  readonly amounts: readonly (number | null)[];
}

/** All sides of the register, debit positive (1c.md 4.10.2). Количество has three places, money two; both fit thousandths. */
export function sidesOfLedger(world: World, d: Definition): Side[] {
  return world.base.rows(d.name).flatMap((set) => linesOf(set, 'RecordSet').flatMap((record) => recordSides(d, record)));
}

function recordSides(d: Definition, record: Row): Side[] {
  const [dr, cr] = [dimensionsOf(d, record, 'Dr'), dimensionsOf(d, record, 'Cr')];
  const period = textOf(record, 'Period');
  return [
    { dims: dr, balanced: cr, period, sign: 1, amounts: d.resources.map((r) => amountOf(record, r, 'Dr')) },
    { dims: cr, balanced: dr, period, sign: -1, amounts: d.resources.map((r) => amountOf(record, r, 'Cr')) },
  ];
}

function amountOf(record: Row, field: Field, side: string): number | null {
  const value = record[field.perSide === undefined ? field.name : field.name + side];
  return typeof value === 'number' ? Math.round(value * 1000) : null;
}

export function dimensionsOf(d: Definition, record: Row, side: 'Dr' | 'Cr'): Row {
  const row: Row = { Account_Key: textOf(record, `Account${side}_Key`) };
  for (const n of [1, 2, 3]) {
    row[`ExtDimension${n}`] = textOf(record, `ExtDimension${side}${n}`);
    row[`ExtDimension${n}_Type`] = textOf(record, `ExtDimension${side}${n}_Type`) || undefinedType;
  }
  for (const f of d.dimensions) {
    const value = record[f.perSide === undefined ? `${f.name}_Key` : `${f.name}${side}_Key`];
    if (value !== undefined) row[`${f.name}_Key`] = value;
  }
  return row;
}

export interface Totals {
  /** Net balance and, per side, the balances that do not net below the finest row. */
  net: number;
  splitDr: number;
  splitCr: number;
  turnDr: number;
  turnCr: number;
  openNet: number;
  openDr: number;
  openCr: number;
  present: boolean;
}

export const zeroTotals = (): Totals => ({
  net: 0,
  splitDr: 0,
  splitCr: 0,
  turnDr: 0,
  turnCr: 0,
  openNet: 0,
  openDr: 0,
  openCr: 0,
  present: false,
});

/** Reorders Субконто by kinds and drops accounts that lack them: the parameter `ExtraDimensions`. */
export function withKinds(world: World, dims: Row, kinds: readonly string[]): Row | undefined {
  const account = world.base.get('ChartOfAccounts_Хозрасчетный', textOf(dims, 'Account_Key'));
  const own = linesOf(account, 'ExtDimensionTypes').map((line) => textOf(line, 'ExtDimensionType_Key'));
  const places = kinds.map((kind) => own.indexOf(kind));
  if (places.includes(-1)) return undefined;
  const row: Row = { ...dims };
  for (const n of [1, 2, 3]) {
    const place = places[n - 1];
    row[`ExtDimension${n}`] = place === undefined ? '' : textOf(dims, `ExtDimension${place + 1}`);
    row[`ExtDimension${n}_Type`] = place === undefined ? undefinedType : textOf(dims, `ExtDimension${place + 1}_Type`);
  }
  return row;
}

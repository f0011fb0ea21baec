import { kopecks, linesOf, numberOf, refOf, textOf, type Row } from '../base/rows.ts';
import type { World } from '../base/world.ts';

/** The accounting register as the fake's handlers use it: entries with Субконто, and what a customer owes per document (1c.md 4.10.2). */
export const ledger = 'AccountingRegister_Хозрасчетный';

/** A side of an entry: account and up to three Субконто, each a reference with its set. */
export interface Side {
  account: string;
  extDimensions?: readonly (readonly [set: string, key: string])[];
  /** Currency accounts only. */
  currency?: { key: string; amount: number };
}

export interface Entry {
  debit: Side;
  credit: Side;
  amount: number;
  text: string;
  organisation: string;
}

/** One record of the register. Субконто stay out of published records and show only in virtual tables. */
export function recordOf(world: World, entry: Entry): Row {
  return {
    ...sideOf(world, 'Dr', entry.debit, entry.amount),
    ...sideOf(world, 'Cr', entry.credit, entry.amount),
    Организация_Key: entry.organisation,
    Сумма: entry.amount,
    Содержание: entry.text.slice(0, 150),
  };
}

function sideOf(world: World, side: 'Dr' | 'Cr', { account, extDimensions, currency }: Side, amount: number): Row {
  const row: Row = { [`Account${side}_Key`]: accountKey(world, account) };
  const taxed = world.base.get(accountsSet, accountKey(world, account))?.['НалоговыйУчет'] === true;
  if (taxed) Object.assign(row, { [`СуммаНУ${side}`]: amount, [`СуммаПР${side}`]: 0, [`СуммаВР${side}`]: 0 });
  if (currency) Object.assign(row, { [`Валюта${side}_Key`]: currency.key, [`ВалютнаяСумма${side}`]: currency.amount });
  for (const [i, [set, key]] of (extDimensions ?? []).entries()) {
    row[`ExtDimension${side}${i + 1}`] = key;
    row[`ExtDimension${side}${i + 1}_Type`] = `StandardODATA.${set}`;
  }
  return row;
}

export const accountsSet = 'ChartOfAccounts_Хозрасчетный';
const cache = new WeakMap<World, Map<string, string>>();

export function accountKey(world: World, code: string): string {
  const known = cache.get(world) ?? new Map<string, string>();
  cache.set(world, known);
  if (!known.has(code)) for (const { row } of world.base.all(accountsSet)) known.set(textOf(row, 'Code'), textOf(row, 'Ref_Key'));
  return known.get(code) ?? '';
}

export interface Open {
  /** Set and reference of the settlement document (Субконто 3). */
  document: readonly [set: string, key: string];
  amount: number;
}

/** Open amounts on one account under one contract, per settlement document, without the record set of one document. */
export function openAmounts(
  world: World,
  account: string,
  party: { counterparty: string; contract: string; organisation: string },
  without: string,
): Open[] {
  const key = accountKey(world, account);
  const open = new Map<string, Open>();
  for (const id of world.indexes.ledgerOf.find(party.counterparty)) {
    if (id.endsWith(without)) continue;
    for (const record of linesOf(world.base.get(ledger, id), 'RecordSet')) {
      if (refOf(record, 'Организация') !== party.organisation) continue;
      for (const side of ['Dr', 'Cr'] as const) addSide(open, record, side, { key, ...party });
    }
  }
  return [...open.values()].filter((s) => kopecks(s.amount) !== 0);
}

type Wanted = { key: string; counterparty: string; contract: string };

function addSide(open: Map<string, Open>, record: Row, side: 'Dr' | 'Cr', wanted: Wanted): void {
  if (record[`Account${side}_Key`] !== wanted.key) return;
  if (record[`ExtDimension${side}1`] !== wanted.counterparty || record[`ExtDimension${side}2`] !== wanted.contract) return;
  const document = [
    textOf(record, `ExtDimension${side}3_Type`).slice('StandardODATA.'.length),
    textOf(record, `ExtDimension${side}3`),
  ] as const;
  const before = kopecks(open.get(document[1])?.amount ?? 0);
  const amount = kopecks(numberOf(record, 'Сумма'));
  open.set(document[1], { document, amount: (before + (side === 'Dr' ? amount : -amount)) / 100 });
}

import type { Infobase } from './infobase.ts';
import { linesOf, textOf, type Row } from './rows.ts';

/** Looks up keys of rows by a value inside them; kept by a watcher, so never out of date, not even after an undone change. */
export interface Index {
  find(value: string): string[];
}

export interface Indexes {
  contractsOf: Index;
  accountsOf: Index;
  contactsOf: Index;
  /** Ledger record sets by counterparty. */
  ledgerOf: Index;
  /** Record sets of paid invoices by invoice. */
  paymentsOf: Index;
  /** Shipments by the invoice they name. */
  shipmentsOf: Index;
  /** УТ: settlement objects by the document they stand for, analytics keys by counterparty. */
  settlementObjectsOf: Index;
  analyticsOf: Index;
  /** УТ: settlement record sets by settlement object. */
  settlementsOf: Index;
}

export function createIndexes(base: Infobase): Indexes {
  const by = (set: string, ...names: string[]): Index => createIndex(base, set, (row) => names.map((name) => textOf(row, name)));
  const byRecords = (set: string, ...names: string[]): Index =>
    createIndex(base, set, (row) => valuesOf(linesOf(row, 'RecordSet'), names));
  return {
    contractsOf: by('Catalog_ДоговорыКонтрагентов', 'Owner_Key', 'Контрагент_Key'),
    accountsOf: by('Catalog_БанковскиеСчета', 'Owner'),
    contactsOf: by('Catalog_КонтактныеЛица', 'ОбъектВладелец'),
    ledgerOf: byRecords('AccountingRegister_Хозрасчетный', 'ExtDimensionDr1', 'ExtDimensionCr1'),
    paymentsOf: byRecords('AccumulationRegister_ОплатаСчетов', 'СчетНаОплату'),
    shipmentsOf: createIndex(base, 'Document_РеализацияТоваровУслуг', invoicesOfShipment),
    settlementObjectsOf: by('Catalog_ОбъектыРасчетов', 'Объект'),
    analyticsOf: by('Catalog_КлючиАналитикиУчетаПоПартнерам', 'Контрагент'),
    settlementsOf: byRecords('AccumulationRegister_РасчетыСКлиентамиПоСрокам', 'ОбъектРасчетов_Key'),
  };
}

function invoicesOfShipment(row: Row): string[] {
  const lines = [...linesOf(row, 'Товары'), ...linesOf(row, 'Услуги')];
  return valuesOf([row, ...lines], ['СчетНаОплатуПокупателю_Key', 'ЗаказКлиента']);
}

const valuesOf = (rows: readonly Row[], names: readonly string[]): string[] =>
  rows.flatMap((row) => names.map((name) => textOf(row, name)));

function createIndex(base: Infobase, watched: string, valuesIn: (row: Row) => string[]): Index {
  const keys = new Map<string, Set<string>>();
  const filled = (row: Row | undefined): Set<string> => new Set(row ? valuesIn(row).filter((value) => value !== '') : []);
  base.watch((set, key, before, after) => {
    if (set !== watched) return;
    for (const value of filled(before)) keys.get(value)?.delete(key);
    for (const value of filled(after)) addTo(keys, value, key);
  });
  return { find: (value) => [...(keys.get(value) ?? [])] };
}

function addTo(keys: Map<string, Set<string>>, value: string, key: string): void {
  const list = keys.get(value);
  if (list) list.add(key);
  else keys.set(value, new Set([key]));
}

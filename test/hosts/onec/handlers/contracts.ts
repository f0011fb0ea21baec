import { flagOf, hasRef, refOf, textOf, zeroGuid, type Row } from '../base/rows.ts';
import type { World } from '../base/world.ts';
import { createObject } from '../base/write.ts';
import type { Writing } from './behaviour.ts';

/** Sales contracts of one counterparty with one organisation that are neither marked nor folders. */
export function salesContracts(world: World, counterparty: string, organisation: string): string[] {
  return world.indexes.contractsOf.find(counterparty).filter((key) => {
    const contract = world.base.get('Catalog_ДоговорыКонтрагентов', key);
    const isUsable = contract !== undefined && !flagOf(contract, 'DeletionMark') && !flagOf(contract, 'IsFolder');
    return isUsable && refOf(contract, 'Организация') === organisation && textOf(contract, 'ВидДоговора') === 'СПокупателем';
  });
}

/** "Fills an empty contract" (1c.md 4.1): the only one there is; with the quirk `creates` a new one is made when there is none. */
export function fillContract(writing: Writing): void {
  const { world, row } = writing;
  if (world.quirks.contractRule === 'off' || hasRef(row, 'ДоговорКонтрагента') || !hasRef(row, 'Контрагент')) return;
  const found = salesContracts(world, refOf(row, 'Контрагент'), refOf(row, 'Организация'));
  const [only] = found;
  if (found.length === 1 && only !== undefined) row['ДоговорКонтрагента_Key'] = only;
  if (found.length === 0 && world.quirks.contractRule === 'creates') row['ДоговорКонтрагента_Key'] = createContract(writing);
}

function createContract({ world, row, user }: Writing): string {
  const set = world.schema.find('Catalog_ДоговорыКонтрагентов');
  if (!set) return zeroGuid;
  const values: Row = {
    Description: 'Без договора',
    Owner_Key: refOf(row, 'Контрагент'),
    Организация_Key: refOf(row, 'Организация'),
    ВидДоговора: 'СПокупателем',
    ВалютаВзаиморасчетов_Key: refOf(row, 'ВалютаДокумента'),
  };
  return createObject(world, set, values, { user });
}

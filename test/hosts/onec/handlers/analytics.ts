import { refOf, textOf, zeroGuid, type Row } from '../base/rows.ts';
import { writeRecord } from '../base/registers.ts';
import type { World } from '../base/world.ts';
import { createObject } from '../base/write.ts';

const keys = 'Catalog_КлючиАналитикиУчетаПоПартнерам';

/** УТ: the key object that stands for partner, organisation and counterparty in settlement registers (1c.md 4.10.3). */
export function analyticsKey(world: World, row: Row): string {
  const wanted = {
    partner: refOf(row, 'Партнер'),
    organisation: refOf(row, 'Организация'),
    counterparty: refOf(row, 'Контрагент'),
  };
  const known = world.indexes.analyticsOf.find(wanted.counterparty).find((key) => {
    const found = world.base.get(keys, key);
    return refOf(found, 'Партнер') === wanted.partner && refOf(found, 'Организация') === wanted.organisation;
  });
  return known ?? createKey(world, wanted);
}

function createKey(world: World, wanted: { partner: string; organisation: string; counterparty: string }): string {
  const set = world.schema.find(keys);
  if (!set) return zeroGuid;
  const party: Row = {
    Партнер_Key: wanted.partner,
    Организация_Key: wanted.organisation,
    Контрагент: wanted.counterparty,
    Контрагент_Type: 'StandardODATA.Catalog_Контрагенты',
  };
  const names = [world.base.get('Catalog_Партнеры', wanted.partner), world.base.get('Catalog_Организации', wanted.organisation)];
  const description = names.map((row) => textOf(row, 'Description')).join('; ');
  const key = createObject(world, set, { ...party, Description: description.slice(0, 150) }, { user: zeroGuid });
  const register = world.schema.find('InformationRegister_АналитикаУчетаПоПартнерам');
  if (register) writeRecord(world, register, { ...party, КлючАналитики_Key: key }, true);
  return key;
}

import { dayOf } from '../base/clock.ts';
import { kopecks, linesOf, numberOf, refOf, textOf, zeroGuid, type Row } from '../base/rows.ts';
import { registerKey, writeRecord } from '../base/registers.ts';
import type { World } from '../base/world.ts';
import { createObject } from '../base/write.ts';
import { settlements } from './settlements.ts';

/** The catalog element under which money and goods of one order meet. */
export function settlementObject(world: World, row: Row, order: string): string {
  const [known] = world.indexes.settlementObjectsOf.find(order);
  const set = world.schema.find('Catalog_ОбъектыРасчетов');
  if (known !== undefined || !set) return known ?? zeroGuid;
  const values: Row = {
    Description: `Заказ клиента ${textOf(row, 'Number')} от ${dayOf(textOf(row, 'Date')).split('-').reverse().join('.')}`,
    Объект: order,
    Объект_Type: 'StandardODATA.Document_ЗаказКлиента',
    ТипРасчетов: 'РасчетыСКлиентом',
    ТипОбъектаРасчетов: 'Заказ',
    Номер: textOf(row, 'Number'),
    Дата: textOf(row, 'Date'),
    Сумма: numberOf(row, 'СуммаДокумента'),
    Валюта_Key: refOf(row, 'Валюта'),
    Партнер_Key: refOf(row, 'Партнер'),
    Организация_Key: refOf(row, 'Организация'),
    Контрагент: refOf(row, 'Контрагент'),
    Контрагент_Type: 'StandardODATA.Catalog_Контрагенты',
  };
  return createObject(world, set, values, { user: zeroGuid });
}

const states = 'InformationRegister_СостоянияЗаказовКлиентов';

/** `СостоянияЗаказовКлиентов`: how much of an order is paid and shipped. */
export function refreshOrder(world: World, order: string): void {
  const set = world.schema.find(states);
  const row = world.base.get('Document_ЗаказКлиента', order);
  if (!set || !row) return;
  const total = kopecks(numberOf(row, 'СуммаДокумента'));
  const { paid, shipped } = turnover(world, order);
  const key: Row = { Заказ: order, Заказ_Type: 'StandardODATA.Document_ЗаказКлиента' };
  const state = paid < total ? 'ОжидаетсяПредоплатаДоОтгрузки' : shipped < total ? 'ГотовКОтгрузке' : 'ГотовКЗакрытию';
  const percent = (part: number): number => (total === 0 ? 0 : Math.min(999, Math.round((100 * part) / total)));
  const values: Row = {
    ...key,
    Состояние: state,
    Состояние_Type: 'UnavailableEnums.СостоянияЗаказовКлиентов',
    СуммаОплаты: paid / 100,
    ПроцентОплаты: percent(paid),
    СуммаОтгрузки: shipped / 100,
    ПроцентОтгрузки: percent(shipped),
    СуммаДолга: Math.max(0, shipped - paid) / 100,
    ПроцентДолга: percent(Math.max(0, shipped - paid)),
  };
  const before = world.base.get(states, registerKey(world, states, key));
  if (JSON.stringify({ ...before, ...values }) !== JSON.stringify(before)) writeRecord(world, set, values, true);
}

function turnover(world: World, order: string): { paid: number; shipped: number } {
  const total = { paid: 0, shipped: 0 };
  for (const object of world.indexes.settlementObjectsOf.find(order)) {
    for (const id of world.indexes.settlementsOf.find(object)) {
      for (const record of linesOf(world.base.get(settlements, id), 'RecordSet')) {
        if (refOf(record, 'ОбъектРасчетов') === object) count(total, record, id);
      }
    }
  }
  return total;
}

function count(total: { paid: number; shipped: number }, record: Row, recorder: string): void {
  const isShipment = recorder.startsWith('Document_РеализацияТоваровУслуг');
  if (isShipment && textOf(record, 'RecordType') === 'Receipt') total.shipped += kopecks(numberOf(record, 'Долг'));
  if (!isShipment) total.paid += kopecks(numberOf(record, 'Долг')) + kopecks(numberOf(record, 'Предоплата'));
}

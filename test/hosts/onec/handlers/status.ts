import { flagOf, kopecks, linesOf, numberOf, refOf, textOf, undefinedTypeOr, type Row } from '../base/rows.ts';
import { registerKey, writeRecord } from '../base/registers.ts';
import type { World } from '../base/world.ts';

const register = 'InformationRegister_СтатусыДокументов';
const invoiceSet = 'Document_СчетНаОплатуПокупателю';

/**
 * Payment and shipment status of an invoice (1c.md 4.1, "Is an invoice paid?"). No record appears before the first payment or shipment;
 * once there, it stays. "Отменен" is set by hand and holds until money comes.
 */
export function refreshStatus(world: World, invoice: string): void {
  const set = world.schema.find(register);
  const row = world.base.get(invoiceSet, invoice);
  if (!set || !row) return;
  const key: Row = {
    Организация_Key: refOf(row, 'Организация'),
    Документ: invoice,
    Документ_Type: `StandardODATA.${invoiceSet}`,
  };
  const before = world.base.get(register, registerKey(world, register, key));
  const paid = paidAmount(world, invoice);
  const shipped = shippedAmount(world, invoice);
  if (!before && paid === 0 && shipped === 0) return;
  const status =
    textOf(before, 'Статус') === 'Отменен' && paid === 0
      ? 'Отменен'
      : paymentStatus(paid, kopecks(numberOf(row, 'СуммаДокумента')));
  writeRecord(world, set, { ...key, ...statusPair('Статус', 'СтатусОплатыСчета', status), ...shipping(shipped, row) }, true);
}

function statusPair(name: string, type: string, member: string): Row {
  return { [name]: member, [`${name}_Type`]: undefinedTypeOr(member, `UnavailableEnums.${type}`) };
}

function shipping(shipped: number, invoice: Row): Row {
  const total = kopecks(numberOf(invoice, 'СуммаДокумента'));
  const member = shipped <= 0 ? 'НеОтгружен' : shipped < total ? 'ОтгруженЧастично' : 'Отгружен';
  return statusPair('ДополнительныйСтатус', 'СтатусыОтгрузки', member);
}

function paymentStatus(paid: number, total: number): string {
  if (paid <= 0) return 'НеОплачен';
  return paid < total ? 'ОплаченЧастично' : 'Оплачен';
}

function paidAmount(world: World, invoice: string): number {
  return world.indexes.paymentsOf
    .find(invoice)
    .flatMap((id) => linesOf(world.base.get('AccumulationRegister_ОплатаСчетов', id), 'RecordSet'))
    .filter((record) => textOf(record, 'СчетНаОплату') === invoice)
    .reduce((sum, record) => sum + kopecks(numberOf(record, 'Сумма')), 0);
}

function shippedAmount(world: World, invoice: string): number {
  return world.indexes.shipmentsOf
    .find(invoice)
    .map((key) => world.base.get('Document_РеализацияТоваровУслуг', key))
    .filter((row) => flagOf(row, 'Posted'))
    .reduce((sum, row) => sum + kopecks(numberOf(row, 'СуммаДокумента')), 0);
}

import { dayOf } from '../base/clock.ts';
import { kopecks, linesOf, numberOf, refOf, textOf, zeroGuid, type Row } from '../base/rows.ts';
import type { World } from '../base/world.ts';
import { analyticsKey } from './analytics.ts';
import type { Movements } from './behaviour.ts';
import { openDebts, settlementRecord, settlements, type Debt } from './settlements.ts';
import { settlementObject } from './ut-orders.ts';

/** Movements of a shipment: a debt by the order's terms, with an earlier prepayment set off (1c.md 4.10.3). */
export function shipmentMovements(world: World, row: Row, key: string): Movements {
  const order = textOf(row, 'ЗаказКлиента');
  const object = order === '' ? zeroGuid : settlementObject(world, world.base.get('Document_ЗаказКлиента', order) ?? row, order);
  const common = { analytics: analyticsKey(world, row), object, row };
  const document = ['Document_РеализацияТоваровУслуг', key] as const;
  const due = dueDate(world, row, order);
  const records = [
    settlementRecord(common, { document, due, sign: 'Receipt', debt: numberOf(row, 'СуммаДокумента'), advance: 0 }),
  ];
  return { [settlements]: [...records, ...offset(world, common, document, due, numberOf(row, 'СуммаДокумента'))] };
}

type Common = { analytics: string; object: string; row: Row };

/** An earlier prepayment of the same settlement object is set off at once. */
function offset(world: World, common: Common, document: readonly [string, string], due: string, amount: number): Row[] {
  let rest = kopecks(amount);
  const records: Row[] = [];
  for (const open of openDebts(world, common, document[1])) {
    const piece = Math.min(rest, kopecks(open.advance)) / 100;
    if (piece <= 0) continue;
    records.push(settlementRecord(common, { ...open, sign: 'Expense', debt: 0, advance: piece }));
    records.push(settlementRecord(common, { document, due, sign: 'Expense', debt: piece, advance: 0 }));
    rest -= kopecks(piece);
  }
  return records;
}

/** The order's payment schedule, else the shipment's day: terms of 1c.md 4.10.3. */
function dueDate(world: World, row: Row, order: string): string {
  const stages = linesOf(world.base.get('Document_ЗаказКлиента', order), 'ЭтапыГрафикаОплаты');
  const last = stages
    .map((stage) => textOf(stage, 'ДатаПлатежа'))
    .sort()
    .at(-1);
  return last ?? `${dayOf(textOf(row, 'Date'))}T00:00:00`;
}

/** Movements of a payment: what it pays, and the rest as prepayment. */
export function paymentMovements(world: World, row: Row, key: string): Movements {
  const records = linesOf(row, 'РасшифровкаПлатежа').flatMap((line) => lineRecords(world, row, key, line));
  return { [settlements]: records };
}

function lineRecords(world: World, row: Row, key: string, line: Row): Row[] {
  const object = refOf(line, 'ОбъектРасчетов');
  const common = { analytics: analyticsKey(world, { ...row, Партнер_Key: refOf(line, 'Партнер') }), object, row };
  let rest = kopecks(numberOf(line, 'Сумма'));
  const records = openDebts(world, common, key).flatMap((open: Debt) => {
    const piece = Math.min(rest, kopecks(open.debt));
    if (piece <= 0) return [];
    rest -= piece;
    return [settlementRecord(common, { ...open, sign: 'Expense', debt: piece / 100, advance: 0 })];
  });
  if (rest <= 0) return records;
  const own = ['Document_ПоступлениеБезналичныхДенежныхСредств', key] as const;
  const due = `${dayOf(textOf(row, 'Date'))}T00:00:00`;
  return [...records, settlementRecord(common, { document: own, due, sign: 'Receipt', debt: 0, advance: rest / 100 })];
}

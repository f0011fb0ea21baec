import { refusal } from '../base/errors.ts';
import { flagOf, hasRef, linesOf, numberOf, refOf, sumOf, textOf, type Row } from '../base/rows.ts';
import type { World } from '../base/world.ts';
import type { Handlers, Writing } from './behaviour.ts';
import { refreshOrder, settlementObject } from './ut-orders.ts';
import { paymentMovements, shipmentMovements } from './ut-settle.ts';

/** `Document_СчетНаОплатуКлиенту`: a request for money without goods lines; posting makes no movement (1c.md 4.2). */
export const utInvoice: Handlers = {
  beforeWrite: ({ row, load, world }) => {
    if (load) return;
    if (textOf(row, 'ИдентификаторПлатежа').trim() === '') row['ИдентификаторПлатежа'] = world.base.ids.hex(20);
  },
};

/** `Document_ЗаказКлиента`: line codes are kept by code, the total comes from the rows, posting opens a settlement object. */
export const utOrder: Handlers = {
  beforeWrite: ({ row, load }) => {
    if (load) return;
    numberLines(row);
    row['СуммаДокумента'] = sumOf(
      linesOf(row, 'Товары').filter((line) => !flagOf(line, 'Отменено')),
      'СуммаСНДС',
    );
  },
  posting: (world, row, key) => {
    if (!hasRef(row, 'Контрагент')) throw refusal('Не удалось провести "Заказ клиента": поле "Контрагент" не заполнено!');
    settlementObject(world, row, key);
    return {};
  },
  onWrite: keepState,
};

/** `КодСтроки` once given never changes; new lines continue after the highest one. */
function numberLines(row: Row): void {
  let highest = numberOf(row, 'МаксимальныйКодСтроки');
  row['Товары'] = linesOf(row, 'Товары').map((line) =>
    numberOf(line, 'КодСтроки') > 0 ? line : { ...line, КодСтроки: ++highest },
  );
  row['МаксимальныйКодСтроки'] = highest;
}

export const utShipment: Handlers = {
  beforeWrite: ({ row, load }) => {
    if (!load) row['СуммаДокумента'] = sumOf(linesOf(row, 'Товары'), 'СуммаСНДС');
  },
  posting: (world, row, key) => shipmentMovements(world, row, key),
  afterMovements: (world, row) => refreshOrder(world, textOf(row, 'ЗаказКлиента')),
};

export const utPayment: Handlers = {
  posting: (world, row, key) => paymentMovements(world, row, key),
  afterMovements: (world, row) => {
    for (const line of linesOf(row, 'РасшифровкаПлатежа')) refreshOrder(world, orderOf(world, refOf(line, 'ОбъектРасчетов')));
  },
};

const orderOf = (world: World, settlement: string): string =>
  textOf(world.base.get('Catalog_ОбъектыРасчетов', settlement), 'Объект');

function keepState({ world, key }: Writing): void {
  refreshOrder(world, key);
}

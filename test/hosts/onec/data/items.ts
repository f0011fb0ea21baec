import { addDays } from '../base/clock.ts';
import { zeroGuid, type Row } from '../base/rows.ts';
import { writeRecord } from '../base/registers.ts';
import type { World } from '../base/world.ts';
import { storeRecords } from '../base/write.ts';
import { put, type Reference } from './reference.ts';
import { goods } from './words.ts';

export interface Item {
  readonly key: string;
  readonly name: string;
  readonly isService: boolean;
  readonly unit: string;
  readonly price: number;
}

/** Items with folders, price types, prices of two days, and currency rates (1c.md 4.10.4). */
export function fillItems(world: World, reference: Reference, today: string): Item[] {
  const isBp = world.profile.family === 'bp';
  const folder = { goods: itemFolder(world, 'Товары'), services: itemFolder(world, 'Услуги') };
  const kind = {
    goods: put(world, 'Catalog_ВидыНоменклатуры', { Description: 'Товары' }),
    services: put(world, 'Catalog_ВидыНоменклатуры', { Description: 'Услуги', Услуга: true }),
  };
  const items = goods.map(([name, unit, price, , service], i): Item => {
    const where = service === undefined ? 'goods' : 'services';
    const values: Row = {
      Description: name,
      НаименованиеПолное: name,
      Артикул: `${where === 'goods' ? 'Т' : 'У'}-${String(i + 1).padStart(4, '0')}`,
      Parent_Key: folder[where],
      ВидНоменклатуры_Key: kind[where],
      ЕдиницаИзмерения_Key: reference.units.get(unit) ?? zeroGuid,
      ...(isBp
        ? { Услуга: where === 'services', ВидСтавкиНДС: 'Общая' }
        : { ТипНоменклатуры: where === 'goods' ? 'Товар' : 'Услуга' }),
    };
    return { key: put(world, 'Catalog_Номенклатура', values), name, isService: where === 'services', unit, price: Number(price) };
  });
  fillPrices(world, reference, items, today);
  fillRates(world, reference, today);
  fillLastPrices(world, reference, items);
  return items;
}

const itemFolder = (world: World, name: string): string =>
  put(world, 'Catalog_Номенклатура', { Description: name, IsFolder: true });

function fillPrices(world: World, reference: Reference, items: readonly Item[], today: string): void {
  const isBp = world.profile.family === 'bp';
  const set = isBp ? 'Catalog_ТипыЦенНоменклатуры' : 'Catalog_ВидыЦен';
  const rouble = reference.currencies.get('RUB') ?? zeroGuid;
  for (const [name, factor] of [
    ['Розничная цена', 1],
    ['Оптовая цена', 0.9],
  ] as const) {
    const type = put(world, set, {
      Description: name,
      ВалютаЦены_Key: rouble,
      ЦенаВключаетНДС: true,
      Статус: 'Действует',
      СпособЗаданияЦены: 'Вручную',
    });
    for (const [daysAgo, older] of [
      [400, 0.92],
      [60, 1],
    ] as const) {
      const records = items.map((item) => ({
        [isBp ? 'ТипЦен_Key' : 'ВидЦены_Key']: type,
        Номенклатура_Key: item.key,
        Цена: Math.round(item.price * factor * older * 100) / 100,
        Валюта_Key: rouble,
      }));
      const period = `${addDays(today, -daysAgo).slice(0, 10)}T00:00:00`;
      const recorder = world.base.ids.guid();
      world.base.transaction(() =>
        storeRecords(
          world,
          'InformationRegister_ЦеныНоменклатуры',
          'Document_УстановкаЦенНоменклатуры',
          recorder,
          period,
          records,
        ),
      );
    }
  }
}

/** Firms without price types have the last price used in a document (1c.md 4.10.4). */
function fillLastPrices(world: World, reference: Reference, items: readonly Item[]): void {
  const set = world.schema.find('InformationRegister_ЦеныНоменклатурыДокументов');
  if (!set) return;
  for (const { key, price } of items) {
    const values = { Номенклатура_Key: key, СпособЗаполненияЦены: 'ПоПродажнымЦенам', Цена: price, ЦенаВключаетНДС: true };
    writeRecord(world, set, { ...values, Валюта_Key: reference.currencies.get('RUB') ?? zeroGuid }, true);
  }
}

/** Rates of every working day since fifteen months ago; a slow drift, no jumps. */
function fillRates(world: World, reference: Reference, today: string): void {
  const set = world.schema.find('InformationRegister_КурсыВалют');
  if (!set) return;
  const start = { EUR: 94, CNY: 11.6, USD: 86 };
  for (let daysAgo = 455; daysAgo >= 0; daysAgo--) {
    const period = `${addDays(today, -daysAgo).slice(0, 10)}T00:00:00`;
    if ([0, 6].includes(new Date(`${period}Z`).getUTCDay())) continue;
    for (const [name, rate] of Object.entries(start)) {
      const now = Math.round(rate * (1 + Math.sin(daysAgo / 40 + rate) / 18) * 10000) / 10000;
      writeRecord(
        world,
        set,
        { Period: period, Валюта_Key: reference.currencies.get(name) ?? zeroGuid, Курс: now, Кратность: 1 },
        true,
      );
    }
  }
}

/** What an accountant of УТ, КА or ERP types: a partner with counterparties, orders, and the invoices that rest on them. */
import type { FakeOnec, Row } from '../hosts/onec/fake.ts';
import { keyOf } from './making.ts';
import { parties } from './setting.ts';

export const partners = 'Catalog_Партнеры';
export const bills = 'Document_СчетНаОплатуКлиенту';
export const orders = 'Document_ЗаказКлиента';

export interface Sale {
  readonly partner: string;
  readonly counterparty: string;
  readonly order: string;
  readonly bill: string;
}

export const organisation = (fake: FakeOnec): string => keyOf(fake.list('Catalog_Организации')[0] ?? {});
export const vat = (fake: FakeOnec, name: string): string =>
  keyOf(fake.list('Catalog_СтавкиНДС').find((r) => r['ПеречислениеСтавкаНДС'] === name) ?? {});

export const orderLine = (fake: FakeOnec, amount: number): Row => ({
  LineNumber: '1',
  Количество: 1,
  КоличествоУпаковок: 1,
  Цена: amount,
  Сумма: amount,
  СтавкаНДС_Key: vat(fake, 'НДС20'),
  СуммаНДС: amount / 6,
  СуммаСНДС: amount,
  Содержание: 'Монтаж',
});

/** A partner with its counterparty, an order of one line and the invoice that rests on it. */
export function sell(fake: FakeOnec, amount: number, more: Row = {}): Sale {
  const partner = keyOf(fake.create(partners, { Description: 'Василёк', ЮрФизЛицо: 'Компания' }));
  const party = { Description: 'Василёк ООО', Партнер_Key: partner, ЮрФизЛицо: 'ЮрЛицо', ИНН: '7736050003', КПП: '773601001' };
  return sellTo(fake, partner, keyOf(fake.create(parties, party)), amount, more);
}

/** An order of one line and the invoice that rests on it. */
export function sellTo(fake: FakeOnec, partner: string, counterparty: string, amount: number, more: Row = {}): Sale {
  const rubles = keyOf(fake.list('Catalog_Валюты').find((r) => r['Code'] === '643') ?? {});
  const header = {
    Date: '2026-02-20T10:00:00',
    Организация_Key: organisation(fake),
    Партнер_Key: partner,
    Контрагент_Key: counterparty,
    Валюта_Key: rubles,
    ...more,
  };
  const order = keyOf(fake.create(orders, { ...header, ЦенаВключаетНДС: true, Товары: [orderLine(fake, amount)], Posted: true }));
  const bill = fake.create(bills, {
    ...header,
    ДокументОснование: order,
    ДокументОснование_Type: `StandardODATA.${orders}`,
    СуммаДокумента: amount,
    ЭтапыГрафикаОплаты: [{ LineNumber: '1', ДатаПлатежа: '2026-02-27T00:00:00', ПроцентПлатежа: 100, СуммаПлатежа: amount }],
  });
  return { partner, counterparty, order, bill: keyOf(bill) };
}

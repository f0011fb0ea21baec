import { startFakeOnec, type FakeOnec, type FakeOptions, type Row } from './fake.ts';

/** Tests say "today" once: 24 February 2026, noon. */
export const today = new Date(2026, 1, 24, 12, 0, 0);

/** Starts a fake for one test file and stops it afterwards. */
export function withFake(options: FakeOptions = {}): { fake: FakeOnec } {
  const held = {} as { fake: FakeOnec };
  beforeEach(async () => {
    held.fake = await startFakeOnec({ now: () => today, ...options });
  });
  afterEach(() => held.fake.close());
  return held;
}

export const invoices = 'Document_СчетНаОплатуПокупателю';
export const parties = 'Catalog_Контрагенты';
export const shipments = 'Document_РеализацияТоваровУслуг';
export const bankPayments = 'Document_ПоступлениеНаРасчетныйСчет';

export const organisationOf = (fake: FakeOnec, name = 'Ромашка ООО'): string =>
  String(fake.list('Catalog_Организации').find((row) => row['Description'] === name)?.['Ref_Key']);

export const currencyOf = (fake: FakeOnec, name = 'RUB'): string =>
  String(fake.list('Catalog_Валюты').find((row) => row['Description'] === name)?.['Ref_Key']);

export function party(fake: FakeOnec, more: Row = {}): string {
  const row = {
    Description: 'Василёк ООО',
    ИНН: '7736050003',
    КПП: '773601001',
    ЮридическоеФизическоеЛицо: 'ЮридическоеЛицо',
    ...more,
  };
  return String(fake.create(parties, row)['Ref_Key']);
}

export function contract(fake: FakeOnec, owner: string, more: Row = {}): string {
  const row = {
    Owner_Key: owner,
    Description: 'Основной договор',
    ВидДоговора: 'СПокупателем',
    Организация_Key: organisationOf(fake),
    ...more,
  };
  return String(fake.create('Catalog_ДоговорыКонтрагентов', row)['Ref_Key']);
}

export const line = (amount: number, more: Row = {}): Row => ({
  LineNumber: '1',
  Содержание: 'Услуги по договору',
  Количество: 1,
  Цена: amount,
  Сумма: amount,
  СтавкаНДС: 'НДС20',
  СуммаНДС: Math.round((amount * 100) / 6) / 100,
  ...more,
});

/** The body of a small invoice. */
export function invoiceBody(fake: FakeOnec, more: Row = {}): Row {
  const organisation = organisationOf(fake);
  return {
    Date: '2026-02-24T12:59:23',
    Организация_Key: organisation,
    ОрганизацияПолучатель_Key: organisation,
    ВалютаДокумента_Key: currencyOf(fake),
    КурсВзаиморасчетов: 1,
    КратностьВзаиморасчетов: '1',
    ВидОперации: 'ТоварыИУслуги',
    СуммаВключаетНДС: true,
    Товары: [line(2500)],
    ...more,
  };
}

export const invoice = (fake: FakeOnec, more: Row = {}): Row => fake.create(invoices, invoiceBody(fake, more));

/** A posted shipment of one service line. */
export function shipment(fake: FakeOnec, customer: string, under: string, amount: number, more: Row = {}): string {
  const row = {
    Date: '2026-02-24T13:30:00',
    Организация_Key: organisationOf(fake),
    Контрагент_Key: customer,
    ДоговорКонтрагента_Key: under,
    ВалютаДокумента_Key: currencyOf(fake),
    СуммаВключаетНДС: true,
    Услуги: [line(amount)],
    Posted: true,
    ...more,
  };
  return String(fake.create(shipments, row)['Ref_Key']);
}

/** A posted bank receipt; each share pays an invoice (or none). */
export function payment(
  fake: FakeOnec,
  customer: string,
  under: string,
  shares: readonly (readonly [amount: number, invoice?: string])[],
  more: Row = {},
  share: Row = {},
): string {
  const lines = shares.map(([amount, paid], i) => ({
    LineNumber: String(i + 1),
    ДоговорКонтрагента_Key: under,
    СуммаПлатежа: amount,
    СуммаВзаиморасчетов: amount,
    КурсВзаиморасчетов: 1,
    ...share,
    ...(paid === undefined ? {} : { СчетНаОплату_Key: paid }),
  }));
  const row = {
    Date: '2026-02-24T14:00:00',
    Организация_Key: organisationOf(fake),
    ВидОперации: 'ОплатаПокупателя',
    Контрагент: customer,
    Контрагент_Type: 'StandardODATA.Catalog_Контрагенты',
    ВалютаДокумента_Key: currencyOf(fake),
    СуммаДокумента: shares.reduce((sum, [amount]) => sum + amount, 0),
    РасшифровкаПлатежа: lines,
    Posted: true,
    ...more,
  };
  return String(fake.create(bankPayments, row)['Ref_Key']);
}

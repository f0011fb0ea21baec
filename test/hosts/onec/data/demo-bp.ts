import { zeroGuid, type Row } from '../base/rows.ts';
import type { Business } from './demo.ts';
import { fillCustomerBp, type CustomerBp } from './demo-bp-parties.ts';
import { numberedLines, playHistory, rateOn, recorded, rewritten, startOfDay, written, type Paid } from './history.ts';
import { addDays } from '../base/clock.ts';
import { folders } from './parties.ts';
import { put } from './reference.ts';
import type { Money, Sale } from './trade.ts';

const invoiceSet = 'Document_СчетНаОплатуПокупателю';
const shipmentSet = 'Document_РеализацияТоваровУслуг';

/** Writes a generated business as БП does, through its handlers and in the order of time. */
export function fillBp(business: Business): void {
  const parents = folders.map((name) => put(business.world, 'Catalog_Контрагенты', { Description: name, IsFolder: true }));
  playHistory<CustomerBp>(business, {
    customer: (party, earlier) => fillCustomerBp(business, party, parents[party.folder] ?? zeroGuid, earlier),
    invoice: (sale, customer) => writeInvoice(business, sale, customer),
    shipment: (sale, at, invoice, customer) => writeShipment(business, sale, at, invoice, customer),
    payment: (sale, money, paid, customer) => writePayment(business, sale, money, paid, customer),
  });
}

function headerOf(business: Business, sale: Sale, customer: CustomerBp): Row {
  const { reference } = business;
  return {
    Организация_Key: reference.organisations[sale.organisation],
    Контрагент_Key: customer.key,
    ДоговорКонтрагента_Key: customer.contracts[sale.organisation],
    ВалютаДокумента_Key: reference.currencies.get(sale.currency) ?? zeroGuid,
    КурсВзаиморасчетов: rateOn(business, sale.currency, sale.date),
    КратностьВзаиморасчетов: 1,
    СуммаВключаетНДС: sale.vatIncluded,
    ДокументБезНДС: sale.lines.every((line) => line.rate === 'БезНДС'),
    Ответственный_Key: reference.users.manager,
    Комментарий: sale.comment,
  };
}

function accountOf({ reference }: Business, sale: Sale): string {
  if (sale.organisation === 'trader') return reference.bankAccounts.trader;
  return sale.currency === 'EUR' ? reference.bankAccounts.companyEuro : reference.bankAccounts.company;
}

function writeInvoice(business: Business, sale: Sale, customer: CustomerBp): string {
  const { reference } = business;
  const values: Row = {
    ...headerOf(business, sale, customer),
    Date: sale.date,
    ОрганизацияПолучатель_Key: reference.organisations[sale.organisation],
    СтруктурнаяЕдиница_Key: accountOf(business, sale),
    ВидОперации: 'ТоварыИУслуги',
    СуммаСкидки: sale.lines.reduce((sum, line) => sum + Math.round(line.discount * 100), 0) / 100,
    Товары: numberedLines(sale.lines.map((line) => invoiceLine(business, line))),
  };
  const key = written(business, invoiceSet, values, {
    user: reference.users.manager,
    ...(sale.state === 'posted' ? posted : {}),
  });
  finishInvoice(business, sale, key);
  return key;
}

const posted = { posting: 'post' } as const;
type Line = Sale['lines'][number];

function invoiceLine({ items }: Business, line: Line): Row {
  const item = line.item === undefined ? undefined : items[line.item];
  return {
    ...(item ? { Номенклатура: item.key, Номенклатура_Type: 'StandardODATA.Catalog_Номенклатура' } : {}),
    Содержание: line.text,
    ...amounts(line),
    ПроцентСкидки: line.discount === 0 ? 0 : Math.round((line.discount / (line.discount + line.amount)) * 100),
    СуммаСкидки: line.discount,
  };
}

const amounts = (line: Line): Row => ({
  Количество: line.quantity,
  Цена: line.price,
  Сумма: line.amount,
  СтавкаНДС: line.rate,
  СуммаНДС: line.vat,
});

const documentKey = (business: Business, sale: Sale, set: string, key: string): Row => ({
  Организация_Key: business.reference.organisations[sale.organisation],
  Документ: key,
  Документ_Type: `StandardODATA.${set}`,
});

/** The mark, the due date, and a status set by hand. */
function finishInvoice(business: Business, sale: Sale, key: string): void {
  if (sale.state === 'marked') rewritten(business, invoiceSet, key, { DeletionMark: true });
  const document = documentKey(business, sale, invoiceSet, key);
  if (sale.dueDays !== undefined) {
    recorded(business, 'InformationRegister_СрокиОплатыДокументов', {
      ...document,
      СрокОплаты: startOfDay(addDays(sale.date, sale.dueDays)),
    });
  }
  if (sale.cancelled) recorded(business, 'InformationRegister_СтатусыДокументов', { ...document, ...cancelled });
}

const cancelled: Row = {
  Статус: 'Отменен',
  Статус_Type: 'UnavailableEnums.СтатусОплатыСчета',
  ДополнительныйСтатус: 'НеОтгружен',
  ДополнительныйСтатус_Type: 'UnavailableEnums.СтатусыОтгрузки',
};

function writeShipment(business: Business, sale: Sale, at: string, invoice: string, customer: CustomerBp): void {
  const { items, random } = business;
  const isService = (line: Line): boolean => line.item === undefined || items[line.item]?.isService === true;
  const values: Row = {
    ...headerOf(business, sale, customer),
    Date: at,
    ВидОперации: 'ПродажаКомиссия',
    СпособЗачетаАвансов: 'Автоматически',
    СчетНаОплатуПокупателю_Key: invoice,
    БанковскийСчетОрганизации_Key: accountOf(business, sale),
    Товары: numberedLines(sale.lines.filter((line) => !isService(line)).map((line) => shipmentLine(business, line, invoice))),
    Услуги: numberedLines(
      sale.lines.filter(isService).map((line) => ({ ...shipmentLine(business, line, invoice), Содержание: line.text })),
    ),
  };
  const key = written(business, shipmentSet, values, posted);
  if (!random.chance(0.5)) return;
  const due = startOfDay(addDays(at, random.pick([5, 10, 20])));
  recorded(business, 'InformationRegister_СрокиОплатыДокументов', {
    ...documentKey(business, sale, shipmentSet, key),
    СрокОплаты: due,
  });
}

function shipmentLine({ items }: Business, line: Line, invoice: string): Row {
  const item = line.item === undefined ? undefined : items[line.item];
  return { Номенклатура_Key: item?.key ?? zeroGuid, ...amounts(line), СчетНаОплатуПокупателю_Key: invoice };
}

function writePayment(business: Business, sale: Sale, money: Money, paid: readonly Paid[], customer: CustomerBp): void {
  const { reference } = business;
  const set = money.kind === 'cash' ? 'Document_ПриходныйКассовыйОрдер' : 'Document_ПоступлениеНаРасчетныйСчет';
  const values: Row = {
    Date: money.on,
    Организация_Key: reference.organisations[sale.organisation],
    ВидОперации: 'ОплатаПокупателя',
    Контрагент: customer.key,
    Контрагент_Type: 'StandardODATA.Catalog_Контрагенты',
    ВалютаДокумента_Key: reference.currencies.get(sale.currency) ?? zeroGuid,
    СуммаДокумента: paid.reduce((sum, p) => sum + Math.round(p.amount * 100), 0) / 100,
    Ответственный_Key: reference.users.accountant,
    РасшифровкаПлатежа: numberedLines(paid.map((p) => paymentLine(business, sale, money, p, customer))),
    ...(money.kind === 'cash' ? { ПринятоОт: customer.name } : bankDetails(business, sale, money, customer)),
  };
  const key = written(business, set, values, posted);
  if (money.reversed) rewritten(business, set, key, {}, { posting: 'unpost' });
}

function paymentLine(business: Business, sale: Sale, money: Money, paid: Paid, customer: CustomerBp): Row {
  return {
    ДоговорКонтрагента_Key: customer.contracts[sale.organisation],
    СпособПогашенияЗадолженности: 'Автоматически',
    СуммаПлатежа: paid.amount,
    КурсВзаиморасчетов: rateOn(business, sale.currency, money.on),
    КратностьВзаиморасчетов: 1,
    СуммаВзаиморасчетов: paid.amount,
    СтавкаНДС: sale.lines[0]?.rate ?? '',
    СчетНаОплату_Key: paid.invoice,
  };
}

function bankDetails(business: Business, sale: Sale, money: Money, customer: CustomerBp): Row {
  return {
    СчетОрганизации_Key: accountOf(business, sale),
    НомерВходящегоДокумента: String(business.random.whole(1, 9999)),
    ДатаВходящегоДокумента: startOfDay(money.on),
    НазначениеПлатежа: `Оплата по счёту от ${sale.date.slice(0, 10).split('-').reverse().join('.')}`,
    ДоговорКонтрагента_Key: customer.contracts[sale.organisation],
  };
}

import { addDays } from '../base/clock.ts';
import { zeroGuid, type Row } from '../base/rows.ts';
import { settlementObject } from '../handlers/ut-orders.ts';
import { contactRows } from './contact-rows.ts';
import type { Business } from './demo.ts';
import { numberedLines, playHistory, rewritten, startOfDay, written, type Paid } from './history.ts';
import type { Party } from './parties.ts';
import { put } from './reference.ts';
import type { Money, Sale } from './trade.ts';

interface CustomerUt {
  readonly partner: string;
  readonly key: string;
  readonly contract: string;
  readonly agreement: string;
}

const order = 'Document_ЗаказКлиента';
const posted = { posting: 'post' } as const;

/** Writes a generated business as УТ does: partners and counterparties, orders with lines, invoices without (1c.md 4.2). */
export function fillUt(business: Business): void {
  const orders = new Map<string, string>();
  playHistory<CustomerUt>(business, {
    customer: (party, earlier) => fillCustomer(business, party, earlier),
    invoice: (sale, customer) => writeInvoice(business, sale, customer, orders),
    shipment: (sale, at, invoice, customer) => writeShipment(business, sale, at, orders.get(invoice) ?? '', customer),
    payment: (sale, money, paid, customer) => writePayment(business, sale, money, paid, customer, orders),
  });
}

const kinds: Readonly<Record<Party['kind'], string>> = {
  company: 'ЮрЛицо',
  trader: 'ИндивидуальныйПредприниматель',
  person: 'ФизЛицо',
  foreign: 'ЮрЛицоНеРезидент',
  retail: 'ФизЛицо',
};

function fillCustomer(business: Business, party: Party, earlier: readonly CustomerUt[]): CustomerUt {
  const { reference, random } = business;
  const isPerson = party.kind === 'person' || party.kind === 'retail';
  const head = party.head === undefined ? undefined : earlier[party.head];
  const names = {
    Description: party.name,
    НаименованиеПолное: party.fullName,
    КонтактнаяИнформация: contactRows(party, reference),
  };
  const commercial: Row = {
    Клиент: true,
    Поставщик: random.chance(0.1),
    Конкурент: random.chance(0.02),
    ЮрФизЛицо: isPerson ? 'ЧастноеЛицо' : 'Компания',
  };
  const partner =
    head?.partner ??
    written(business, 'Catalog_Партнеры', {
      ...names,
      ...commercial,
      КонтактнаяИнформация: contactRows(party, reference, 'Партнера'),
      ОсновнойМенеджер_Key: reference.users.manager,
    });
  const key = written(business, 'Catalog_Контрагенты', {
    ...names,
    Партнер_Key: partner,
    ЮрФизЛицо: kinds[party.kind],
    ИНН: party.inn.slice(0, 12),
    КПП: party.kpp,
    РегистрационныйНомер: party.ogrn,
    НалоговыйНомер: party.foreignNumber,
    СтранаРегистрации_Key: reference.countries.get(party.country) ?? zeroGuid,
    ...(head ? { ОбособленноеПодразделение: true, ГоловнойКонтрагент_Key: head.key } : {}),
  });
  if (party.kind === 'company') fillAccount(business, key);
  if (party.marked) rewritten(business, 'Catalog_Контрагенты', key, { DeletionMark: true });
  return { partner, key, ...fillTerms(business, party, partner, key) };
}

function fillAccount({ random, reference, world }: Business, owner: string): void {
  const number = `407028${random.whole(100000, 999999)}${random.whole(10000000, 99999999)}`;
  const account = {
    НомерСчета: number,
    Description: `${number}, ПАО СБЕРБАНК`,
    БИКБанка: '044525225',
    НаименованиеБанка: 'ПАО СБЕРБАНК',
  };
  const values: Row = { ...account, Owner: owner, Owner_Type: 'StandardODATA.Catalog_Контрагенты' };
  put(world, 'Catalog_БанковскиеСчетаКонтрагентов', {
    ...values,
    ВалютаДенежныхСредств_Key: reference.currencies.get('RUB') ?? zeroGuid,
  });
}

function fillTerms(business: Business, party: Party, partner: string, key: string): Pick<CustomerUt, 'contract' | 'agreement'> {
  const { reference, random, today } = business;
  const currency = reference.currencies.get('RUB') ?? zeroGuid;
  const common: Row = { Партнер_Key: partner, Контрагент_Key: key, Организация_Key: reference.organisations.company };
  const number = String(random.whole(1, 400));
  const contract: Row = {
    ...common,
    Description: `Договор № ${number}`,
    Номер: number,
    Дата: startOfDay(addDays(today, -random.whole(430, 1200))),
    Статус: 'Действует',
    ТипДоговора: 'СПокупателем',
    ПорядокРасчетов: 'ПоЗаказам',
    НалогообложениеНДС: 'ПродажаОблагаетсяНДС',
    ВалютаВзаиморасчетов_Key: currency,
    УстановленСрокОплаты: true,
    СрокОплаты: random.pick([5, 10, 14, 30]),
  };
  const agreement: Row = {
    ...common,
    Description: `Соглашение с ${party.name}`.slice(0, 100),
    Номер: number,
    Валюта_Key: currency,
    Статус: 'Действует',
  };
  return {
    contract: random.chance(0.9) ? written(business, 'Catalog_ДоговорыКонтрагентов', contract) : zeroGuid,
    agreement: written(business, 'Catalog_СоглашенияСКлиентами', agreement),
  };
}

function headerOf(business: Business, sale: Sale, customer: CustomerUt): Row {
  const { reference } = business;
  return {
    Организация_Key: reference.organisations[sale.organisation],
    Партнер_Key: customer.partner,
    Контрагент_Key: customer.key,
    Договор_Key: customer.contract,
    Валюта_Key: reference.currencies.get(sale.currency) ?? zeroGuid,
    Менеджер_Key: reference.users.manager,
    Комментарий: sale.comment,
  };
}

/** The invoice for payment refers to an order, which holds the lines. */
function writeInvoice(business: Business, sale: Sale, customer: CustomerUt, orders: Map<string, string>): string {
  const { world, reference } = business;
  const set = 'Document_СчетНаОплатуКлиенту';
  const base = writeOrder(business, sale, customer);
  const total = world.base.get(order, base)?.['СуммаДокумента'] ?? 0;
  const values: Row = {
    ...headerOf(business, sale, customer),
    Date: sale.date,
    ДокументОснование: base,
    ДокументОснование_Type: `StandardODATA.${order}`,
    СуммаДокумента: total,
    ФормаОплаты: 'Безналичная',
    БанковскийСчет_Key: reference.bankAccounts[sale.organisation],
    Аннулирован: sale.cancelled,
    ЭтапыГрафикаОплаты: [{ LineNumber: 1, ДатаПлатежа: dueOf(sale), ПроцентПлатежа: 100, СуммаПлатежа: total }],
  };
  const invoice = written(business, set, values, sale.state === 'posted' ? posted : {});
  if (sale.state === 'marked') rewritten(business, set, invoice, { DeletionMark: true });
  orders.set(invoice, base);
  return invoice;
}

const dueOf = (sale: Sale): string => startOfDay(addDays(sale.date, sale.dueDays ?? 5));

function writeOrder(business: Business, sale: Sale, customer: CustomerUt): string {
  const values: Row = {
    ...headerOf(business, sale, customer),
    Date: sale.date,
    Соглашение_Key: customer.agreement,
    ЦенаВключаетНДС: sale.vatIncluded,
    Статус: 'КОтгрузке',
    НалогообложениеНДС: 'ПродажаОблагаетсяНДС',
    Товары: numberedLines(sale.lines.map((line) => orderLine(business, line, sale.vatIncluded))),
    ЭтапыГрафикаОплаты: [{ LineNumber: 1, ВариантОплаты: 'КредитПослеОтгрузки', ДатаПлатежа: dueOf(sale), ПроцентПлатежа: 100 }],
  };
  return written(business, order, values, sale.state === 'posted' ? posted : {});
}

function orderLine({ items, reference }: Business, line: Sale['lines'][number], vatIncluded: boolean): Row {
  const item = items[line.item ?? 0];
  const total = vatIncluded ? line.amount : Math.round((line.amount + line.vat) * 100) / 100;
  return {
    Номенклатура_Key: item?.key ?? zeroGuid,
    Количество: line.quantity,
    КоличествоУпаковок: line.quantity,
    Цена: line.price,
    Сумма: line.amount,
    СтавкаНДС_Key: reference.vatRates.get(line.rate) ?? zeroGuid,
    СуммаНДС: line.vat,
    СуммаСНДС: total,
    СуммаРучнойСкидки: line.discount,
    ...(line.item === undefined ? { Содержание: line.text } : {}),
  };
}

function writeShipment(business: Business, sale: Sale, at: string, base: string, customer: CustomerUt): void {
  const set = 'Document_РеализацияТоваровУслуг';
  const rows = sale.lines.map((line) => orderLine(business, line, sale.vatIncluded));
  const values: Row = {
    ...headerOf(business, sale, customer),
    Date: at,
    ЗаказКлиента: base,
    ЗаказКлиента_Type: `StandardODATA.${order}`,
    ЦенаВключаетНДС: sale.vatIncluded,
    Товары: numberedLines(rows),
  };
  written(business, set, values, posted);
}

function writePayment(
  business: Business,
  sale: Sale,
  money: Money,
  paid: readonly Paid[],
  customer: CustomerUt,
  orders: ReadonlyMap<string, string>,
): void {
  const { world, reference } = business;
  const set = 'Document_ПоступлениеБезналичныхДенежныхСредств';
  const lines = paid.map(({ invoice, amount }): Row => {
    const base = orders.get(invoice);
    const object = base === undefined ? zeroGuid : settlementObject(world, world.base.get(order, base) ?? {}, base);
    return { Партнер_Key: customer.partner, ОбъектРасчетов_Key: object, Сумма: amount, СуммаВзаиморасчетов: amount };
  });
  const values: Row = {
    ...headerOf(business, sale, customer),
    Date: money.on,
    ХозяйственнаяОперация: 'ПоступлениеОплатыОтКлиента',
    БанковскийСчет_Key: reference.bankAccounts[sale.organisation],
    СуммаДокумента: lines.reduce((sum, line) => sum + Math.round(Number(line['Сумма']) * 100), 0) / 100,
    НомерВходящегоДокумента: String(business.random.whole(1, 9999)),
    ДатаВходящегоДокумента: startOfDay(money.on),
    РасшифровкаПлатежа: numberedLines(lines),
  };
  const key = written(business, set, values, posted);
  if (money.reversed) rewritten(business, set, key, {}, { posting: 'unpost' });
}

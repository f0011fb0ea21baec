import type { ProfileName } from '../profiles/index.ts';
import type { Behaviour, Guard, Handlers } from './behaviour.ts';
import { bpCounterparty, utCounterparty } from './counterparty.ts';
import { bpInvoice } from './invoice.ts';
import { bpPayment } from './payment.ts';
import { bpShipment } from './shipment.ts';
import { utInvoice, utOrder, utPayment, utShipment } from './ut.ts';

const bp: Readonly<Record<string, Handlers>> = {
  Catalog_Контрагенты: bpCounterparty,
  Document_СчетНаОплатуПокупателю: bpInvoice,
  Document_РеализацияТоваровУслуг: bpShipment,
  Document_ПоступлениеНаРасчетныйСчет: bpPayment('Document_ПоступлениеНаРасчетныйСчет'),
  Document_ПриходныйКассовыйОрдер: bpPayment('Document_ПриходныйКассовыйОрдер'),
};

const ut: Readonly<Record<string, Handlers>> = {
  Catalog_Контрагенты: utCounterparty,
  Document_СчетНаОплатуКлиенту: utInvoice,
  Document_ЗаказКлиента: utOrder,
  Document_РеализацияТоваровУслуг: utShipment,
  Document_ПоступлениеБезналичныхДенежныхСредств: utPayment,
};

/** БП checks every document in one section; УТ neither invoices nor orders (1c.md 4.10.4). */
const accounting: Guard = { section: '942d99dc-3fa8-478d-8e93-6d1c26536c6c', object: 'Организация' };
const sales: Guard = { section: 'f9d6852a-09c2-4505-901e-ac07fa0a73eb', object: 'Организация' };
const bank: Guard = { section: 'f5e2a1c0-3d1b-4c8e-9d27-5b7a0c6e1f42', object: 'Организация' };

const bpGuards: Readonly<Record<string, Guard>> = {
  Document_СчетНаОплатуПокупателю: accounting,
  Document_РеализацияТоваровУслуг: accounting,
  Document_ПоступлениеНаРасчетныйСчет: accounting,
  Document_ПриходныйКассовыйОрдер: accounting,
};

const utGuards: Readonly<Record<string, Guard>> = {
  Document_РеализацияТоваровУслуг: sales,
  Document_ПоступлениеБезналичныхДенежныхСредств: bank,
};

const registered = new Set([
  'Catalog_Контрагенты',
  'Catalog_Партнеры',
  'Catalog_ДоговорыКонтрагентов',
  'Catalog_БанковскиеСчета',
  'Catalog_БанковскиеСчетаКонтрагентов',
  'Catalog_БанковскиеСчетаОрганизаций',
  'Catalog_Организации',
  'Catalog_Валюты',
  'Catalog_Номенклатура',
  'Catalog_Пользователи',
  'Catalog_ТипыЦенНоменклатуры',
  'Catalog_ВидыЦен',
  'Catalog_СоглашенияСКлиентами',
  'Document_СчетНаОплатуПокупателю',
  'Document_СчетНаОплатуКлиенту',
  'Document_ЗаказКлиента',
  'Document_РеализацияТоваровУслуг',
  'Document_ПоступлениеНаРасчетныйСчет',
  'Document_ПриходныйКассовыйОрдер',
  'Document_ПоступлениеБезналичныхДенежныхСредств',
  'InformationRegister_СтатусыДокументов',
  'InformationRegister_СрокиОплатыДокументов',
  'InformationRegister_СостоянияЗаказовКлиентов',
]);

/** What the configuration's own code does in a profile. */
export function behaviourOf(profile: ProfileName): Behaviour {
  const isUt = profile === 'ut115';
  const handlers = isUt ? ut : bp;
  const guards = isUt ? utGuards : bpGuards;
  return { registered, handlersOf: (set) => handlers[set] ?? {}, guardOf: (set) => guards[set] };
}

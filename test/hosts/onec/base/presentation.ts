import { russianDateTime } from './clock.ts';
import { dateOf, flagOf, textOf, zeroGuid, type Row } from './rows.ts';
import type { World } from './world.ts';

const documentNames: Readonly<Record<string, string>> = {
  Document_СчетНаОплатуПокупателю: 'Счет покупателю',
  Document_РеализацияТоваровУслуг: 'Реализация (акт, накладная, УПД)',
  Document_ПоступлениеНаРасчетныйСчет: 'Поступление на расчетный счет',
  Document_ПриходныйКассовыйОрдер: 'Поступление наличных',
  Document_СчетНаОплатуКлиенту: 'Счет на оплату',
  Document_ЗаказКлиента: 'Заказ клиента',
  Document_ПоступлениеБезналичныхДенежныхСредств: 'Поступление безналичных ДС',
};

/** The display string of an object, as `Представление()` gives it (1c.md 2.4). */
export function presentationOf(set: string, row: Row): string {
  const name = documentNames[set];
  if (set.startsWith('Document_'))
    return `${name ?? set.slice(9)} ${textOf(row, 'Number')} от ${russianDateTime(dateOf(row, 'Date'))}`;
  return textOf(row, set.startsWith('ChartOfAccounts_') ? 'Code' : 'Description');
}

/** The display string of a reference; a dangling one says what the 1C interface says. */
export function presentationOfRef(world: World, set: string, key: string): string {
  if (key === zeroGuid || key === '') return '';
  const row = world.base.get(set, key);
  return row ? presentationOf(set, row) : `<Объект не найден> (${hex32(set, key)})`;
}

/** `<Объект не найден> (33:9d5c…)`: a table number and the reference with its groups turned round (1c.md 7). */
function hex32(set: string, key: string): string {
  const [a = '', b = '', c = '', d = '', e = ''] = key.split('-');
  return `${set.length}:${d}${e}${c}${b}${a}`;
}

/** Text by which `$orderby=Ref_Key` sorts: name, or date and number (1c.md 2.7). */
export function orderText(set: string, row: Row): string {
  if (set.startsWith('Document_')) return `${dateOf(row, 'Date')} ${textOf(row, 'Number')}`;
  return `${flagOf(row, 'IsFolder') ? '0' : '1'}${presentationOf(set, row).toLowerCase()}`;
}

/** Objects of the format as tests and the demonstration make them. */
import type { Tree } from '../../../connector/hosts/enterprisedata/tree.ts';
import { COUNTERPARTY, INVOICE } from './base.ts';

export const ORGANISATION = '5b7f3a10-0000-4000-8000-000000000001';
export const ROUBLE = '5b7f3a10-0000-4000-8000-000000000643';

const leaves = (values: Readonly<Record<string, string>>): Tree[] => Object.entries(values).map(([name, text]) => [name, text]);

export const rouble: Tree = [
  'Валюта',
  [
    ['Ссылка', ROUBLE],
    ['ДанныеКлассификатора', leaves({ Код: '643', Наименование: 'RUB' })],
  ],
];

export const euro: Tree = [
  'Валюта',
  [
    ['Ссылка', '5b7f3a10-0000-4000-8000-000000000978'],
    ['ДанныеКлассификатора', leaves({ Код: '978', Наименование: 'EUR' })],
  ],
];

export const organisation: Tree = ['Организация', leaves({ Ссылка: ORGANISATION, Наименование: 'Наша фирма ООО', НаименованиеСокращенное: 'ООО «Наша фирма»', НаименованиеПолное: 'ООО «Наша фирма»', ИНН: '7705001000', КПП: '770501001', ЮридическоеФизическоеЛицо: 'ЮридическоеЛицо' })]; // prettier-ignore

export interface Party {
  readonly id: string;
  readonly name: string;
  readonly inn?: string;
  readonly kpp?: string;
  readonly phone?: string;
  readonly comment?: string;
  /** Who has an ИНН of 12 digits is a sole trader unless told otherwise. */
  readonly isTrader?: boolean;
}

const keyOf = ({ id, name, inn = '', kpp = '', isTrader = inn.length === 12 }: Party): Tree[] => [
  ...leaves({ Ссылка: id, Наименование: name, НаименованиеПолное: name }),
  ...(inn === '' ? [] : leaves({ ИНН: inn })),
  ...(kpp === '' ? [] : leaves({ КПП: kpp })),
  ['ЮридическоеФизическоеЛицо', inn.length === 12 ? 'ФизическоеЛицо' : 'ЮридическоеЛицо'],
  [
    'СтранаРегистрации',
    [
      ['Ссылка', '5b7f3a10-0000-4000-8000-000000001643'],
      ['ДанныеКлассификатора', leaves({ Код: '643', Наименование: 'РОССИЯ' })],
    ],
  ],
  ...leaves({ ИндивидуальныйПредприниматель: String(isTrader) }),
];

const phoneXml = (phone: string): string =>
  `<КонтактнаяИнформация xmlns="http://www.v8.1c.ru/ssl/contactinfo" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" Представление="${phone}"><Комментарий>спросить Ольгу</Комментарий><Состав xsi:type="НомерТелефона" КодСтраны="7" Номер="${phone}"/></КонтактнаяИнформация>`;

export function counterparty(party: Party): Tree {
  const phone: Tree[] = party.phone === undefined ? [] : [['КонтактнаяИнформация', [['Строка', leaves({ ВидКонтактнойИнформации: 'Телефон', ЗначенияПолей: phoneXml(party.phone) })], ['Строка', leaves({ ВидКонтактнойИнформации: 'Факс', ЗначенияПолей: '' })]]]]; // prettier-ignore
  const comment: Tree[] =
    party.comment === undefined ? [] : [['ОбщиеСвойстваОбъектовФормата', leaves({ Комментарий: party.comment })]];
  return [
    COUNTERPARTY,
    [['КлючевыеСвойства', keyOf(party)], ['ОКПО', '12345678'], ...phone, ['ОбособленноеПодразделение', 'false'], ...comment],
  ];
}

export interface Bill {
  readonly id: string;
  readonly number: string;
  readonly date: string;
  readonly party: Party;
  readonly goods?: number;
  /** Names a contract and a bank account of ours. */
  readonly terms?: boolean;
  /** Who issues it; `organisation` where nothing is said. */
  readonly by?: Tree;
  /** Roubles where nothing is said. */
  readonly currency?: Tree;
}

/** Our own company as the books beside it know it, so that both mean the same one. */
export const shared: Tree = ['Организация', leaves({ Ссылка: '5b7f3a10-0000-4000-8000-000000000002', Наименование: 'Ромашка ООО', НаименованиеСокращенное: 'ООО «Ромашка»', НаименованиеПолное: 'ООО «Ромашка»', ИНН: '7707083893', КПП: '773601001', ЮридическоеФизическоеЛицо: 'ЮридическоеЛицо' })]; // prettier-ignore

export const CONTRACT = '5b7f3a10-0000-4000-8000-00000000c001';
export const ACCOUNT = '5b7f3a10-0000-4000-8000-00000000b001';
const contractOf = (party: Party): Tree => ['Договор', [['Ссылка', CONTRACT], ['ВидДоговора', 'СПокупателем'], organisation, ['Контрагент', keyOf(party)], ['ВалютаВзаиморасчетов', rouble[1]], ...leaves({ Наименование: 'Договор 17', Дата: '2025-03-01', Номер: '17' })]]; // prettier-ignore
const account: Tree = ['БанковскийСчетОрганизации', [['Ссылка', ACCOUNT], ['НомерСчета', '40702810000000000001'], ['Владелец', [['ОрганизацииСсылка', organisation[1]]]]]]; // prettier-ignore

const vat20: Tree = [
  'СтавкаНДС',
  [
    ['Ссылка', '5b7f3a10-0000-4000-8000-000000002020'],
    ...leaves({ Ставка: '20', РасчетнаяСтавка: 'false', НеОблагается: 'false', ВидСтавки: 'Общая' }),
  ],
];
const UNIT: Tree = ['ЕдиницаИзмерения', [['Ссылка', '5b7f3a10-0000-4000-8000-000000000796'], ['ДанныеКлассификатора', leaves({ Код: '796', Наименование: 'шт' })]]]; // prettier-ignore
export const PRODUCT = '5b7f3a10-0000-4000-8000-00000000a001';
const product: Tree = ['Номенклатура', leaves({ Ссылка: PRODUCT, НаименованиеПолное: 'Стол письменный', КодВПрограмме: '00-001', Артикул: 'СТ-1', Наименование: 'Стол' })]; // prettier-ignore

const goodsLine = (n: number): Tree => ['Строка', [['НомерСтрокиДокумента', String(n)], ['ДанныеНоменклатуры', [product, ['Штрихкод', '4600000000017']]], UNIT, ...leaves({ Количество: '2', Сумма: '2400.00', Цена: '1200.00' }), vat20, ...leaves({ СуммаНДС: '400.00' })]]; // prettier-ignore
const serviceLine = (n: number): Tree => ['Строка', [['НомерСтрокиДокумента', String(n)], ...leaves({ Количество: '1', Сумма: '600.00', Цена: '600.00' }), vat20, ...leaves({ СуммаНДС: '100.00', Содержание: 'Доставка' })]]; // prettier-ignore

/** Goods and one service: 2,400.00 a line of goods and 600.00, VAT within. */
export function invoice({ id, number, date, party, goods = 1, terms = false, by = organisation, currency = rouble }: Bill): Tree {
  const lines = Array.from({ length: goods }, (_, i) => goodsLine(i + 1));
  return [INVOICE, [
    ['КлючевыеСвойства', [...leaves({ Ссылка: id, Дата: date, Номер: number }), by]],
    currency,
    ['Сумма', `${String(goods * 2400 + 600)}.00`],
    ['Контрагент', keyOf(party)],
    ['ДанныеВзаиморасчетов', [...(terms ? [contractOf(party)] : []), ['ВалютаВзаиморасчетов', rouble[1]], ...leaves({ КурсВзаиморасчетов: '1', КратностьВзаиморасчетов: '1' })]],
    ...leaves({ СуммаВключаетНДС: 'true' }),
    ...(terms ? [account] : []),
    ['Товары', lines],
    ['Услуги', [serviceLine(goods + 1)]],
    ['ОбщиеСвойстваОбъектовФормата', leaves({ Комментарий: 'по звонку' })],
  ]]; // prettier-ignore
}

/** The same object as 1.8 has it: no comment, no sole trader, rates as words. */
export const as18 = ([name, inner]: Tree): Tree => {
  if (name === 'СтавкаНДС') return [name, 'НДС20'];
  if (typeof inner === 'string' || inner === null) return [name, inner];
  return [name, inner.filter(([n]) => n !== 'ОбщиеСвойстваОбъектовФормата' && n !== 'ИндивидуальныйПредприниматель').map(as18)];
};

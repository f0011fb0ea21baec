/** The web service of docs/guides/onec-soap.md as a table: its types, its operations, and which objects of the base they are about. */

const PAGE = ['Всего xs:int', 'Конец xs:boolean'];

export const TYPES: Readonly<Record<string, readonly string[]>> = {
  Контрагент: [
    'Ид', 'Версия', 'ПометкаУдаления xs:boolean', 'Наименование', 'НаименованиеПолное', 'Вид', 'Страна', 'ИНН', 'КПП', 'РегистрационныйНомер',
    'Телефон', 'Почта', 'ЮридическийАдрес', 'ПочтовыйАдрес', 'Комментарий',
  ],
  ДанныеКонтрагента: [
    'Наименование xs:string nil', 'НаименованиеПолное xs:string nil', 'Вид xs:string nil', 'Страна xs:string nil', 'ИНН xs:string nil', 'КПП xs:string nil',
    'РегистрационныйНомер xs:string nil', 'Телефон xs:string nil', 'Почта xs:string nil', 'ЮридическийАдрес xs:string nil', 'ПочтовыйАдрес xs:string nil', 'Комментарий xs:string nil',
  ],
  Счет: [
    'Ид', 'Версия', 'ПометкаУдаления xs:boolean', 'Проведен xs:boolean', 'Номер', 'Дата xs:dateTime', 'СрокОплаты xs:date nil', 'Статус xs:string nil', 'Организация', 'Контрагент',
    'Договор', 'БанковскийСчет', 'Валюта', 'СуммаВключаетНДС xs:boolean', 'Сумма xs:decimal', 'Комментарий', 'Строки t:СтрокаСчета many',
  ],
  ДанныеСчета: [
    'Дата xs:dateTime nil', 'Организация xs:string nil', 'Контрагент xs:string nil', 'Договор xs:string nil', 'БанковскийСчет xs:string nil',
    'Валюта xs:string nil', 'СуммаВключаетНДС xs:boolean nil',
    'Сумма xs:decimal nil', 'Комментарий xs:string nil', 'Строки t:СтрокаСчета many',
  ],
  СтрокаСчета: [
    'Номенклатура', 'Содержание', 'Количество xs:decimal', 'Цена xs:decimal', 'Сумма xs:decimal', 'Скидка xs:decimal', 'СтавкаНДС', 'СуммаНДС xs:decimal',
  ],
  Оплата: [
    'Ид', 'Версия', 'ПометкаУдаления xs:boolean', 'Проведен xs:boolean', 'Вид', 'Номер', 'Дата xs:dateTime', 'Контрагент', 'Организация', 'Валюта',
    'Сумма xs:decimal', 'Расшифровка t:СтрокаОплаты many',
  ],
  СтрокаОплаты: ['Счет', 'Сумма xs:decimal', 'СуммаВзаиморасчетов xs:decimal nil', 'ВалютаВзаиморасчетов xs:string nil'],
  Долг: ['Ид', 'Контрагент', 'Организация', 'Валюта', 'Долг xs:decimal', 'Аванс xs:decimal', 'Просрочено xs:decimal'],
  Договор: [
    'Ид', 'Версия', 'ПометкаУдаления xs:boolean', 'Наименование', 'Контрагент', 'Организация', 'Номер', 'Дата xs:date nil', 'Валюта', 'Вид', 'СрокОплаты xs:int',
  ],
  БанковскийСчет: ['Ид', 'Версия', 'ПометкаУдаления xs:boolean', 'Наименование', 'НомерСчета', 'Организация', 'Валюта'],
  Организация: ['Ид', 'Версия', 'Наименование', 'ИНН', 'КПП'],
  Валюта: ['Ид', 'Версия', 'Код', 'Наименование'],
  Номенклатура: ['Ид', 'Версия', 'ПометкаУдаления xs:boolean', 'Наименование', 'Артикул'],
  Ключи: ['Ид xs:string many'],
  КлючИВерсия: ['Ид', 'Версия'],
  СтраницаКлючей: [...PAGE, 'Строки t:КлючИВерсия many'],
  ...Object.fromEntries(
    ['Контрагент', 'Счет', 'Оплата', 'Долг', 'Договор', 'БанковскийСчет', 'Организация', 'Валюта', 'Номенклатура'].map((type) => [`Страница${type}`, [...PAGE, `Строки t:${type} many`]]),
  ),
}; // prettier-ignore

export type Part =
  | 'Контрагент'
  | 'Счет'
  | 'Оплата'
  | 'Долг'
  | 'Договор'
  | 'БанковскийСчет'
  | 'Организация'
  | 'Валюта'
  | 'Номенклатура';

/** Operations of one kind, by what they do. */
export interface Named {
  readonly type: Part;
  readonly does: 'list' | 'all' | 'versions' | 'read' | 'find' | 'create' | 'update' | 'post' | 'unpost';
}

const NAMES: Readonly<Record<string, Named>> = {
  СписокКонтрагентов: { type: 'Контрагент', does: 'list' },
  ВерсииКонтрагентов: { type: 'Контрагент', does: 'versions' },
  ПрочитатьКонтрагентов: { type: 'Контрагент', does: 'read' },
  НайтиКонтрагентов: { type: 'Контрагент', does: 'find' },
  СоздатьКонтрагента: { type: 'Контрагент', does: 'create' },
  ИзменитьКонтрагента: { type: 'Контрагент', does: 'update' },
  СписокСчетов: { type: 'Счет', does: 'list' },
  ВерсииСчетов: { type: 'Счет', does: 'versions' },
  ПрочитатьСчета: { type: 'Счет', does: 'read' },
  НайтиСчета: { type: 'Счет', does: 'find' },
  СоздатьСчет: { type: 'Счет', does: 'create' },
  ИзменитьСчет: { type: 'Счет', does: 'update' },
  ПровестиСчет: { type: 'Счет', does: 'post' },
  ОтменитьПроведениеСчета: { type: 'Счет', does: 'unpost' },
  СписокОплат: { type: 'Оплата', does: 'list' },
  ВерсииОплат: { type: 'Оплата', does: 'versions' },
  ПрочитатьОплаты: { type: 'Оплата', does: 'read' },
  Долги: { type: 'Долг', does: 'all' },
  СписокДоговоров: { type: 'Договор', does: 'list' },
  ВерсииДоговоров: { type: 'Договор', does: 'versions' },
  ПрочитатьДоговоры: { type: 'Договор', does: 'read' },
  БанковскиеСчета: { type: 'БанковскийСчет', does: 'list' },
  Организации: { type: 'Организация', does: 'list' },
  Валюты: { type: 'Валюта', does: 'list' },
  СписокНоменклатуры: { type: 'Номенклатура', does: 'list' },
  ПрочитатьНоменклатуру: { type: 'Номенклатура', does: 'read' },
};

const PAGED = ['После xs:string nil', 'Сколько xs:int'];
const DATED: readonly string[] = ['Счет', 'Оплата'];
const DATA: Readonly<Record<string, string>> = { Контрагент: 't:ДанныеКонтрагента', Счет: 't:ДанныеСчета' };
const FINDS: Readonly<Record<string, readonly string[]>> = {
  Контрагент: ['ИНН xs:string nil', 'КПП xs:string nil', 'Наименование xs:string nil'],
  Счет: ['ДатаС xs:dateTime nil', 'ДатаПо xs:dateTime nil', 'Контрагент xs:string nil'],
};

function signature({ type, does }: Named): readonly [readonly string[], readonly string[]] {
  const data = `Данные ${DATA[type] ?? ''}`;
  switch (does) {
    case 'list':
      return [DATED.includes(type) ? [...PAGED, 'ДатаС xs:dateTime nil'] : PAGED, [`return t:Страница${type}`]];
    case 'all':
      return [[], [`return t:Страница${type}`]];
    case 'versions':
      return [DATED.includes(type) ? [...PAGED, 'ДатаС xs:dateTime nil'] : PAGED, ['return t:СтраницаКлючей']];
    case 'read':
      return [['Ключи t:Ключи'], [`return t:Страница${type}`]];
    case 'find':
      return [FINDS[type] ?? [], [`return t:Страница${type}`]];
    case 'create':
      return [['Ид', data], [`return t:${type}`]];
    case 'update':
      return [['Ид', 'Версия', data], [`return t:${type}`]];
    case 'post':
    case 'unpost':
      return [['Ид', 'Версия'], [`return t:${type}`]];
  }
}

export const OPERATIONS: ReadonlyMap<string, Named> = new Map(Object.entries(NAMES));
export const SIGNATURES = Object.fromEntries(Object.entries(NAMES).map(([name, named]) => [name, signature(named)]));

/** Objects of the base as the service shows them, and what it is sent as changes of the base: the module of the guide, line by line. */
import { registerKey } from '../onec/base/registers.ts';
import { dateOf, flagOf, linesOf, numberOf, plainText, refOf, textOf, zeroGuid, type Row } from '../onec/base/rows.ts';
import { encodeVersion, type Stored } from '../onec/base/stored.ts';
import type { World } from '../onec/base/world.ts';
import type { Part } from './contract.ts';
import { forXml, XdtoError, type Values } from './xml.ts';

const INVOICE = 'Document_СчетНаОплатуПокупателю';

export const SETS: Readonly<Record<Exclude<Part, 'Долг'>, readonly string[]>> = {
  Контрагент: ['Catalog_Контрагенты'],
  Счет: [INVOICE],
  Оплата: ['Document_ПоступлениеНаРасчетныйСчет', 'Document_ПриходныйКассовыйОрдер'],
  Договор: ['Catalog_ДоговорыКонтрагентов'],
  БанковскийСчет: ['Catalog_БанковскиеСчета'],
  Организация: ['Catalog_Организации'],
  Валюта: ['Catalog_Валюты'],
  Номенклатура: ['Catalog_Номенклатура'],
};

/** A status is set in a register and leaves the document as it is: a cancelled invoice has another version all the same. */
export function versionOf(world: World, part: Part, stored: Stored): string {
  const version = encodeVersion(stored, world.quirks.dataVersion);
  return part === 'Счет' && statusOf(world, stored.row) === 'Отменен' ? `${version}-Отменен` : version;
}

const STATUS = 'InformationRegister_СтатусыДокументов';

/** What the register says of an invoice; null where it says nothing. */
function statusOf(world: World, row: Row): string | null {
  if (!world.schema.find(STATUS)) return null;
  const key = registerKey(world, STATUS, { Организация_Key: refOf(row, 'Организация'), Документ: textOf(row, 'Ref_Key'), Документ_Type: `StandardODATA.${INVOICE}` }); // prettier-ignore
  return textOf(world.base.get(STATUS, key), 'Статус') || null;
}

/** Folders are none of the service's objects, receipts of other kinds and accounts of other owners neither. */
export function isShown(part: Part, row: Row): boolean {
  if (part === 'БанковскийСчет') return row['Owner_Type'] === 'StandardODATA.Catalog_Организации';
  return part === 'Оплата' ? textOf(row, 'ВидОперации') === 'ОплатаПокупателя' : !flagOf(row, 'IsFolder');
}

type Showing = (world: World, row: Row, set: string) => Values;

const flag = (row: Row, name: string): string => String(flagOf(row, name));
const number = (row: Row, name: string): string => String(numberOf(row, name));
/** A reference, whether one type may stand there or several. */
const reference = (row: Row, name: string): string => textOf(row, `${name}_Key`) || textOf(row, name) || zeroGuid;

const SHOW: Readonly<Record<Exclude<Part, 'Долг'>, Showing>> = {
  Контрагент: (world, row) => ({
    ...mark(row), Наименование: textOf(row, 'Description'), НаименованиеПолное: textOf(row, 'НаименованиеПолное'), Вид: kindOf(world, row), Страна: countryOf(world, row),
    ИНН: textOf(row, 'ИНН').trim(), КПП: textOf(row, 'КПП').trim(), РегистрационныйНомер: textOf(row, 'РегистрационныйНомер').trim(),
    ...Object.fromEntries(CONTACTS.map(({ name, kind }) => [name, contactOf(world, row, kind)])), Комментарий: textOf(row, 'Комментарий'),
  }),
  Счет: (world, row) => ({
    ...mark(row), Проведен: flag(row, 'Posted'), Номер: textOf(row, 'Number').trim(), Дата: dateOf(row, 'Date'), СрокОплаты: dueDates(world).get(textOf(row, 'Ref_Key')) ?? null, Статус: statusOf(world, row), Организация: reference(row, 'Организация'),
    Контрагент: reference(row, 'Контрагент'), Договор: reference(row, 'ДоговорКонтрагента'), БанковскийСчет: reference(row, 'СтруктурнаяЕдиница'), Валюта: reference(row, 'ВалютаДокумента'), СуммаВключаетНДС: flag(row, 'СуммаВключаетНДС'), Сумма: number(row, 'СуммаДокумента'), Комментарий: textOf(row, 'Комментарий'),
    Строки: linesOf(row, 'Товары').map((line) => ({
      Номенклатура: reference(line, 'Номенклатура'), Содержание: textOf(line, 'Содержание'), Количество: number(line, 'Количество'), Цена: number(line, 'Цена'), Сумма: number(line, 'Сумма'),
      Скидка: number(line, 'СуммаСкидки'), СтавкаНДС: textOf(line, 'СтавкаНДС'), СуммаНДС: number(line, 'СуммаНДС'),
    })),
  }),
  Оплата: (world, row, set) => ({
    ...mark(row), Проведен: flag(row, 'Posted'), Вид: set.includes('Кассовый') ? 'Наличная' : 'Безналичная', Номер: textOf(row, 'Number').trim(), Дата: dateOf(row, 'Date'),
    Контрагент: reference(row, 'Контрагент'), Организация: reference(row, 'Организация'), Валюта: reference(row, 'ВалютаДокумента'), Сумма: number(row, 'СуммаДокумента'),
    Расшифровка: linesOf(row, 'РасшифровкаПлатежа').map((line) => ({ Счет: reference(line, 'СчетНаОплату'), Сумма: number(line, 'СуммаПлатежа'), ...settledOf(world, line) })),
  }),
  Договор: (_world, row) => ({
    ...mark(row), Наименование: textOf(row, 'Description'), Контрагент: reference(row, 'Owner'), Организация: reference(row, 'Организация'), Номер: textOf(row, 'Номер').trim(), Дата: dayOf(row, 'Дата'),
    Валюта: reference(row, 'ВалютаВзаиморасчетов'), Вид: textOf(row, 'ВидДоговора'), СрокОплаты: number(row, 'СрокОплаты'),
  }),
  БанковскийСчет: (_world, row) => ({
    ...mark(row), Наименование: textOf(row, 'Description'), НомерСчета: textOf(row, 'НомерСчета').trim(), Организация: reference(row, 'Owner'), Валюта: reference(row, 'ВалютаДенежныхСредств'),
  }),
  Организация: (_world, row) => ({ Наименование: textOf(row, 'Description'), ИНН: textOf(row, 'ИНН').trim(), КПП: textOf(row, 'КПП').trim() }),
  Валюта: (_world, row) => ({ Код: textOf(row, 'Code').trim(), Наименование: textOf(row, 'Description') }),
  Номенклатура: (_world, row) => ({ ...mark(row), Наименование: textOf(row, 'Description'), Артикул: textOf(row, 'Артикул').trim() }),
}; // prettier-ignore

/** What the payment takes off the debt, in the currency of the contract; nil where that is the sum paid. */
function settledOf(world: World, line: Row): Values {
  if (numberOf(line, 'СуммаВзаиморасчетов') === numberOf(line, 'СуммаПлатежа'))
    return { СуммаВзаиморасчетов: null, ВалютаВзаиморасчетов: null };
  const contract = world.base.get('Catalog_ДоговорыКонтрагентов', textOf(line, 'ДоговорКонтрагента_Key'));
  return { СуммаВзаиморасчетов: number(line, 'СуммаВзаиморасчетов'), ВалютаВзаиморасчетов: contract ? reference(contract, 'ВалютаВзаиморасчетов') : zeroGuid };
} // prettier-ignore

/** A date alone; none is nil. */
export const dayOf = (row: Row, name: string): string | null =>
  dateOf(row, name) > '0001-01-02' ? dateOf(row, name).slice(0, 10) : null;

/** Document -> the date it was agreed to be paid by. */
export const dueDates = (world: World): Map<string, string> =>
  new Map(world.schema.find(DUE) ? world.base.rows(DUE).flatMap((r) => {
    const day = dayOf(r, 'СрокОплаты');
    return day === null ? [] : [[textOf(r, 'Документ'), day] as const];
  }) : []); // prettier-ignore
const DUE = 'InformationRegister_СрокиОплатыДокументов';

const mark = (row: Row): Values => ({ ПометкаУдаления: flag(row, 'DeletionMark') });

export const shown = (world: World, part: Exclude<Part, 'Долг'>, set: string, stored: Stored): Values => ({
  Ид: textOf(stored.row, 'Ref_Key'),
  Версия: versionOf(world, part, stored),
  ...SHOW[part](world, stored.row, set),
});

const COUNTRIES = 'Catalog_СтраныМира';

function countryOf(world: World, row: Row): string {
  const key = textOf(row, 'СтранаРегистрации_Key');
  return key === '' || key === zeroGuid ? '' : textOf(world.base.get(COUNTRIES, key), 'КодАльфа2').trim();
}

function kindOf(world: World, row: Row): string {
  const country = countryOf(world, row);
  if (country !== '' && country !== 'RU') return 'Иностранное';
  return flagOf(row, 'ИндивидуальныйПредприниматель')
    ? 'ИндивидуальныйПредприниматель'
    : textOf(row, 'ЮридическоеФизическоеЛицо');
}

interface Contact {
  readonly name: string;
  readonly kind: string;
  readonly type: string;
}
const CONTACTS: readonly Contact[] = [
  { name: 'Телефон', kind: 'ТелефонКонтрагента', type: 'Телефон' },
  { name: 'Почта', kind: 'EmailКонтрагента', type: 'АдресЭлектроннойПочты' },
  { name: 'ЮридическийАдрес', kind: 'ЮрАдресКонтрагента', type: 'Адрес' },
  { name: 'ПочтовыйАдрес', kind: 'ПочтовыйАдресКонтрагента', type: 'Адрес' },
];

const kindKey = (world: World, kind: string): string =>
  textOf(
    world.base.rows('Catalog_ВидыКонтактнойИнформации').find((r) => r['PredefinedDataName'] === kind),
    'Ref_Key',
  );

function contactOf(world: World, row: Row, kind: string): string {
  const key = kindKey(world, kind);
  return textOf(linesOf(row, 'КонтактнаяИнформация').find((r) => r['Вид_Key'] === key), 'Представление');
} // prettier-ignore

/** Plain attributes by their names in the base; a nil leaves what stands there. */
const PLAIN: Readonly<Record<string, string>> = {
  Наименование: 'Description', НаименованиеПолное: 'НаименованиеПолное', ИНН: 'ИНН', КПП: 'КПП', РегистрационныйНомер: 'РегистрационныйНомер', Комментарий: 'Комментарий',
  Дата: 'Date', Организация: 'Организация_Key', Контрагент: 'Контрагент_Key', Договор: 'ДоговорКонтрагента_Key', БанковскийСчет: 'СтруктурнаяЕдиница_Key', Валюта: 'ВалютаДокумента_Key', Сумма: 'СуммаДокумента', СуммаВключаетНДС: 'СуммаВключаетНДС',
}; // prettier-ignore
const NUMERIC: ReadonlySet<string> = new Set(['Сумма', 'Количество', 'Цена', 'Скидка', 'СуммаНДС']);
const LINE: Readonly<Record<string, string>> = { Содержание: 'Содержание', Количество: 'Количество', Цена: 'Цена', Сумма: 'Сумма', Скидка: 'СуммаСкидки', СтавкаНДС: 'СтавкаНДС', СуммаНДС: 'СуммаНДС' }; // prettier-ignore

/** What the service was sent, as attributes of the object; a text shown like that already stays as it is. */
export function changesOf(world: World, part: Part, data: Values, before: Row | undefined): Row {
  const out: Row = Object.fromEntries(
    Object.entries(plainIn(data, PLAIN)).filter(([name, value]) => value !== forXml(textOf(before, name))),
  );
  return part === 'Контрагент' ? { ...out, ...partyOf(world, data, before) } : { ...out, ...linesIn(data) };
}

function plainIn(data: Values, names: Readonly<Record<string, string>>): Row {
  const out: Row = {};
  for (const [name, to] of Object.entries(names)) {
    const value = data[name];
    if (typeof value === 'string') out[to] = to === 'СуммаВключаетНДС' ? value === 'true' || value === '1' : NUMERIC.has(name) ? Number(value) : value; // prettier-ignore
  }
  return out;
}

function linesIn(data: Values): Row {
  const rows = Array.isArray(data['Строки']) ? (data['Строки'] as readonly Values[]) : [];
  return {
    Товары: rows.map((line, i) => ({ LineNumber: i + 1, ...plainIn(line, LINE), Номенклатура: productOf(line), Номенклатура_Key: plainText(line['Номенклатура']) || zeroGuid, Номенклатура_Type: productOf(line) === '' ? 'StandardODATA.Undefined' : 'StandardODATA.Catalog_Номенклатура' })),
  };
} // prettier-ignore

const productOf = (line: Values): string => (line['Номенклатура'] === zeroGuid ? '' : plainText(line['Номенклатура']));

function partyOf(world: World, data: Values, before: Row | undefined): Row {
  const out: Row = {};
  const { Вид: kind, Страна: country } = data;
  if (typeof kind === 'string' && kind !== '') {
    out['ЮридическоеФизическоеЛицо'] = kind === 'ФизическоеЛицо' || kind === 'ИндивидуальныйПредприниматель' ? 'ФизическоеЛицо' : 'ЮридическоеЛицо'; // prettier-ignore
    out['ИндивидуальныйПредприниматель'] = kind === 'ИндивидуальныйПредприниматель';
  }
  if (typeof country === 'string' && country !== '') out['СтранаРегистрации_Key'] = countryKey(world, country);
  const contacts = CONTACTS.filter(({ name }) => typeof data[name] === 'string');
  if (contacts.length > 0)
    out['КонтактнаяИнформация'] = contactRows(world, data, contacts, linesOf(before, 'КонтактнаяИнформация'));
  return out;
}

function countryKey(world: World, code: string): string {
  const row = world.base.rows(COUNTRIES).find((r) => textOf(r, 'КодАльфа2').trim() === code);
  if (!row) throw new XdtoError(`В справочнике «Страны мира» нет страны с кодом ${code}`);
  return textOf(row, 'Ref_Key');
}

/** Rows of other kinds stay; a row whose text did not change stays as it is. */
function contactRows(world: World, data: Values, contacts: readonly Contact[], rows: readonly Row[]): Row[] {
  let all = [...rows];
  for (const { name, kind, type } of contacts) {
    const [key, text] = [kindKey(world, kind), plainText(data[name])];
    const own = all.find((r) => r['Вид_Key'] === key);
    if (textOf(own, 'Представление') === text) continue;
    all = all.filter((r) => r !== own);
    if (text !== '') all.push({ Тип: type, Вид_Key: key, Представление: text, ...(type === 'АдресЭлектроннойПочты' ? { АдресЭП: text } : {}) }); // prettier-ignore
  }
  return all.map((row, i) => ({ ...row, LineNumber: i + 1 }));
}
